"""The ground of the room's tests: one contract, its people, and short words for what they do."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import count
from uuid import uuid4

from cairong.contracts.models import Award, Contract, ContractSupplier, ScheduleRow
from cairong.kernel.actor import Actor
from cairong.parties.models import Organisation
from cairong.treasury.models import Receivable
from cairong.treasury.steps.receivables import stand_payee, stand_up
from support.town import CITY, COUNTY, Town, at

NUMBERS = count(1)
SIGNED = at("2025-09-29 15:00")
FILED = at("2025-09-30 11:00")
AMOUNT = 68_520_000
PAYEE = {
    "payee": "供应商", "account_no": "6222020000000001", "bank": "甲银行洛阳支行",
    "cnaps": "313493000011",
}  # fmt: skip


@dataclass
class Ground:
    town: Town
    contract: Contract
    receivable: Receivable
    purchaser: Organisation
    supplier: Organisation
    institution: Organisation

    def who(self, role: str) -> Actor:
        """The actor of a role on this contract."""
        side = role.split("-", maxsplit=1)[0]
        if side in ("procurement", "treasury"):
            return self.town.bureau(role)
        return self.town.actor(getattr(self, side), role)

    def fresh(self) -> Receivable:
        return Receivable.objects.get(pk=self.receivable.pk)


def stand_ground(town: Town, *, amount_fen: int = AMOUNT, filed: bool = True) -> Ground:
    """Stand a contract with its receivable and, when filed, its first payee version."""
    purchaser, supplier = town.purchaser(), town.supplier()
    contract = stand_contract(purchaser, amount_fen)
    ContractSupplier.objects.create(
        contract=contract, position=1, supplier=supplier, name=supplier.name,
        share_fen=amount_fen, size="small",
    )  # fmt: skip
    actor = town.actor(purchaser, "purchaser-approver")
    receivable = stand_up(
        actor=actor, now=SIGNED, contract=contract, supplier=supplier, amount_fen=amount_fen
    )
    if filed:
        stand_payee(now=FILED, receivable=receivable, source="合同备案", account=PAYEE)
    return Ground(town, contract, receivable, purchaser, supplier, town.institution())


def stand_contract(purchaser: Organisation, amount_fen: int) -> Contract:
    number = f"{next(NUMBERS):05d}"
    award = Award.objects.create(
        city_id=CITY, no=f"Z{number}", purchaser=purchaser, purchaser_name=purchaser.name,
        title="信息系统运维", amount_fen=amount_fen, notice_on=date(2025, 9, 15), region=COUNTY,
        state="contracted", recorded_at=SIGNED,
    )  # fmt: skip
    contract = Contract.objects.create(
        city_id=CITY, no=f"H{number}", award=award, purchaser=purchaser, region=COUNTY,
        title="信息系统运维", purchaser_name=purchaser.name, amount_fen=amount_fen,
        signed_on=date(2025, 9, 26), announced_at=SIGNED, recorded_at=SIGNED, state="filed",
    )  # fmt: skip
    for position, (milestone, percent) in enumerate((("签订开票", 40), ("验收", 60)), start=1):
        ScheduleRow.objects.create(
            contract=contract, position=position, milestone=milestone, percent=Decimal(percent),
            agreed_days=10, unit="working",
        )  # fmt: skip
    return contract


def new_id():
    return uuid4()
