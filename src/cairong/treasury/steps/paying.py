"""The duty to pay what was accepted: opened, kept by the payments for it, opened again."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, Max, OuterRef, Q, QuerySet, Sum

from cairong.clocks.models import Duty
from cairong.clocks.steps.duties import fulfil_duty, open_duty, running
from cairong.contracts.models import ContractSupplier, ScheduleRow
from cairong.kernel.calendar import Unit
from cairong.kernel.errors import Finding
from cairong.parties.reads import organisation
from cairong.policy.duties import DUTIES, Agreed
from cairong.policy.rule import Answer
from cairong.policy.size import SMES
from cairong.policy.treasury import oldest_first
from cairong.rulebook.reads import parameter_or_first
from cairong.treasury.chart import Account, Kind
from cairong.treasury.models import (
    Acceptance,
    Entry,
    Payment,
    PaymentPart,
    Receivable,
    Remittance,
)
from cairong.treasury.states import ENDED_PAYMENTS
from cairong.treasury.steps.tellings import about

PAY = "pay"


def open_pay_duty(receivable: Receivable, acceptance: Acceptance, *, now: datetime) -> Duty:
    """Open the purchaser's duty to have an acceptance paid, in its days.

    The law bounds them towards an sme, by its size at signing (802§3).
    Writes: clocks.Duty. Source: 二(三)-4, 802§9.
    """
    contract = receivable.contract
    unit: Unit = "working" if acceptance.agreed_unit == "working" else "calendar"
    duty = open_duty(
        city=receivable.city_id,
        kind=PAY,
        subject_id=acceptance.pk,
        holder=organisation(receivable.city_id, contract.purchaser_id),
        region=receivable.region,
        title=f"{contract.title}:支付「{acceptance.milestone}」",
        start_on=acceptance.accepted_on,
        now=now,
        about=about(receivable),
        agreed=Agreed(days=acceptance.agreed_days, unit=unit, to_sme=_to_sme(receivable)),
    )
    assert duty is not None  # an agreed period begins on any day
    return duty


def term_of(row: ScheduleRow, *, city: str, accepted_on: date) -> tuple[int, str]:
    """Return within how many days of which unit a milestone accepted on a day is paid.

    As the contract agrees; where it agrees nothing, in the city's days of that day. Source: 802§9.
    """
    if row.agreed_days is not None:
        return row.agreed_days, row.unit
    kind = DUTIES[PAY]
    return parameter_or_first(city, kind.parameter, on=accepted_on), kind.unit


def tie_payment(payment: Payment) -> None:
    """Say which acceptances a payment that is asked for pays: the oldest not yet asked for.

    Call it with the receivable locked. Writes: treasury.PaymentPart.
    """
    asked = ~Q(parts__payment__state__in=ENDED_PAYMENTS)
    standing = payment.receivable.acceptances.filter(Acceptance.STANDING)
    rows = standing.annotate(asked_fen=Sum("parts__amount_fen", filter=asked, default=0)).order_by(
        "accepted_on", "pk"
    )
    parts = oldest_first(
        payment.amount_fen, {row.pk: row.amount_fen - row.asked_fen for row in rows}
    )
    PaymentPart.objects.bulk_create(
        PaymentPart(payment=payment, acceptance_id=acceptance, amount_fen=fen)
        for acceptance, fen in parts.items()
    )


def keep_pay_duties(payment: Payment, *, now: datetime) -> None:
    """End the duties to pay the acceptances that are paid in full with a payment that arrived.

    Each on the day its last money arrived, which may be before we hear of it.
    Writes: clocks.Mark.
    """
    for acceptance in _paid_by(payment):
        if acceptance.arrived_fen == acceptance.amount_fen:
            fulfil_duty(subject_id=acceptance.pk, kind=PAY, on=acceptance.arrived_on, now=now)


def reopen_pay_duties(payment: Payment, *, now: datetime) -> None:
    """Open the duties to pay what a returned payment was for again, with their first days (I7).

    Those of other acceptances stay as they are. Writes: clocks.Duty, clocks.Mark.
    """
    for acceptance in _paid_by(payment):
        if not running(acceptance.pk, PAY).exists():
            open_pay_duty(payment.receivable, acceptance, now=now)


def arrival_before(payment: Payment) -> Answer:
    """Find that a payment released before a released one is neither arrived nor returned yet."""
    earlier = Payment.objects.filter(
        receivable=payment.receivable_id, state="released", released_at__lt=payment.released_at
    )
    first = earlier.order_by("released_at").first()
    if first is None:
        return None
    return Finding.of("treasury.arrival_order", "二(三)-4", voucher=first.voucher_no)


def undivided_before(remittance: Remittance) -> Answer:
    """Find that money which arrived before it on the same receivable is not divided yet (D10).

    Money of one day stands in the order of its recording. Call it with the receivable locked.
    """
    waiting = (
        Remittance.objects.filter(receivable=remittance.receivable_id)
        .filter(
            Q(arrived_on__lt=remittance.arrived_on)
            | Q(arrived_on=remittance.arrived_on, pk__lt=remittance.pk)
        )
        .exclude(payment__state="returned")
        .exclude(Exists(Entry.objects.filter(ref_id=OuterRef("pk"), account=Account.RECEIVED)))
    )
    if not waiting.exists():
        return None
    return Finding.of("treasury.remittance_order", "二(三)-4")


def used_of(payment: Payment) -> dict[str, int]:
    """Sum what of a payment that arrived repaid a loan, and what went to the supplier."""
    spent = Entry.objects.filter(
        ref_id=payment.remittance.pk, account=Account.RECEIVED, delta_fen__lt=0
    )
    used = dict(spent.values_list("kind").annotate(fen=Sum("delta_fen")))
    return {kind: -used.get(kind, 0) for kind in (Kind.REPAY, Kind.SURPLUS)}


def _to_sme(receivable: Receivable) -> bool:
    rows = ContractSupplier.objects.filter(contract=receivable.contract_id)
    return rows.filter(supplier=receivable.supplier_id, size__in=SMES).exists()


def _paid_by(payment: Payment) -> QuerySet[Acceptance, Any]:
    """List the acceptances a payment is for, each with what arrived for it, and the last day."""
    arrived = Q(parts__payment__state="confirmed")
    ids: list[UUID] = [part.acceptance_id for part in payment.parts.all()]
    return Acceptance.objects.filter(pk__in=ids).annotate(
        arrived_fen=Sum("parts__amount_fen", filter=arrived, default=0),
        arrived_on=Max("parts__payment__remittance__arrived_on", filter=arrived),
    )
