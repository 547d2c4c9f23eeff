"""Open a paper of a case: readings by other organisations are kept, and shown to whose it is."""

from datetime import datetime
from uuid import UUID

from cairong.audit.rows import fetch
from cairong.audit.transaction import use_case
from cairong.kernel.actor import Actor
from cairong.lending.papers import READERS, case_papers
from cairong.papers.models import Paper, Reading
from cairong.papers.reads import THING


@use_case(*READERS, word="打开材料", silent=True, at_rest=True, counties=True)
def open_paper(*, actor: Actor, now: datetime, paper_id: UUID) -> Paper:
    """Fetch a paper one may read, and keep that it was opened; one's own is no reading.

    Raises NotFound. Writes: papers.Reading. Source: 二(四)-2.
    """
    paper = fetch(case_papers(actor), paper_id, THING)
    assert actor.organisation_id is not None
    assert actor.person_id is not None
    if actor.organisation_id != paper.organisation_id:
        Reading.objects.create(
            paper=paper, organisation_id=actor.organisation_id, person_id=actor.person_id, at=now
        )
    return paper
