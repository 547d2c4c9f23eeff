"""The signed heads as anybody may read them, how the signing stands, and what was not signed."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import TruncDate

from cairong.audit.models import Chain, Event
from cairong.audit.rows import fetch
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import SHANGHAI, end_of, start_of
from cairong.kernel.states import State
from cairong.notary.heads import SignedHead, moment, stored, token_of
from cairong.notary.models import Alarm, AskedCheck, Check, Copy, Head, SigningKey
from cairong.notary.states import ASKED, OPEN
from cairong.orders.watching import cause_of

READERS = (Role.AUDITOR, Role.PROCUREMENT_OFFICER, Role.PROCUREMENT_APPROVER, Role.OPERATOR)
LATE = timedelta(minutes=5)
SILENT = timedelta(minutes=10)  # no word of how far a check is
DAY = timedelta(days=1)
FORMAT = "cairong-log/1"
# What keeps instructions from leaving for the treasury; the others are of chain and rows.
OF_SENDING = (Alarm.Kind.SLOW, Alarm.Kind.AWAY, Alarm.Kind.FOLDER, Alarm.Kind.SHUT)


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How the signing of a city's chain stands: the newest head, news since, why not signed.

    It is late where it was begun and news waits too long.
    """

    head: SignedHead | None
    events: int
    late: bool
    alarm: Alarm | None

    @property
    def token(self) -> str:
        """The newest head in one word; empty where there is none."""
        head = self.head
        return token_of(head.city, head.size, head.body["chain_hash"]) if head else ""


@dataclass(frozen=True, kw_only=True)
class Broken:
    """An alarm as anybody may read it, and what came of it: open, accepted by two, or resumed."""

    alarm: Alarm
    word: str
    state: str


@dataclass(frozen=True, kw_only=True)
class Day:
    """The heads of one day: how many, and the newest's size."""

    on: date
    heads: int
    size: int


def standing(city: str, now: datetime) -> Standing:
    """Read how the signing of a city's chain stands: two statements."""
    chain = Chain.objects.filter(city=OuterRef("city")).values("seq")
    news = Event.objects.filter(city=OuterRef("city"), seq=OuterRef("size") + 1).values("at")
    rows = Head.objects.filter(city=city).order_by("-id")
    row = rows.annotate(events=Subquery(chain), news_at=Subquery(news)).first()
    newest = read(row) if row else None
    news_at: datetime | None = getattr(row, "news_at", None)
    return Standing(
        head=newest,
        events=getattr(row, "events", 0),
        late=news_at is not None and now - news_at > LATE,
        alarm=open_alarm(city, newest, now),
    )


def recorded(city: str) -> int:
    """Count the events of a city's chain, whether they were signed or not."""
    return Chain.objects.filter(city=city).values_list("seq", flat=True).first() or 0


def newest_head(city: str) -> SignedHead | None:
    """Read the newest signed head of a city."""
    row = Head.objects.filter(city=city).order_by("-id").first()
    return read(row) if row else None


def open_alarm(city: str, newest: SignedHead | None, now: datetime) -> Alarm | None:
    """Find the alarm that stands: the newest, unless a head was signed after it.

    A head of a day to come, by a clock that was wrong, proves nothing of the kind.
    """
    alarm = _of_signing(city).first()
    signed = newest is not None and alarm is not None and alarm.at < newest.at <= now + LATE
    return None if signed else alarm


def read(row: Head) -> SignedHead:
    """Read a stored head."""
    return stored(row.text, row.alg, row.value)


def heads_of(city: str, day: date) -> list[SignedHead]:
    """List the heads of a day, in their order."""
    rows = Head.objects.filter(city=city, at__range=(start_of(day), end_of(day)))
    return [read(row) for row in rows.order_by("id")]


def heads_after(city: str, head_id: int, *, most: int) -> list[tuple[int, SignedHead]]:
    """List heads after one that is known, each with its number, so many at most."""
    rows = Head.objects.filter(city=city, id__gt=head_id).order_by("id")[:most]
    return [(row.pk, read(row)) for row in rows]


def days_of(city: str, first: date, last: date) -> list[Day]:
    """Count the heads of each day of a stretch, the newest first; days without are left out."""
    rows = Head.objects.filter(city=city, at__range=(start_of(first), end_of(last)))
    counted = (
        rows.annotate(on=TruncDate("at", tzinfo=SHANGHAI))
        .values("on")
        .annotate(heads=Count("pk"), size=Max("size"))
        .order_by("-on")
    )
    return [Day(**row) for row in counted]


def first_day(city: str) -> datetime | None:
    """Say when the first head was signed."""
    return Head.objects.filter(city=city).order_by("id").values_list("at", flat=True).first()


def keys() -> list[SigningKey]:
    """List the public keys that signed, the newest first."""
    return list(SigningKey.objects.order_by("-since"))


def is_by_known_key(head: SignedHead) -> bool:
    """Whether a head's signature is the stored key's own that it names."""
    key = SigningKey.objects.filter(key_id=head.signature.key_id).first()
    return key is not None and head.is_by(base64.b64decode(key.public_key))


def breaks(city: str, now: datetime) -> list[Broken]:
    """List what was not signed and what came of each, the newest first."""
    newest = newest_head(city)
    still = open_alarm(city, newest, now)
    return [_broken(each, still) for each in _of_signing(city)]


def _of_signing(city: str) -> QuerySet[Alarm]:
    rows = Alarm.objects.filter(city=city).exclude(kind__in=[Alarm.Kind.ROWS, *OF_SENDING])
    return rows.order_by("-at")


def was_raised(city: str, kind: Alarm.Kind, now: datetime, *, why: str) -> bool:
    """Whether an alarm of the same cause is open, or was raised within a day."""
    rows = Alarm.objects.filter(Q(state=OPEN) | Q(at__gt=now - DAY), city=city, kind=kind)
    return cause_of(why) in {cause_of(standstill_of(each)) for each in rows}


def standstills(city: str) -> list[str]:
    """Say in words what is open of the way to the treasury."""
    rows = Alarm.objects.filter(city=city, kind__in=OF_SENDING, state=OPEN).order_by("at")
    return [why_of(each) for each in rows]


def standstill_of(alarm: Alarm) -> str:
    """Say what stands still, as the alarm's event tells it; empty for another kind of alarm."""
    if alarm.kind not in OF_SENDING:
        return ""
    rows = Event.objects.filter(
        city=alarm.city, type="notary.sending.stands", subject_id=str(alarm.pk)
    )
    after = rows.values_list("after", flat=True).first() or {}
    return str(after.get("why", ""))


def is_of_sending(actor: Actor, record_id: UUID) -> bool:
    """Whether a record is an alarm of the way to the treasury, in a city of the actor's."""
    return Alarm.objects.filter(pk=record_id, city=actor.city, kind__in=OF_SENDING).exists()


def broken(actor: Actor, alarm_id: UUID, now: datetime) -> Broken:
    """Fetch one alarm of the actor's city, and what came of it. Raises NotFound."""
    found = alarm_for(actor, alarm_id)
    return _broken(found, open_alarm(actor.city, newest_head(actor.city), now))


def alarm_for(actor: Actor, alarm_id: UUID, *, lock: bool = False) -> Alarm:
    """Fetch an alarm of the actor's city. Raises NotFound."""
    rows = Alarm.objects.filter(city=actor.city)
    if actor.role not in READERS:
        rows = rows.none()
    return fetch(rows, alarm_id, "日志断点", lock=lock)


def differing(alarm: Alarm) -> list[dict[str, Any]]:
    """List the rows that an alarm of rows is about, as its event tells them."""
    rows = Event.objects.filter(
        city=alarm.city, type="notary.rows.differ", subject_id=str(alarm.pk)
    )
    after = rows.values_list("after", flat=True).first() or {}
    return list(after.get("found", []))


def untold(city: str) -> list[UUID]:
    """List the alarms of which nobody was told yet."""
    return list(Alarm.objects.filter(city=city, told_at=None).values_list("pk", flat=True))


def checks(city: str) -> list[Check]:
    """List how far rows and chain were last compared, and what differed."""
    return list(Check.objects.filter(city=city).order_by("kind"))


KINDS: Mapping[str, str] = dict(Alarm.Kind.choices)


def alarms_of(actor: Actor) -> QuerySet[Alarm]:
    """List the alarms of an auditor's city, of its signing and of its rows."""
    rows = Alarm.objects.filter(city=actor.city)
    return rows if actor.role is Role.AUDITOR else rows.none()


def alarms_open(actor: Actor) -> int:
    """Count the alarms that no auditor has looked into."""
    return alarms_of(actor).filter(state=OPEN).count()


@dataclass(frozen=True, kw_only=True)
class Progress:
    """A check that was asked for: how it stands, how far it is in percent, what came of it.

    `stuck` is for how many minutes nothing was said of it, where these are many.
    """

    asked: AskedCheck
    state: State
    percent: int
    stuck: int


def asked_checks(actor: Actor, now: datetime, *, most: int) -> list[Progress]:
    """List the checks that auditors of a city asked for, the newest first, so many at most."""
    rows = AskedCheck.objects.filter(city=actor.city)
    rows = rows if actor.role is Role.AUDITOR else rows.none()
    return [
        Progress(
            asked=each,
            state=ASKED.states[each.state],
            percent=each.checked * 100 // each.total if each.total else 0,
            stuck=_stuck(each, now),
        )
        for each in rows.order_by("-asked_at", "-pk")[:most]
    ]


def _stuck(asked: AskedCheck, now: datetime) -> int:
    silent = now - (asked.moved_at or asked.asked_at)
    return 0 if asked.done_at or silent < SILENT else int(silent.total_seconds()) // 60


def last_whole(city: str) -> Check | None:
    """Say when everything was last compared, and what differed."""
    return Check.objects.filter(city=city, kind=Check.Pass.NIGHT).first()


def copies(city: str) -> list[Copy]:
    """List where heads are copied to, and how far."""
    return list(Copy.objects.filter(city=city).order_by("place"))


def written(city: str, heads: list[SignedHead], now: datetime) -> dict[str, Any]:
    """Write heads as whoever keeps them has them, with the keys and all breaks."""
    return {
        "format": FORMAT,
        "log_id": f"{city}/events",
        "heads": [head.written() for head in heads],
        "keys": [
            {
                "key_id": key.key_id,
                "alg": key.alg,
                "public_key": key.public_key,
                "from": moment(key.since),
            }
            for key in keys()
        ],
        "breaks": [_written(each) for each in breaks(city, now)],
    }


def why_of(alarm: Alarm) -> str:
    """Say in words why a chain was not signed."""
    return Alarm.Kind(alarm.kind).label


def _broken(alarm: Alarm, still: Alarm | None) -> Broken:
    state = "open" if alarm == still else "accepted" if alarm.accepted_at else "resumed"
    return Broken(alarm=alarm, word=why_of(alarm), state=state)


def _written(each: Broken) -> Mapping[str, Any]:
    alarm = each.alarm
    return {
        "alarm": str(alarm.pk),
        "kind": alarm.kind,
        "at": moment(alarm.at),
        "kept": {"tree_size": alarm.kept_size, "chain_hash": alarm.kept_hash},
        "found": {"tree_size": alarm.found_size, "chain_hash": alarm.found_hash},
        "seq": alarm.seq,
        "state": each.state,
        "accepted_at": moment(alarm.accepted_at) if alarm.accepted_at else None,
        "accepted_by": alarm.accepted_by,
        "reason": alarm.reason,
    }
