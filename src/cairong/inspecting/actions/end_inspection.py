"""End an inspection before its time: nothing more is read for it."""

from datetime import datetime
from uuid import UUID

from cairong.audit.recording import Tell, record
from cairong.audit.transaction import use_case
from cairong.inspecting.models import Inspection
from cairong.inspecting.reads import DESK, inspection_for
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import WrongState
from cairong.kernel.text import clean_text
from cairong.policy.inspecting import CLAUSE


@use_case(*DESK, word="提前结束稽查")
def end_inspection(*, actor: Actor, now: datetime, inspection_id: UUID, reason: str) -> Inspection:
    """End an inspection early, by one person: it only takes away.

    Raises NotFound, WrongState for one that is over, Invalid without a reason.
    Writes: inspecting.Inspection. Source: 三(一)-2.
    """
    found = inspection_for(actor, inspection_id, lock=True)
    if found.ended_at is not None or found.until < day_of(now):
        raise WrongState("inspecting.over", CLAUSE, no=found.letter_no)
    found.ended_at = now
    found.ended_reason = clean_text(reason, "reason", least=2, most=300, lines=True)
    found.save(update_fields=["ended_at", "ended_reason"])
    record(
        actor=actor,
        now=now,
        type="inspecting.inspection.ended",
        subject=found,
        visible_to=[found.organisation_id],
        after={
            "inspector": found.organisation.name,
            "letter_no": found.letter_no,
            "reason": found.ended_reason,
        },
        basis=[CLAUSE],
        tell=[Tell(organisation_id=found.organisation_id, role=Role.INSPECTOR,
                   subject_id=found.pk)],
    )  # fmt: skip
    return found
