"""Dispute what a letter of urging says, as the desk that it went to, with evidence."""

from datetime import datetime
from uuid import UUID

from cairong.audit.recording import record
from cairong.audit.transaction import use_case
from cairong.kernel.actor import Actor
from cairong.kernel.errors import Invalid
from cairong.kernel.text import clean_text
from cairong.oversight.models import Urging
from cairong.oversight.steps.answering import held_letter, keep_answer, own_paper
from cairong.oversight.steps.telling import to_bureau
from cairong.oversight.urgings import items_of
from cairong.policy.urging import CLAUSE, DESKS
from cairong.treasury.steps.tellings import bureau_of


@use_case(*DESKS, word="对督办函提出异议", counties=True)
def dispute_urging(
    *,
    actor: Actor,
    now: datetime,
    urging_id: UUID,
    duty_ids: list[UUID],
    words: str,
    paper_id: UUID,
) -> Urging:
    """Dispute some of what a letter urges, once, with the paper that shows it.

    The record of the duty stays whatever comes of it. Raises NotFound for a letter to another desk
    or another's paper, Invalid where nothing of the letter is named, WrongState where it was
    answered or closed. Writes: oversight.UrgingAnswer, oversight.Urging, clocks.Mark.
    Source: 三(一)-2.
    """
    letter = held_letter(actor, urging_id)
    paper = own_paper(actor, paper_id)
    assert paper is not None
    said = clean_text(words, "words", least=4, most=2000, lines=True)
    named = [item for item in items_of(letter) if item.duty_id in duty_ids]
    if not named or len(named) != len(set(duty_ids)):
        raise Invalid("oversight.urge_nothing_disputed", field="duty_ids")
    before = letter.state
    disputed = [item.duty_id for item in named]
    keep_answer(letter, "dispute", actor=actor, now=now, words=said, paper=paper, disputed=disputed)
    record(
        actor=actor,
        now=now,
        type="oversight.urging.disputed",
        subject=letter,
        about=[letter.pk, *disputed],
        visible_to=[letter.organisation_id],
        before={"state": before},
        after={
            "no": letter.no,
            "state": letter.state,
            "words": said,
            "duties": [item.title for item in named],
            "paper": paper.name,
            "paper_sha256": paper.sha256,
        },
        basis=[CLAUSE],
        tell=to_bureau(letter, bureau_of(actor.city).pk),
    )
    return letter
