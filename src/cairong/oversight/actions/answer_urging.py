"""Answer a letter of urging, as the desk that it went to, with words and a paper."""

from datetime import datetime
from uuid import UUID

from cairong.audit.recording import record
from cairong.audit.transaction import use_case
from cairong.kernel.actor import Actor
from cairong.kernel.text import clean_text
from cairong.oversight.models import Urging
from cairong.oversight.steps.answering import held_letter, keep_answer, own_paper
from cairong.oversight.steps.telling import to_bureau
from cairong.policy.urging import CLAUSE, DESKS
from cairong.treasury.steps.tellings import bureau_of


@use_case(*DESKS, word="答复督办函", counties=True)
def answer_urging(
    *, actor: Actor, now: datetime, urging_id: UUID, words: str, paper_id: UUID | None = None
) -> Urging:
    """Answer a letter once: what was done, or by when it will be. The bureau decides on it.

    Raises NotFound for a letter to another desk or another's paper, WrongState where it was
    answered or closed. Writes: oversight.UrgingAnswer, oversight.Urging, clocks.Mark.
    Source: 三(一)-2.
    """
    letter = held_letter(actor, urging_id)
    paper = own_paper(actor, paper_id)
    said = clean_text(words, "words", least=4, most=2000, lines=True)
    before = letter.state
    keep_answer(letter, "answer", actor=actor, now=now, words=said, paper=paper)
    record(
        actor=actor,
        now=now,
        type="oversight.urging.answered",
        subject=letter,
        about=[letter.pk],
        visible_to=[letter.organisation_id],
        before={"state": before},
        after={
            "no": letter.no,
            "state": letter.state,
            "words": said,
            **({"paper": paper.name, "paper_sha256": paper.sha256} if paper else {}),
        },
        basis=[CLAUSE],
        tell=to_bureau(letter, bureau_of(actor.city).pk),
    )
    return letter
