"""Daily: whoever takes part and has no review ahead gets it: admitted before the bureau did."""

from datetime import datetime
from functools import partial
from uuid import UUID

from cairong.admission.reads import unreviewed
from cairong.admission.steps.deciding import locked_institution, next_review
from cairong.audit.recording import record
from cairong.audit.transaction import carry_out_each, use_case
from cairong.kernel.actor import Actor, Role
from cairong.kernel.errors import WrongState
from cairong.parties.models import Organisation
from cairong.policy.admission import CLAUSE


def open_reviews(*, actor: Actor, now: datetime) -> int:
    """Open the next review of each institution that has none ahead; count them."""
    acts = [partial(open_review, institution_id=pk) for pk in unreviewed(actor)]
    return carry_out_each(acts, actor=actor, now=now)


@use_case(Role.SYSTEM, word="开始计算复核金融机构的期限")
def open_review(*, actor: Actor, now: datetime, institution_id: UUID) -> Organisation:
    """Open the next review of an institution that takes part and has none ahead.

    Raises NotFound, Conflict for one that is closed, WrongState where a review is ahead already, or
    it is suspended, or no number of days holds yet. Writes: clocks.Duty. Source: 一(一)-4.
    """
    institution, _ = locked_institution(actor.city, institution_id)
    waits = institution_id in unreviewed(actor)
    duty = next_review(institution, now) if waits else None
    if duty is None:
        raise WrongState("admission.review_ahead", CLAUSE, name=institution.name)
    record(
        actor=actor,
        now=now,
        type="admission.review.opened",
        subject=institution,
        visible_to=[institution.pk],
        after={"institution": institution.name, "due_on": duty.due_on},
        basis=[CLAUSE],
    )
    return institution
