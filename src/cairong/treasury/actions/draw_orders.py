"""Write the orders that persons sign: what leaves, and the account it goes to. The gateway's."""

from datetime import datetime
from uuid import UUID

from cairong.audit.recording import Tell, record
from cairong.audit.transaction import use_case
from cairong.kernel.actor import Actor, Role
from cairong.kernel.errors import Conflict, WrongState
from cairong.orders.counting import desk_of
from cairong.orders.models import Order
from cairong.orders.steps.drawing import KIND, draw
from cairong.treasury.models import PayeeVersion, Receivable
from cairong.treasury.ordering import (
    decided_since,
    pay_facts,
    payee_facts,
    proposal_of_payment,
    proposal_of_version,
    signers_of,
)
from cairong.treasury.reads import payment_for
from cairong.treasury.states import PAYMENT
from cairong.treasury.steps.tellings import about, paying_bureau
from cairong.treasury.unsent import over_as, payee_order_of

CLAUSE = "二(三)-4"


@use_case(Role.SYSTEM, word="写支付的签名单")
def draw_pay_order(*, actor: Actor, now: datetime, payment_id: UUID) -> Order:
    """Write the order of a released payment, for the two who released it to sign.

    Raises NotFound, WrongState for one that is not released, or paid by the desk's own means, and
    where two persons have not signed for its account yet. Writes: orders.Order.
    Source: 二(三)-4, D19.
    """
    payment = payment_for(actor, payment_id)
    payee = payee_order_of(payment)
    over = over_as(payment)
    if over or payee is None:
        raise WrongState("orders.over", CLAUSE, state=over or PAYMENT.states[payment.state].word)
    proposal = proposal_of_payment(payment)
    order = draw(
        KIND.PAY,
        city=actor.city,
        subject_id=payment.receivable_id,
        about_id=payment.pk,
        facts=pay_facts(payment, payee),
        now=now,
        proposal=proposal,
        signers=signers_of(proposal),
    )
    _record(actor, now, order, payment.receivable)
    return order


@use_case(Role.SYSTEM, word="写回款账户的签名单")
def draw_payee_order(*, actor: Actor, now: datetime, version_id: UUID) -> Order:
    """Write the order of a payee version, for the two who decided it to sign.

    One of before the ceremony is signed by any two of the treasury desk, when it is to be paid to.
    Raises Conflict for a later one that two persons did not decide.
    Writes: orders.Order. Source: 二(三)-3, D8, D19.
    """
    rows = PayeeVersion.objects.select_related("receivable__contract", "receivable__supplier")
    version = rows.get(pk=version_id, receivable__city_id=actor.city)
    proposal, later = proposal_of_version(version), decided_since(version)
    if later and proposal is None:
        raise Conflict("orders.undecided", CLAUSE, version=version.version)
    order = draw(
        KIND.PAYEE,
        city=actor.city,
        subject_id=version.receivable_id,
        about_id=version.pk,
        facts=payee_facts(version),
        now=now,
        proposal=proposal,
        signers=signers_of(proposal) if proposal and later else (),
    )
    _record(actor, now, order, version.receivable)
    return order


def _record(actor: Actor, now: datetime, order: Order, receivable: Receivable) -> None:
    bureau = paying_bureau(receivable, now)
    record(
        actor=actor,
        now=now,
        type="orders.order.drawn",
        subject=order,
        about=about(receivable, order.about_id),
        visible_to=[bureau.pk],
        after={"number": order.number, "code": order.code, "digest": order.digest},
        basis=[CLAUSE],
        tell=[
            Tell(organisation_id=bureau.pk, role=role, region=receivable.region,
                 subject_id=order.about_id)
            for role in desk_of(order)
        ],
    )  # fmt: skip
