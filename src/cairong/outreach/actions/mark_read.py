"""Note that a person has read messages of the inbox."""

from collections.abc import Sequence
from datetime import datetime

from cairong.audit.recording import record
from cairong.audit.transaction import use_case
from cairong.kernel.actor import Actor
from cairong.kernel.errors import NotFound
from cairong.outreach.models import Reading
from cairong.outreach.reads import inbox, unread
from cairong.parties.models import Person

MOST = 500


@use_case(word="阅读消息")
def mark_read(*, actor: Actor, now: datetime, message_ids: Sequence[int] = ()) -> int:
    """Note these messages of one's own inbox as read (all where none is named); count the new.

    Raises NotFound where one of them is not there. Writes: outreach.Reading. Source: 三(三)-2.
    """
    if actor.person_id is None:
        raise NotFound("access.not_found", thing="消息")
    named = set(message_ids)
    if named and inbox(actor).filter(pk__in=named).count() != len(named):
        raise NotFound("access.not_found", thing="消息")
    rows = unread(actor).filter(pk__in=named) if named else unread(actor)
    new = list(rows[:MOST])
    Reading.objects.bulk_create(
        [Reading(message=one, person_id=actor.person_id, at=now) for one in new],
        ignore_conflicts=True,
    )
    record(
        actor=actor,
        now=now,
        type="outreach.message.read",
        subject=Person(pk=actor.person_id),
        after={"count": len(new), "messages": [one.pk for one in new]},
        basis=["三(三)-2"],
    )
    return len(new)
