"""Keep a paper for what a side says to a complaint."""

import hashlib
from datetime import datetime

from cairong.audit.transaction import use_case
from cairong.complaints.models import ComplaintPaper
from cairong.complaints.reads import bytes_of_day
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.papers import kind_of
from cairong.policy.complaining import ANSWERING, UPPERS
from cairong.policy.papers import DAY_MB, within_the_day
from cairong.policy.rule import require
from cairong.rulebook.reads import parameter_or_first


@use_case(Role.SUPPLIER, *ANSWERING, *UPPERS, word="上传投诉的材料", silent=True, counties=True)
def keep_complaint_paper(
    *, actor: Actor, now: datetime, name: str, content: bytes
) -> ComplaintPaper:
    """Keep a paper of the actor's organisation; the same paper is kept once.

    It leaves no event of its own: that of what it is handed in with names it. Raises Invalid for
    what is no PDF or picture, and above 5 MB, PolicyBreach beyond the bytes of its day.
    Writes: complaints.ComplaintPaper. Source: 三(一)-2.
    """
    assert actor.organisation_id is not None
    kept = ComplaintPaper.objects.filter(
        organisation=actor.organisation_id, sha256=hashlib.sha256(content).hexdigest()
    )
    if before := kept.first():
        return before
    kind = kind_of(content, what="材料")
    require(
        within_the_day(
            taken=bytes_of_day(actor.organisation_id, now),
            size=len(content),
            most_mb=parameter_or_first(actor.city, DAY_MB, on=day_of(now)),
        )
    )
    paper, _ = ComplaintPaper.objects.get_or_create(
        organisation_id=actor.organisation_id,
        sha256=hashlib.sha256(content).hexdigest(),
        defaults={
            "city_id": actor.city,
            "name": name,
            "kind": kind,
            "content": content,
            "kept_at": now,
        },
    )
    return paper
