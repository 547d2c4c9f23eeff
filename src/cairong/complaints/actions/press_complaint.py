"""The supplier does not accept an answer, and asks who stands above."""

from datetime import datetime
from uuid import UUID

from cairong.audit.transaction import use_case
from cairong.complaints.judging import to_press
from cairong.complaints.models import Complaint, Saying
from cairong.complaints.states import COMPLAINT
from cairong.complaints.steps.saying import named, say
from cairong.complaints.steps.telling import at_accused, at_upper, await_upper, record_step
from cairong.kernel.actor import Actor, Role


@use_case(Role.SUPPLIER, word="提请上级处理投诉")
def press_complaint(
    *,
    actor: Actor,
    now: datetime,
    complaint_id: UUID,
    words: str,
    paper_id: UUID | None = None,
) -> Complaint:
    """Say why the answer is not accepted; who stands above settles it in days of its own.

    Raises NotFound, WrongState for one that is not answered, PolicyBreach after the days, Invalid.
    Writes: complaints.Complaint, complaints.Saying, clocks.Duty. Source: 三(一)-2.
    """
    found = to_press(actor, now, complaint_id, words, lock=True)
    before = found.state
    found.state = COMPLAINT.after(before, "press")
    said = say(actor, now, found, Saying.Kind.PRESSED, words=words, paper_id=paper_id)
    found.raised_at, found.outcome = now, ""
    found.save(update_fields=["state", "raised_at", "outcome"])
    await_upper(found, now)
    record_step(
        actor, now, found, "pressed", before=before, tell=[at_upper(found), at_accused(found)],
        facts={"words": said.words, **named(said)},
    )  # fmt: skip
    return found
