"""An institution answers what it did about a firm of the roster: visited, credited, or not."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from cairong.audit.recording import Tell, record
from cairong.audit.transaction import use_case
from cairong.clocks.steps.duties import fulfil_duty
from cairong.guidance.models import RosterPush
from cairong.guidance.roster import entry_locked, push_for
from cairong.guidance.states import ENTRY, PUSH
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.text import clean_text
from cairong.policy.roster import ANSWER, CLAUSE, LEAST, MOST, OUTCOMES, done_by_today
from cairong.policy.rule import require

Outcome = Literal["visited", "credited", "declined"]
STEPS = {"visited": "visit", "credited": "credit", "declined": "decline"}


@use_case(Role.INSTITUTION_OFFICER, word="答复名录库企业对接")
def answer_roster(
    *, actor: Actor, now: datetime, push_id: UUID, outcome: Outcome, on: date, words: str
) -> RosterPush:
    """Say what was done, on which day, in words; it may be said anew until a loan answers it.

    Raises NotFound for a firm that is not pushed to the actor, WrongState once it is lent,
    PolicyBreach for a day that lies ahead or before the firm was in the roster.
    Writes: guidance.RosterPush, clocks.Mark. Source: 三(二)-4.
    """
    entry = entry_locked(actor, push_for(actor, push_id).entry_id)
    ENTRY.after(entry.state, "answer")
    found = push_for(actor, push_id, lock=True)
    before = found.state
    found.state = PUSH.after(before, STEPS[outcome])
    text = clean_text(words, "words", least=LEAST, most=MOST, lines=True)
    require(done_by_today(since=day_of(found.pushed_at), on=on, today=day_of(now)))
    found.done_on, found.words, found.answered_at = on, text, now
    found.save(update_fields=["state", "done_on", "words", "answered_at"])
    fulfil_duty(subject_id=found.pk, kind=ANSWER, on=day_of(now), now=now)
    supplier = found.entry.supplier
    record(
        actor=actor,
        now=now,
        type="guidance.roster.answered",
        subject=found,
        about=[entry.pk],
        visible_to=[supplier.pk],
        before={"state": before},
        after={
            "supplier": supplier.name,
            "institution": found.institution.name,
            "state": found.state,
            "outcome": OUTCOMES[outcome],
            "on": on,
            "words": text,
        },
        basis=[CLAUSE],
        tell=[Tell(organisation_id=supplier.pk, role=Role.SUPPLIER, subject_id=entry.pk)],
    )
    return found
