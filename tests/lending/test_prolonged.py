"""A holiday notice moves the last day of what stands: later, visibly, never earlier."""

from datetime import date

import pytest

from cairong.audit.models import Event
from cairong.audit.outbox import CONSUMERS, deliver, waiting
from cairong.kernel.actor import Role
from cairong.kernel.errors import NotAllowed, WrongState
from cairong.lending.actions.accept_offer import accept_offer
from cairong.lending.actions.decline_offer import decline_offer, withdraw_intent
from cairong.lending.actions.lapse import lapse_intents, lapse_offers
from cairong.lending.actions.prolong import prolong, prolong_intent, prolong_offer
from cairong.lending.actions.request_lock import request_lock
from cairong.lending.models import Intent, Offer
from cairong.lending.reads import lock_by, unlocked_offers
from cairong.outreach.sentences import message_of
from cairong.rulebook.actions.enter_holidays import enter_holidays
from cairong.rulebook.reads import calendar_of
from cairong.treasury.actions.lapse_locks import lapse_locks
from cairong.treasury.actions.prolong_lock import prolong_lock
from cairong.treasury.models import Lock
from lending.ground import Case, twice
from support.town import CITY, at

BEFORE_NEW_YEAR = at("2026-12-30 10:00")
ENTERED = at("2026-12-31 10:00")
NOTICE = {
    "year": 2027, "days_off": [date(2027, 1, 1), date(2027, 1, 29)], "days_worked": [],
    "source": "国办发明电〔2026〕9号",
}  # fmt: skip
MAKE_UP = {**NOTICE, "days_off": [date(2027, 5, 3)], "days_worked": [date(2027, 1, 2)]}
# counted from 30 December: 31,1,4,5,6 · thirty days · 31,1,4—8,11,12,13
OFFER, INTENT, LOCK = date(2027, 1, 6), date(2027, 1, 29), date(2027, 1, 13)
TYPES = ("lending.offer.prolonged", "lending.intent.prolonged", "treasury.lock.prolonged")


@pytest.fixture(autouse=True)
def new_year(case: Case) -> None:
    case.now = BEFORE_NEW_YEAR


def enter(case: Case, **notice) -> list[Event]:
    """Enter a notice, let the worker go on from it, and answer what it prolonged."""
    desk = [case.town.bureau(f"procurement-{role}") for role in ("officer", "approver")]
    twice(enter_holidays, *desk, ENTERED, **{**NOTICE, **notice})
    for row in waiting(now=ENTERED):
        if row.consumer == "lending.prolong":
            deliver(row, now=ENTERED, consumers=CONSUMERS)
    return list(Event.objects.filter(type__in=TYPES).order_by("seq"))


def quoted(case: Case, product) -> Offer:
    return case.offer(case.intend(), product)


def test_an_offer_stands_as_many_working_days_as_it_was_given(case: Case, product):
    offer = quoted(case, product)
    assert offer.valid_until == OFFER
    enter(case)
    offer.refresh_from_db()
    assert offer.valid_until == date(2027, 1, 7)
    system = case.town.system
    assert lapse_offers(actor=system, now=at("2027-01-07 00:10")) == 0
    accept_offer(actor=case.supplier, now=at("2027-01-07 23:59"), offer_id=offer.pk)


def test_both_sides_are_told_from_which_day_to_which(case: Case, product):
    offer = quoted(case, product)
    event = enter(case)[0]
    assert (event.type, event.subject_id) == ("lending.offer.prolonged", str(offer.pk))
    assert event.before == {"valid_until": "2027-01-06"}
    assert "由 2027年1月6日(周三)顺延到 2027年1月7日(周四)" in message_of(event)
    told = {(one["organisation"], one["role"]) for one in event.after["tell"]}
    assert told == {
        (str(case.supplier.organisation_id), "supplier"),
        (str(offer.institution_id), "institution-officer"),
    }


def test_an_intent_ends_on_no_day_of_rest(case: Case):
    case.bank("乙银行")
    intent = case.intend(100, "甲银行", "乙银行")
    assert intent.lapses_on == INTENT
    (event,) = enter(case)
    intent.refresh_from_db()
    assert intent.lapses_on == date(2027, 2, 1)
    assert len(event.after["tell"]) == 3
    assert lapse_intents(actor=case.town.system, now=at("2027-02-01 00:10")) == 0
    assert lapse_intents(actor=case.town.system, now=at("2027-02-02 00:10")) == 1


def test_a_lock_asked_for_has_as_many_working_days_as_before(case: Case, product):
    lock = case.by_bank(request_lock, "甲银行", offer_id=case.accepted(product).pk)
    assert lock.lapses_on == LOCK
    (event,) = enter(case)
    lock.refresh_from_db()
    assert lock.lapses_on == date(2027, 1, 14)
    told = {one["role"] for one in event.after["tell"]}
    assert told == {"institution-officer", "supplier", "purchaser-officer"}
    assert "由 2027年1月13日(周三)顺延到 2027年1月14日(周四)失效" in message_of(event)
    assert lapse_locks(actor=case.town.system, now=at("2027-01-14 00:10")) == 0
    assert lapse_locks(actor=case.town.system, now=at("2027-01-15 00:10")) == 1


def test_the_time_to_ask_for_a_lock_is_counted_when_it_is_looked_at(case: Case, product):
    case.accepted(product)
    (offer,) = unlocked_offers(case.officer())
    before = lock_by(offer, calendar_of(CITY))
    assert (before.due, before.provisional) == (LOCK, True)
    assert enter(case) == []
    after = lock_by(offer, calendar_of(CITY))
    assert (after.due, after.provisional) == (date(2027, 1, 14), False)


def test_a_make_up_day_takes_nothing_of_what_was_shown(case: Case, product):
    offer = quoted(case, product)
    other = case.accepted(product, 50_000)
    lock = case.by_bank(request_lock, "甲银行", offer_id=other.pk)
    assert enter(case, **MAKE_UP) == []
    for row in (offer, lock):
        row.refresh_from_db()
    assert (offer.valid_until, lock.lapses_on) == (OFFER, LOCK)


def test_what_has_ended_or_was_decided_stays_as_it_is(case: Case, product):
    declined, other = quoted(case, product), case.intend(50_000)
    decline_offer(actor=case.supplier, now=case.now, offer_id=declined.pk)
    withdraw_intent(actor=case.supplier, now=case.now, intent_id=other.pk)
    lock = case.ready(product, 50_000).lock
    assert enter(case) == []
    for act, facts in (
        (prolong_offer, {"offer_id": declined.pk}),
        (prolong_intent, {"intent_id": other.pk}),
        (prolong_lock, {"lock_id": lock.pk}),
    ):
        with pytest.raises(WrongState):
            act(actor=case.town.system, now=ENTERED, **facts)
    assert set(Offer.objects.values_list("valid_until", flat=True)) == {OFFER}
    assert set(Intent.objects.values_list("lapses_on", flat=True)) == {INTENT}
    assert Lock.objects.get().lapses_on == LOCK


def test_entered_again_it_moves_nothing_and_a_longer_one_moves_again(case: Case, product):
    offer = quoted(case, product)
    assert len(enter(case)) == 2
    assert len(enter(case, source="国办发明电〔2026〕9号(重录)")) == 2
    longer = [date(2027, 1, 1), date(2027, 1, 4), date(2027, 1, 29)]
    assert len(enter(case, days_off=longer)) == 3
    offer.refresh_from_db()
    assert offer.valid_until == date(2027, 1, 8)


def test_cut_off_in_between_it_goes_on_with_the_rest_and_is_done_once(case: Case, product):
    offer = quoted(case, product)
    desk = [case.town.bureau(f"procurement-{role}") for role in ("officer", "approver")]
    twice(enter_holidays, *desk, ENTERED, **NOTICE)
    system = case.town.system
    prolong_offer(actor=system, now=ENTERED, offer_id=offer.pk)
    notice = Event.objects.get(type="rulebook.holidays.entered")
    for _ in range(2):
        prolong(actor=system, now=ENTERED, event_id=notice.pk)
    kinds = Event.objects.filter(type__contains=".prolonged").order_by("seq")
    assert [one.type for one in kinds] == [
        "lending.offer.prolonged", "lending.intent.prolonged", "lending.terms.prolonged",
    ]  # fmt: skip


def test_what_need_not_move_is_not_moved_and_only_the_system_moves(case: Case, product):
    offer = quoted(case, product)
    other = case.accepted(product, 50_000)
    lock = case.by_bank(request_lock, "甲银行", offer_id=other.pk)
    for act, facts in (
        (prolong_offer, {"offer_id": offer.pk}),
        (prolong_intent, {"intent_id": offer.intent_id}),
        (prolong_lock, {"lock_id": lock.pk}),
    ):
        with pytest.raises(WrongState):
            act(actor=case.town.system, now=ENTERED, **facts)
        for actor in (case.supplier, case.officer(), case.town.bureau(Role.PROCUREMENT_OFFICER)):
            with pytest.raises(NotAllowed):
                act(actor=actor, now=ENTERED, **facts)
    assert not Event.objects.filter(type__in=TYPES).exists()
