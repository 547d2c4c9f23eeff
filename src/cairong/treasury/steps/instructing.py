"""Find an instruction of a payment, and tell of what became of it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from cairong.audit.recording import Tell, record
from cairong.audit.rows import fetch
from cairong.kernel.actor import Actor, Role
from cairong.orders.models import Instruction
from cairong.treasury.models import Payment
from cairong.treasury.states import PAYMENT
from cairong.treasury.steps.tellings import about, bureau_of, paying_bureau
from cairong.treasury.unsent import over_as

BASIS = ["二(三)-4"]


def instruction_for(actor: Actor, pk: UUID | None) -> Instruction:
    """Fetch an instruction of the actor's city with its order. Raises NotFound."""
    rows = Instruction.objects.filter(city_id=actor.city).select_related("order")
    return fetch(rows, pk, "支付指令")


def record_instruction(
    actor: Actor,
    now: datetime,
    instruction: Instruction,
    payment: Payment,
    kind: str,
    *,
    tell: Sequence[Role] = (),
    **said: Any,
) -> None:
    """Record what became of an instruction; `tell` are the roles of the bureau that are told."""
    order, bureau = instruction.order, bureau_of(actor.city)
    paying = paying_bureau(payment.receivable, now)
    record(
        actor=actor,
        now=now,
        type=kind,
        subject=instruction,
        about=about(payment.receivable, payment.pk, order.pk),
        visible_to=[paying.pk, bureau.pk],
        after={
            "number": order.number,
            "code": order.code,
            "state": over_as(payment) or PAYMENT.states[payment.state].word,
            "bank_serial": instruction.serial,
            "arrived_on": instruction.arrived_on,
            **said,
        },
        basis=BASIS,
        tell=[
            Tell(
                organisation_id=bureau.pk if role is Role.AUDITOR else paying.pk,
                role=role,
                region="" if role is Role.AUDITOR else payment.receivable.region,
                subject_id=order.pk if role is Role.AUDITOR else payment.pk,
            )
            for role in tell
        ],
    )
