"""The paper of a ground, kept for the two persons who recommend."""

import hashlib
from datetime import datetime

from cairong.audit.transaction import use_case
from cairong.kernel.actor import Actor, Role
from cairong.kernel.papers import kind_of
from cairong.recommending.models import GroundPaper


@use_case(Role.SME_AUTHORITY, word="上传推荐依据", silent=True)
def keep_ground_paper(*, actor: Actor, now: datetime, name: str, content: bytes) -> GroundPaper:
    """Keep the paper that a ground rests on; the same paper is kept once.

    It leaves no event of its own: that of the recommendation names it. Raises Invalid for what is
    no PDF or picture, and above 5 MB. Writes: recommending.GroundPaper. Source: 三(一)-4.
    """
    facts = {
        "name": name,
        "kind": kind_of(content, what="依据"),
        "content": content,
        "kept_at": now,
    }
    paper, _ = GroundPaper.objects.get_or_create(
        city_id=actor.city, sha256=hashlib.sha256(content).hexdigest(), defaults=facts
    )
    return paper
