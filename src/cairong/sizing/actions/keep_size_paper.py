"""Keep a paper for what a side says to a dispute."""

import hashlib
from datetime import datetime

from cairong.audit.transaction import use_case
from cairong.kernel.actor import Actor, Role
from cairong.kernel.papers import kind_of
from cairong.sizing.models import SizePaper
from cairong.sizing.states import ASKERS


@use_case(*ASKERS, Role.SME_AUTHORITY, word="上传规模异议的材料", silent=True)
def keep_size_paper(*, actor: Actor, now: datetime, name: str, content: bytes) -> SizePaper:
    """Keep a paper of the actor's organisation; the same paper is kept once.

    It leaves no event of its own: that of what it is handed in with names it. Raises Invalid for
    what is no PDF or picture, and above 5 MB. Writes: sizing.SizePaper. Source: 802§29.
    """
    facts = {
        "city_id": actor.city,
        "name": name,
        "kind": kind_of(content, what="材料"),
        "content": content,
        "kept_at": now,
    }
    assert actor.organisation_id is not None
    paper, _ = SizePaper.objects.get_or_create(
        organisation_id=actor.organisation_id,
        sha256=hashlib.sha256(content).hexdigest(),
        defaults=facts,
    )
    return paper
