"""Hand each waiting outbox row to its consumer: at least once sent, once applied."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Q

from cairong.audit.models import Event, Outbox
from cairong.kernel.actor import Actor, system

LONGEST_PAUSE = 3600
TAKE = (
    "UPDATE audit_outbox o SET done_at = %s FROM audit_event e WHERE e.id = o.event_id"
    " AND o.event_id = %s AND o.consumer = %s AND o.city = %s AND done_at IS NULL RETURNING e.*"
)


@dataclass(frozen=True, kw_only=True)
class Consumer[R]:
    """What goes on from an event by itself: its name in the outbox, its word, and what it does."""

    name: str
    word: str
    run: Callable[..., R | None]

    def __call__(self, *, actor: Actor, now: datetime, event_id: int) -> R | None:
        """Go on from one event as the system; None where it was taken over before."""
        return self.run(actor=actor, now=now, event_id=event_id)


CONSUMERS: dict[str, Consumer[Any]] = {}


def receive(*, actor: Actor, now: datetime, event_id: int, consumer: str) -> Event | None:
    """Take one event over, inside the consumer's transaction; None when it was done before.

    Marks the outbox row done, which locks it: two workers never apply the same event.
    """
    return next(iter(Event.objects.raw(TAKE, [now, event_id, consumer, actor.city])), None)


def waiting(*, now: datetime, city: str | None = None, limit: int = 100) -> list[Outbox]:
    """List rows not yet done whose time to be tried has come, the often failed ones last."""
    rows = Outbox.objects.filter(Q(retry_at__isnull=True) | Q(retry_at__lte=now), done_at=None)
    if city is not None:
        rows = rows.filter(city=city)
    return list(rows.order_by("attempts", "id")[:limit])


def deliver(row: Outbox, *, now: datetime, consumers: Mapping[str, Callable[..., object]]) -> None:
    """Call the consumer of one row as the system. Raises what the consumer raises."""
    consumers[row.consumer](actor=system(city=row.city), now=now, event_id=row.event_id)


def note_failure(row: Outbox, error: BaseException, *, now: datetime) -> None:
    """Keep why a delivery failed; the row waits longer each time, one hour at most."""
    pause = timedelta(seconds=min(2**row.attempts, LONGEST_PAUSE))
    Outbox.objects.filter(pk=row.pk).update(
        attempts=F("attempts") + 1,
        retry_at=now + pause,
        last_error=f"{type(error).__name__}: {error}"[:2000],
    )
