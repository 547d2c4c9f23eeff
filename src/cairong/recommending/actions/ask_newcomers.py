"""Daily: institutions that serve a region since a supplier of it was recommended are asked too."""

from datetime import datetime
from functools import partial
from uuid import UUID

from cairong.audit.recording import record
from cairong.audit.transaction import carry_out_each, use_case
from cairong.kernel.actor import Actor, Role
from cairong.kernel.errors import WrongState
from cairong.policy.recommending import CLAUSE
from cairong.recommending.models import Recommendation
from cairong.recommending.reads import any_open, newly_serving, recommendation_for, unasked
from cairong.recommending.states import RECOMMENDATION
from cairong.recommending.steps.opening import ask, asked_told


def ask_newcomers(*, actor: Actor, now: datetime) -> int:
    """Ask institutions that serve a region since a supplier of it was recommended; count them."""
    if not any_open(actor):
        return 0
    acts = [partial(widen_recommendation, recommendation_id=pk) for pk in newly_serving(actor)]
    return carry_out_each(acts, actor=actor, now=now)


@use_case(Role.SYSTEM, word="请新服务该区域的机构答复推荐")
def widen_recommendation(*, actor: Actor, now: datetime, recommendation_id: UUID) -> Recommendation:
    """Ask whoever serves a recommended supplier's region now and was not asked yet.

    Raises WrongState for one that is over, or where everybody was asked.
    Writes: recommending.Ask, clocks.Duty. Source: 三(一)-4.
    """
    found = recommendation_for(actor, recommendation_id, lock=True)
    RECOMMENDATION.after(found.state, "widen")
    missing = list(unasked(found))
    if not missing:
        raise WrongState("recommending.all_asked", CLAUSE, no=found.no)
    asks = ask(found, missing, now=now)
    record(
        actor=actor,
        now=now,
        type="recommending.supplier.widened",
        subject=found,
        about=[each.pk for each in asks],
        visible_to=[found.authority_id, found.supplier_id, *(each.pk for each in missing)],
        after={"no": found.no, "supplier": found.supplier.name, "asked": len(asks)},
        basis=[CLAUSE],
        tell=asked_told(asks),
    )
    return found
