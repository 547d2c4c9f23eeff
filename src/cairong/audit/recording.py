"""Write the one event of a use-case, chained to the one before, and whom it hands on to."""

from collections.abc import Collection, Iterable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models

from cairong.audit.models import Event
from cairong.audit.rows import insert
from cairong.kernel.actor import Actor, Role
from cairong.kernel.events import EVERY_COLUMN, digest

TELL = "tell"
HEAD = (
    "SELECT seq, hash, audit_rows_of(nullif(current_setting('cairong.act', true), '')::uuid)"
    " FROM audit_chain WHERE city = %s FOR NO KEY UPDATE"
)
KEPT = (
    "WITH moved AS (UPDATE audit_chain SET seq = %s, hash = %s WHERE city = %s),"
    " event AS ({insert}){handed} SELECT id FROM event"
)
HANDED = (
    ", handed AS (INSERT INTO audit_outbox (city, event_id, consumer, attempts, last_error)"
    " SELECT %s, id, unnest(%s::text[]), 0, '' FROM event)"
)
ENCODER = DjangoJSONEncoder()


@dataclass(frozen=True, kw_only=True)
class Tell:
    """Who is to be told of an event: everybody of an organisation in a role (and region).

    `saying` names other words than the event's own, `subject_id` another record it leads to.
    """

    organisation_id: UUID
    role: Role
    region: str = ""
    saying: str = ""
    subject_id: UUID | None = None

    def written(self) -> dict[str, Any]:
        """Write it as the event keeps it."""
        more = {"saying": self.saying, "subject": self.subject_id}
        return {
            "organisation": self.organisation_id,
            "role": self.role,
            "region": self.region,
            **{key: each for key, each in more.items() if each},
        }


@dataclass
class Recorded:
    """The events of the running use-case, and how many there must be when it ends well.

    What is only rehearsed keeps its event here and leaves the city's chain alone. `before` and
    `after` are the facts of the newest event, those `inside` among them.
    """

    events: list[Event] = field(default_factory=list)
    before: Mapping[str, Any] = field(default_factory=dict)
    after: Mapping[str, Any] = field(default_factory=dict)
    wanted: int = 1
    rehearsal: bool = False


RECORDED: ContextVar[Recorded | None] = ContextVar("recorded", default=None)


SUBSCRIBED: dict[str, tuple[str, ...]] = {}


def subscribe(table: Mapping[str, Iterable[str]]) -> None:
    """Say which consumers go on from which events, once at the start of a process."""
    SUBSCRIBED.update({kind: tuple(names) for kind, names in table.items()})


def _following(kinds: Iterable[str]) -> list[str]:
    """Name the consumers that go on from what happened, each once."""
    if not SUBSCRIBED:
        raise RuntimeError("nobody goes on from any event: the rooms were not joined at the start")
    return list(dict.fromkeys(name for kind in kinds for name in SUBSCRIBED.get(kind, ())))


def plain(value: Any) -> Any:
    """Turn facts (dates, ids, decimals, nested) into values JSON holds without loss."""
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(each) for each in value]
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        raise TypeError(f"a float has no place in an event: {value!r}")
    return ENCODER.default(value)


def record(
    *,
    actor: Actor,
    now: datetime,
    type: str,  # noqa: A002 - the word of the field
    subject: models.Model,
    about: Iterable[UUID | None] = (),
    visible_to: Iterable[UUID | None] = (),
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    basis: Iterable[str] = (),
    tell: Iterable[Tell] = (),
    also: Iterable[str] = (),
    inside: Collection[str] = (),
) -> Event:
    """Record the one event of this use-case. Call it last: it locks the head of the city's chain.

    `about` lists every record whose timeline shows the event (the subject is added), `visible_to`
    the organisations that may read it (the actor's is added), `basis` the obligations, `tell` who
    gets a message. Who goes on from here after commit is said at the start (`subscribe`), by the
    type and by what `also` came about, in words of the room itself.
    `inside` names facts that not every reader of the event may see: a rehearsal alone keeps them,
    for the second person of one's own organisation.

    Writes: audit.Event, audit.Chain, audit.Outbox.
    """
    tellings = [telling.written() for telling in tell]
    recorded = RECORDED.get()
    rehearsal = recorded is not None and recorded.rehearsal
    kept = () if rehearsal else inside
    own = subject.pk if isinstance(subject.pk, UUID) else None
    event = Event(
        **_who(actor),
        at=now,
        type=type,
        schema_version=EVERY_COLUMN,
        subject_type=subject._meta.label,
        subject_id=str(subject.pk),
        about=_ids([own, *about]),
        visible_to=_ids([actor.organisation_id, *visible_to]),
        before=plain(_without(kept, before)),
        after=plain({**_without(kept, after), **({"tell": tellings} if tellings else {})}),
        basis=list(basis),
    )
    if recorded is not None:
        recorded.events.append(event)
        recorded.before, recorded.after = before or {}, after or {}
    if not rehearsal:
        _keep(event, [*([TELL] if tellings else []), *_following([type, *also])])
    return event


def _without(names: Collection[str], facts: Mapping[str, Any] | None) -> dict[str, Any]:
    return {name: value for name, value in (facts or {}).items() if name not in names}


def _keep(event: Event, consumers: Iterable[str]) -> None:
    """Chain an event to the newest of its city, and hand it to its consumers, each once."""
    with connection.cursor() as cursor:
        cursor.execute(HEAD, [event.city])
        seq, previous, event.rows = cursor.fetchone()
    event.seq, event.previous_hash = seq + 1, bytes(previous)
    event.hash = digest(event)
    moved = [event.seq, event.hash, event.city]
    names = list(dict.fromkeys(consumers))
    handed = [event.city, names] if names else []
    insert(event, KEPT.replace("{handed}", HANDED if names else ""), moved, handed)


def _who(actor: Actor) -> dict[str, Any]:
    return {
        "city": actor.city,
        "person_id": actor.person_id,
        "person_name": actor.person_name,
        "organisation_id": actor.organisation_id,
        "organisation_name": actor.organisation_name,
        "role": actor.role,
        "channel": actor.channel,
        "request_id": actor.request_id,
        "asked": actor.asked,
    }


def _ids(ids: Iterable[UUID | None]) -> list[UUID]:
    return list(dict.fromkeys(id_ for id_ in ids if id_ is not None))
