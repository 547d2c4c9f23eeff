"""Invite a segment to an event: everybody who fits and was not invited yet."""

from datetime import datetime
from uuid import UUID

from cairong.audit.recording import record
from cairong.audit.transaction import use_case
from cairong.kernel.actor import Actor
from cairong.kernel.errors import Invalid, WrongState
from cairong.policy.promotion import AT_ONCE, CLAUSE, REACHED, SEGMENTS, before_it_begins
from cairong.policy.rule import require
from cairong.promotion.models import Invitation, OutreachEvent
from cairong.promotion.reads import own_event
from cairong.promotion.segments import to_invite
from cairong.promotion.states import HOSTS, OUTREACH_EVENT
from cairong.promotion.steps.drafting import facts_of
from cairong.promotion.steps.telling import readers, told


@use_case(*HOSTS, word="邀请参加活动")
def invite_segment(
    *, actor: Actor, now: datetime, event_id: UUID, segment: str, region: str = "", size: str = ""
) -> OutreachEvent:
    """Invite up to 500 of a segment, of a region and size where named; each organisation once.

    Each gets a message, by the channels that its people chose. Raises NotFound, Invalid for a
    segment that is none, WrongState where nobody is left or the event is over, PolicyBreach.
    Writes: promotion.Invitation. Source: 三(三)-1, 三(三)-2.
    """
    found = own_event(actor, event_id, lock=True)
    OUTREACH_EVENT.after(found.state, "invite")
    require(before_it_begins(now=now, starts_at=found.starts_at, title=found.title))
    if segment not in SEGMENTS:
        words = "、".join(SEGMENTS.values())
        raise Invalid("promotion.segment", CLAUSE, field="segment", value=segment, segments=words)
    rows = to_invite(actor, now, found.pk, segment=segment, region=region, size=size)
    invited = list(rows[:AT_ONCE])
    if not invited:
        raise WrongState("promotion.nobody_left", REACHED, title=found.title)
    Invitation.objects.bulk_create(
        [Invitation(event=found, organisation=each, segment=segment, at=now) for each in invited]
    )
    record(
        actor=actor,
        now=now,
        type="promotion.event.invited",
        subject=found,
        visible_to=readers(invited),
        after={
            **facts_of(found),
            "segment": SEGMENTS[segment],
            "count": len(invited),
        },
        basis=[CLAUSE, REACHED],
        tell=told(found, invited),
    )
    return found
