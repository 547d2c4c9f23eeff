"""A purchaser ends an agreement with an agency early, by two persons: it holds no more at once."""

from datetime import datetime
from uuid import UUID

from cairong.agencies.models import Engagement
from cairong.agencies.reads import engagement_for
from cairong.agencies.states import ENGAGEMENT
from cairong.agencies.steps.ending import ended
from cairong.audit.recording import Tell
from cairong.kernel.actor import Actor, Role
from cairong.parties.four_eyes import DATED, two_person


@two_person(
    Role.PURCHASER_OFFICER, word="终止委托代理协议", of=ENGAGEMENT, free={"ended_on": DATED}
)
def end_engagement(*, actor: Actor, now: datetime, engagement_id: UUID, reason: str) -> Engagement:
    """End an agreement, accepted or not: the agency does nothing under it from this moment.

    Raises NotFound, WrongState for one that is over. Writes: agencies.Engagement.
    Source: 采购法§20, 条例§16.
    """
    found = engagement_for(actor, engagement_id, lock=True)
    return ended(
        actor,
        now,
        found,
        step="end",
        type_="agencies.engagement.ended",
        reason=reason,
        tell=[Tell(organisation_id=found.agency_id, role=Role.AGENCY_CLERK, subject_id=found.pk)],
    )
