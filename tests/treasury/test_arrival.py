"""In a real city no money moves by itself: two persons record each arrival from the receipt."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError

from cairong.audit.models import Event, Outbox
from cairong.kernel.errors import (
    Conflict,
    Invalid,
    NotAllowed,
    NotFound,
    PolicyBreach,
    WrongState,
)
from cairong.treasury.actions.confirm_payment import confirm_arrival, confirm_payment
from cairong.treasury.checking import books_check
from cairong.treasury.models import Remittance
from support.staging import staged
from support.town import CITY, at, found_town
from support.undecided import look_away
from treasury.doing import (
    accept,
    both,
    deliver_gateway,
    deliver_money,
    duty,
    refused,
    release,
    request,
)
from treasury.ground import stand_ground

ACCEPTED, RELEASED, NOW = at("2025-11-03 10:00"), at("2025-11-12 10:00"), at("2025-11-18 09:00")
DAY = date(2025, 11, 17)  # the last day to pay: ten working days after 11-03
SERIAL = "2025111700018873"
CLAUSE = "二(三)-4"


@staged
def real(db):
    look_away("receivable|payee")
    return stand_ground(found_town(at("2025-09-01 08:00"), demo=False))


@staged
def sent(real):
    real.acceptance = accept(real, ACCEPTED, 100, ACCEPTED.date())
    return release(real, RELEASED, request(real, ACCEPTED, 100))


def recorded(ground, payment, *, serial=SERIAL, on=DAY, now=NOW):
    facts = {"payment_id": payment.pk, "bank_serial": serial, "arrived_on": on}
    return both(confirm_arrival, ground, "treasury", now, **facts)


def sums(ground) -> tuple[int, int, int, int]:
    row = ground.fresh()
    return row.in_transit_fen, row.paid_fen, row.received_fen, row.to_supplier_fen


def test_two_signatures_leave_the_money_on_its_way(real, sent):
    assert not Outbox.objects.filter(consumer=confirm_payment.name).exists()
    deliver_money(NOW)
    sent.refresh_from_db()
    assert (sent.state, sent.bank_serial, sums(real)) == ("released", "", (100, 0, 0, 0))
    assert duty(real.acceptance, "pay").state == "running"


def test_an_instruction_that_waits_in_a_real_city_is_not_carried_out_by_a_simulation(real, sent):
    told = Event.objects.get(type="treasury.payment.released")
    Outbox.objects.create(city=CITY, event=told, consumer=confirm_payment.name)
    deliver_gateway(NOW)
    assert sums(real) == (100, 0, 0, 0)
    assert Event.objects.get(type="treasury.payment.not_sent").after["state"] == "released"


def test_arrivals_are_recorded_in_the_order_of_their_releases(real):
    """Interest runs from one arrival to the next: a later one recorded first would be charged."""
    accept(real, ACCEPTED, 100, ACCEPTED.date())
    first = release(real, RELEASED, request(real, ACCEPTED, 60))
    second = release(real, at("2025-11-12 11:00"), request(real, ACCEPTED, 40))
    with refused(WrongState, "treasury.arrival_order", CLAUSE) as caught:
        recorded(real, second, serial="2025111700018874")
    assert caught.value.findings[0].params["voucher"] == first.voucher_no
    recorded(real, first)
    assert recorded(real, second, serial="2025111700018874").state == "confirmed"


def test_the_receipt_makes_it_arrived_on_its_day_and_the_money_goes_on(real, sent):
    made = recorded(real, sent)
    assert (made.state, made.bank_serial, sums(real)) == ("confirmed", SERIAL, (0, 100, 100, 0))
    kept = Remittance.objects.get()
    assert (kept.bank_serial, kept.arrived_on, kept.amount_fen) == (SERIAL, DAY, 100)
    done = duty(real.acceptance, "pay")
    assert (done.state, done.done_on) == ("done", DAY)
    event = Event.objects.get(type="treasury.payment.confirmed")
    assert event.person_id == real.who("treasury-approver").person_id
    assert {one["role"] for one in event.after["tell"]} == {"supplier", "purchaser-officer"}
    deliver_money(NOW)
    assert sums(real) == (0, 100, 0, 100)
    assert books_check(CITY)["balanced"]


def test_the_serial_is_kept_as_the_bank_writes_it(real, sent):
    assert recorded(real, sent, serial=" ｈｎ２０２５ 1117-001 ").bank_serial == "HN20251117-001"


@pytest.mark.parametrize("serial", ["", "12345", "9" * 41, "模拟GK000000000000001", "ABC_123456"])
def test_what_is_no_serial_is_refused(real, sent, serial):
    with refused(Invalid, "invalid.serial"):
        recorded(real, sent, serial=serial)


@pytest.mark.parametrize("on", [date(2025, 11, 11), date(2025, 11, 19)])
def test_a_day_before_the_release_or_to_come_is_refused(real, sent, on):
    with refused(PolicyBreach, "treasury.arrived_on_wrong_day", CLAUSE):
        recorded(real, sent, on=on)


@pytest.mark.parametrize("on", [RELEASED.date(), NOW.date()])
def test_the_day_of_release_and_today_stand(real, sent, on):
    recorded(real, sent, on=on)
    assert Remittance.objects.get().arrived_on == on


def test_a_serial_is_recorded_once(real, sent):
    recorded(real, sent)
    accept(real, NOW, 200, ACCEPTED.date())
    other = release(real, NOW, request(real, NOW, 200))
    with refused(Conflict, "treasury.serial_used", CLAUSE):
        recorded(real, other, on=NOW.date())
    with pytest.raises(IntegrityError) as caught:
        Remittance.objects.create(
            city_id=CITY, payment=other, receivable=real.receivable, amount_fen=200,
            bank_serial=SERIAL, arrived_on=DAY, recorded_at=NOW,
        )  # fmt: skip
    assert caught.value.__cause__.diag.constraint_name == "treasury_serial_once"


def test_a_payment_not_released_and_one_that_arrived_are_refused(real, sent):
    accept(real, NOW, 200, ACCEPTED.date())
    asked = request(real, NOW, 200)
    with refused(WrongState, "state.cannot"):
        recorded(real, asked)
    recorded(real, sent)
    with refused(WrongState, "state.cannot"):
        recorded(real, sent, serial="2025111700018874")
    assert Remittance.objects.count() == 1


def test_of_two_who_lay_it_before_the_second_person_one_arrives(real, sent):
    facts = {"payment_id": sent.pk, "arrived_on": DAY}
    officer, approver = real.who("treasury-officer"), real.who("treasury-approver")
    orders = [
        confirm_arrival.propose(actor=officer, now=NOW, bank_serial=serial, **facts)
        for serial in (SERIAL, "2025111700018874")
    ]
    confirm_arrival.approve(actor=approver, now=NOW, proposal_id=orders[0].pk)
    with refused(WrongState, "state.cannot"):
        confirm_arrival.approve(actor=approver, now=NOW, proposal_id=orders[1].pk)
    assert sums(real) == (0, 100, 100, 0)


def test_only_two_persons_of_the_desk_that_reaches_the_payment_record_it(real, sent):
    facts = {"now": NOW, "payment_id": sent.pk, "bank_serial": SERIAL, "arrived_on": DAY}
    for role in ("procurement-officer", "treasury-approver", "purchaser-officer", "supplier"):
        with pytest.raises(NotAllowed):
            confirm_arrival.propose(actor=real.who(role), **facts)
    officer = real.who("treasury-officer")
    with pytest.raises(NotFound):
        confirm_arrival.propose(actor=replace(officer, region="410327"), **facts)
    order = confirm_arrival.propose(actor=officer, **facts)
    twin = replace(real.who("treasury-approver"), person_id=officer.person_id)
    with pytest.raises(NotAllowed):
        confirm_arrival.approve(actor=twin, now=NOW, proposal_id=order.pk)
    assert sums(real) == (100, 0, 0, 0)


def test_an_arrival_recorded_before_the_instructions_turn_is_not_sent_again(ground):
    accept(ground, ACCEPTED, 100, ACCEPTED.date())
    payment = release(ground, RELEASED, request(ground, ACCEPTED, 100))
    recorded(ground, payment)
    deliver_money(NOW)
    payment.refresh_from_db()
    assert (payment.bank_serial, sums(ground)) == (SERIAL, (0, 100, 0, 100))
    told = Event.objects.get(type="treasury.payment.not_sent").after
    assert (told["state"], told["reason"]) == ("confirmed", "改按银行回单登记到账")


def test_a_simulated_serial_says_that_it_is_none_of_a_banks(ground):
    accept(ground, ACCEPTED, 100, ACCEPTED.date())
    payment = release(ground, RELEASED, request(ground, ACCEPTED, 100))
    deliver_gateway(RELEASED)
    payment.refresh_from_db()
    assert payment.bank_serial.startswith("模拟GK")
