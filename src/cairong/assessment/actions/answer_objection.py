"""Answer an objection to a result, by two of the People's Bank: corrected, or why not."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from cairong.assessment.models import Objection
from cairong.assessment.reads import newest, objection_for, published_year
from cairong.assessment.states import OBJECTION, YEAR
from cairong.audit.recording import record
from cairong.evaluation.steps.versions import told_of
from cairong.kernel.actor import Actor, Role
from cairong.kernel.text import clean_text
from cairong.parties.four_eyes import two_person
from cairong.policy.assessment import CLAUSE, upheld_by_version
from cairong.policy.incentives import UPHELD, VERDICTS
from cairong.policy.rule import require

STEPS = {"upheld": "uphold", "overruled": "overrule"}


@two_person(Role.PBOC, word="答复评估异议", of=OBJECTION)
def answer_objection(
    *,
    actor: Actor,
    now: datetime,
    objection_id: UUID,
    verdict: Literal["upheld", "overruled"],
    reply: str,
) -> Objection:
    """Say that a newer version corrects it, or why the result stays; the institution is told.

    Raises NotFound, WrongState for an answered one or a frozen year, PolicyBreach for agreeing
    where no newer version was published. Writes: assessment.Objection. Source: 三(二)-2.
    """
    of = published_year(actor, objection_for(actor, objection_id).version.of.year, lock=True)
    YEAR.after(of.state, "answer")
    row = objection_for(actor, objection_id, lock=True)
    before = row.state
    state = OBJECTION.after(before, STEPS[verdict])
    newer = newest(of).number > row.version.number
    require(upheld_by_version(upheld=verdict == UPHELD, newer=newer))
    row.state, row.answered_at = state, now
    row.reply = clean_text(reply, "reply", least=4, most=1000, lines=True)
    row.save(update_fields=["state", "reply", "answered_at"])
    record(
        actor=actor,
        now=now,
        type="assessment.objection.answered",
        subject=row,
        about=[of.pk],
        visible_to=[row.institution_id],
        before={"state": before},
        after={
            "year": of.year,
            "institution": row.institution.name,
            "words": row.words,
            "state": state,
            "verdict": VERDICTS[verdict],
            "reply": row.reply,
        },
        basis=[CLAUSE],
        tell=told_of([row.institution_id], row.pk),
    )
    return row
