"""What can have left of a payment, and what may be done of one of which nothing has."""

from datetime import datetime

from django.db.models import QuerySet

from cairong.audit.models import Event
from cairong.kernel.errors import Finding
from cairong.orders.answers import PAID
from cairong.orders.counting import is_signed
from cairong.orders.models import Doubt, Instruction, Order
from cairong.orders.reads import founded_at, gateway_heard
from cairong.orders.states import INSTRUCTION, UNDER_WAY
from cairong.policy.orders import (
    account_is_signed,
    gateway_is_sound,
    leaves_by_gateway,
    none_paid_after_all,
    not_by_own_means,
    nothing_in_doubt,
    nothing_paid_late,
    what_left_is_known,
)
from cairong.policy.rule import Answer
from cairong.treasury.models import OwnMeans, Payment
from cairong.treasury.states import PAYMENT

LATE = "orders.instruction.answered_late"
PAID_LATE = "国库后来回执已支付"
OTHER_PAID_LATE = "同一笔应收撤销过的支付,国库后来回执已支付"
BY_OWN_MEANS = PAYMENT.steps["released", "pay_by_own_means"].word


def own_means_of(payment: Payment) -> OwnMeans | None:
    """Find that two persons decided to pay a payment by their own means."""
    return OwnMeans.objects.filter(payment=payment).first()


def over_as(payment: Payment) -> str:
    """Say how a payment stands of which the program sends nothing any more; else empty."""
    if payment.state != "released":
        return PAYMENT.states[payment.state].word
    if own_means_of(payment):
        return BY_OWN_MEANS
    if paid_late(payment):
        return PAID_LATE
    return OTHER_PAID_LATE if other_paid_late(payment) else ""


def payee_order_of(payment: Payment) -> Order | None:
    """Find the order of the account a payment goes to, once two persons signed it."""
    order = Order.objects.filter(kind=Order.Kind.PAYEE, about_id=payment.payee_version_id).first()
    return order if order is not None and is_signed(order) else None


def under_way(payment: Payment) -> Answer:
    """Find that a payment has an instruction which the treasury may carry out, or has."""
    rows = _instructions(payment).filter(state__in=UNDER_WAY)
    for each in rows.select_related("order")[:1]:
        return Finding.of(
            "orders.awaits_treasury",
            "二(三)-4",
            number=each.order.number,
            short=each.order.code,
            state=INSTRUCTION.states[each.state].word,
        )
    return None


def bars_own_means(payment: Payment) -> Answer:
    """Find what keeps a released payment from being paid by the desk's own means.

    Also where the account was signed by nobody: the page of the gateway would show what somebody
    wrote, and nothing leaves to it anyway.
    """
    heard = gateway_heard(payment.city_id)
    return (
        _bars_both(payment)
        or other_paid_late(payment)
        or account_is_signed(signed=payee_order_of(payment) is not None)
        or what_left_is_known(heard=heard is not None, unsure=heard.unsure if heard else "")
    )


def bars_call_off(payment: Payment, now: datetime) -> Answer:
    """Find what keeps a released payment from being called off: something of it may have left.

    That its instruction is under way is asked for by itself (`under_way`).
    """
    heard = gateway_heard(payment.city_id)
    return _bars_both(payment) or gateway_is_sound(
        heard_at=heard.heard_at if heard else None,
        trouble=heard.trouble if heard else "",
        at=now,
    )


def _bars_both(payment: Payment) -> Answer:
    own, since = own_means_of(payment), founded_at(payment.city_id)
    assert payment.released_at is not None
    return (
        leaves_by_gateway(released_at=payment.released_at, founded_at=since)
        or not_by_own_means(decided_at=own.decided_at if own else None)
        or paid_late(payment)
        or nothing_in_doubt(doubted=is_doubted(payment))
    )


def is_doubted(payment: Payment) -> bool:
    """Whether a payment may have left, whatever the rows say since a restore.

    Until a named person says that it was not paid. What the treasury answers to another number
    since then ends no doubt: it refuses, too, what it paid before.
    """
    return Doubt.objects.filter(about_id=payment.pk, ended_at=None).exists()


def may_be_paid(order: Order) -> bool:
    """Whether an order is of a payment that may have left before, by another order."""
    if order.kind != Order.Kind.PAY:
        return False
    payment = Payment.objects.filter(pk=order.about_id).first()
    return payment is not None and is_doubted(payment)


def not_arrived(city: str) -> list[Payment]:
    """List what was released since the ceremony and neither arrived nor came back, as rows say."""
    since = founded_at(city)
    rows = Payment.objects.filter(city_id=city, state="released", released_at__gte=since)
    return list(rows.select_related("payee_version").order_by("voucher_no")) if since else []


def refusals_of(payment: Payment) -> str:
    """Say why the treasury did not pay a payment, each time it said so; empty where it never did.

    The oldest first.
    """
    rows = _instructions(payment).filter(state="refused").order_by("answered_at")
    return ";".join(rows.values_list("reason", flat=True))


def paid_late(payment: Payment) -> Answer:
    """Find that the treasury said it paid an instruction of a payment that was over by then."""
    return nothing_paid_late(numbers=_said_later(payment.city_id, _instructions(payment)))


def other_paid_late(payment: Payment) -> Answer:
    """Find that it said so of another payment of the same receivable that was called off."""
    others = Payment.objects.filter(receivable=payment.receivable_id, state="unpaid")
    ids = list(others.exclude(pk=payment.pk).values_list("pk", flat=True))
    if not ids:
        return None
    rows = Instruction.objects.filter(order__kind=Order.Kind.PAY, order__about_id__in=ids)
    return none_paid_after_all(numbers=_said_later(payment.city_id, rows))


def _said_later(city: str, instructions: QuerySet[Instruction]) -> list[str]:
    found = {str(pk): number for pk, number in instructions.values_list("pk", "order__number")}
    late = Event.objects.filter(
        city=city, type=LATE, subject_id__in=list(found), after__outcome=PAID
    )
    return [found[pk] for pk in late.values_list("subject_id", flat=True)]


def _instructions(payment: Payment) -> QuerySet[Instruction]:
    return Instruction.objects.filter(order__kind="pay", order__about_id=payment.pk)
