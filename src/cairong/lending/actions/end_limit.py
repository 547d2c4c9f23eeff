"""Daily: a revolving limit whose term is over can be drawn no more; what it held is free."""

from datetime import datetime
from functools import partial
from uuid import UUID

from cairong.audit.recording import record
from cairong.audit.transaction import carry_out_each, use_case
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import WrongState
from cairong.lending.limits import term_end
from cairong.lending.models import Offer
from cairong.lending.reads import offers_of
from cairong.lending.states import DRAWABLE
from cairong.lending.steps.holding import let_go, locked_offer
from cairong.lending.steps.partners import locks_of, partners_of, partners_told
from cairong.lending.steps.tellings import both_told
from cairong.policy.cost import REVOLVING

OVER = "循环额度到期"


def end_limits(*, actor: Actor, now: datetime) -> int:
    """End every revolving limit whose term is over; counts them."""
    limits = offers_of(actor).filter(method=REVOLVING, state__in=DRAWABLE)
    over = limits.filter(loans__due_on__lte=day_of(now)).order_by("pk").distinct()
    acts = [partial(end_limit, offer_id=pk) for pk in over.values_list("pk", flat=True)]
    return carry_out_each(acts, actor=actor, now=now)


@use_case(Role.SYSTEM, word=OVER)
def end_limit(*, actor: Actor, now: datetime, offer_id: UUID) -> Offer:
    """End one revolving limit on the last day of its term; what is outstanding is repaid as agreed.

    The lock ends with it where nothing is outstanding. Raises WrongState before that day, or where
    it was given up meanwhile. Writes: lending.Offer, Intent, treasury.Entry, LockOperation, Lock,
    clocks.Mark. Source: 二(四)-5, 二(五)-3, I6.
    """
    offer, intent, receivable = locked_offer(actor, offer_id)
    before, until = offer.state, term_end(offer)
    standing = offer.revolves and before in DRAWABLE
    if not standing or until is None or day_of(now) < until:
        raise WrongState("lending.limit_not_over", "二(四)-5")
    ended = let_go(offer, intent, receivable, act="waive_rest", now=now, reason=OVER)
    record(
        actor=actor,
        now=now,
        type="lending.limit.ended",
        subject=offer,
        about=[offer.application_id, intent.pk, receivable.contract_id, *locks_of(ended)],
        visible_to=[intent.supplier_id, offer.institution_id, *partners_of(ended, now)],
        before={"state": before},
        after={
            "state": offer.state,
            "product": offer.product_version.product.name,
            "until": until,
        },
        basis=["二(四)-5", "二(五)-3"],
        tell=[*both_told(intent, offer.institution_id), *partners_told(ended, now)],
    )
    return offer
