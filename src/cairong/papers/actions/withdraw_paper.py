"""Withdraw a paper: nobody reads it any more, that it was read stays."""

from datetime import datetime
from uuid import UUID

from cairong.audit.recording import record
from cairong.audit.transaction import use_case
from cairong.kernel.actor import Actor
from cairong.papers.models import Paper, Reading
from cairong.papers.reads import own_paper
from cairong.papers.states import PAPER
from cairong.policy.papers import CLAUSE, KEEPERS, PURPOSES, WORDS, not_read_yet
from cairong.policy.rule import require


@use_case(*KEEPERS, word="撤下材料")
def withdraw_paper(*, actor: Actor, now: datetime, paper_id: UUID) -> Paper:
    """Withdraw a paper of one's own; an institution none that its borrower has read.

    Raises NotFound, WrongState, PolicyBreach. Writes: papers.Paper. Source: 二(四)-2.
    """
    paper = own_paper(actor, paper_id, lock=True)
    kind, read = PURPOSES[paper.purpose], Reading.objects.filter(paper=paper).exists()
    require(not_read_yet(name=paper.name, lenders=kind.lenders, read=read))
    paper.state, paper.withdrawn_at = PAPER.after(paper.state, "withdraw"), now
    paper.save(update_fields=["state", "withdrawn_at"])
    record(
        actor=actor,
        now=now,
        type="papers.paper.withdrawn",
        subject=paper,
        about=[paper.contract_id],
        after={"purpose": WORDS[paper.purpose], "name": paper.name, "sha256": paper.content.sha256},
        basis=[CLAUSE],
    )
    return paper
