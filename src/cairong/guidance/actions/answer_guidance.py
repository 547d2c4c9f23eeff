"""Answer a letter of credit guidance: measures, the amount promised, and until when."""

from datetime import date, datetime
from uuid import UUID

from cairong.audit.recording import record
from cairong.audit.rows import insert
from cairong.audit.transaction import use_case
from cairong.clocks.steps.duties import fulfil_duty, open_duty
from cairong.guidance.models import GuidanceAnswer, Guided
from cairong.guidance.reads import guided_for
from cairong.guidance.states import GUIDED
from cairong.guidance.steps.telling import at_pboc
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.text import clean_text
from cairong.policy.guidance import ANSWER, CLAUSE, CLOSE, promised_in_time
from cairong.policy.rule import require


@use_case(Role.INSTITUTION_OFFICER, word="答复信贷指导函")
def answer_guidance(
    *, actor: Actor, now: datetime, guided_id: UUID, words: str, promised_fen: int, by_on: date
) -> Guided:
    """Answer a letter once; the People's Bank then has its days to close it.

    `promised_fen` is what the institution promises to lend until `by_on`, 0 where it promises none.
    Raises NotFound for a letter to another, WrongState where it was answered or closed, Invalid,
    PolicyBreach for a day that is over. Writes: guidance.GuidanceAnswer, guidance.Guided,
    clocks.Mark, clocks.Duty. Source: 三(一)-3.
    """
    found = guided_for(actor, guided_id, lock=True)
    before = found.state
    found.state = GUIDED.after(before, "answer")
    said = clean_text(words, "words", least=8, most=2000, lines=True)
    require(promised_in_time(today=day_of(now), by_on=by_on))
    assert actor.person_id is not None
    insert(
        GuidanceAnswer(
            guided=found, words=said, promised_fen=promised_fen, by_on=by_on, at=now,
            by_id=actor.person_id,
        )
    )  # fmt: skip
    if found.received_at is None:
        found.received_at, found.received_by_id = now, actor.person_id
    found.save(update_fields=["state", "received_at", "received_by"])
    _turn(found, now)
    record(
        actor=actor,
        now=now,
        type="guidance.letter.answered",
        subject=found,
        about=[found.letter_id],
        visible_to=[found.letter.authority_id],
        before={"state": before},
        after={
            "no": found.letter.no,
            "institution": found.institution.name,
            "state": found.state,
            "words": said,
            "promised_fen": promised_fen,
            "by_on": by_on,
        },
        basis=[CLAUSE],
        tell=at_pboc(found.letter.authority_id, found.pk),
    )
    return found


def _turn(found: Guided, now: datetime) -> None:
    """End the institution's days, and begin those of the People's Bank."""
    fulfil_duty(subject_id=found.pk, kind=ANSWER, on=day_of(now), now=now)
    open_duty(
        city=found.city_id,
        kind=CLOSE,
        subject_id=found.pk,
        holder=found.letter.authority,
        region=found.city_id,
        title=found.letter.no,
        start_on=day_of(now),
        now=now,
        about=[found.letter_id],
    )
