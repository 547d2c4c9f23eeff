"""Daily: recommendations whose time is over end."""

from datetime import datetime
from functools import partial
from uuid import UUID

from cairong.audit.recording import Tell, record
from cairong.audit.transaction import carry_out_each, use_case
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.policy.recommending import CLAUSE
from cairong.recommending.models import Recommendation
from cairong.recommending.reads import any_open, recommendation_for, recommendations_of
from cairong.recommending.states import RECOMMENDATION
from cairong.recommending.steps.ending import end

OVER = "推荐的有效期已过"


def lapse_recommendations(*, actor: Actor, now: datetime) -> int:
    """End every recommendation whose last day is over; count them."""
    if not any_open(actor):
        return 0
    over = recommendations_of(actor).filter(state="open", until__lt=day_of(now))
    ids = over.values_list("pk", flat=True)
    acts = [partial(lapse_recommendation, recommendation_id=pk) for pk in ids]
    return carry_out_each(acts, actor=actor, now=now)


@use_case(Role.SYSTEM, word="推荐到期")
def lapse_recommendation(*, actor: Actor, now: datetime, recommendation_id: UUID) -> Recommendation:
    """End one recommendation whose last day is over; what was answered stays.

    Raises WrongState before that. Writes: recommending.Recommendation, Ask, clocks.Mark.
    Source: 三(一)-4.
    """
    found = recommendation_for(actor, recommendation_id, lock=True)
    if found.until >= day_of(now):
        raise RECOMMENDATION.refusal(found.state, OVER)
    waiting = end(found, "lapse", reason=OVER, now=now)
    record(
        actor=actor,
        now=now,
        type="recommending.supplier.lapsed",
        subject=found,
        about=[each.pk for each in waiting],
        visible_to=[found.authority_id, found.supplier_id],
        after={"no": found.no, "supplier": found.supplier.name, "unanswered": len(waiting)},
        basis=[CLAUSE],
        tell=[
            Tell(organisation_id=found.authority_id, role=Role.SME_AUTHORITY, subject_id=found.pk)
        ],
    )
    return found
