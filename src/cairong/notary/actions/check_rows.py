"""Compare rows with the chain: each minute what came, each night everything; tell what differs."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import datetime, time
from time import perf_counter
from typing import Any
from uuid import uuid4

from django.db import Error, connection

from cairong.audit.checking import check_whole_chain
from cairong.audit.recording import record
from cairong.audit.transaction import use_case
from cairong.clocks.daily import note_runs
from cairong.clocks.reads import ran_on
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import SHANGHAI, day_of
from cairong.notary.actions.watch import BASIS, TOLD
from cairong.notary.checking import prove, stored_heads, unfollowed
from cairong.notary.facts import differences
from cairong.notary.models import Alarm, AskedCheck, Check
from cairong.notary.reads import newest_head
from cairong.parties.reads import desks_told
from cairong.treasury.proving import lines, unsigned

MOST, KEPT = 2_000, 50
STORED = "数据库里"
NIGHTLY, AT_NIGHT = "check_all", time(2)


Part = AskedCheck.Part
type Told = Callable[[AskedCheck.Part, int, int], object]


def _nobody(part: AskedCheck.Part, checked: int, total: int) -> None:
    """Hear nothing."""


@dataclass(frozen=True, kw_only=True)
class Pass:
    """How a pass over rows and chain ended: which, up to which event, after how long."""

    kind: str
    upto: int
    took_ms: int


def check_new(*, actor: Actor, now: datetime) -> int:
    """Compare what was signed since the last pass, so many events at most; count what differs."""
    signed = newest_head(actor.city)
    last = Check.objects.filter(city=actor.city, kind=Check.Pass.MINUTE).first()
    if signed is None or (last and last.upto >= signed.size):
        return 0
    begun = perf_counter()
    after = last.upto if last else max(signed.size - MOST, 1)
    upto = min(signed.size, after + MOST)
    found = [asdict(each) for each in differences(actor.city, after=after, upto=upto)]
    took = int((perf_counter() - begun) * 1000)
    return _kept(actor, now, Pass(kind=Check.Pass.MINUTE, upto=upto, took_ms=took), found).differs


def check_nightly(*, actor: Actor, now: datetime) -> int:
    """Compare everything once a night, when nobody works; count what differs.

    While a check that was asked for is under way it waits for the next round.
    """
    today = day_of(now)
    if now.astimezone(SHANGHAI).time() < AT_NIGHT or NIGHTLY in ran_on(actor, today):
        return 0
    whole = check_all(actor=actor, now=now)
    if whole is None:
        return 0
    note_runs(actor.city, {NIGHTLY: whole.differs}, now=now)
    return whole.differs


def check_all(*, actor: Actor, now: datetime, told: Told = _nobody) -> Check | None:
    """Compare everything: hashes, stored heads, and every row of fact; keep what differs.

    One at a time in a city, so that what differs is told once: None where another is under way.
    `told` hears which part is under way, and how many events of how many were worked out.
    """
    with _alone(actor.city) as alone:
        return _compared(actor, now, told) if alone else None


@contextmanager
def _alone(city: str) -> Iterator[bool]:
    """Keep every other comparison of everything of a city out; false where one is under way."""
    key = f"notary_check_all {city}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", [key])
        (alone,) = cursor.fetchone()
    try:
        yield alone
    finally:
        if alone:
            with suppress(Error), connection.cursor() as cursor:  # a broken line gave it back
                cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", [key])


def _compared(actor: Actor, now: datetime, told: Told) -> Check:
    begun = perf_counter()
    chain = check_whole_chain(actor.city, told=lambda *so_far: told(Part.CHAIN, *so_far))
    told(Part.HEADS, chain.checked, chain.last)
    heads = stored_heads(actor.city)
    unproved = [*prove(actor.city, heads, source=STORED), *unfollowed(actor.city, heads.heads)]
    told(Part.ROWS, chain.checked, chain.last)
    found = [asdict(each) for each in differences(actor.city)]
    found += lines(unsigned(actor.city))
    found += [_line(each.first, each.why) for each in unproved if not each.explained]
    found += [_line(chain.broken, chain.why)] if chain.broken is not None else []
    took = int((perf_counter() - begun) * 1000)
    return _kept(actor, now, Pass(kind=Check.Pass.NIGHT, upto=chain.last, took_ms=took), found)


def _kept(actor: Actor, now: datetime, ended: Pass, found: Iterable[dict[str, Any]]) -> Check:
    """Keep how a pass ended; what was not found by the one before is told. Writes: notary.Check.

    The first of what differs are listed, all are counted.
    """
    last = Check.objects.filter(city=actor.city, kind=ended.kind).first()
    whole = list({str(each): each for each in found}.values())
    listed, differs = whole[:KEPT], len(whole)
    fresh = [each for each in listed if not last or each not in last.found]
    check, _ = Check.objects.update_or_create(
        city=actor.city,
        kind=ended.kind,
        defaults={
            "at": now,
            "upto": ended.upto,
            "took_ms": ended.took_ms,
            "found": listed,
            "differs": differs,
        },
    )
    if fresh:
        count = len(fresh) if differs <= KEPT else differs
        tell_differing(actor=actor, now=now, upto=ended.upto, found=fresh, count=count)
    return check


@use_case(Role.SYSTEM, word="告知业务数据与审计记录不符")
def tell_differing(
    *, actor: Actor, now: datetime, upto: int, found: list[dict[str, Any]], count: int
) -> Alarm:
    """Raise an alarm of rows that are not what the chain says: `count`, the first of them `found`.

    Writes: notary.Alarm. Source: 二(二)-6.
    """
    alarm = Alarm.objects.create(
        id=uuid4(),
        city=actor.city,
        kind=Alarm.Kind.ROWS,
        at=now,
        kept_size=upto,
        found_size=count,
        seq=min(each["seq"] for each in found),
        told_at=now,
    )
    record(
        actor=actor,
        now=now,
        type="notary.rows.differ",
        subject=alarm,
        after={"count": count, "found": found},
        basis=BASIS,
        tell=desks_told(actor.city, *TOLD),
    )
    return alarm


def _line(seq: int, why: str) -> dict[str, Any]:
    return {"row": "审计记录", "key": f"第 {seq} 条", "field": why, "seq": seq}
