"""Work the hashes of the newest events out again: what is stored against what it must be."""

from dataclasses import dataclass

from cairong.audit.models import Chain, Event
from cairong.audit.recording import digest

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

    A gap in the numbers, a hash that does not follow from its event or from the one before it,
    and a head that does not point to the last event are each found and located.
    """
    head = Chain.objects.filter(city=city).first()
    if head is None or not head.seq:
        return ChainCheck(checked=0, first=0, last=0, broken=None)
    last = head.seq if before is None else min(before - 1, head.seq)
    rows = Event.objects.filter(city=city, seq__lte=last).order_by("-seq")
    events = list(reversed(rows[:window]))
    if not events:
        return ChainCheck(checked=0, first=0, last=last, broken=last, why="记录缺失")
    broken, why = _first_break(events)
    newest = events[-1]
    pointed = (head.seq, bytes(head.hash)) == (newest.seq, bytes(newest.hash))
    if broken is None and last == head.seq and not pointed:
        broken, why = newest.seq, "链头与最后一条记录不符"
    return ChainCheck(
        checked=len(events), first=events[0].seq, last=newest.seq, broken=broken, why=why
    )


def _first_break(events: list[Event]) -> tuple[int | None, str]:
    previous: Event | None = None
    for event in events:
        if previous is not None and event.seq != previous.seq + 1:
            return event.seq, "编号不连续"
        if previous is not None and bytes(event.previous_hash) != bytes(previous.hash):
            return event.seq, "与上一条记录的散列不衔接"
        if digest(event) != bytes(event.hash):
            return event.seq, "内容与散列不符"
        previous = event
    return None, ""
