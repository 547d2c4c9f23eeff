"""The head of who is complained of answers, once, in words and with an outcome."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from cairong.audit.transaction import use_case
from cairong.clocks.steps.duties import fulfil_duty
from cairong.complaints.judging import to_answer
from cairong.complaints.models import Complaint, Saying
from cairong.complaints.states import COMPLAINT
from cairong.complaints.steps.saying import named, say
from cairong.complaints.steps.telling import at_supplier, at_upper, record_step
from cairong.kernel.actor import Actor
from cairong.kernel.calendar import add_working_days, day_of
from cairong.policy.complaining import ANSWER, ANSWERING, OUTCOMES, PRESS_DAYS
from cairong.rulebook.reads import calendar_of, parameter

Outcome = Literal["upheld", "partly", "unfounded"]


@use_case(*ANSWERING, word="答复投诉")
def answer_complaint(
    *,
    actor: Actor,
    now: datetime,
    complaint_id: UUID,
    outcome: Outcome,
    words: str,
    paper_id: UUID | None = None,
) -> Complaint:
    """Answer what one's own organisation is complained of; who stands above is told of it too.

    The supplier may then go up within its days. What has gone up already stays there: the answer is
    read, it settles nothing. Raises NotFound, WrongState, Conflict for a second answer, Invalid.
    Writes: complaints.Complaint, complaints.Saying, clocks.Mark. Source: 三(一)-2.
    """
    found, today = to_answer(actor, now, complaint_id, words, lock=True), day_of(now)
    before = found.state
    found.state = COMPLAINT.after(before, "answer")
    said = say(
        actor, now, found, Saying.Kind.ANSWERED, words=words, outcome=outcome, paper_id=paper_id
    )
    if found.state == "answered":
        days = parameter(actor.city, PRESS_DAYS, on=today)
        found.press_until = add_working_days(today, days, calendar_of(actor.city)).due
        found.outcome = outcome
        found.save(update_fields=["state", "press_until", "outcome"])
    fulfil_duty(subject_id=found.pk, kind=ANSWER, on=today, now=now)
    record_step(
        actor, now, found, "answered", before=before, tell=[at_supplier(found), at_upper(found)],
        facts={"outcome": OUTCOMES[outcome], "words": said.words, **named(said)},
    )  # fmt: skip
    return found
