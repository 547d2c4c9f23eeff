"""Whether the clock of the machine runs steadily; where it does not, nothing happens by itself."""

from datetime import datetime, timedelta
from typing import Any

from cairong.audit.recording import record
from cairong.audit.rows import locked
from cairong.audit.transaction import use_case
from cairong.clocks.models import ClockWatch
from cairong.clocks.steady import clock_due
from cairong.kernel.actor import Actor, Role
from cairong.kernel.errors import Conflict
from cairong.kernel.text import clean_text
from cairong.parties.reads import desks_told
from cairong.policy.clock import Reading

KEPT_EVERY = timedelta(minutes=1)
TOLD = (Role.PROCUREMENT_APPROVER, Role.OPERATOR)
BASIS = ["三(一)-2"]


def is_steady(*, actor: Actor, reading: Reading) -> bool:
    """Whether the clock of a city is believed; stops what happens by itself where it strayed.

    Once it strayed, it is believed again when an operator says so (`confirm_clock`), even if it
    shows the right time before. Writes: clocks.ClockWatch.
    """
    watch = ClockWatch.objects.filter(pk=actor.city).first()
    if watch is not None and watch.doubted_at is not None:
        return False
    first, seen_at = (watch.reading, watch.seen_at) if watch else (None, None)
    due = clock_due(actor.city, watch, reading)
    if due is not None:
        doubt_clock(actor=actor, now=reading.at, due=due)
        return False
    kept: dict[str, Any] = {}
    if first is None or first.boot != reading.boot:
        kept = {"at": reading.at, "boot": reading.boot, "up": reading.up}
    if kept or seen_at is None or reading.at - seen_at >= KEPT_EVERY:
        kept["seen_at"] = reading.at
        ClockWatch.objects.update_or_create(city_id=actor.city, defaults=kept)
    return True


@use_case(Role.SYSTEM, word="停下自动办理,等待核对时钟")
def doubt_clock(*, actor: Actor, now: datetime, due: datetime) -> ClockWatch:
    """Stop what happens by itself in a city, and tell operators and the bureau why.

    Raises Conflict where another worker did. Writes: clocks.ClockWatch.
    """
    ClockWatch.objects.get_or_create(city_id=actor.city)
    watch = locked(ClockWatch.objects.all()).get(pk=actor.city)
    if watch.doubted_at is not None:
        raise Conflict("clocks.doubted")
    watch.doubted_at, watch.expected_at = now, due
    watch.save(update_fields=["doubted_at", "expected_at"])
    record(
        actor=actor, now=now, type="clocks.clock.doubted", subject=watch,
        after={"says": now, "expected": due}, basis=BASIS, tell=desks_told(actor.city, *TOLD),
    )  # fmt: skip
    return watch


@use_case(Role.OPERATOR, word="确认时钟")
def confirm_clock(*, actor: Actor, now: datetime, reason: str) -> ClockWatch:
    """Say that the clock is right again: what runs by itself goes on, today's work from the start.

    Raises Conflict where nobody doubts it, Invalid without a reason. Writes: clocks.ClockWatch.
    """
    words = clean_text(reason, "reason", least=2, most=200, lines=True)
    watch = locked(ClockWatch.objects.filter(pk=actor.city)).first()
    if watch is None or watch.doubted_at is None:
        raise Conflict("clocks.not_doubted")
    before = {"says": watch.doubted_at, "expected": watch.expected_at}
    watch.doubted_at = watch.expected_at = None
    watch.boot, watch.at, watch.seen_at = "", None, None
    watch.confirmations += 1
    watch.save()
    record(
        actor=actor, now=now, type="clocks.clock.confirmed", subject=watch,
        before=before, after={"reason": words}, basis=BASIS, tell=desks_told(actor.city, *TOLD),
    )  # fmt: skip
    return watch
