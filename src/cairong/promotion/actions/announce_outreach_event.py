"""Announce an event: it stands on the public page, and can be signed up for."""

import secrets
from datetime import datetime
from uuid import UUID

from cairong.audit.recording import record
from cairong.audit.transaction import use_case
from cairong.kernel.actor import Actor
from cairong.policy.promotion import CLAUSE, announced_in_time
from cairong.policy.rule import require
from cairong.promotion.models import OutreachEvent
from cairong.promotion.reads import own_event
from cairong.promotion.states import HOSTS, OUTREACH_EVENT
from cairong.promotion.steps.drafting import facts_of


@use_case(*HOSTS, word="发布活动")
def announce_outreach_event(*, actor: Actor, now: datetime, event_id: UUID) -> OutreachEvent:
    """Announce an event that begins later, and make the secret address at its door.

    Raises NotFound, WrongState, PolicyBreach. Writes: promotion.OutreachEvent. Source: 三(三)-1.
    """
    found = own_event(actor, event_id, lock=True)
    found.state = OUTREACH_EVENT.after(found.state, "announce")
    require(announced_in_time(now=now, starts_at=found.starts_at, ends_at=found.ends_at))
    found.announced_at, found.door = now, secrets.token_urlsafe(16)
    found.save(update_fields=["state", "announced_at", "door"])
    record(
        actor=actor,
        now=now,
        type="promotion.event.announced",
        subject=found,
        after=facts_of(found),
        basis=[CLAUSE],
    )
    return found


@use_case(*HOSTS, word="更换签到二维码")
def renew_door(*, actor: Actor, now: datetime, event_id: UUID) -> OutreachEvent:
    """Make another secret address at the door; the old one lets nobody in.

    Raises NotFound, WrongState once it was held. Writes: promotion.OutreachEvent. Source: 三(三)-1.
    """
    found = own_event(actor, event_id, lock=True)
    OUTREACH_EVENT.after(found.state, "sign_in")
    found.door = secrets.token_urlsafe(16)
    found.save(update_fields=["door"])
    record(
        actor=actor,
        now=now,
        type="promotion.door.renewed",
        subject=found,
        after={"no": found.no, "title": found.title},
        basis=[CLAUSE],
    )
    return found
