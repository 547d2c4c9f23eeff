"""Keep what a side says to a complaint inside an act, with its paper."""

from datetime import datetime
from uuid import UUID

from cairong.complaints.judging import worded
from cairong.complaints.models import Complaint, Saying
from cairong.complaints.reads import kept_paper
from cairong.kernel.actor import Actor


def say(
    actor: Actor,
    now: datetime,
    found: Complaint,
    kind: Saying.Kind,
    *,
    words: str,
    outcome: str = "",
    paper_id: UUID | None = None,
) -> Saying:
    """Keep words and paper. Raises NotFound for another's paper, Invalid, PolicyBreach for nothing.

    Writes: complaints.Saying.
    """
    assert actor.organisation_id is not None
    return Saying.objects.create(
        complaint=found,
        kind=kind,
        outcome=outcome,
        words=worded(words),
        paper=kept_paper(actor, paper_id),
        at=now,
        by_id=actor.organisation_id,
    )


def named(saying: Saying) -> dict[str, str]:
    """Name the paper of what was said with its hash; nothing for none."""
    paper = saying.paper
    return {"paper": paper.name, "paper_sha256": paper.sha256} if paper else {}
