"""Close a letter of credit guidance at one institution, by two persons of the People's Bank."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from cairong.audit.recording import record
from cairong.clocks.steps.duties import cancel_duties, fulfil_duty
from cairong.guidance.models import Guided
from cairong.guidance.reads import guided_for
from cairong.guidance.states import GUIDED
from cairong.guidance.steps.telling import at_institution, require_city
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.text import clean_text
from cairong.parties.four_eyes import two_person
from cairong.policy.guidance import CLAUSE, CLOSE, VERDICTS, guidance_awaited
from cairong.policy.rule import require

Verdict = Literal["met", "partly", "unmet"]


@two_person(Role.PBOC, word="办结信贷指导函", of=GUIDED)
def close_guidance(
    *, actor: Actor, now: datetime, guided_id: UUID, verdict: Verdict, finding: str
) -> Guided:
    """Close a letter at one institution with what was found: met, partly, or not.

    Raises NotAllowed for a county's desk, NotFound, WrongState for a closed one, PolicyBreach
    before the answer is due.
    Writes: guidance.Guided, clocks.Mark. Source: 三(一)-3.
    """
    require_city(actor, CLAUSE)
    found = guided_for(actor, guided_id, lock=True)
    before = found.state
    state = GUIDED.after(before, "close")
    said = clean_text(finding, "finding", least=4, most=500, lines=True)
    letter = found.letter
    require(
        guidance_awaited(
            answered=before == "answered", answer_on=letter.answer_on, today=day_of(now)
        )
    )
    found.state, found.verdict, found.finding, found.closed_at = state, verdict, said, now
    found.save(update_fields=["state", "verdict", "finding", "closed_at"])
    fulfil_duty(subject_id=found.pk, kind=CLOSE, on=day_of(now), now=now)
    cancel_duties(subject_id=found.pk, on=day_of(now), now=now, reason="信贷指导函已办结")
    record(
        actor=actor,
        now=now,
        type="guidance.letter.closed",
        subject=found,
        about=[letter.pk],
        visible_to=[found.institution_id],
        before={"state": before},
        after={
            "no": letter.no,
            "institution": found.institution.name,
            "state": state,
            "verdict": VERDICTS[verdict],
            "finding": said,
        },
        basis=[CLAUSE],
        tell=at_institution(found.institution_id, found.pk),
    )
    return found
