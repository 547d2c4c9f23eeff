"""What sets out, what the treasury answers to it, and what cannot come back meanwhile. 二(三)-4"""

import json
from datetime import date

import psycopg
import pytest
from django.db import connections

from cairong.audit.models import Event
from cairong.clocks.actions.clock import doubt_clock
from cairong.home.addresses import GATEWAY
from cairong.kernel.errors import Conflict, Invalid, PolicyBreach, WrongState
from cairong.lending.actions import return_payment as return_module
from cairong.lending.actions.return_payment import return_payment
from cairong.notary.facts import differences
from cairong.orders.models import Instruction
from cairong.orders.words import lines_of
from cairong.policy.catalogue import sentences
from cairong.treasury import ordering
from cairong.treasury.actions import draw_orders as draw_module
from cairong.treasury.actions import send_instruction as send_module
from cairong.treasury.actions.confirm_payment import confirm_arrival
from cairong.treasury.actions.send_instruction import close_instruction
from cairong.treasury.models import Payment, Remittance
from cairong.treasury.proving import unsigned
from cairong.treasury.unsent import PAID_LATE
from lending.ground import twice
from orders.test_signing import LATER, answered, left, refused, sent, worked
from support.racing import hands
from support.signing import FEN, PAID, SIGNED, as_gateway
from support.slips import came_back
from support.town import CITY, at
from support.waiting import wait_for
from treasury.test_gateway import somebody_waits


def said_of(refusal) -> str:
    return "\n".join(each.text for each in sentences(refusal))


def unpaid(city, **said) -> Instruction:
    """The treasury answers that it did not pay."""
    given = {"outcome": "refused", "reason": "账户户名不符", "serial": "", "arrived_on": None}
    return answered(city, **given | said)


def test_an_instruction_whose_payment_was_returned_does_not_leave(cluster, city):
    with as_gateway(cluster):
        city.instruction()
    twice(return_payment, *city.pair, LATER, **came_back(city.payment))
    with as_gateway(cluster):
        assert left(city).state == "dropped"


@pytest.mark.parametrize("state", ["leaving", "sent", "answered"])
def test_what_may_be_read_by_the_treasury_is_not_returned(cluster, city, state):
    with as_gateway(cluster):
        order = city.instruction().order
        (left if state == "leaving" else sent)(city)
        if state == "answered":
            answered(city)
    with refused(Conflict, "orders.awaits_treasury") as found:
        twice(return_payment, *city.pair, LATER, **came_back(city.payment))
    assert order.number in said_of(found.value)
    assert Payment.objects.get().state == "released"


def test_the_database_lets_nothing_come_back_that_left(cluster, city, monkeypatch):
    with as_gateway(cluster):
        city.instruction()
        left(city)
    monkeypatch.setattr(return_module, "require_none_under_way", lambda _: None)
    with refused(Conflict, "orders.return_unanswered"):
        twice(return_payment, *city.pair, LATER, **came_back(city.payment))


def test_what_is_over_does_not_set_out(cluster, city, monkeypatch):
    """Were it not looked at, the database lets no instruction of a returned payment leave."""
    with as_gateway(cluster):
        city.instruction()
    twice(return_payment, *city.pair, LATER, **came_back(city.payment))
    payment = Payment.objects.get()
    payment.state = "released"
    monkeypatch.setattr(send_module, "payment_for", lambda *_: payment)
    monkeypatch.setattr(send_module, "require_proven", lambda _: None)
    with as_gateway(cluster), refused(WrongState, "orders.instruction_over"):
        left(city)


def test_nothing_sets_out_by_a_clock_in_doubt(cluster, city):
    with as_gateway(cluster):
        city.instruction()
    doubt_clock(actor=city.system, now=SIGNED, due=PAID)
    with as_gateway(cluster), refused(Conflict, "orders.clock_doubted"):
        left(city)


def test_nothing_is_signed_by_a_clock_in_doubt_but_the_end_of_a_key(cluster, city):
    with as_gateway(cluster):
        (order,) = city.draws()
    doubt_clock(actor=city.system, now=SIGNED, due=PAID)
    with as_gateway(cluster), refused(Conflict, "orders.sign_later"):
        city.both_sign(order)


def test_a_clock_that_ran_ahead_holds_up_no_later_order(gateway):
    """The next order goes on from the one that none goes on from, whatever their times say."""
    (payee,) = gateway.draws()
    gateway.both_sign(payee)
    (order,) = gateway.draws(at("2099-01-01 00:00"))
    gateway.both_sign(order)
    sent(gateway)
    unpaid(gateway)
    (again,) = gateway.draws()
    gateway.both_sign(again)
    sent(gateway)
    unpaid(gateway)
    (last,) = gateway.draws()
    assert [order.previous, again.previous, last.previous] == ["", order.digest, again.digest]


def test_what_the_treasury_did_not_pay_is_ordered_anew(cluster, city):
    with as_gateway(cluster):
        first = city.instruction().order
        sent(city)
        assert city.draws() == []
        assert unpaid(city).state == "refused"
        event = Event.objects.latest("seq")
        assert event.after["reason"] == "账户户名不符"
        assert {one["role"] for one in event.after["tell"]} == {
            "treasury-officer", "treasury-approver",
        }  # fmt: skip
        assert Payment.objects.get().state == "released"
        (again,) = city.draws()
        assert (again.about_id, again.previous) == (first.about_id, first.digest)
        assert again.number != first.number
        city.both_sign(again)
        sent(city)
        assert answered(city).order == again
    worked()
    assert Payment.objects.get().state == "confirmed"
    assert unsigned(CITY) == []
    assert list(differences(CITY)) == []


def test_what_the_treasury_did_not_pay_can_be_returned(cluster, city):
    with as_gateway(cluster):
        city.instruction()
        sent(city)
        unpaid(city)
    twice(return_payment, *city.pair, LATER, **came_back(city.payment))
    assert Payment.objects.get().state == "returned"
    with as_gateway(cluster):
        assert city.draws() == []


def test_a_return_that_meets_a_setting_out_is_refused(cluster, city, owner_db, monkeypatch):
    """The database alone sees it: neither act looks, and the setting out is not committed yet."""
    with as_gateway(cluster):
        city.instruction()
    for looks in ("await_answer", "require_none_under_way"):
        monkeypatch.setattr(return_module, looks, lambda _: None)
    at_once = psycopg.connect(cluster.address(GATEWAY).conninfo)
    with hands(1) as one, at_once as leaving:
        leaving.execute("UPDATE orders_instruction SET state = 'leaving', left_at = now()")
        leaving.execute("SET CONSTRAINTS ALL IMMEDIATE")
        slip = came_back(city.payment)
        back = one.pool.submit(lambda: twice(return_payment, *city.pair, LATER, **slip))
        wait_for(somebody_waits, "the return waits")
        leaving.commit()
        assert back.exception(30).findings[0].code == "orders.return_unanswered"
    assert Payment.objects.get().state == "released"


@pytest.mark.parametrize(
    ("said", "kind", "code"),
    [
        ({"order": "0" * 64}, Invalid, "orders.answered_otherwise"),
        ({"amount_fen": FEN + 1}, Invalid, "orders.answered_otherwise"),
        ({"arrived_on": date(2025, 11, 11)}, PolicyBreach, "treasury.arrived_on_wrong_day"),
        ({"arrived_on": date(2025, 11, 14)}, PolicyBreach, "treasury.arrived_on_wrong_day"),
        ({"serial": ""}, Invalid, "invalid.serial"),
    ],
)
def test_an_answer_to_something_else_is_not_taken(gateway, said, kind, code):
    gateway.instruction()
    sent(gateway)
    with refused(kind, code):
        answered(gateway, **said)
    assert Instruction.objects.get().state == "sent"


def test_an_answer_is_taken_once(gateway):
    gateway.instruction()
    with refused(WrongState, "state.cannot"):
        answered(gateway)
    sent(gateway)
    answered(gateway)
    unpaid(gateway)
    assert Event.objects.latest("seq").type == "orders.instruction.answered_late"
    assert Instruction.objects.get().state == "answered"


def test_what_the_desk_recorded_meanwhile_stays(cluster, city):
    with as_gateway(cluster):
        city.instruction()
        sent(city)
    slip = {"bank_serial": "BANK20251113", "arrived_on": date(2025, 11, 13)}
    twice(confirm_arrival, *city.pair, LATER, payment_id=city.payment.pk, **slip)
    with as_gateway(cluster):
        (over,) = ordering.over_instructions(CITY)
        closed = close_instruction(actor=city.system, now=LATER, instruction_id=over.pk)
        assert (closed.state, ordering.over_instructions(CITY)) == ("closed", [])
        assert answered(city).state == "closed"
    event = Event.objects.latest("seq")
    assert event.type == "orders.instruction.answered_late"
    assert "GK20251113000001" in event.after["said"]
    assert "auditor" in {one["role"] for one in event.after["tell"]}
    worked()
    assert Remittance.objects.get().bank_serial == "BANK20251113"
    assert unsigned(CITY) == []
    twice(return_payment, *city.pair, LATER, **came_back(city.payment))


def test_an_answer_that_crosses_the_slip_moves_nothing(cluster, city):
    """The treasury answered, and before the worker goes on from it the desk records the slip."""
    with as_gateway(cluster):
        city.instruction()
        sent(city)
        with refused(WrongState, "orders.not_over"):
            over = Instruction.objects.get().pk
            close_instruction(actor=city.system, now=LATER, instruction_id=over)
        answered(city)
    slip = {"bank_serial": "BANK20251113", "arrived_on": date(2025, 11, 13)}
    twice(confirm_arrival, *city.pair, LATER, payment_id=city.payment.pk, **slip)
    worked()
    assert Remittance.objects.get().bank_serial == "BANK20251113"
    assert Event.objects.latest("seq").type == "treasury.payment.answered_late"


def test_what_is_ordered_anew_says_in_whose_place(cluster, city):
    with as_gateway(cluster):
        first = city.instruction().order
        sent(city)
        unpaid(city)
        (again,) = city.draws(LATER)
    assert json.loads(again.text)["instead_of"] == first.number
    assert ("代替没有支付的", first.number) in [*lines_of(again)]
    assert "instead_of" not in json.loads(first.text)


def test_an_account_decided_since_the_ceremony_is_not_for_any_two_to_sign(
    cluster, city, owner_db, monkeypatch
):
    with connections["owner"].cursor() as cursor:
        cursor.execute("ALTER TABLE treasury_payeeversion DISABLE TRIGGER USER")
        cursor.execute("UPDATE treasury_payeeversion SET established_at = '2025-11-11 10:00+08'")
        cursor.execute("ALTER TABLE treasury_payeeversion ENABLE TRIGGER USER")
    with as_gateway(cluster):
        with refused(Conflict, "orders.undecided"):
            city.draws()
        monkeypatch.setattr(draw_module, "decided_since", lambda _: False)
        with pytest.raises(PolicyBreach) as found:
            city.draws()
    assert [one.code for one in found.value.findings] == ["orders.unsigned"]


class TestPaidLate:
    """The treasury said that it did not pay, then that it did: nothing more leaves for it."""

    @pytest.fixture
    def late(self, cluster, city):
        with as_gateway(cluster):
            city.instruction()
            sent(city)
            unpaid(city)
            yield city

    def test_no_order_is_drawn_for_it(self, late):
        answered(late)
        assert late.draws() == []

    def test_what_was_drawn_is_signed_by_nobody(self, late):
        (order,) = late.draws()
        first = Instruction.objects.get().order
        answered(late, number=first.number, order=first.digest)
        with pytest.raises(WrongState) as refused:
            late.signs(late.officer, order)
        assert refused.value.findings[0].params["state"] == PAID_LATE

    def test_what_was_signed_is_dropped(self, late):
        (order,) = late.draws()
        late.both_sign(order)
        first = Instruction.objects.get(state="refused").order
        answered(late, number=first.number, order=first.digest)
        assert left(late).state == "dropped"

    def test_by_rows_of_a_gateway_that_does_not_look_nothing_sets_out(self, late, monkeypatch):
        (order,) = late.draws()
        late.both_sign(order)
        first = Instruction.objects.get(state="refused").order
        answered(late, number=first.number, order=first.digest)
        monkeypatch.setattr(send_module, "over_as", lambda _: "")
        with pytest.raises(WrongState) as refused:
            left(late)
        assert refused.value.findings[0].code == "orders.instruction_over"
