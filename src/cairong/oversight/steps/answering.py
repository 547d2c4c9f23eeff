"""Keep what a desk answered to a letter of urging, and end its duty to answer."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from cairong.audit.rows import insert
from cairong.clocks.steps.duties import fulfil_duty
from cairong.kernel.actor import Actor
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import NotFound
from cairong.oversight.models import Urging, UrgingAnswer, UrgingPaper
from cairong.oversight.states import URGING
from cairong.oversight.urgings import is_held_by, urging_for
from cairong.policy.urging import ANSWER


def held_letter(actor: Actor, urging_id: UUID) -> Urging:
    """Fetch a letter that went to the actor's desk, locked. Raises NotFound for any other."""
    letter = urging_for(actor, urging_id, lock=True)
    if not is_held_by(actor, letter):
        raise NotFound("access.not_found", thing="督办函")
    return letter


def own_paper(actor: Actor, paper_id: UUID | None) -> UrgingPaper | None:
    """Fetch a paper that the actor's organisation uploaded; none where none is named. NotFound."""
    if paper_id is None:
        return None
    assert actor.organisation_id is not None
    rows = UrgingPaper.objects.filter(organisation_id=actor.organisation_id, pk=paper_id)
    found = rows.defer("content").first()
    if found is None:
        raise NotFound("access.not_found", thing="督办函附件")
    return found


def keep_answer(
    letter: Urging,
    act: str,
    *,
    actor: Actor,
    now: datetime,
    words: str,
    paper: UrgingPaper | None,
    disputed: Iterable[UUID] = (),
) -> UrgingAnswer:
    """Keep an answer or dispute, by which the letter is received as well.

    Raises WrongState where it was answered or closed.
    Writes: oversight.UrgingAnswer, oversight.Urging, clocks.Mark.
    """
    letter.state = URGING.after(letter.state, act)
    assert actor.organisation_id is not None
    assert actor.person_id is not None
    answer = UrgingAnswer(
        letter=letter,
        organisation_id=actor.organisation_id,
        words=words,
        disputed=list(disputed),
        paper=paper,
        at=now,
        by_id=actor.person_id,
    )
    insert(answer)
    if letter.received_at is None:
        letter.received_at, letter.received_by_id = now, actor.person_id
    letter.save(update_fields=["state", "received_at", "received_by"])
    fulfil_duty(subject_id=letter.pk, kind=ANSWER, on=day_of(now), now=now)
    return answer
