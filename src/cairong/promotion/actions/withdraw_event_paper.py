"""Withdraw what was handed out at an event: it is kept, and nobody outside reads it any more."""

from datetime import datetime
from uuid import UUID

from cairong.audit.recording import record
from cairong.audit.transaction import use_case
from cairong.kernel.actor import Actor
from cairong.policy.promotion import REACHED
from cairong.promotion.models import EventPaper
from cairong.promotion.reads import own_event, paper_for
from cairong.promotion.states import HOSTS


@use_case(*HOSTS, word="撤下活动材料")
def withdraw_event_paper(
    *, actor: Actor, now: datetime, event_id: UUID, paper_id: UUID
) -> EventPaper:
    """Withdraw a paper of one's own event, once.

    Raises NotFound for another's, or one that was withdrawn. Writes: promotion.EventPaper.
    Source: 三(三)-2.
    """
    found = own_event(actor, event_id, lock=True)
    made = paper_for(found, paper_id)
    made.withdrawn_at = now
    made.save(update_fields=["withdrawn_at"])
    record(
        actor=actor,
        now=now,
        type="promotion.paper.withdrawn",
        subject=found,
        after={"no": found.no, "title": found.title, "name": made.name, "sha256": made.sha256},
        basis=[REACHED],
    )
    return made
