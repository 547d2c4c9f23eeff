"""Keep what a side says to a dispute inside an act, with its paper."""

from datetime import datetime
from uuid import UUID

from cairong.kernel.actor import Actor
from cairong.kernel.text import clean_text
from cairong.policy.sizing import LEAST, MOST
from cairong.sizing.models import Dispute, Saying
from cairong.sizing.reads import kept_paper


def say(
    actor: Actor,
    now: datetime,
    found: Dispute,
    kind: Saying.Kind,
    *,
    words: str,
    paper_id: UUID | None = None,
    field: str = "words",
) -> Saying:
    """Keep words and paper. Raises NotFound for another's paper, Invalid for words of nothing.

    Writes: sizing.Saying.
    """
    assert actor.organisation_id is not None
    return Saying.objects.create(
        dispute=found,
        kind=kind,
        words=clean_text(words, field, least=LEAST, most=MOST, lines=True),
        paper=kept_paper(actor, paper_id),
        at=now,
        by_id=actor.organisation_id,
    )


def named(saying: Saying) -> dict[str, str]:
    """Name the paper of what was said with its hash; nothing for none."""
    paper = saying.paper
    return {"paper": paper.name, "paper_sha256": paper.sha256} if paper else {}
