"""The supplier says whether what was paid before is as its purchaser declared."""

from datetime import datetime
from uuid import UUID

from cairong.audit.recording import record
from cairong.audit.transaction import use_case
from cairong.kernel.actor import Actor, Role
from cairong.kernel.text import clean_text
from cairong.policy.opening import CLAUSE
from cairong.treasury.models import Opening
from cairong.treasury.reads import opening_for
from cairong.treasury.states import OPENING
from cairong.treasury.steps.tellings import (
    about,
    parties_of,
    paying_bureau,
    purchaser,
    treasury_desk,
)

AGREE = ("agree", "treasury.opening.agreed")
OBJECT = ("object", "treasury.opening.objected")


@use_case(Role.SUPPLIER, word="核对期初余额")
def agree_opening(*, actor: Actor, now: datetime, opening_id: UUID) -> Opening:
    """Say that it is right; an objection of before is taken back by it.

    Raises NotFound, WrongState. Writes: treasury.Opening. Source: 二(三)-4.
    """
    return _answer(actor, now, opening_id, AGREE)


@use_case(Role.SUPPLIER, word="对期初余额提出异议")
def object_opening(*, actor: Actor, now: datetime, opening_id: UUID, reason: str) -> Opening:
    """Say what is wrong; the treasury then finds out and answers it.

    Raises NotFound, WrongState, Invalid. Writes: treasury.Opening. Source: 二(三)-4.
    """
    words = clean_text(reason, "reason", least=4, most=500, lines=True)
    return _answer(actor, now, opening_id, OBJECT, words)


def _answer(
    actor: Actor, now: datetime, opening_id: UUID, step: tuple[str, str], words: str = ""
) -> Opening:
    act, what = step
    opening = opening_for(actor, opening_id, lock=True)
    receivable, before = opening.receivable, opening.state
    opening.state = OPENING.after(before, act)
    opening.objection, opening.answered_at = words, now
    opening.save(update_fields=["state", "objection", "answered_at"])
    bureau = paying_bureau(receivable, now)
    record(
        actor=actor,
        now=now,
        type=what,
        subject=opening,
        about=about(receivable),
        visible_to=parties_of(receivable, bureau.pk),
        before={"state": before},
        after={
            "state": opening.state,
            "paid_fen": opening.paid_fen,
            **({"reason": words} if words else {}),
        },
        basis=[CLAUSE],
        tell=[treasury_desk(receivable, bureau), purchaser(receivable)],
    )
    return opening
