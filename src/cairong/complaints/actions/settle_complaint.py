"""Who stands above settles a complaint that went up, in words and with an outcome."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from cairong.audit.transaction import use_case
from cairong.clocks.steps.duties import cancel_duties, fulfil_duty
from cairong.complaints.judging import to_settle
from cairong.complaints.models import Complaint, Saying
from cairong.complaints.states import COMPLAINT
from cairong.complaints.steps.saying import named, say
from cairong.complaints.steps.telling import at_accused, at_supplier, record_step
from cairong.kernel.actor import Actor
from cairong.kernel.calendar import day_of
from cairong.policy.complaining import OUTCOMES, SETTLE, UPPERS

Outcome = Literal["upheld", "partly", "unfounded"]


@use_case(*UPPERS, word="处理投诉", counties=True)
def settle_complaint(
    *,
    actor: Actor,
    now: datetime,
    complaint_id: UUID,
    outcome: Outcome,
    words: str,
    paper_id: UUID | None = None,
) -> Complaint:
    """Settle a complaint for good; both sides read why. What its holder had to answer falls away.

    Raises NotFound for one that goes up to another desk, WrongState for one that did not go up,
    Invalid. Writes: complaints.Complaint, complaints.Saying, clocks.Mark. Source: 三(一)-2.
    """
    found, today = to_settle(actor, now, complaint_id, words, lock=True), day_of(now)
    before = found.state
    found.state = COMPLAINT.after(before, "settle")
    said = say(
        actor, now, found, Saying.Kind.SETTLED, words=words, outcome=outcome, paper_id=paper_id
    )
    found.outcome, found.ended_at = outcome, now
    found.save(update_fields=["state", "outcome", "ended_at"])
    fulfil_duty(subject_id=found.pk, kind=SETTLE, on=today, now=now)
    cancel_duties(subject_id=found.pk, on=today, now=now, reason="上级部门已处理")
    record_step(
        actor, now, found, "settled", before=before, tell=[at_supplier(found), at_accused(found)],
        facts={"outcome": OUTCOMES[outcome], "words": said.words, **named(said)},
    )  # fmt: skip
    return found
