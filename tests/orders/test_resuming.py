"""What was called off and paid after all is taken up again, and nothing is paid twice. 二(三)-4."""

from datetime import date

import pytest

from cairong.audit.models import Event
from cairong.cases.money import paying_of
from cairong.kernel.actor import Role
from cairong.kernel.errors import NotAllowed, PolicyBreach, WrongState
from cairong.orders.models import Instruction, Order
from cairong.parties.models import Proposal
from cairong.treasury.actions import draw_orders as draw_module
from cairong.treasury.actions.call_off_payment import call_off_payment
from cairong.treasury.actions.confirm_payment import confirm_arrival
from cairong.treasury.actions.pay import pay
from cairong.treasury.actions.pay_by_own_means import pay_by_own_means
from cairong.treasury.actions.request_payment import request_payment
from cairong.treasury.actions.resume_payment import resume_payment
from cairong.treasury.models import Payment
from cairong.treasury.unsent import OTHER_PAID_LATE
from lending.ground import twice
from orders.test_calling_off import WHY, calls_off, hears, is_well, sums, unpaid_city
from orders.test_signing import LATER, answered, left, refused
from support.signing import FEN, SigningCity, as_gateway
from support.visitors import browser

__all__ = ["unpaid_city"]
RESUME = "恢复在途,提交复核"
SLIP = {"bank_serial": "BANK20251113", "arrived_on": date(2025, 11, 13)}


@pytest.fixture
def again(unpaid_city) -> SigningCity:
    """It was called off, asked for anew and released; then the treasury says it had paid."""
    city, ground = unpaid_city, unpaid_city.ground
    calls_off(city)
    asked = {"contract_id": city.contract_id, "amount_fen": FEN}
    new = twice(request_payment, ground.officer(), ground.approver(), LATER, **asked)
    twice(pay, *city.pair, LATER, payment_id=new.pk)
    city.second = Payment.objects.get(pk=new.pk)
    return city


def says_paid(city: SigningCity) -> None:
    first = Order.objects.get(kind="pay", about_id=city.payment.pk)
    answered(city, number=first.number, order=first.digest)


def resumes(city: SigningCity) -> Payment:
    return twice(resume_payment, *city.pair, LATER, payment_id=city.payment.pk)


def second_called_off(city: SigningCity) -> Payment:
    given = {"payment_id": city.second.pk, "reason": WHY}
    return twice(call_off_payment, *city.pair, LATER, **given)


class TestNothingIsPaidTwice:
    def test_no_order_is_drawn_of_the_second(self, cluster, again):
        with as_gateway(cluster):
            says_paid(again)
            assert again.draws(LATER) == []

    def test_what_was_drawn_is_signed_by_nobody(self, cluster, again):
        with as_gateway(cluster):
            (order,) = again.draws(LATER)
            says_paid(again)
            with pytest.raises(WrongState) as found:
                again.signs(again.officer, order, LATER)
        assert found.value.findings[0].params["state"] == OTHER_PAID_LATE

    def test_what_was_signed_is_dropped(self, cluster, again):
        with as_gateway(cluster):
            (order,) = again.draws(LATER)
            again.both_sign(order, LATER)
            says_paid(again)
            assert left(again).state == "dropped"

    def test_by_rows_of_a_gateway_that_does_not_look_nothing_stands(
        self, cluster, again, monkeypatch
    ):
        with as_gateway(cluster):
            says_paid(again)
            for name in ("over_as",):
                monkeypatch.setattr(draw_module, name, lambda _: "")
            monkeypatch.setattr("cairong.treasury.ordering.over_as", lambda _: "")
            (order,) = again.draws(LATER)
            again.signs(again.officer, order, LATER)
            with refused(PolicyBreach, "orders.unsigned"):
                again.signs(again.approver, order, LATER)
            assert Instruction.objects.count() == 1

    def test_nor_by_own_means(self, cluster, again):
        with as_gateway(cluster):
            says_paid(again)
        with refused(PolicyBreach, "treasury.other_paid_late"):
            given = {"payment_id": again.second.pk, "reason": WHY}
            twice(pay_by_own_means, *again.pair, LATER, **given)

    def test_its_page_says_why(self, cluster, again):
        with as_gateway(cluster):
            says_paid(again)
        of = paying_of(again.officer, again.second.pk, LATER)
        assert of.paid_late.code == "treasury.other_paid_late"
        assert paying_of(again.officer, again.payment.pk, LATER).paid_late.code == (
            "treasury.paid_late"
        )


class TestTakenUpAgain:
    def test_the_slip_then_ends_it_and_the_books_are_true(self, cluster, again):
        with as_gateway(cluster):
            says_paid(again)
        hears(cluster)
        second_called_off(again)
        assert resumes(again).state == "released"
        assert sums()[1:] == (FEN, 0)
        event = Event.objects.latest("seq")
        assert (event.type, event.before["state"]) == ("treasury.payment.resumed", "unpaid")
        with as_gateway(cluster):
            assert again.draws(LATER) == []
        twice(confirm_arrival, *again.pair, LATER, payment_id=again.payment.pk, **SLIP)
        assert sums()[1:] == (0, FEN)
        assert is_well()

    def test_first_what_was_asked_for_instead_is_called_off(self, cluster, again):
        with as_gateway(cluster):
            says_paid(again)
        ground, asked = again.ground, {"contract_id": again.contract_id, "amount_fen": sums()[0]}
        twice(request_payment, ground.officer(), ground.approver(), LATER, **asked)
        with refused(PolicyBreach, "treasury.owed_again"):
            resumes(again)

    def test_only_where_the_treasury_said_so(self, unpaid_city):
        calls_off(unpaid_city)
        with refused(PolicyBreach, "treasury.never_said"):
            resumes(unpaid_city)

    def test_only_what_was_called_off(self, unpaid_city):
        with refused(WrongState, "state.cannot"):
            resumes(unpaid_city)

    def test_the_database_asks_for_that_very_decision(self, cluster, unpaid_city, monkeypatch):
        calls_off(unpaid_city)
        monkeypatch.setattr("cairong.treasury.actions.resume_payment.require", lambda *_: None)
        with refused(NotAllowed, "treasury.undecided"):
            resumes(unpaid_city)

    def test_it_is_not_called_off_again(self, cluster, unpaid_city):
        calls_off(unpaid_city)
        with as_gateway(cluster):
            says_paid(unpaid_city)
        resumes(unpaid_city)
        with refused(PolicyBreach, "treasury.paid_late"):
            calls_off(unpaid_city)


def test_the_payments_page_offers_it_to_its_officer_alone(cluster, unpaid_city, clock):
    """Pressed, it waits for the second person; before the treasury says so, there is nothing."""
    city, place = unpaid_city, f"/finance/payments/{unpaid_city.payment.pk}/"
    clock.set("2025-11-13 10:00")
    calls_off(city)
    officer, approver = (
        browser(city.town, role) for role in (Role.TREASURY_OFFICER, Role.TREASURY_APPROVER)
    )
    assert RESUME not in officer.get(place).content.decode()
    refused_at = officer.post(f"{place}resume/", {})
    assert refused_at.status_code == 422
    assert "国库没有回执说" in refused_at.content.decode()
    with as_gateway(cluster):
        says_paid(city)
    page = officer.get(place).content.decode()
    assert RESUME in page
    assert "不要付款" in page
    assert RESUME not in approver.get(place).content.decode()
    assert approver.post(f"{place}resume/", {}).status_code == 403
    sent = officer.post(f"{place}resume/", {})
    assert sent.status_code == 302
    proposal = Proposal.objects.get(state="waiting")
    assert proposal.act == "treasury.resume_payment"
    shown = approver.get(f"/proposals/{proposal.pk}/").content.decode()
    assert "恢复在途" in shown
    agreed = approver.post(f"/proposals/{proposal.pk}/decide/", {"decision": "approve"})
    assert agreed.status_code == 302
    assert Payment.objects.get().state == "released"
    assert "登记到账" in officer.get(place).content.decode()
