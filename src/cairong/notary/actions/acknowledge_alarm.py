"""Say, as an auditor, what an alarm of the chain was."""

from datetime import datetime
from uuid import UUID

from cairong.audit.recording import record
from cairong.audit.transaction import use_case
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.text import clean_text
from cairong.notary.actions.watch import BASIS
from cairong.notary.models import Alarm
from cairong.notary.reads import alarm_for, why_of
from cairong.notary.states import ALARM
from cairong.parties.people import brought_by, seated_before
from cairong.parties.reads import desks_told
from cairong.policy.auditing import is_apart, is_proven
from cairong.policy.rule import require

TOLD = (Role.PROCUREMENT_OFFICER, Role.PROCUREMENT_APPROVER)


@use_case(Role.AUDITOR, word="查明审计告警")
def acknowledge_alarm(*, actor: Actor, now: datetime, alarm_id: UUID, finding: str) -> Alarm:
    """Keep what an auditor found out about an alarm, once; the bureau is told.

    It changes nothing of what is signed: a break is accepted by two of the procurement desk.
    Raises NotFound, WrongState where it was done, PolicyBreach for an auditor whom nobody but the
    one who brought them in has confirmed, or who held another desk within 30 days, Invalid.
    Writes: notary.Alarm. Source: 二(二)-6, 网络安全法§23.
    """
    alarm = alarm_for(actor, alarm_id, lock=True)
    on = day_of(now)
    require(is_proven(brought_by=brought_by(actor.person_id)))
    require(is_apart(seated_until=seated_before(actor.person_id, on), on=on))
    before = alarm.state
    alarm.state = ALARM.after(before, "acknowledge")
    alarm.finding = clean_text(finding, "finding", least=4, most=500, lines=True)
    alarm.seen_at, alarm.seen_by_name = now, actor.person_name
    alarm.seen_for_id = actor.organisation_id
    fields = ["state", "finding", "seen_at", "seen_by_name", "seen_for"]
    alarm.save(update_fields=fields)
    record(
        actor=actor,
        now=now,
        type="notary.alarm.acknowledged",
        subject=alarm,
        before={"state": before},
        after={"state": alarm.state, "why": why_of(alarm), "finding": alarm.finding},
        basis=BASIS,
        tell=desks_told(actor.city, *TOLD),
    )
    return alarm
