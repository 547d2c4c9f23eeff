"""How an offer can end, what that frees, and what stays of the rest of its intent."""

import pytest

from cairong.audit.models import Event
from cairong.clocks.models import Duty
from cairong.kernel.errors import PolicyBreach, WrongState
from cairong.lending.actions.accept_offer import accept_offer
from cairong.lending.actions.decline_offer import decline_offer, withdraw_intent
from cairong.lending.actions.lapse import (
    lapse_intent,
    lapse_intents,
    lapse_offers,
    lapse_unlocked_offers,
)
from cairong.lending.actions.meet_conditions import meet_conditions
from cairong.lending.actions.reject_application import reject_application
from cairong.lending.models import Intent, Offer
from cairong.treasury.models import Lock
from lending.ground import Case
from support.staging import staged
from support.town import at

LARGE, SMALL = 30_000_000, 20_000_000
LATER = at("2025-10-20 09:00")


@staged
def offers(case: Case, product) -> dict[str, Offer]:
    """Two offers of one intent: 300,000 from 甲银行, 200,000 from 乙银行 on a later day."""
    second = case.publish("乙银行")
    intent = case.intend(300_000, "甲银行", "乙银行")
    large = case.offer(intent, product, 300_000)
    case.now = at("2025-10-13 10:00")
    return {"large": large, "small": case.offer(intent, second, 200_000, "乙银行")}


def decline(case: Case, offers, which: str) -> None:
    decline_offer(actor=case.supplier, now=case.now, offer_id=offers[which].pk)


def accept(case: Case, offers, which: str) -> None:
    accept_offer(actor=case.supplier, now=case.now, offer_id=offers[which].pk)


def withdraw(case: Case, offers, which: str) -> None:
    withdraw_intent(actor=case.supplier, now=case.now, intent_id=offers[which].intent_id)


def lapse(case: Case, _offers, when: str) -> None:
    """Let the daily work of a day do what is due."""
    moment = at(f"{when} 00:10")
    for work in (lapse_offers, lapse_unlocked_offers, lapse_intents):
        work(actor=case.town.system, now=moment)


ENDS = {
    "the larger declined": ([(decline, "large")], SMALL, "offered", "declined", "offered"),
    "the smaller declined": ([(decline, "small")], LARGE, "offered", "offered", "declined"),
    "both declined": (
        [(decline, "small"), (decline, "large")], 0, "closed", "declined", "declined",
    ),
    "the larger lapses first": ([(lapse, "2025-10-16")], SMALL, "offered", "lapsed", "offered"),
    "both lapse": ([(lapse, "2025-10-21")], 0, "closed", "lapsed", "lapsed"),
    "one declined, the other lapses": (
        [(decline, "small"), (lapse, "2025-10-16")], 0, "closed", "lapsed", "declined",
    ),
    "withdrawn": ([(withdraw, "large")], 0, "withdrawn", "withdrawn", "withdrawn"),
    "the smaller accepted": ([(accept, "small")], SMALL, "chosen", "fallen", "accepted"),
    "accepted, then stepped back": (
        [(accept, "large"), (decline, "large")], 0, "closed", "declined", "fallen",
    ),
    "accepted, never locked": (
        [(accept, "large"), (lapse, "2025-10-28")], 0, "closed", "lapsed", "fallen",
    ),
    "accepted, still in time to lock": (
        [(accept, "large"), (lapse, "2025-10-24")], LARGE, "chosen", "accepted", "fallen",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", ENDS)
def test_what_is_held_is_what_still_stands(case: Case, offers, name):
    acts, held, intent_state, large, small = ENDS[name]
    for act, what in acts:
        act(case, offers, what)
    intent = Intent.objects.get()
    assert (intent.state, intent.reserved_fen) == (intent_state, held)
    assert case.receivable().reserved_fen == held
    states = dict(Offer.objects.values_list("pk", "state"))
    assert [states[offers[one].pk] for one in ("large", "small")] == [large, small]
    ended = {"closed", "withdrawn"}
    running = Duty.objects.filter(about__contains=[intent.pk], state="running")
    assert not (intent_state in ended and running.exists())


@pytest.mark.parametrize("name", [one for one, facts in ENDS.items() if facts[1] == 0])
def test_what_is_freed_can_be_lent_again_to_the_fen_and_no_more(case: Case, offers, name):
    for act, what in ENDS[name][0]:
        act(case, offers, what)
    case.now = at("2025-11-03 10:00")
    with pytest.raises(PolicyBreach) as refused:
        case.intend(479_641)
    assert refused.value.findings[0].params["headroom"] == 47_964_000
    case.intend(479_640)


@pytest.mark.parametrize("name", [one for one, facts in ENDS.items() if "accepted" not in facts])
def test_an_offer_that_ended_is_not_accepted_after_all(case: Case, offers, name):
    acts, _, _, *states = ENDS[name]
    for act, what in acts:
        act(case, offers, what)
    events = Event.objects.count()
    for which, state in zip(("large", "small"), states, strict=True):
        if state != "offered":
            with pytest.raises(WrongState):
                accept(case, offers, which)
    assert Event.objects.count() == events


def test_who_was_not_chosen_is_told_just_that(case: Case, offers):
    accept(case, offers, "small")
    told = Event.objects.get(type="lending.offer.accepted").after["tell"]
    assert [(one["organisation"], one.get("saying", "")) for one in told] == [
        (str(case.bank("乙银行").pk), "lending.offer.accepted_elsewhere"),
        (str(case.supplier.organisation_id), "lending.offer.account_to_move"),
        (str(case.bank("甲银行").pk), "lending.offer.passed_over"),
    ]


def test_with_the_other_turned_down_declining_the_last_offer_closes_the_intent(case: Case, product):
    case.bank("乙银行")
    intent = case.intend(300_000, "甲银行", "乙银行")
    offer = case.offer(intent, product)
    case.by_bank(
        reject_application, "乙银行", application_id=case.application(intent, "乙银行").pk,
        code="term-mismatch", words="预计付款日太晚,请缩短期限后再申请",
    )  # fmt: skip
    assert Intent.objects.get().state == "offered"
    decline_offer(actor=case.supplier, now=case.now, offer_id=offer.pk)
    assert Intent.objects.get().state == "closed"


def test_stepping_back_ends_a_request_under_way_and_frees_the_account(case: Case, product):
    offer = case.accepted(product)
    lock = case.lock(offer)
    assert lock.state == "active"
    other = case.accepted(product, 100_000)
    decline_offer(actor=case.supplier, now=case.now, offer_id=offer.pk)
    assert Lock.objects.get().state == "active"
    meet_conditions(
        actor=case.officer(), now=case.now, offer_id=other.pk, signed_on=case.now.date()
    )
    decline_offer(actor=case.supplier, now=case.now, offer_id=other.pk)
    assert Lock.objects.get().state == "released"
    assert case.receivable().reserved_fen == 0


def test_the_money_that_stayed_drawn_stays_lent(case: Case, product):
    offer = case.ready(product)
    loan = case.draw(offer, 100_000, now=LATER)
    case.now = LATER
    decline_offer(actor=case.supplier, now=case.now, offer_id=offer.pk)
    loan.refresh_from_db()
    row = case.receivable()
    assert (row.reserved_fen, row.outstanding_fen) == (0, 10_000_000)
    assert (loan.state, loan.outstanding_fen) == ("repaying", 10_000_000)
    with pytest.raises(WrongState):
        decline_offer(actor=case.supplier, now=case.now, offer_id=offer.pk)


def test_a_decision_in_its_days_holds_the_intent_and_one_too_late_does_not(case: Case):
    intent = case.intend()
    case.now = at("2025-11-06 10:00")
    case.complete(intent)  # to be decided by 11-20; the intent's own days end on 11-10
    system = case.town.system
    assert lapse_intents(actor=system, now=at("2025-11-20 00:10")) == 0
    with pytest.raises(WrongState):
        lapse_intent(actor=system, now=at("2025-11-20 00:10"), intent_id=intent.pk)
    assert lapse_intents(actor=system, now=at("2025-11-21 00:10")) == 1
    assert case.application(intent).state == "lapsed"
