"""Record that a letter of urging was served on paper: how, on whom, which day."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from cairong.audit.recording import record
from cairong.audit.rows import insert
from cairong.audit.transaction import use_case
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import Invalid
from cairong.kernel.text import clean_text
from cairong.oversight.models import UrgingService
from cairong.oversight.steps.answering import own_paper
from cairong.oversight.urgings import urging_for
from cairong.policy.urging import CLAUSE, WAYS

Way = Literal["hand", "post", "left"]


@use_case(Role.PROCUREMENT_OFFICER, Role.COUNTY_CLERK, word="登记督办函送达")
def serve_urging(
    *,
    actor: Actor,
    now: datetime,
    urging_id: UUID,
    way: Way,
    receiver: str,
    on: date,
    paper_id: UUID | None = None,
) -> UrgingService:
    """Record one service on paper, beside that on the platform; it moves no day.

    Raises NotFound, Invalid for a day before the letter or to come, Conflict for the same twice.
    Writes: oversight.UrgingService. Source: 三(一)-2.
    """
    letter = urging_for(actor, urging_id)
    issued, today = day_of(letter.issued_at), day_of(now)
    if not issued <= on <= today:
        raise Invalid("oversight.urge_served_on", field="on", first=issued, last=today)
    paper = own_paper(actor, paper_id)
    assert actor.person_id is not None
    service = UrgingService(
        letter=letter,
        way=way,
        receiver=clean_text(receiver, "receiver", least=2, most=60),
        on=on,
        paper=paper,
        at=now,
        by_id=actor.person_id,
    )
    insert(service)
    record(
        actor=actor,
        now=now,
        type="oversight.urging.served",
        subject=letter,
        about=[letter.pk],
        visible_to=[letter.organisation_id],
        after={
            "no": letter.no,
            "way": WAYS[way],
            "receiver": service.receiver,
            "on": on,
            **({"paper": paper.name, "paper_sha256": paper.sha256} if paper else {}),
        },
        basis=[CLAUSE],
    )
    return service
