"""Note that a person has read messages of the inbox."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from cairong.audit.recording import record
from cairong.audit.transaction import use_case
from cairong.kernel.actor import Actor
from cairong.kernel.errors import NotFound
from cairong.outreach.models import Message, Reading
from cairong.outreach.reads import inbox, unread
from cairong.parties.models import Person

AT_ONCE = 1000


@use_case(word="阅读消息", at_rest=True)
def mark_read(*, actor: Actor, now: datetime, message_ids: Sequence[int]) -> int:
    """Note these messages of one's own inbox as read; count the new.

    Raises NotFound where one of them is not there. Writes: outreach.Reading. Source: 三(三)-2.
    """
    person, named = _person(actor), set(message_ids)
    if inbox(actor).filter(pk__in=named).count() != len(named):
        raise NotFound("access.not_found", thing="消息")
    return _read(actor, person, now, unread(actor).filter(pk__in=named))


@use_case(word="全部标为已读", at_rest=True)
def mark_all_read(*, actor: Actor, now: datetime) -> int:
    """Note every message of one's own inbox as read; count the new: none the second time.

    Writes: outreach.Reading. Source: 三(三)-2.
    """
    return _read(actor, _person(actor), now, unread(actor))


def _person(actor: Actor) -> UUID:
    if actor.person_id is None:
        raise NotFound("access.not_found", thing="消息")
    return actor.person_id


def _read(actor: Actor, person: UUID, now: datetime, rows: QuerySet[Message]) -> int:
    new = list(rows.order_by("id").values_list("pk", flat=True))
    readings = [Reading(message_id=pk, person_id=person, at=now) for pk in new]
    Reading.objects.bulk_create(readings, batch_size=AT_ONCE, ignore_conflicts=True)
    record(
        actor=actor,
        now=now,
        type="outreach.message.read",
        subject=Person(pk=person),
        after={"count": len(new), "first": new[:1], "last": new[-1:]},
        basis=["三(三)-2"],
    )
    return len(new)
