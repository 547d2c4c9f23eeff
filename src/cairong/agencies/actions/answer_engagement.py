"""An agency answers the agreement recorded by a purchaser, or gives back one it accepted."""

from datetime import datetime
from uuid import UUID

from cairong.agencies.models import Engagement
from cairong.agencies.reads import engagement_for
from cairong.agencies.states import ENGAGEMENT
from cairong.agencies.steps.ending import ended, said_of, told_purchaser
from cairong.audit.recording import record
from cairong.audit.transaction import use_case
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.policy.agencies import AGREEMENT, agreement_in_days
from cairong.policy.rule import require


@use_case(Role.AGENCY_CLERK, word="接受委托代理协议")
def accept_engagement(*, actor: Actor, now: datetime, engagement_id: UUID) -> Engagement:
    """Accept an agreement: from now on, in its days and for what it covers, the agency may act.

    Raises NotFound, WrongState, PolicyBreach for one whose days are over.
    Writes: agencies.Engagement. Source: 采购法§20.
    """
    found = engagement_for(actor, engagement_id, lock=True)
    found.state = ENGAGEMENT.after(found.state, "accept")
    require(
        agreement_in_days(valid_from=found.valid_from, valid_to=found.valid_to, today=day_of(now))
    )
    found.answered_at = now
    found.save(update_fields=["state", "answered_at"])
    record(
        actor=actor,
        now=now,
        type="agencies.engagement.accepted",
        subject=found,
        visible_to=[found.purchaser_id],
        after=said_of(found),
        basis=[AGREEMENT],
        tell=told_purchaser(found),
    )
    return found


@use_case(Role.AGENCY_CLERK, word="不接受委托代理协议")
def decline_engagement(
    *, actor: Actor, now: datetime, engagement_id: UUID, reason: str
) -> Engagement:
    """Decline an agreement that was recorded, with the reason.

    Raises NotFound, WrongState. Writes: agencies.Engagement. Source: 采购法§20.
    """
    found = engagement_for(actor, engagement_id, lock=True)
    return ended(
        actor, now, found, step="decline", type_="agencies.engagement.declined", reason=reason,
        tell=told_purchaser(found),
    )  # fmt: skip


@use_case(Role.AGENCY_CLERK, word="退回委托代理协议")
def return_engagement(
    *, actor: Actor, now: datetime, engagement_id: UUID, reason: str
) -> Engagement:
    """Give an accepted agreement back, with the reason: nothing more is done under it.

    Raises NotFound, WrongState. Writes: agencies.Engagement. Source: 采购法§20.
    """
    found = engagement_for(actor, engagement_id, lock=True)
    return ended(
        actor, now, found, step="return", type_="agencies.engagement.returned", reason=reason,
        tell=told_purchaser(found),
    )  # fmt: skip
