"""Close a letter of urging with a finding, by two persons of the bureau."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from cairong.audit.recording import record
from cairong.clocks.steps.duties import cancel_duties
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import NotAllowed
from cairong.kernel.text import clean_text
from cairong.oversight.models import Urging, UrgingAnswer
from cairong.oversight.states import URGING
from cairong.oversight.steps.telling import to_holder
from cairong.oversight.urgings import items_of, undone, urging_for
from cairong.parties.four_eyes import two_person
from cairong.policy.rule import require
from cairong.policy.urging import CLAUSE, VERDICTS, answer_awaited, verdict_fits

Verdict = Literal["mended", "unmended", "upheld", "overruled"]


@two_person(Role.PROCUREMENT_OFFICER, Role.COUNTY_CLERK, word="办结督办函", of=URGING)
def close_urging(
    *, actor: Actor, now: datetime, urging_id: UUID, verdict: Verdict, finding: str
) -> Urging:
    """Close a letter with what was found; a dispute is upheld or overruled by it.

    A dispute that was upheld stands beside its duty and excuses it in the rates; the duty's record
    stays. Raises NotFound, WrongState for a closed one, NotAllowed to whoever answered it,
    PolicyBreach for a finding that does not fit, or before the answer is due.
    Writes: oversight.Urging, oversight.Urged, clocks.Mark. Source: 三(一)-2.
    """
    letter = urging_for(actor, urging_id, lock=True)
    before = letter.state
    state = URGING.after(before, "close")
    answer = UrgingAnswer.objects.filter(letter=letter).first()
    if is_own_answer(answer, actor):
        raise NotAllowed("oversight.urge_own_answer", CLAUSE)
    said = clean_text(finding, "finding", least=4, most=500, lines=True)
    left = undone(items_of(letter))
    require(
        answer_awaited(
            answered=answer is not None, answer_on=letter.answer_on, today=day_of(now), undone=left
        ),
        verdict_fits(verdict=verdict, disputed=before == "disputed", undone=left),
    )
    letter.state, letter.verdict, letter.finding, letter.closed_at = state, verdict, said, now
    letter.save(update_fields=["state", "verdict", "finding", "closed_at"])
    cancel_duties(subject_id=letter.pk, on=day_of(now), now=now, reason="督办函已办结")
    record(
        actor=actor,
        now=now,
        type="oversight.urging.closed",
        subject=letter,
        about=[letter.pk],
        visible_to=[letter.organisation_id],
        before={"state": before},
        after={
            "no": letter.no,
            "holder": letter.organisation.name,
            "state": letter.state,
            "verdict": VERDICTS[verdict],
            "finding": said,
        },
        basis=[CLAUSE],
        tell=to_holder(letter),
    )
    return letter


def is_own_answer(answer: UrgingAnswer | None, actor: Actor) -> bool:
    """Whether an actor answered the letter itself: the bureau urges its own desks as well."""
    return answer is not None and answer.by_id == actor.person_id
