"""The treasury desk decides what was paid of a contract before it came here, or sends it back."""

from datetime import datetime
from uuid import UUID

from cairong.audit.recording import record
from cairong.audit.transaction import use_case
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.text import clean_text
from cairong.parties.deciding import require_deciding
from cairong.parties.four_eyes import two_person
from cairong.policy.opening import (
    CLAUSE,
    objection_answered,
    paid_within_milestone,
    supplier_heard,
)
from cairong.policy.rule import Answer, require
from cairong.treasury.chart import Kind
from cairong.treasury.models import Opening
from cairong.treasury.reads import opening_for
from cairong.treasury.states import OPENING
from cairong.treasury.steps.books import move
from cairong.treasury.steps.schedule import shares_of
from cairong.treasury.steps.settling import settle_contract
from cairong.treasury.steps.tellings import about, parties_of, paying_bureau, purchaser, supplier


@two_person(Role.TREASURY_OFFICER, word="批准期初余额", of=OPENING, counties=True)
def approve_opening(*, actor: Actor, now: datetime, opening_id: UUID, reason: str = "") -> Opening:
    """Decide that so much was paid: it leaves what is still to be paid, and what can be financed.

    Never taken back. Raises NotFound, WrongState, PolicyBreach while the supplier may still
    object, against its objection without a `reason`, or where the schedule was changed meanwhile
    so that a milestone no longer holds it. Writes: treasury.Opening, treasury.Entry, and through
    its trigger treasury.Receivable; contracts.Contract where nothing is left to pay.
    Source: 二(三)-4, 一(一)-1, D19.
    """
    words = clean_text(reason, "reason", most=500, lines=True)
    opening = opening_for(actor, opening_id, lock=True)
    require_deciding(actor, opening.receivable.region, now)
    before = opening.state
    opening.state = OPENING.after(before, "approve")
    require(
        supplier_heard(
            answered=opening.answered_at is not None,
            object_until=opening.object_until,
            today=day_of(now),
        ),
        objection_answered(objection=opening.objection, reason=words),
        *_fits(opening),
    )
    _decide(opening, words, now)
    if opening.paid_fen:
        move(opening.receivable, Kind.OPENING, opening.paid_fen, ref_id=opening.pk, now=now)
        settle_contract(opening.receivable)
    _record(actor, now, opening, before, "treasury.opening.standing")
    return opening


@use_case(Role.TREASURY_OFFICER, word="退回期初余额", counties=True)
def return_opening(*, actor: Actor, now: datetime, opening_id: UUID, reason: str) -> Opening:
    """Send what was declared back to the purchaser, who declares it anew.

    Raises NotFound, WrongState, Invalid. Writes: treasury.Opening. Source: 二(三)-4.
    """
    words = clean_text(reason, "reason", least=2, most=500, lines=True)
    opening = opening_for(actor, opening_id, lock=True)
    require_deciding(actor, opening.receivable.region, now)
    before = opening.state
    opening.state = OPENING.after(before, "return")
    _decide(opening, words, now)
    _record(actor, now, opening, before, "treasury.opening.returned")
    return opening


def _fits(opening: Opening) -> list[Answer]:
    """Find what of it no longer fits the milestones of the contract as they are now."""
    shares = shares_of(opening.receivable)
    return [
        paid_within_milestone(
            milestone=part.milestone,
            paid_fen=part.paid_fen,
            share_fen=shares.get(part.milestone, 0),
        )
        for part in opening.parts.all()
    ]


def _decide(opening: Opening, words: str, now: datetime) -> None:
    opening.reason, opening.decided_at = words, now
    opening.save(update_fields=["state", "reason", "decided_at"])


def _record(actor: Actor, now: datetime, opening: Opening, before: str, what: str) -> None:
    receivable = opening.receivable
    record(
        actor=actor,
        now=now,
        type=what,
        subject=opening,
        about=about(receivable),
        visible_to=parties_of(receivable, paying_bureau(receivable, now).pk),
        before={"state": before},
        after={
            "state": opening.state,
            "paid_fen": opening.paid_fen,
            **({"reason": opening.reason} if opening.reason else {}),
        },
        basis=[CLAUSE],
        tell=[supplier(receivable), purchaser(receivable)],
    )
