"""Two persons sign, and only then an instruction stands: the way of it, and who is refused.

二(三)-4
"""

import json
from datetime import date, timedelta

import pytest

from cairong.audit.models import Event, Outbox
from cairong.audit.outbox import deliver
from cairong.kernel.errors import Invalid, NotAllowed, PolicyBreach, WrongState
from cairong.lending.actions.return_payment import return_payment
from cairong.notary.facts import differences
from cairong.orders.actions.make_key import ask_key_end, make_key
from cairong.orders.answers import TreasuryAnswer
from cairong.orders.models import Instruction, Order, PersonKey, Signature
from cairong.orders.words import lines_of
from cairong.parties.models import Account, Mandate
from cairong.treasury import ordering
from cairong.treasury.actions.answer_instruction import answer_instruction
from cairong.treasury.actions.confirm_payment import take_answer
from cairong.treasury.actions.send_instruction import (
    keep_sent,
    set_out_instruction,
)
from cairong.treasury.checking import books_check
from cairong.treasury.models import Payment, Remittance
from cairong.treasury.proving import unsigned
from gateway.test_exchange import owner_writes
from lending.ground import twice
from support.signing import FEN, FOUNDED, PAID, SIGNED, Hand, as_gateway
from support.slips import came_back
from support.town import CITY, at

LATER = at("2025-11-13 09:00")
ARRIVED = {"serial": "GK20251113000001", "arrived_on": date(2025, 11, 13)}


def refused(kind, code):
    return pytest.raises(kind, match=code)


def left(city) -> Instruction:
    """Let the one instruction that is queued set out."""
    pk = Instruction.objects.get(state="queued").pk
    return set_out_instruction(actor=city.system, now=SIGNED, instruction_id=pk)


def sent(city) -> Instruction:
    """The same, carried and marked."""
    return keep_sent(actor=city.system, now=SIGNED, instruction_id=left(city).pk)


def answered(city, **said) -> Instruction:
    order = Order.objects.filter(kind="pay").latest("number")
    given = {"number": order.number, "order": order.digest, "amount_fen": FEN, **ARRIVED, **said}
    return answer_instruction(actor=city.system, now=LATER, answer=TreasuryAnswer(**given))


def worked(now=LATER) -> None:
    """Let the worker go on from the treasury's answer."""
    for row in Outbox.objects.filter(consumer=take_answer.name, done_at=None):
        deliver(row, now=now, consumers={take_answer.name: take_answer})


def test_the_way_of_an_instruction(cluster, city):
    with as_gateway(cluster):
        (payee,) = city.draws()
        assert city.draws() == []  # nothing is paid to an account that nobody signed for
        city.both_sign(payee)
        (order,) = city.draws()
        said = json.loads(order.text)
        assert said["payee_order"] == payee.digest
        assert (said["amount_fen"], said["voucher_no"]) == (5_000_000, city.payment.voucher_no)
        assert ("金额", "¥50,000.00(伍万元整)") in list(lines_of(order))
        city.signs(city.officer, order)
        assert not Instruction.objects.exists()
        city.signs(city.approver, order)
        assert left(city).state == "leaving"
        marked = keep_sent(actor=city.system, now=SIGNED, instruction_id=order.instruction.pk)
        assert marked.state == "sent"
        assert answered(city).state == "answered"
    worked()
    remittance = Remittance.objects.get()
    assert (remittance.bank_serial, remittance.arrived_on) == tuple(ARRIVED.values())
    assert Payment.objects.get().state == "confirmed"
    assert unsigned(CITY) == []
    assert list(differences(CITY)) == []
    assert books_check(CITY)["balanced"]
    events = Event.objects.filter(type__startswith="orders.").order_by("seq")
    assert [event.type.removeprefix("orders.") for event in events] == [
        "ceremony.held", "key.founded", "key.founded", "order.drawn", "order.signed",
        "order.signed", "order.drawn", "order.signed", "order.signed",
        "instruction.leaving", "instruction.sent", "instruction.answered",
    ]  # fmt: skip
    assert events.last().after["code"] == order.code


def test_they_sign_in_either_order(gateway):
    order = gateway.to_sign()
    for who in reversed(gateway.pair):
        gateway.signs(who, order)
    assert order.instruction.state == "queued"


def test_one_person_signed_already(gateway):
    order = gateway.to_sign()
    gateway.signs(gateway.officer, order)
    with refused(PolicyBreach, "orders.signed_before"):
        gateway.signs(gateway.officer, order)


def test_what_was_signed_before_signs_nothing_else(gateway):
    (payee,) = gateway.draws()
    before = gateway.hand(gateway.officer).signs(payee.digest)
    gateway.both_sign(payee)
    (order,) = gateway.draws()
    with refused(Invalid, "orders.unverified"):
        gateway.takes(order, before)


@pytest.mark.parametrize(
    "said",
    [
        {"origin": "http://localhost:8000"},
        {"origin": "https://localhost:8001"},
        {"origin": "http://127.0.0.1:8001"},
        {"type": "webauthn.create"},
    ],
)
def test_what_is_signed_elsewhere_is_no_signature(gateway, said):
    order = gateway.to_sign()
    with refused(Invalid, "orders.unverified"):
        gateway.signs(gateway.officer, order, **said)


def test_a_key_that_did_not_ask_its_holder_signs_nothing(gateway):
    order, hand = gateway.to_sign(), gateway.hand(gateway.officer)
    hand.flags = hand.flags & ~hand.flags.UV
    with refused(Invalid, "orders.unverified"):
        gateway.takes(order, hand.signs(order.digest))


@pytest.mark.parametrize("text", ["", "null", "[]", "{}", '{"id": 1}', "\x00", '"' * 9])
def test_what_is_no_answer_of_a_browser_is_refused(gateway, text):
    order = gateway.to_sign()
    with refused(Invalid, "orders.unverified"):
        gateway.takes(order, text)


def test_a_key_counts_a_day_after_it_was_registered(gateway):
    (payee,) = gateway.draws()
    early = FOUNDED + timedelta(hours=23, minutes=59)
    with refused(PolicyBreach, "orders.key_rests"):
        gateway.signs(gateway.officer, payee, early)
    gateway.signs(gateway.officer, payee, FOUNDED + timedelta(hours=24))


def test_somebody_let_back_in_lately_does_not_sign(cluster, city):
    account = Account.objects.create(
        username="renewed", person_id=city.officer.person_id, rests_until=LATER
    )
    with as_gateway(cluster):
        order = city.draws()[0]
        with refused(PolicyBreach, "orders.person_rests"):
            city.signs(city.officer, order)
    assert account.pk


def test_whoever_holds_no_seat_any_more_does_not_sign(cluster, city):
    seats = Mandate.objects.filter(person_id=city.officer.person_id)
    seats.update(valid_to=PAID.date() - timedelta(days=1))
    with as_gateway(cluster):
        order = city.draws()[0]
        with refused(NotAllowed, "orders.no_mandate"):
            city.signs(city.officer, order)


def third_key(city):
    """A key of a third person of the desk, made with a word of one use."""
    who, hand = city.third, Hand()
    city.hands[who.person_id] = hand
    order = make_key(
        actor=city.system, now=PAID, person_id=who.person_id, made=hand.made(),
    )  # fmt: skip
    return who, order


def test_a_later_key_counts_once_two_others_signed_for_it(cluster, city):
    with as_gateway(cluster):
        who, order = third_key(city)
        with refused(PolicyBreach, "orders.key_unsigned"):
            city.takes(order, city.hand(who).signs(order.digest))
        city.both_sign(order)
        key = PersonKey.objects.get(person_id=who.person_id)
        assert (key.state, key.registered_at) == ("registered", SIGNED)
        pay = city.to_sign()
        with refused(PolicyBreach, "orders.not_signer"):
            city.signs(who, pay, SIGNED + timedelta(days=1))
        end = ask_key_end(actor=city.system, now=LATER, key_id=key.pk)
        city.both_sign(end, LATER)
        key.refresh_from_db()
        assert (key.state, key.ended_at) == ("ended", LATER)
        with refused(PolicyBreach, "orders.key_ended"):
            city.signs(who, pay, LATER + timedelta(days=1))
    assert unsigned(CITY) == []


def test_nobody_signs_for_a_key_of_their_own(cluster, city):
    assert city.third.person_id
    with as_gateway(cluster):
        first = city.hand(city.officer)
        order = make_key(
            actor=city.system, now=PAID, person_id=city.officer.person_id, made=Hand().made()
        )
        with refused(PolicyBreach, "orders.own_key"):
            city.takes(order, first.signs(order.digest))


def test_whoever_holds_a_key_ends_it_alone(cluster, city):
    """It takes away and adds nothing; what was signed by it before stands."""
    with as_gateway(cluster):
        order = city.to_sign()
        city.signs(city.officer, order)
        key = PersonKey.objects.get(person_id=city.officer.person_id)
        end = ask_key_end(actor=city.system, now=SIGNED, key_id=key.pk)
        city.signs(city.officer, end, LATER)
        key.refresh_from_db()
        assert (key.state, key.ended_at) == ("ended", LATER)
        with refused(WrongState, "orders.over"):
            city.signs(city.approver, end, LATER)
        city.signs(city.approver, order, LATER)
        assert Instruction.objects.get().order == order
    assert unsigned(CITY) == []


def test_a_returned_payment_is_not_signed_for_any_more(cluster, city):
    with as_gateway(cluster):
        order = city.to_sign()
        city.signs(city.officer, order)
    twice(return_payment, *city.pair, LATER, **came_back(city.payment))
    with as_gateway(cluster):
        with refused(WrongState, "orders.over"):
            city.signs(city.approver, order, LATER)
        assert not Instruction.objects.exists()


def test_what_was_released_before_the_ceremony_is_no_ones_to_sign(gateway, monkeypatch):
    """It was paid by the desk's own means: signed for now, it would be paid twice."""
    gateway.both_sign(gateway.draws()[0])
    monkeypatch.setattr(ordering, "founded_at", lambda _: LATER)
    assert gateway.draws() == []


def test_the_order_of_a_version_of_before_is_any_twos_of_the_treasury_desk(gateway):
    (payee,) = gateway.draws()
    assert payee.signers == []
    gateway.both_sign(payee)
    assert Signature.objects.count() == 2


@pytest.mark.parametrize("demo", [False, True])
def test_a_serial_that_is_used_is_refused_with_the_answer(cluster, city, demo):
    """Taken, the payment could neither arrive nor be ended; a demonstration's is none."""
    serial = "DEMOGK000000000000001" if demo else "BANK20251113"
    with as_gateway(cluster):
        city.instruction()
        sent(city)
        if not demo:
            answered(city, serial=serial)
            owner_writes("orders_instruction", "state = 'sent'")
        code = "orders.demo_serial" if demo else "treasury.serial_used"
        with refused(Invalid, code):
            answered(city, serial=serial)
