"""Tell auditors, bureau and operators when the chain is not signed: an alarm, or no signer."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from cairong.audit.recording import record
from cairong.audit.transaction import use_case
from cairong.kernel.actor import Actor, Role
from cairong.notary.models import Alarm
from cairong.notary.reads import standing, untold, why_of
from cairong.parties.reads import desks_told

TOLD = (Role.AUDITOR, Role.PROCUREMENT_OFFICER, Role.PROCUREMENT_APPROVER, Role.OPERATOR)
BASIS = ["二(二)-6"]
PAUSE = timedelta(seconds=30)
_LOOKED: dict[str, datetime] = {}


def watch(*, actor: Actor, now: datetime) -> int:
    """Tell of alarms nobody was told of, and of news that nobody signed; count them.

    Looked at twice a minute at most.
    """
    if timedelta(0) <= now - _LOOKED.get(actor.city, now - PAUSE) < PAUSE:
        return 0
    _LOOKED[actor.city] = now
    told = untold(actor.city)
    for alarm_id in told:
        tell_alarm(actor=actor, now=now, alarm_id=alarm_id)
    found = standing(actor.city, now)
    if found.alarm or not found.late:
        return len(told)
    tell_late(actor=actor, now=now)
    return len(told) + 1


@use_case(Role.SYSTEM, word="告知日志没有签发")
def tell_alarm(*, actor: Actor, now: datetime, alarm_id: UUID) -> Alarm:
    """Tell of an alarm of the signer's. Writes: notary.Alarm. Source: 二(二)-6."""
    alarm = Alarm.objects.select_for_update(of=("self",), no_key=True).get(
        pk=alarm_id, city=actor.city
    )
    alarm.told_at = now
    alarm.save(update_fields=["told_at"])
    record(
        actor=actor,
        now=now,
        type="notary.alarm.raised",
        subject=alarm,
        after={"why": why_of(alarm), "signed": alarm.kept_size, "seq": alarm.seq},
        basis=BASIS,
        tell=desks_told(actor.city, *TOLD),
    )
    return alarm


@use_case(Role.SYSTEM, word="告知日志签发迟了")
def tell_late(*, actor: Actor, now: datetime) -> Alarm:
    """Raise an alarm of news that nobody signed for some minutes, and tell of it.

    Writes: notary.Alarm. Source: 二(二)-6.
    """
    found = standing(actor.city, now)
    alarm = Alarm.objects.create(
        id=uuid4(),
        city=actor.city,
        kind=Alarm.Kind.LATE,
        at=now,
        kept_size=found.head.size if found.head else 0,
        kept_hash=found.head.body["chain_hash"] if found.head else "",
        found_size=found.events,
        seq=(found.head.size if found.head else 0) + 1,
        told_at=now,
    )
    record(
        actor=actor,
        now=now,
        type="notary.head.late",
        subject=alarm,
        after={"signed": alarm.kept_size},
        basis=BASIS,
        tell=desks_told(actor.city, *TOLD),
    )
    return alarm
