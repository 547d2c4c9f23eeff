"""Keep the paper of an answer, a dispute or a service by hand, for the act that names it."""

import hashlib
from datetime import datetime

from cairong.audit.transaction import use_case
from cairong.kernel.actor import Actor, Role
from cairong.kernel.papers import kind_of
from cairong.oversight.models import UrgingPaper
from cairong.policy.urging import DESKS


@use_case(*DESKS, Role.COUNTY_CLERK, word="上传督办函附件", silent=True, counties=True)
def keep_urging_paper(*, actor: Actor, now: datetime, name: str, content: bytes) -> UrgingPaper:
    """Keep a paper of the actor's organisation; the same paper is kept once.

    It leaves no event of its own: that of the act that names it does. Raises Invalid for what is
    no PDF or picture, and above 5 MB. Writes: oversight.UrgingPaper. Source: 三(一)-2.
    """
    facts = {
        "city_id": actor.city,
        "name": name,
        "kind": kind_of(content, what="附件"),
        "content": content,
        "kept_at": now,
    }
    assert actor.organisation_id is not None
    paper, _ = UrgingPaper.objects.get_or_create(
        organisation_id=actor.organisation_id,
        sha256=hashlib.sha256(content).hexdigest(),
        defaults=facts,
    )
    return paper
