"""The edge to the treasury: sent again it pays once, it may fail, and it dates the money itself."""

from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from threading import Event as Signal

import pytest
from django.db import connection, connections, transaction

from cairong.audit.models import Outbox
from cairong.clocks.reads import verdict_of
from cairong.kernel.actor import Role
from cairong.kernel.errors import NotAllowed
from cairong.treasury import gateway
from cairong.treasury.actions.confirm_payment import confirm_payment
from cairong.treasury.checking import books_check
from cairong.treasury.gateway import Answer, Instruction, SimulatedTreasury
from cairong.treasury.models import Payment, Remittance
from support.racing import hands
from support.staging import staged
from support.town import CITY, at
from support.waiting import wait_for
from treasury.doing import accept, deliver_gateway, deliver_money, duty, release, request
from treasury.ground import stand_ground
from treasury.test_money_races import sent_back

NOW = at("2025-11-12 10:00")
DUE = date(2025, 11, 17)  # ten working days after 11-03
LATE = at("2025-11-20 09:00")


class Bank:
    """A treasury as it is met on a bad day: it may be away, and answers for what it did before."""

    def __init__(self, *, away: int = 0, arrived_on: date | None = None) -> None:
        self.away, self.arrived_on = away, arrived_on
        self.sent: list[Instruction] = []

    def send(self, instruction: Instruction, *, now) -> Answer:
        self.sent.append(instruction)
        if len(self.sent) <= self.away:
            raise ConnectionError("the treasury does not answer")
        answer = SimulatedTreasury().send(instruction, now=now)
        return replace(answer, arrived_on=self.arrived_on or answer.arrived_on)


@pytest.fixture
def bank(monkeypatch):
    def stand(**facts) -> Bank:
        made = Bank(**facts)
        monkeypatch.setattr(gateway, "SIMULATED", made)
        return made

    return stand


@staged
def released(ground):
    ground.acceptance = accept(ground, NOW, 100, date(2025, 11, 3))
    return release(ground, NOW, request(ground, NOW, 100))


def sums(ground) -> tuple[int, int, int]:
    row = ground.fresh()
    return row.in_transit_fen, row.paid_fen, row.received_fen


def test_while_the_treasury_is_away_the_money_is_on_its_way_and_tried_again(ground, released, bank):
    made = bank(away=2)
    for _ in range(2):
        with pytest.raises(ConnectionError):
            deliver_gateway(NOW)
        assert Outbox.objects.get(consumer=confirm_payment.name).done_at is None
        assert sums(ground) == (100, 0, 0)
    assert not Remittance.objects.exists()
    deliver_gateway(LATE)
    assert sums(ground) == (0, 100, 100)
    assert [one.voucher_no for one in made.sent] == [released.voucher_no] * 3
    assert Remittance.objects.get().amount_fen == 100


def test_what_is_sent_is_the_payee_the_payment_was_released_to(ground, released, bank):
    made = bank()
    deliver_gateway(NOW)
    payee = released.payee_version
    assert made.sent == [
        Instruction(
            voucher_no=released.voucher_no, amount_fen=100, payee=payee.payee,
            account_no=payee.account_no, bank=payee.bank, cnaps=payee.cnaps,
        )
    ]  # fmt: skip


def test_one_serial_belongs_to_one_voucher(ground):
    serials = {}
    for fen in (100, 200, 300):
        accept(ground, NOW, fen, date(2025, 11, 3))
        payment = release(ground, NOW, request(ground, NOW, fen))
        deliver_money(NOW)
        payment.refresh_from_db()
        serials[payment.voucher_no] = payment.bank_serial
        assert payment.remittance.bank_serial == payment.bank_serial
    assert len(set(serials.values())) == len(serials) == 3


@pytest.mark.parametrize(
    ("arrived_on", "verdict"),
    [(DUE, "kept"), (DUE + timedelta(days=1), "late"), (NOW.date(), "kept")],
)
def test_the_duty_to_pay_ends_on_the_day_the_money_moved(
    ground, released, bank, arrived_on, verdict
):
    """Our worker hears of it days later: that is not the purchaser's delay."""
    bank(arrived_on=arrived_on)
    deliver_gateway(LATE)
    done = duty(ground.acceptance, "pay")
    assert (done.state, done.done_on, done.due_on) == ("done", arrived_on, DUE)
    assert verdict_of(done, today=LATE.date()) == verdict
    assert Remittance.objects.get().arrived_on == arrived_on


def test_only_the_worker_confirms(ground, released):
    row = Outbox.objects.get(consumer=confirm_payment.name)
    for role in (Role.TREASURY_APPROVER, Role.OPERATOR, Role.SUPPLIER):
        with pytest.raises(NotAllowed):
            confirm_payment(
                actor=replace(ground.who("supplier"), role=role), now=NOW, event_id=row.event_id
            )
    assert sums(ground) == (100, 0, 0)
    deliver_gateway(NOW)
    assert books_check(CITY)["balanced"]


class Slow(Bank):
    """A treasury that has a look at us while it is asked, and answers when it is told to."""

    def __init__(self) -> None:
        super().__init__()
        self.asked, self.may_answer = Signal(), Signal()

    def send(self, instruction: Instruction, *, now) -> Answer:
        assert not connection.in_atomic_block
        self.asked.set()
        assert self.may_answer.wait(30)
        return super().send(instruction, now=now)


@pytest.fixture
def asked(committed_town, monkeypatch):
    """A payment released for good, and a treasury that takes its time."""
    monkeypatch.setattr(gateway, "SIMULATED", slow := Slow())
    ground = stand_ground(committed_town)
    accept(ground, NOW, 100, date(2025, 11, 3))
    return ground, release(ground, NOW, request(ground, NOW, 100)), slow


def somebody_waits() -> bool:
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
        return cursor.fetchone()[0] > 0


def test_nothing_is_locked_while_the_treasury_is_asked(asked):
    ground, payment, slow = asked
    with hands(1) as one:
        delivered = one.pool.submit(deliver_gateway, NOW)
        assert slow.asked.wait(30)
        rows = Payment.objects.select_related("receivable").select_for_update(nowait=True)
        with transaction.atomic():
            assert rows.get(pk=payment.pk).state == "released"
        accept(ground, NOW, 50, date(2025, 11, 3))
        slow.may_answer.set()
        assert delivered.result(30) == 1
    assert sums(ground) == (0, 100, 100)


def test_a_return_waits_for_the_answer_that_is_under_way(asked):
    """Else it would be owed again while the treasury pays it; paid, it is laid before anew."""
    ground, payment, slow = asked
    back = sent_back(ground, payment)
    with hands(2) as two:
        delivered = two.pool.submit(deliver_gateway, NOW)
        assert slow.asked.wait(30)
        returned = two.pool.submit(back)
        wait_for(somebody_waits, "the return waits")
        slow.may_answer.set()
        assert delivered.result(30) == 1
        assert returned.exception(30).findings[0].code == "four_eyes.changed"
    assert sums(ground) == (0, 100, 100)
    sent_back(ground, payment)()
    payment.refresh_from_db()
    assert (payment.state, payment.bank_serial != "") == ("returned", True)
    assert sums(ground) == (0, 0, 0)
    assert books_check(CITY)["balanced"]


def test_two_workers_ask_about_a_payment_one_after_the_other(asked):
    ground, payment, slow = asked
    row = Outbox.objects.get(consumer=confirm_payment.name)
    confirm = partial(confirm_payment, actor=ground.town.system, now=NOW, event_id=row.event_id)
    with hands(2) as two:
        done = [two.pool.submit(confirm), two.pool.submit(confirm)]
        wait_for(somebody_waits, "the second worker waits")
        slow.may_answer.set()
        assert {one.result(30) for one in done} == {payment, None}
    assert [one.voucher_no for one in slow.sent] == [payment.voucher_no]
    assert sums(ground) == (0, 100, 100)
