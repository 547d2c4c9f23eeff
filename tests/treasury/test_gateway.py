"""The edge to the treasury: sent again it pays once, it may fail, and it dates the money itself."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from cairong.audit.models import Outbox
from cairong.clocks.reads import verdict_of
from cairong.kernel.actor import Role
from cairong.kernel.errors import NotAllowed
from cairong.treasury import gateway
from cairong.treasury.actions.confirm_payment import confirm_payment
from cairong.treasury.checking import books_check
from cairong.treasury.gateway import Answer, Instruction, SimulatedTreasury
from cairong.treasury.models import Remittance
from support.town import CITY, at
from treasury.doing import accept, deliver_gateway, deliver_money, duty, release, request

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


@pytest.fixture
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
