"""Take a complaint back before it is answered or settled, with the reason."""

from datetime import datetime
from uuid import UUID

from cairong.audit.transaction import use_case
from cairong.clocks.steps.duties import cancel_duties
from cairong.complaints.models import Complaint, Saying
from cairong.complaints.reads import complaint_for
from cairong.complaints.states import COMPLAINT
from cairong.complaints.steps.saying import say
from cairong.complaints.steps.telling import at_accused, at_upper, record_step
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of


@use_case(Role.SUPPLIER, word="撤回投诉")
def withdraw_complaint(*, actor: Actor, now: datetime, complaint_id: UUID, words: str) -> Complaint:
    """Take back what one complained of; who is complained of and who stands above are told.

    It stays readable, with the reason. Raises NotFound, WrongState, Invalid.
    Writes: complaints.Complaint, complaints.Saying, clocks.Mark. Source: 三(一)-2.
    """
    found = complaint_for(actor, complaint_id, lock=True)
    before = found.state
    found.state, found.ended_at = COMPLAINT.after(before, "withdraw"), now
    said = say(actor, now, found, Saying.Kind.WITHDRAWN, words=words)
    found.save(update_fields=["state", "ended_at"])
    cancel_duties(subject_id=found.pk, on=day_of(now), now=now, reason="供应商撤回")
    record_step(
        actor, now, found, "withdrawn", before=before, tell=[at_accused(found), at_upper(found)],
        facts={"words": said.words},
    )  # fmt: skip
    return found
