"""End an agreement for good: ended by the purchaser, declined or given back by the agency."""

from collections.abc import Sequence
from datetime import datetime

from cairong.agencies.models import Engagement
from cairong.agencies.states import ENGAGEMENT
from cairong.audit.recording import Tell, record
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.text import clean_text
from cairong.policy.agencies import AGREEMENT


def ended(
    actor: Actor,
    now: datetime,
    found: Engagement,
    *,
    step: str,
    type_: str,
    reason: str,
    tell: Sequence[Tell],
) -> Engagement:
    """Let an agreement be over from now on, with the reason, and record it.

    Its last day counted is never before its first. Raises WrongState. Writes: agencies.Engagement.
    """
    found.state = ENGAGEMENT.after(found.state, step)
    found.ended_reason = clean_text(reason, "reason", least=2, most=300, lines=True)
    found.ended_on, found.ended_at = max(day_of(now), found.valid_from), now
    if step == "decline":
        found.answered_at = now
    found.save(update_fields=["state", "answered_at", "ended_on", "ended_at", "ended_reason"])
    record(
        actor=actor,
        now=now,
        type=type_,
        subject=found,
        visible_to=[found.purchaser_id, found.agency_id],
        after=said_of(found)
        | {"state": found.state, "ended_on": found.ended_on, "reason": found.ended_reason},
        basis=[AGREEMENT],
        tell=tell,
    )
    return found


def said_of(found: Engagement) -> dict[str, object]:
    """Say of an agreement, for an event: whose, its number, its days."""
    return {
        "purchaser": found.purchaser.name,
        "agency": found.agency.name,
        "no": found.no,
        "valid_from": found.valid_from,
        "valid_to": found.valid_to,
    }


def told_purchaser(found: Engagement) -> list[Tell]:
    """Tell both desks of the purchaser."""
    return [
        Tell(organisation_id=found.purchaser_id, role=role, subject_id=found.pk)
        for role in (Role.PURCHASER_OFFICER, Role.PURCHASER_APPROVER)
    ]
