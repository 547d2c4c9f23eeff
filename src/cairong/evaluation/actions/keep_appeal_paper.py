"""Keep the paper of an appeal, for the act that names it."""

import hashlib
from datetime import datetime

from cairong.audit.transaction import use_case
from cairong.evaluation.models import AppealPaper
from cairong.kernel.actor import Actor, Role
from cairong.kernel.papers import kind_of


@use_case(Role.INSTITUTION_OFFICER, word="上传申诉附件", silent=True)
def keep_appeal_paper(*, actor: Actor, now: datetime, name: str, content: bytes) -> AppealPaper:
    """Keep a paper of the actor's institution; the same paper is kept once.

    It leaves no event of its own: that of the appeal names it. Raises Invalid for what is no PDF
    or picture, and above 5 MB. Writes: evaluation.AppealPaper. Source: 三(二)-1.
    """
    facts = {
        "city_id": actor.city,
        "name": name,
        "kind": kind_of(content, what="附件"),
        "content": content,
        "kept_at": now,
    }
    assert actor.organisation_id is not None
    paper, _ = AppealPaper.objects.get_or_create(
        organisation_id=actor.organisation_id,
        sha256=hashlib.sha256(content).hexdigest(),
        defaults=facts,
    )
    return paper
