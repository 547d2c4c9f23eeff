"""What a row of forms on paper asks for, and whether it was entered before."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from cairong.kernel.actor import Actor
from cairong.lending.printed import entered_by
from cairong.policy.on_paper import read_code
from cairong.readiness.becoming import Row, require_same


def entry(_actor: Actor, _now: datetime, rows: list[Row]) -> dict[str, Any]:
    """Say what a row enters. Raises Invalid for a number that cannot be one."""
    row = rows[0]
    return {
        "code": read_code(row["code"]), "amount_fen": row["amount"], "days": row["days"],
        "received_on": row["received_on"], "purpose": row.get("purpose", ""),
    }  # fmt: skip


def entered(actor: Actor, _now: datetime, given: Mapping[str, Any]) -> str:
    """Say under which number that was entered already. Raises Conflict where otherwise."""
    found = entered_by(actor).filter(code=given["code"]).first()
    if found is None or found.intent is None:
        return ""
    require_same(f"申请 {found.intent.no}", "纸质申请", {
        "申请金额": (given["amount_fen"], found.intent.amount_fen),
        "借款天数": (given["days"], found.intent.days),
        "收件日": (given["received_on"], found.received_on),
    })  # fmt: skip
    return f"已登记 {found.intent.no}"
