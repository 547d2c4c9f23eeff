"""What is said of a complaint, judged by its rules before anything is kept of it."""

from datetime import datetime
from uuid import UUID

from cairong.complaints.models import Complaint, Saying
from cairong.complaints.reads import CaseOf, case_of, complaint_for, made_about, settles
from cairong.complaints.states import COMPLAINT, LIVE
from cairong.kernel.actor import Actor
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import Conflict, NotFound
from cairong.kernel.text import clean_text
from cairong.policy import complaining as rules
from cairong.policy.rule import require
from cairong.rulebook.reads import parameter


def worded(words: str) -> str:
    """Read what somebody says. Raises Invalid, and PolicyBreach for words that say nothing."""
    text = clean_text(words, "words", least=rules.LEAST, most=rules.MOST, lines=True)
    require(rules.says_something(words=text))
    return text


def to_complain(actor: Actor, now: datetime, case_id: UUID, kind: str, words: str) -> CaseOf:
    """Find the case that a supplier may complain of now. Raises NotFound, PolicyBreach, Invalid."""
    assert actor.organisation_id is not None
    case, today = case_of(actor, case_id), day_of(now)
    before = made_about(actor.organisation_id, case_id, kind)
    live = next((each for each in before if each.state in LIVE), None)
    require(
        rules.of_this_case(kind=kind, case=case.case),
        rules.fits_the_case(
            kind=kind,
            case=case.case,
            state=case.state,
            state_word=case.state_word,
            accepted=case.accepted,
        ),
        rules.not_too_late(
            ended_on=case.ended_on,
            today=today,
            days=parameter(actor.city, rules.LATE_DAYS, on=today),
        ),
        rules.not_the_same_again(
            no=live.no if live else "", live=live is not None, before=len(before)
        ),
    )
    worded(words)
    return case


def to_answer(
    actor: Actor, now: datetime, complaint_id: UUID, words: str, *, lock: bool = False
) -> Complaint:
    """Find the complaint that the complained-of may answer now.

    Raises NotFound, WrongState, Conflict for a second answer, Invalid, PolicyBreach.
    """
    del now
    found = complaint_for(actor, complaint_id, lock=lock)
    COMPLAINT.after(found.state, "answer")
    if found.sayings.filter(kind=Saying.Kind.ANSWERED).exists():
        raise Conflict("complaints.answered_before", rules.CLAUSE)
    worded(words)
    return found


def to_press(
    actor: Actor, now: datetime, complaint_id: UUID, words: str, *, lock: bool = False
) -> Complaint:
    """Find the complaint that a supplier may take up now.

    Raises NotFound, WrongState, PolicyBreach after the days, Invalid.
    """
    found = complaint_for(actor, complaint_id, lock=lock)
    COMPLAINT.after(found.state, "press")
    assert found.press_until is not None
    require(rules.pressed_in_time(until=found.press_until, today=day_of(now)))
    worded(words)
    return found


def to_settle(
    actor: Actor, now: datetime, complaint_id: UUID, words: str, *, lock: bool = False
) -> Complaint:
    """Find the complaint that a desk may settle now. Raises NotFound, WrongState, Invalid."""
    del now
    found = complaint_for(actor, complaint_id, lock=lock)
    if not settles(actor, found):
        raise NotFound("access.not_found", thing="投诉")
    COMPLAINT.after(found.state, "settle")
    worded(words)
    return found
