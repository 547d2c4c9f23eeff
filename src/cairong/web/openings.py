"""What was paid of a contract before it came here, as all who decide on it see it."""

from typing import Any
from uuid import UUID

from cairong.cases.money import opening_parts
from cairong.kernel.actor import Actor
from cairong.rulebook.reads import calendar_of
from cairong.treasury.reads import opening_for
from cairong.treasury.states import OPEN_OPENINGS, OPENING
from cairong.web.parts import Column, plain_table

PARTS = (
    Column("milestone", "节点"),
    Column("share", "合同应付", "money", of="share_fen"),
    Column("paid", "平台外已付", "money", of="paid_fen"),
)


def opening_facts(actor: Actor, opening_id: UUID) -> dict[str, Any]:
    """Lay out an opening: milestone by milestone, who said what, how it ended. Raises NotFound."""
    found = opening_for(actor, opening_id)
    caption = f"已付的节点 · {found.receivable.supplier.name}"
    return {
        "opening": found,
        "contract": found.receivable.contract,
        "state": OPENING.states[found.state],
        "parts": plain_table(caption, PARTS, opening_parts(found), empty="没有付过的节点。"),
        "calendar": calendar_of(actor.city),
        "left_fen": found.receivable.amount_fen - found.paid_fen,
        "running": found.state in OPEN_OPENINGS,
    }
