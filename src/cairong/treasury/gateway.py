"""The edge to the treasury's own system: what is sent, what it answers, and a simulated one."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from cairong.kernel.calendar import day_of
from cairong.parties.models import City


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
        digest = hashlib.sha256(instruction.voucher_no.encode()).hexdigest()
        return Answer(bank_serial=f"模拟GK{int(digest[:12], 16):015d}", arrived_on=day_of(now))


SIMULATED: Treasury = SimulatedTreasury()


def treasury_of(city: City) -> Treasury | None:
    """Answer the treasury's system a city is connected to: a real city to none yet.

    Only a demonstration has money that moves by itself. Without a system the desk records each
    arrival from the bank slip (confirm_arrival).
    """
    return SIMULATED if city.demo else None
