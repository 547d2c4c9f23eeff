"""Hand a paper in after its owner's own look at it: from now on the case's other sides read it."""

from datetime import datetime
from uuid import UUID

from cairong.audit.recording import record
from cairong.audit.transaction import use_case
from cairong.kernel.actor import Actor
from cairong.papers.models import Paper
from cairong.papers.reads import own_paper
from cairong.papers.states import PAPER
from cairong.policy.papers import CLAUSE, KEEPERS, WORDS


@use_case(*KEEPERS, word="提交材料")
def hand_in_paper(*, actor: Actor, now: datetime, paper_id: UUID) -> Paper:
    """Hand in a paper that was kept for a look: numbers of persons may stand in it.

    Raises NotFound, WrongState. Writes: papers.Paper. Source: 二(四)-2.
    """
    paper = own_paper(actor, paper_id, lock=True)
    paper.state, paper.handed_at = PAPER.after(paper.state, "hand_in"), now
    paper.save(update_fields=["state", "handed_at"])
    record(
        actor=actor,
        now=now,
        type="papers.paper.handed",
        subject=paper,
        about=[paper.contract_id],
        after={
            "purpose": WORDS[paper.purpose], "name": paper.name, "sha256": paper.content.sha256,
            "numbers": len(paper.content.found),
        },
        basis=[CLAUSE],
    )  # fmt: skip
    return paper
