"""The supplier lets the institutions that are asked see whom to call, or no longer."""

from datetime import datetime
from uuid import UUID

from cairong.audit.recording import record
from cairong.audit.transaction import use_case
from cairong.kernel.actor import Actor, Role
from cairong.kernel.errors import WrongState
from cairong.policy.recommending import CLAUSE
from cairong.recommending.models import Recommendation, Saying
from cairong.recommending.reads import recommendation_for
from cairong.recommending.states import RECOMMENDATION
from cairong.recommending.steps.opening import asked_told

KINDS = {
    Saying.Kind.SHARED: "recommending.contact.shared",
    Saying.Kind.KEPT: "recommending.contact.kept",
}


@use_case(Role.SUPPLIER, word="允许或不再允许机构查看联系方式")
def share_contact(
    *, actor: Actor, now: datetime, recommendation_id: UUID, shares: bool
) -> Recommendation:
    """Let the institutions asked see the supplier's contact, or end that.

    Raises NotFound, WrongState for one that is over or where it stands so already.
    Writes: recommending.Recommendation, Saying. Source: 三(一)-4, 二(一)-3.
    """
    found = recommendation_for(actor, recommendation_id, lock=True)
    RECOMMENDATION.after(found.state, "share")
    if found.shares_contact == shares:
        raise WrongState("recommending.contact_so", CLAUSE, no=found.no)
    found.shares_contact = shares
    found.save(update_fields=["shares_contact"])
    kind = Saying.Kind.SHARED if shares else Saying.Kind.KEPT
    Saying.objects.create(recommendation=found, kind=kind, at=now)
    asks = list(found.asks.order_by("pk"))
    record(
        actor=actor,
        now=now,
        type=KINDS[kind],
        subject=found,
        visible_to=[found.authority_id, *(each.institution_id for each in asks)],
        after={"no": found.no, "supplier": found.supplier.name},
        basis=[CLAUSE, "二(一)-3"],
        tell=asked_told(asks) if shares else (),
    )
    return found
