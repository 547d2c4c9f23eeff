"""Deliveries of the outbox and the state of the platform, as those who look after them see them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Count, Min, Q, QuerySet

from cairong.audit.models import Chain, Outbox, RefusalRecord
from cairong.kernel.actor import Actor
from cairong.kernel.plain import plain

PATIENCE, DAY = timedelta(minutes=5), timedelta(days=1)
SIZE = (
    "SELECT pg_database_size(current_database()),"
    " (SELECT count(*) FROM pg_stat_activity WHERE datname = current_database())"
)


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """One event that a consumer has to hear of, as plain facts: the event, and how often tried."""

    consumer: str
    kind: str
    organisation: str
    person: str
    after: Mapping[str, Any]
    subject_id: str
    at: datetime
    attempts: int
    retry_at: datetime | None
    last_error: str


@dataclass(frozen=True, kw_only=True)
class Platform:
    """How the platform stands: events, deliveries not made, refusals of a day, the database."""

    events: int
    waiting: int
    failing: int
    oldest_at: datetime | None
    refused: int
    database_bytes: int
    connections: int


def deliveries_of(actor: Actor) -> QuerySet[Outbox]:
    """List what has to be delivered in an actor's city, done or not."""
    return Outbox.objects.filter(city=actor.city)


def standing_so(_actor: Actor, _now: datetime, standing: str) -> Q:
    """Keep the deliveries that stand so; those not made yet where nothing is asked."""
    waiting = Q(done_at=None)
    asked = {"failed": waiting & Q(attempts__gt=0), "done": ~waiting, "all": Q()}
    return asked.get(standing, waiting)


def stuck_deliveries(actor: Actor, now: datetime, *, most: int) -> list[Delivery]:
    """List the deliveries that failed or wait longer than they should, the worst first."""
    late = Q(attempts__gt=0) | Q(event__at__lt=now - PATIENCE)
    rows = deliveries_of(actor).filter(late, done_at=None).order_by("-attempts", "id")
    return read_deliveries(rows[:most])


def read_deliveries(rows: QuerySet[Outbox]) -> list[Delivery]:
    """Read deliveries with their events, in one statement."""
    return [_facts(row) for row in rows.select_related("event")]


def platform(actor: Actor, now: datetime) -> Platform:
    """Read how the platform stands."""
    outbox = deliveries_of(actor).filter(done_at=None)
    counted = outbox.aggregate(
        waiting=Count("pk"),
        failing=Count("pk", filter=Q(attempts__gt=0)),
        oldest_at=Min("event__at"),
    )
    with connection.cursor() as cursor:
        cursor.execute(SIZE)
        size, connections = cursor.fetchone() or (0, 0)
    return Platform(
        events=Chain.objects.filter(city=actor.city).values_list("seq", flat=True).first() or 0,
        refused=RefusalRecord.objects.filter(city=actor.city, at__gte=now - DAY).count(),
        database_bytes=size,
        connections=connections,
        **counted,
    )


def _facts(outbox: Outbox) -> Delivery:
    event = outbox.event
    return plain(
        Delivery,
        outbox,
        kind=event.type,
        organisation=event.organisation_name,
        person=event.person_name,
        after=event.after,
        subject_id=event.subject_id,
        at=event.at,
    )
