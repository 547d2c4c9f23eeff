"""Save the draft of a contract, made from its award the first time."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from cairong.audit.recording import record
from cairong.audit.transaction import use_case
from cairong.contracts.facts import Account, Items, Milestone
from cairong.contracts.models import Contract
from cairong.contracts.reads import award_for
from cairong.contracts.states import AWARD, CONTRACT
from cairong.contracts.steps.drafts import (
    draft_for,
    require_seen,
    write_items,
    write_schedule,
    write_suppliers,
)
from cairong.kernel.actor import Actor, Role
from cairong.kernel.money import positive


@use_case(Role.PURCHASER_OFFICER, word="保存合同草稿")
def save_draft(
    *,
    actor: Actor,
    now: datetime,
    award_id: UUID,
    items: Items | None = None,
    amount_fen: int | None = None,
    accounts: Sequence[Account] = (),
    schedule: Sequence[Milestone] | None = None,
    seen_revision: int | None = None,
) -> Contract:
    """Save what is written so far; what is left out keeps the value it has.

    Raises Conflict when somebody saved since `seen_revision`, WrongState once signed, Invalid
    for a value that cannot stand. Writes: contracts.Contract, its suppliers and schedule.
    Source: 二(二)-4.
    """
    award = award_for(actor, award_id, lock=True)
    AWARD.after(award.state, "sign")
    draft = draft_for(award, now=now)
    CONTRACT.after(draft.state, "sign")
    require_seen(draft, seen_revision)
    before = draft.revision
    if amount_fen is not None:
        draft.amount_fen = positive(amount_fen, "amount")
    written = items or Items()
    write_items(draft, written)
    draft.revision = before + 1
    draft.save()
    shares = list(award.shares.select_related("supplier").order_by("position"))
    write_suppliers(draft, shares, accounts, address=written.supplier_address)
    if schedule is not None:
        write_schedule(draft, schedule)
    record(
        actor=actor,
        now=now,
        type="contracts.draft.saved",
        subject=draft,
        about=[award.pk],
        before={"revision": before},
        after={"revision": draft.revision, "no": draft.no},
        basis=["二(二)-4"],
    )
    return draft
