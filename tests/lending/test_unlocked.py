"""An accepted offer whose account is not locked in time lapses and holds no headroom any more."""

from datetime import date

import pytest

from cairong.audit.models import Event, RefusalRecord
from cairong.doors.daily import run_daily
from cairong.kernel.errors import NotAllowed, WrongState
from cairong.lending.actions.decline_offer import decline_offer
from cairong.lending.actions.lapse import lapse_unlocked_offer, lapse_unlocked_offers
from cairong.lending.actions.request_lock import request_lock
from cairong.lending.models import Intent, Offer
from cairong.lending.reads import lock_by, unlocked_offers
from cairong.policy.catalogue.words import day_words
from cairong.rulebook.actions.set_parameter import set_parameter
from cairong.rulebook.reads import calendar_of
from cairong.treasury.actions.change_payee import (
    ask_payee_change,
    change_payee,
    consent_payee_change,
    withdraw_payee_change,
)
from cairong.treasury.actions.lapse_locks import lapse_locks
from cairong.treasury.actions.refuse_lock import refuse_lock
from cairong.treasury.models import Lock
from lending.ground import ACCOUNT, Case, accept_filing, stand_case, twice
from support.town import CITY, at

ACCEPTED = at("2025-10-09 09:30")
LAST = date(2025, 10, 22)  # 10,11(补班),13,14,15,16,17,20,21,22
OVER = at("2025-10-23 00:30")
CHANGED = at("2025-11-03 10:00")
ANEW = date(2025, 11, 17)  # 4—7,10—14,17
HELD = date(2025, 11, 5)  # ten more: 23,24,27—31,11月3,4,5
AT_LAST = date(2025, 11, 19)  # 6,7,10—14,17—19


def lapse(case: Case, now=OVER) -> int:
    return lapse_unlocked_offers(actor=case.town.system, now=now)


def ask(case: Case, offer: Offer, now) -> Lock:
    return case.by_bank(request_lock, "甲银行", now, offer_id=offer.pk)


def last_day(case: Case, offer: Offer) -> date:
    (found,) = unlocked_offers(case.town.system).filter(pk=offer.pk)
    return lock_by(found, calendar_of(CITY)).due


def fresh(offer: Offer) -> Offer:
    return Offer.objects.get(pk=offer.pk)


def test_an_offer_never_brought_under_a_lock_lapses_after_ten_working_days(case: Case, product):
    offer = case.accepted(product)
    assert last_day(case, offer) == LAST
    assert lapse(case, at("2025-10-22 23:59")) == 0
    assert case.receivable().reserved_fen == 30_000_000
    assert lapse(case) == 1
    assert lapse(case) == 0
    offer = fresh(offer)
    assert (offer.state, offer.application.state, offer.intent.state) == (
        "lapsed", "lapsed", "closed",
    )  # fmt: skip
    assert (offer.intent.reserved_fen, case.receivable().reserved_fen) == (0, 0)


def test_both_sides_are_told_when_and_why(case: Case, product):
    offer = case.accepted(product)
    lapse(case)
    event = Event.objects.get(type="lending.offer.unlocked_lapsed")
    assert (event.after["state"], event.after["until"]) == ("lapsed", "2025-10-22")
    assert event.basis == ["二(三)-3"]
    told = {(one["organisation"], one["role"]) for one in event.after["tell"]}
    assert told == {
        (str(case.supplier.organisation_id), "supplier"),
        (str(offer.institution_id), "institution-officer"),
    }


def test_a_request_that_is_under_way_keeps_the_offer(case: Case, product):
    offer = case.accepted(product)
    ask(case, offer, at("2025-10-22 10:00"))
    assert lapse(case, at("2025-11-05 23:00")) == 0
    assert fresh(offer).state == "locking"


def test_a_lapsed_request_gives_ten_working_days_to_ask_again(case: Case, product):
    offer = case.accepted(product)
    lock = ask(case, offer, ACCEPTED)
    assert lock.lapses_on == LAST
    lapse_locks(actor=case.town.system, now=OVER)
    lock.refresh_from_db()
    assert lock.reason == f"到{day_words(LAST)}为止没有完成锁定"
    assert last_day(case, offer) == date(2025, 11, 6)
    assert lapse(case, at("2025-11-06 23:59")) == 0
    assert ask(case, offer, at("2025-11-06 23:59")).state == "requested"
    assert lapse(case, at("2025-11-07 00:30")) == 0


@pytest.mark.parametrize("again", [False, True])
def test_a_lapsed_request_that_nobody_repeats_frees_the_headroom(case: Case, product, again):
    offer = case.accepted(product)
    ask(case, offer, ACCEPTED)
    system = case.town.system
    lapse_locks(actor=system, now=OVER)
    if again:
        ask(case, offer, at("2025-10-24 10:00"))
        lapse_locks(actor=system, now=at("2025-11-08 00:30"))
        assert lapse(case, at("2025-11-21 23:00")) == 0
    assert lapse(case, at("2025-11-22 00:30")) == 1
    assert fresh(offer).state == "lapsed"
    assert case.receivable().reserved_fen == 0


def test_a_refused_request_gives_the_same_time(case: Case, product):
    offer = case.accepted(product)
    lock = ask(case, offer, ACCEPTED)
    when = at("2025-10-13 10:00")
    refuse_lock(actor=case.supplier, now=when, lock_id=lock.pk, reason="账户信息有误")
    assert last_day(case, offer) == date(2025, 10, 27)
    assert lapse(case, at("2025-10-27 10:00")) == 0
    assert lapse(case, at("2025-10-28 10:00")) == 1


def test_a_locked_account_keeps_the_offer_for_good(case: Case, product):
    offer = case.ready(product)
    assert lapse(case, at("2026-06-01 10:00")) == 0
    assert fresh(offer).state == "conditions_met"


def test_before_the_filing_nothing_can_be_locked_so_nothing_lapses(town):
    case = stand_case(town, filed=False)
    offer = case.accepted(case.publish())
    assert lapse(case, at("2025-12-31 10:00")) == 0
    accept_filing(town, case.contract)
    # The desk accepted on 2025-09-30, before the offer: its own day counts.
    assert last_day(case, offer) == LAST
    assert lapse(case) == 1


def test_another_institutions_lock_does_not_stop_the_time(case: Case, product):
    case.ready(product, 100_000)
    other = case.accepted(case.publish("乙银行"), 100_000, "乙银行")
    assert lapse(case) == 1
    assert fresh(other).state == "lapsed"
    assert Lock.objects.get().state == "active"


def set_days(case: Case, code: str, value: int) -> None:
    desk = [case.town.bureau(f"procurement-{role}") for role in ("officer", "approver")]
    facts = {"code": code, "value": value, "valid_from": date(2025, 9, 25), "source": "洛财购通知"}
    twice(set_parameter, *desk, at("2025-09-20 10:00"), **facts)


def test_the_citys_own_number_of_days_holds(case: Case, product):
    set_days(case, "lock_lapse_days", 3)
    assert last_day(case, case.accepted(product)) == date(2025, 10, 13)


def ask_change(case: Case, now):
    return ask_payee_change(actor=case.supplier, now=now, contract_id=case.contract.pk, **ACCOUNT)


def agree_to(case: Case, change) -> None:
    officer, approver = (
        case.town.actor(case.town.purchaser(), f"purchaser-{role}")
        for role in ("officer", "approver")
    )
    twice(consent_payee_change, officer, approver, CHANGED, change_id=change.pk)


def drop(case: Case, change, now) -> None:
    withdraw_payee_change(actor=case.supplier, now=now, change_id=change.pk, reason="不变更了")


class TestAccountUnderChange:
    """An account on its way to the lender takes three parties, waited for, but not for ever."""

    @pytest.fixture
    def offer(self, case: Case) -> Offer:
        return case.accepted(case.publish("乙银行"), bank="乙银行")

    @pytest.mark.parametrize("agreed", [False, True], ids=["asked", "agreed"])
    def test_an_open_change_holds_the_offer_for_twenty_working_days(self, case, offer, agreed):
        change = ask_change(case, at("2025-10-22 23:00"))
        if agreed:
            agree_to(case, change)
        assert last_day(case, offer) == HELD
        assert lapse(case, at("2025-11-05 23:59")) == 0
        with pytest.raises(WrongState):
            lapse_unlocked_offer(
                actor=case.town.system, now=at("2025-11-05 23:59"), offer_id=offer.pk
            )
        assert (fresh(offer).state, case.receivable().reserved_fen) == ("accepted", 30_000_000)
        assert lapse(case, at("2025-11-06 00:30")) == 1
        assert (fresh(offer).state, case.receivable().reserved_fen) == ("lapsed", 0)
        change.refresh_from_db()
        assert change.state == ("agreed" if agreed else "asked")
        event = Event.objects.get(type="lending.offer.unlocked_lapsed")
        assert event.after["until"] == "2025-11-05"

    def test_changes_dropped_and_asked_again_hold_it_no_longer(self, case: Case, offer):
        drop(case, ask_change(case, at("2025-10-22 23:00")), at("2025-11-05 23:00"))
        assert last_day(case, offer) == AT_LAST
        change = ask_change(case, at("2025-11-10 10:00"))
        assert last_day(case, offer) == AT_LAST
        drop(case, change, at("2025-11-18 10:00"))
        assert last_day(case, offer) == AT_LAST
        assert lapse(case, at("2025-11-20 00:30")) == 1

    def test_a_change_shortens_nothing(self, case: Case, offer):
        set_days(case, "change_hold_days", 3)
        ask_change(case, at("2025-10-10 10:00"))
        assert last_day(case, offer) == LAST

    def test_the_citys_own_number_of_days_holds_it(self, case: Case, offer):
        set_days(case, "change_hold_days", 12)
        ask_change(case, at("2025-10-22 23:00"))
        assert last_day(case, offer) == date(2025, 10, 24)

    def test_the_days_run_anew_from_the_standing_of_the_new_account(self, case: Case, offer):
        change = ask_change(case, at("2025-10-22 23:00"))
        agree_to(case, change)
        case.by_treasury(change_payee, CHANGED, change_id=change.pk)
        assert last_day(case, offer) == ANEW
        assert lapse(case, at("2025-11-17 23:59")) == 0
        assert lapse(case, at("2025-11-18 00:30")) == 1

    def test_they_run_anew_from_the_end_of_a_change_that_came_to_nothing(self, case: Case, offer):
        drop(case, ask_change(case, at("2025-10-22 23:00")), CHANGED)
        assert last_day(case, offer) == ANEW
        assert lapse(case, at("2025-11-17 23:59")) == 0
        assert lapse(case, at("2025-11-18 00:30")) == 1
        assert case.receivable().reserved_fen == 0

    def test_a_change_dropped_before_the_acceptance_gives_nothing(self, case: Case):
        drop(case, ask_change(case, at("2025-10-01 10:00")), at("2025-10-08 10:00"))
        assert last_day(case, case.accepted(case.publish("乙银行"), bank="乙银行")) == LAST

    def test_a_change_on_another_contract_holds_nothing(self, case: Case, offer):
        other = stand_case(case.town)
        change = ask_change(other, at("2025-10-20 10:00"))
        assert last_day(case, offer) == LAST
        drop(other, change, at("2025-10-21 10:00"))
        assert last_day(case, offer) == LAST
        assert lapse(case) == 1


def ask_at_last(case: Case, offer: Offer) -> None:
    ask(case, offer, at("2025-10-22 10:00"))


def change_at_last(case: Case, _offer: Offer) -> None:
    ask_change(case, at("2025-10-22 10:00"))


def step_back(case: Case, offer: Offer) -> None:
    decline_offer(actor=case.supplier, now=at("2025-10-22 10:00"), offer_id=offer.pk)


@pytest.mark.parametrize(
    ("spoil", "now"),
    [
        (None, at("2025-10-22 23:00")),
        (ask_at_last, OVER),
        (change_at_last, OVER),
        (step_back, OVER),
    ],
    ids=["in time", "asked meanwhile", "account changing meanwhile", "declined meanwhile"],
)
def test_an_offer_that_moved_meanwhile_is_left_alone(case: Case, product, spoil, now):
    offer = case.accepted(product)
    if spoil:
        spoil(case, offer)
    before, events = fresh(offer).state, Event.objects.count()
    with pytest.raises(WrongState):
        lapse_unlocked_offer(actor=case.town.system, now=now, offer_id=offer.pk)
    assert (fresh(offer).state, Event.objects.count()) == (before, events)
    assert RefusalRecord.objects.filter(act="lapse_unlocked_offer").count() == 1


@pytest.mark.parametrize("state", ["offered", "fallen"])
def test_an_offer_not_accepted_is_not_of_this_kind(case: Case, product, state):
    offer = case.offer(case.intend(), product)
    Offer.objects.filter(pk=offer.pk).update(state=state)
    with pytest.raises(WrongState):
        lapse_unlocked_offer(actor=case.town.system, now=OVER, offer_id=offer.pk)


def test_only_scheduled_work_lapses_it(case: Case, product):
    offer = case.accepted(product)
    for actor in (case.supplier, case.officer(), case.town.bureau("treasury-officer")):
        with pytest.raises(NotAllowed):
            lapse_unlocked_offer(actor=actor, now=OVER, offer_id=offer.pk)
    assert fresh(offer).state == "accepted"


def test_the_daily_work_does_it_and_the_supplier_may_ask_anew(case: Case, product):
    case.accepted(product)
    run_daily(city=CITY, now=OVER)
    assert Intent.objects.get().state == "closed"
    case.now = at("2025-10-23 10:00")
    assert case.accepted(product).state == "accepted"
    assert case.receivable().reserved_fen == 30_000_000
