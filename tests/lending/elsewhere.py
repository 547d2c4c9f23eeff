"""A contract of before the city opened whose opening stands, and loans on it of elsewhere."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from cairong.lending.actions.answer_outside import agree_outside
from cairong.lending.actions.enter_outside import enter_outside
from cairong.lending.actions.request_outside_lock import request_outside_lock
from cairong.lending.models import OutsideLoan
from cairong.treasury.models import Lock, Receivable
from lending.ground import Case, stand_case
from support.town import at, found_town

TERMS = {
    "agreement_no": "借字2025第17号", "original_fen": 15_000_000, "outstanding_fen": 10_000_000,
    "counted_on": date(2025, 10, 8), "drawn_on": date(2025, 9, 27), "due_on": date(2026, 3, 31),
    "rate_bp": 435, "day_count": 360, "evidence": "借据和放款凭证", "lpr_bp": 300,
}  # fmt: skip


@dataclass
class Ran:
    """A contract of before the city opened, of which it is known what was paid."""

    case: Case

    @property
    def book(self) -> Receivable:
        return Receivable.objects.get()

    def entered(self, bank: str = "甲银行", **other: Any) -> OutsideLoan:
        told = {**TERMS, "contract_id": self.case.contract.pk, **other}
        return self.case.by_bank(enter_outside, bank, **told)

    def said(self, act, outside: OutsideLoan, **told: Any) -> OutsideLoan:
        return act(actor=self.case.supplier, now=self.case.now, outside_id=outside.pk, **told)

    def stands(self, bank: str = "甲银行", **other: Any) -> OutsideLoan:
        return self.said(agree_outside, self.entered(bank, **other))

    def asks(self, outside: OutsideLoan, bank: str = "甲银行") -> Lock:
        return self.case.by_bank(request_outside_lock, bank, outside_id=outside.pk)

    def locked(self, outside: OutsideLoan) -> Lock:
        lock = self.asks(outside)
        for verb in ("consent_lock", "acknowledge_lock", "confirm_lock"):
            lock = self.case.do(verb, lock=lock)
        return lock


def ran_before() -> Ran:
    """A contract signed on 26 September in a city that opened on 1 October, part paid."""
    town = found_town(at("2025-09-01 08:00"), opened_on=date(2025, 10, 1))
    case = stand_case(town)
    parts = [{"milestone": "签订开票", "paid_fen": 20_000_000}]
    opening = case.do(
        "declare_opening", contract=case.contract, paid_until=date(2025, 9, 28), parts=parts,
        evidence="凭证 2025-0917",
    )  # fmt: skip
    case.do("agree_opening", opening=opening)
    case.do("approve_opening", opening=opening)
    return Ran(case)
