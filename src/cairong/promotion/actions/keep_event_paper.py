"""Keep what is handed out at an event, for anybody to read."""

import hashlib
from datetime import datetime
from uuid import UUID

from cairong.audit.recording import record
from cairong.audit.transaction import use_case
from cairong.kernel.actor import Actor
from cairong.kernel.errors import Conflict
from cairong.kernel.papers import kind_of
from cairong.kernel.text import clean_text
from cairong.policy.promotion import REACHED
from cairong.promotion.models import EventPaper
from cairong.promotion.reads import own_event
from cairong.promotion.states import HOSTS


@use_case(*HOSTS, word="上传活动材料")
def keep_event_paper(
    *, actor: Actor, now: datetime, event_id: UUID, name: str, content: bytes
) -> EventPaper:
    """Keep a PDF or a picture under a name; whoever sees the event may read it.

    Raises NotFound, Invalid for another kind of file or above 5 MB, Conflict for the same twice.
    Writes: promotion.EventPaper. Source: 三(三)-2.
    """
    found = own_event(actor, event_id, lock=True)
    called = clean_text(name, "name", least=2, most=60)
    kind = kind_of(content, what="活动材料")
    sha256 = hashlib.sha256(content).hexdigest()
    if found.papers.filter(sha256=sha256).exists():
        raise Conflict("promotion.paper_twice", REACHED, title=found.title)
    made = EventPaper.objects.create(
        city_id=actor.city, event=found, name=called, kind=kind, sha256=sha256, content=content,
        kept_at=now,
    )  # fmt: skip
    record(
        actor=actor,
        now=now,
        type="promotion.paper.kept",
        subject=found,
        after={"no": found.no, "title": found.title, "name": called, "sha256": sha256},
        basis=[REACHED],
    )
    return made
