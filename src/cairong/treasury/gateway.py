"""The edge to the treasury's own system: what is sent, what it answers, and a simulated one."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from cairong.kernel.calendar import day_of
from cairong.orders.reads import founded_at
from cairong.parties.models import City

SIMULATED_SERIAL = "模拟"  # no slip bears such a sign
DEMO_SERIAL = "DEMO"  # nor do a real city's instructions take such a serial


@dataclass(frozen=True, kw_only=True)
class Instruction:
    """One payment instruction: the voucher it is known by, the amount, and the payee."""

    voucher_no: str
    amount_fen: int
    payee: str
    account_no: str
    bank: str
    cnaps: str


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What the treasury says of a voucher: the bank's serial and the day of arrival."""

    bank_serial: str
    arrived_on: date


class Treasury(Protocol):
    """A treasury that carries out an instruction once, however often it is sent."""

    def send(self, instruction: Instruction, *, now: datetime) -> Answer:
        """Carry out an instruction, or say again what became of the same voucher."""


class SimulatedTreasury:
    """A treasury that pays at once; the serial follows from the voucher alone, and says so."""

    def send(self, instruction: Instruction, *, now: datetime) -> Answer:
        """Pay at once, the same voucher always under the same serial."""
        serial = f"{SIMULATED_SERIAL}{simulated_serial(instruction.voucher_no)}"
        return Answer(bank_serial=serial, arrived_on=day_of(now))


def simulated_serial(voucher_no: str) -> str:
    """Number the bank slip of a voucher in a demonstration, always the same."""
    digest = hashlib.sha256(voucher_no.encode()).hexdigest()
    return f"GK{int(digest[:12], 16):015d}"


SIMULATED: Treasury = SimulatedTreasury()


def treasury_of(city: City) -> Treasury | None:
    """Answer the treasury's system that is asked without a signature: a real city has none.

    Only a demonstration has money that moves by itself, and only while it keeps no signing keys:
    from then on its instructions leave by the gateway, as a real city's. Without a system the desk
    records each arrival from the bank slip (confirm_arrival).
    """
    return SIMULATED if city.demo and founded_at(city.pk) is None else None
