"""Work the hashes of events out again: what is stored against what it must be."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Subquery

from cairong.audit.models import Chain, Event
from cairong.kernel.events import VOUCHED, is_whole

WINDOW = 2_000


@dataclass(frozen=True, kw_only=True)
class ChainCheck:
    """What a check saw: how many events, from which to which, and the first that is wrong."""

    checked: int
    first: int
    last: int
    broken: int | None
    why: str = ""


def check_chain(city: str, *, before: int | None = None, window: int = WINDOW) -> ChainCheck:
    """Recompute the chain of a city over at most `window` events, the newest unless `before` says.

    A gap in the numbers, a hash that does not follow from its event or from the one before it
    (also the one before the window, and none before the first), and a head that does not point
    to the last event are each found and located. Events and head are read in one statement: what
    is recorded meanwhile belongs to neither.
    """
    head = Chain.objects.filter(city=city)
    rows = Event.objects.filter(city=city).order_by("-seq")
    rows = rows if before is None else rows.filter(seq__lt=before)
    rows = rows.annotate(
        head_seq=Subquery(head.values("seq")), head_hash=Subquery(head.values("hash"))
    )
    events = list(reversed(rows[: window + 1]))
    if not events:
        seq = head.values_list("seq", flat=True).first() or 0
        last = seq if before is None else before - 1
        return ChainCheck(
            checked=0, first=0, last=last, broken=last or None, why="记录缺失" if last else ""
        )
    followed = events.pop(0) if len(events) > window else None
    broken, why = _first_break(events, followed, vouched(city))
    newest = events[-1]
    pointed = before is not None or _is_head(newest)
    if broken is None and not pointed:
        broken, why = newest.seq, "链头与最后一条记录不符"
    return ChainCheck(
        checked=len(events), first=events[0].seq, last=newest.seq, broken=broken, why=why
    )


def check_whole_chain(
    city: str, *, window: int = WINDOW, told: Callable[[int, int], object] = lambda *_: None
) -> ChainCheck:
    """Recompute the chain of a city from its first event, window by window; say its first break.

    `told` hears after each window how many events of how many were worked out.
    """
    found = check_chain(city, window=window)
    stretches = [found]
    told(found.checked, found.last)
    while found.first > 1:
        found = check_chain(city, before=found.first, window=window)
        stretches.append(found)
        told(stretches[0].last - found.first + 1, stretches[0].last)
    earliest = next(
        (stretch for stretch in reversed(stretches) if stretch.broken is not None), found
    )
    return ChainCheck(
        checked=sum(stretch.checked for stretch in stretches),
        first=found.first,
        last=stretches[0].last,
        broken=earliest.broken,
        why=earliest.why,
    )


def _is_head(event: Any) -> bool:
    """Tell whether the head that was read with an event points to it."""
    return (event.head_seq, bytes(event.head_hash or b"")) == (event.seq, bytes(event.hash))


def vouched(city: str) -> Mapping[int, str]:
    """Read the hashes of sealed events that a later event vouches for, by their numbers."""
    with connection.cursor() as cursor:
        cursor.execute(VOUCHED.format(holds="audit_holds(sealed.id)"), {"city": city})
        return {seq: told for seq, told, by in cursor.fetchall() if by > seq}


def _first_break(
    events: Sequence[Event], followed: Event | None, sealed: Mapping[int, str]
) -> tuple[int | None, str]:
    seq, hash_before = (followed.seq, bytes(followed.hash)) if followed else (0, b"")
    for event in events:
        if event.seq != seq + 1:
            return event.seq, "编号不连续"
        if bytes(event.previous_hash) != hash_before:
            return event.seq, "与上一条记录的散列不衔接"
        if not is_whole(event, sealed):
            return event.seq, "内容与散列不符"
        seq, hash_before = event.seq, bytes(event.hash)
    return None, ""
