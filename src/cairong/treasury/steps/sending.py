"""Speak to the treasury's system: outside every transaction, about a payment one at a time."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from cairong.audit.models import Event
from cairong.kernel.actor import Actor
from cairong.kernel.errors import Conflict
from cairong.treasury.gateway import Answer, Instruction, treasury_of
from cairong.treasury.keeping import payment_kept, run_on
from cairong.treasury.models import Payment
from cairong.treasury.reads import payment_for
from cairong.treasury.steps.tellings import payment_facts
from cairong.treasury.unsent import under_way


@contextmanager
def treasury_asked(*, actor: Actor, now: datetime, event_id: int) -> Iterator[Answer | None]:
    """Send the instruction of the released payment an event is about; yield what is answered.

    The treasury knows the voucher again, so sending twice pays once. None where nothing is sent:
    the payment is not released any more, or its city is connected to no treasury. Until the block
    ends, who waits by `await_answer` stands still, so what is answered can still be taken. Raises
    what the treasury's system raises.
    """
    payment_id = UUID(Event.objects.get(pk=event_id).subject_id)
    with payment_kept(payment_id):
        payment = payment_for(actor, payment_id)
        treasury = treasury_of(payment.city)
        if treasury is None or payment.state != "released":
            yield None
        else:
            yield treasury.send(instruction_of(payment), now=now)


def await_answer(payment_id: UUID) -> None:
    """Wait until the treasury has answered for a payment, and let none be asked in this act.

    Call it before any row is locked; of an order of something else, it lets one act at a time.
    """
    run_on("SELECT pg_advisory_xact_lock(%s)", payment_id)


def require_none_under_way(payment: Payment) -> None:
    """Refuse what ends a payment on its way while the treasury may pay it. Raises Conflict.

    Call it after `await_answer`.
    """
    if payment.state == "released" and (found := under_way(payment)):
        raise Conflict(found)


def instruction_of(payment: Payment) -> Instruction:
    """Write the instruction of a payment; its payee is the payee version's, field by field."""
    return Instruction(**payment_facts(payment))
