"""How an event ends: held and then summed up, or called off with the reason."""

from datetime import datetime
from uuid import UUID

from cairong.audit.recording import record
from cairong.audit.transaction import use_case
from cairong.kernel.actor import Actor
from cairong.kernel.text import clean_text
from cairong.policy.promotion import CLAUSE, EFFECT, held_once_begun, summed_up_once_over
from cairong.policy.rule import require
from cairong.promotion.models import OutreachEvent
from cairong.promotion.reads import own_event, taken
from cairong.promotion.states import HOSTS, OUTREACH_EVENT
from cairong.promotion.steps.telling import readers, signed_up, told


@use_case(*HOSTS, word="记为已举办")
def hold_outreach_event(*, actor: Actor, now: datetime, event_id: UUID) -> OutreachEvent:
    """Note that an event took place; the door is closed, the host may still enter who came.

    Raises NotFound, WrongState, PolicyBreach before it begins.
    Writes: promotion.OutreachEvent. Source: 三(三)-1.
    """
    found = own_event(actor, event_id, lock=True)
    found.state = OUTREACH_EVENT.after(found.state, "hold")
    require(held_once_begun(now=now, starts_at=found.starts_at))
    found.held_at, found.door = now, ""
    found.save(update_fields=["state", "held_at", "door"])
    counts = taken(found)
    record(
        actor=actor,
        now=now,
        type="promotion.event.held",
        subject=found,
        after={"no": found.no, "title": found.title, "count": counts["came"]},
        basis=[CLAUSE],
    )
    return found


@use_case(*HOSTS, word="总结活动")
def sum_up_outreach_event(
    *, actor: Actor, now: datetime, event_id: UUID, summary: str
) -> OutreachEvent:
    """Sum an event up in words: what was learned, what will be done otherwise.

    Raises NotFound, WrongState, Invalid, PolicyBreach before its end.
    Writes: promotion.OutreachEvent. Source: 三(三)-3.
    """
    found = own_event(actor, event_id, lock=True)
    found.state = OUTREACH_EVENT.after(found.state, "sum_up")
    require(summed_up_once_over(now=now, ends_at=found.ends_at))
    found.summary = clean_text(summary, "summary", least=20, most=1000, lines=True)
    found.ended_at = now
    found.save(update_fields=["state", "summary", "ended_at"])
    record(
        actor=actor,
        now=now,
        type="promotion.event.summed_up",
        subject=found,
        after={"no": found.no, "title": found.title, "summary": found.summary},
        basis=[EFFECT],
    )
    return found


@use_case(*HOSTS, word="取消活动")
def call_outreach_event_off(
    *, actor: Actor, now: datetime, event_id: UUID, reason: str
) -> OutreachEvent:
    """Call an event off; whoever signed up with an account is told why.

    Raises NotFound, WrongState, Invalid. Writes: promotion.OutreachEvent. Source: 三(三)-1.
    """
    found = own_event(actor, event_id, lock=True)
    before = found.state
    found.state = OUTREACH_EVENT.after(before, "call_off")
    found.reason = clean_text(reason, "reason", least=2, most=300, lines=True)
    found.ended_at, found.door = now, ""
    found.save(update_fields=["state", "reason", "ended_at", "door"])
    people = signed_up(found)
    record(
        actor=actor,
        now=now,
        type="promotion.event.called_off",
        subject=found,
        visible_to=readers(people),
        before={"state": before},
        after={"no": found.no, "title": found.title, "reason": found.reason},
        basis=[CLAUSE],
        tell=told(found, people),
    )
    return found
