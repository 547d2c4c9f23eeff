"""Tell treasury desk, auditors and operators where what two persons signed does not get on."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import uuid4

from cairong.audit.recording import record
from cairong.audit.transaction import use_case
from cairong.kernel.actor import Actor, Role
from cairong.notary.models import Alarm
from cairong.notary.reads import was_raised, why_of
from cairong.orders.reads import Sending, founded_at, gateway_heard, instructions_in
from cairong.orders.steps.telling import told
from cairong.orders.watching import BETWEEN
from cairong.policy.orders import UNHEARD
from cairong.treasury.ordering import something_waits

BASIS = ["二(三)-4"]
PAUSE = timedelta(minutes=1)
SLOW = timedelta(minutes=30)
SILENT = timedelta(days=3)
LASTS = timedelta(minutes=5)  # a trouble that goes by itself is none
Kind = Alarm.Kind
_LOOKED: dict[str, datetime] = {}
_FIRST: dict[str, datetime] = {}  # while we did not run ourselves, nobody was away


def watch_sending(*, actor: Actor, now: datetime) -> int:
    """Raise an alarm of each thing that keeps instructions from leaving; count them.

    Looked at once a minute at most. One is raised of a cause until an auditor has looked into it,
    and again the next day where it lasts.
    """
    if timedelta(0) <= now - _LOOKED.get(actor.city, now - PAUSE) < PAUSE:
        return 0
    _LOOKED[actor.city] = now
    raised = 0
    for kind, why in _standing_still(actor.city, now):
        raised += raise_once(actor=actor, now=now, kind=kind, why=why)
    return raised


def raise_once(*, actor: Actor, now: datetime, kind: Alarm.Kind, why: str) -> bool:
    """Raise an alarm of what stands still, but for a cause whose alarm is open, or of today."""
    if was_raised(actor.city, kind, now, why=why):
        return False
    tell_standstill(actor=actor, now=now, kind=kind, why=why)
    return True


@use_case(Role.SYSTEM, word="告知支付指令停住")
def tell_standstill(*, actor: Actor, now: datetime, kind: Alarm.Kind, why: str) -> Alarm:
    """Raise an alarm of what stands still between two signatures and the treasury.

    Writes: notary.Alarm. Source: 二(三)-4.
    """
    alarm = Alarm.objects.create(
        id=uuid4(), city=actor.city, kind=kind, at=now, kept_size=0, found_size=0, seq=0,
        told_at=now,
    )  # fmt: skip
    record(
        actor=actor,
        now=now,
        type="notary.sending.stands",
        subject=alarm,
        after={"what": why_of(alarm), "why": why},
        basis=BASIS,
        tell=told(actor.city),
    )
    return alarm


def _is_silent(sent: Sending, now: datetime) -> bool:
    return sent.sent_at is not None and sent.sent_at <= now - SILENT


def _standing_still(city: str, now: datetime) -> Iterator[tuple[Alarm.Kind, str]]:
    since = founded_at(city)
    if since is None:
        return
    yield from _slow(city, now)
    heard, first = gateway_heard(city), _FIRST.setdefault(city, now)
    if heard is not None and heard.since is not None and heard.since <= now - LASTS:
        for trouble in heard.trouble.split(BETWEEN):
            yield Kind.FOLDER, trouble
    heard_at = max(heard.heard_at, first) if heard else first
    if heard_at <= now - UNHEARD and something_waits(city, since):
        yield Kind.AWAY, "请看 log/gateway.log"


def _slow(city: str, now: datetime) -> Iterator[tuple[Alarm.Kind, str]]:
    waiting = instructions_in(city, "queued", "leaving")
    late = [each for each in waiting if each.made_at <= now - SLOW]
    silent = [each for each in instructions_in(city, "sent") if _is_silent(each, now)]
    for what, rows in (("没有送到", late), ("送到三天没有回执", silent)):
        if rows:
            first = rows[0].order
            why = f"{len(rows)} 份{what},最早的是 {first.number},核对码 {first.code}"
            yield Kind.SLOW, why
