"""Queue the day's digests."""

from collections.abc import Sequence
from datetime import datetime

from cairong.audit.recording import record
from cairong.audit.transaction import use_case
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.outreach.steps.telling import Told, queue
from cairong.parties.reads import city_of


@use_case(Role.SYSTEM, word="发待办摘要")
def queue_digests(*, actor: Actor, now: datetime, told: Sequence[Told]) -> int:
    """Queue what each person is told of their day, once a day and channel; count the persons.

    Writes: outreach.Dispatch. Source: 三(三)-2.
    """
    queue(actor.city, told, now=now)
    record(
        actor=actor,
        now=now,
        type="outreach.digest.queued",
        subject=city_of(actor.city),
        after={"on": day_of(now), "count": len(told)},
        basis=["三(三)-2"],
    )
    return len(told)
