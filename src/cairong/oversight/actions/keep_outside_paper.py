"""The paper of a figure of outside the platform, kept for the two persons who enter the figure."""

import hashlib
from datetime import datetime

from cairong.audit.transaction import use_case
from cairong.kernel.actor import Actor, Role
from cairong.kernel.papers import kind_of
from cairong.oversight.models import OutsidePaper


@use_case(Role.PROCUREMENT_OFFICER, word="上传平台外融资依据", silent=True)
def keep_outside_paper(*, actor: Actor, now: datetime, name: str, content: bytes) -> OutsidePaper:
    """Keep the paper that a figure rests on; the same paper is kept once.

    It leaves no event of its own: that of the figure names it. Raises Invalid for what is no PDF
    or picture, and above 5 MB. Writes: oversight.OutsidePaper. Source: 一(二)-3.
    """
    facts = {
        "name": name,
        "kind": kind_of(content, what="依据"),
        "content": content,
        "kept_at": now,
    }
    paper, _ = OutsidePaper.objects.get_or_create(
        city_id=actor.city, sha256=hashlib.sha256(content).hexdigest(), defaults=facts
    )
    return paper
