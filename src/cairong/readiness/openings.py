"""What rows of openings ask for: whose contract, how much of which milestone, as it was read."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from cairong.contracts.models import Contract
from cairong.contracts.reads import contracts_of
from cairong.kernel.actor import Actor
from cairong.kernel.errors import Invalid, NotFound
from cairong.kernel.money import format_yuan
from cairong.readiness.becoming import WORDS, Row, require_same
from cairong.treasury.facts import PaidPart
from cairong.treasury.models import Opening
from cairong.treasury.reads import contract_receivable
from cairong.treasury.states import OPEN_OPENINGS
from cairong.treasury.steps.schedule import shares_of


def opening(actor: Actor, _now: datetime, rows: list[Row]) -> dict[str, Any]:
    """Say what the rows of a contract declare as paid of which milestone.

    Raises Invalid for rows that contradict each other, and for a milestone the contract lacks.
    """
    first = rows[0]
    for key in ("paid_until", "evidence"):
        if any(row[key] != first[key] for row in rows):
            raise Invalid("import.list_apart", field=WORDS[key])
    contract = _contract(actor, first["no"])
    supplier = _supplier(contract, first.get("supplier", ""))
    owing = contract_receivable(actor, contract.pk, supplier)
    shares = shares_of(owing)
    for name in (row["milestone"] for row in rows):
        if name and name not in shares:
            choices = "、".join(shares)
            raise Invalid("invalid.choice", field="milestone", value=name, choices=choices)
    parts = [PaidPart(milestone=row["milestone"], paid_fen=row["paid"])
             for row in rows if row["paid"]]  # fmt: skip
    return {
        "contract_id": contract.pk, "supplier_id": owing.supplier_id,
        "paid_until": first["paid_until"], "evidence": first["evidence"], "parts": parts,
    }  # fmt: skip


def _contract(actor: Actor, said: str) -> Contract:
    rows = contracts_of(actor)
    found = list(rows.filter(no=said)[:1]) or list(rows.filter(purchaser_no=said)[:2])
    if len(found) != 1:
        raise NotFound("access.not_found", thing=f"合同「{said}」")
    return found[0]


def _supplier(contract: Contract, said: str) -> UUID | None:
    """Find the supplier of a contract by its name; none where the row names none."""
    if not said:
        return None
    rows = contract.suppliers.filter(supplier__name=said)
    found: UUID | None = rows.values_list("supplier_id", flat=True).first()
    if found is None:
        raise NotFound("access.not_found", thing=f"供应商「{said}」")
    return found


def declared(actor: Actor, _now: datetime, given: Mapping[str, Any]) -> str:
    """Say whether that is declared or stands already. Raises Conflict where otherwise."""
    receivable = contract_receivable(actor, given["contract_id"], given["supplier_id"])
    rows = Opening.objects.filter(receivable=receivable, state__in=[*OPEN_OPENINGS, "standing"])
    found = rows.order_by("-declared_at", "-pk").first()
    if found is None:
        return ""
    require_same(f"合同 {receivable.contract.no} 的期初余额", "期初余额", {
        "平台外已付": (
            {each.milestone: each.paid_fen for each in given["parts"]},
            dict(found.parts.values_list("milestone", "paid_fen")),
        ),
        WORDS["paid_until"]: (given["paid_until"], found.paid_until),
        WORDS["evidence"]: (given["evidence"], found.evidence),
    })  # fmt: skip
    return "已登记"


def as_read(actor: Actor, given: Mapping[str, Any]) -> str:
    """Say the amounts as they were read, beside what each milestone and the whole comes to."""
    receivable = contract_receivable(actor, given["contract_id"], given["supplier_id"])
    shares = shares_of(receivable)
    said = [
        f"「{each.milestone}」已付 {format_yuan(each.paid_fen)}(该节点"
        f" {format_yuan(shares.get(each.milestone, 0))})"
        for each in given["parts"]
    ]
    return f"{';'.join(said) or '没有付过款'};合同 {format_yuan(receivable.amount_fen)}"
