"""An institution steps back from what it cannot carry out; nobody is left waiting or bound."""

import pytest

from cairong.audit.models import Event
from cairong.clocks.models import Duty
from cairong.kernel.errors import Invalid, WrongState
from cairong.lending.actions.accept_offer import accept_offer
from cairong.lending.actions.await_conditions import await_conditions
from cairong.lending.actions.decline_offer import decline_offer
from cairong.lending.actions.request_lock import request_lock
from cairong.lending.actions.step_back import step_back
from cairong.treasury.actions.acknowledge_lock import acknowledge_lock
from cairong.treasury.actions.confirm_lock import confirm_lock
from cairong.treasury.actions.consent_lock import consent_lock
from lending.ground import Case, drain, twice
from support.town import at

BACK = at("2025-10-13 10:00")
STARTING = {await_conditions.name: await_conditions}


def back(case: Case, offer, reason="质押登记\n查出在先权利"):
    return case.by_bank(step_back, "甲银行", BACK, offer_id=offer.pk, reason=reason)


def brought(case: Case, product, state: str):
    """Bring an offer's lock to a state; answers offer and lock."""
    offer = case.accepted(product)
    lock = case.by_bank(request_lock, "甲银行", offer_id=offer.pk)
    if state == "requested":
        return offer, lock
    if state == "supplier_consented":
        consent_lock(actor=case.supplier, now=case.now, lock_id=lock.pk)
    else:
        acknowledge(case, lock)
    return offer, lock


def acknowledge(case: Case, lock) -> None:
    consent_lock(actor=case.supplier, now=case.now, lock_id=lock.pk)
    purchaser = case.town.purchaser()
    roles = ("purchaser-officer", "purchaser-approver")
    actors = [case.town.actor(purchaser, one) for one in roles]
    twice(acknowledge_lock, *actors, case.now, lock_id=lock.pk)


def told(event: Event) -> set[str]:
    return {one["role"] for one in event.after["tell"]}


REACHED = [
    ("requested", set()),
    ("supplier_consented", {"purchaser-officer"}),
    ("purchaser_acknowledged", {"purchaser-officer", "treasury-officer"}),
]


@pytest.mark.parametrize(("state", "partners"), REACHED)
@pytest.mark.parametrize("who", ["supplier", "institution"])
def test_those_a_lock_under_way_had_come_to_are_told_that_it_is_over(
    case: Case, product, state, partners, who
):
    offer, lock = brought(case, product, state)
    if who == "supplier":
        decline_offer(actor=case.supplier, now=BACK, offer_id=offer.pk)
        event, other = Event.objects.get(type="lending.offer.declined"), "institution-officer"
    else:
        back(case, offer)
        event, other = Event.objects.get(type="lending.offer.stepped_back"), "supplier"
    lock.refresh_from_db()
    assert lock.state == "lapsed"
    assert told(event) == {other} | partners
    assert lock.pk in event.about
    assert (case.contract.purchaser_id in event.visible_to) == bool(partners)
    assert not Duty.objects.filter(subject_id=lock.pk, state="running").exists()


def test_the_supplier_reads_why_and_may_ask_again(case: Case, product):
    offer = case.ready(product)
    back(case, offer)
    offer.refresh_from_db()
    assert (offer.state, offer.application.state, offer.intent.state, offer.lock.state) == (
        "withdrawn", "withdrawn", "closed", "released",
    )  # fmt: skip
    assert case.receivable().reserved_fen == 0
    event = Event.objects.get(type="lending.offer.stepped_back")
    assert event.after["reason"] == "质押登记\n查出在先权利"
    assert case.accepted(product).state == "accepted"


def test_what_is_drawn_stays_what_is_not_is_given_up(case: Case, product):
    offer = case.ready(product)
    case.draw(offer, 100_000)
    back(case, offer)
    offer.refresh_from_db()
    assert (offer.state, offer.intent.state, offer.lock.state) == ("drawn", "financed", "active")
    assert case.receivable().reserved_fen == 0
    assert case.receivable().outstanding_fen == 10_000_000


def test_it_needs_a_reason_and_an_offer_that_was_accepted(case: Case, product):
    offer = case.offer(case.intend(), product)
    with pytest.raises(WrongState):
        back(case, offer)
    accept_offer(actor=case.supplier, now=case.now, offer_id=offer.pk)
    with pytest.raises(Invalid):
        back(case, offer, reason="")


class TestConditionsInDays:
    """A lock that is active starts the days of meeting the conditions, however it came about."""

    def duty(self, offer) -> Duty:
        return Duty.objects.get(subject_id=offer.pk, kind="meet_conditions")

    def test_from_the_confirmation_on(self, case: Case, product):
        offer = case.accepted(product)
        case.lock(offer)
        drain(case.now, STARTING)
        assert (self.duty(offer).start_on, self.duty(offer).holder_organisation) == (
            case.now.date(), case.bank(),
        )  # fmt: skip
        assert case.supplier.organisation_id in self.duty(offer).about

    def test_from_the_acceptance_of_an_offer_that_joins(self, case: Case, product):
        case.ready(product, 100_000)
        joining = case.accepted(product, 50_000)
        assert self.duty(joining).start_on == case.now.date()

    def test_from_the_request_that_finds_the_lock_active(self, case: Case, product):
        first = case.accepted(product, 100_000)
        lock = case.by_bank(request_lock, "甲银行", offer_id=first.pk)
        second = case.accepted(product, 50_000)
        assert lock.state == "requested"
        acknowledge(case, lock)
        case.by_treasury(confirm_lock, lock_id=lock.pk)
        case.by_bank(request_lock, "甲银行", BACK, offer_id=second.pk)
        assert self.duty(second).start_on == BACK.date()

    def test_a_delivery_late_starts_none_for_conditions_met_meanwhile(self, case: Case, product):
        offer = case.ready(product)
        drain(case.now, STARTING)
        assert not Duty.objects.filter(subject_id=offer.pk, kind="meet_conditions").exists()
