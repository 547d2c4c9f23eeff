"""Accept by two persons that the chain goes on from what is there now, with the reason."""

from datetime import datetime
from uuid import UUID

from cairong.audit.recording import record
from cairong.kernel.actor import Actor, Role
from cairong.kernel.errors import Conflict
from cairong.kernel.text import clean_text
from cairong.notary.actions.watch import BASIS, TOLD
from cairong.notary.models import Alarm
from cairong.notary.reads import alarm_for, newest_head, open_alarm, why_of
from cairong.parties.four_eyes import two_person
from cairong.parties.reads import desks_told


@two_person(Role.PROCUREMENT_OFFICER, word="签署日志断点")
def accept_break(*, actor: Actor, now: datetime, alarm_id: UUID, reason: str) -> Alarm:
    """Accept the chain an alarm was raised of; the signer then goes on, and the log shows why.

    The signer finds the two persons in the chain itself, which has still to begin with what the
    alarm saw. Raises Conflict for one that is over or only late, Invalid.
    Writes: notary.Alarm. Source: 二(二)-6.
    """
    alarm = alarm_for(actor, alarm_id, lock=True)
    still = open_alarm(actor.city, newest_head(actor.city), now)
    if alarm.accepted_at is not None or alarm != still or alarm.kind == Alarm.Kind.LATE:
        raise Conflict("notary.over")
    alarm.reason = clean_text(reason, "reason", least=4, most=300)
    alarm.accepted_at = now
    alarm.accepted_by = f"{actor.organisation_name}采购科经办、采购科复核"
    alarm.save(update_fields=["reason", "accepted_at", "accepted_by"])
    record(
        actor=actor,
        now=now,
        type="notary.break.accepted",
        subject=alarm,
        before={"events": alarm.kept_size, "chain_head": alarm.kept_hash},
        after={
            "events": alarm.found_size,
            "chain_head": alarm.found_hash,
            "why": why_of(alarm),
            "reason": alarm.reason,
        },
        basis=BASIS,
        tell=desks_told(actor.city, *TOLD),
    )
    return alarm
