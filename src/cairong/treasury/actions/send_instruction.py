"""An instruction that two persons signed leaves, and the treasury answers it. The gateway's."""

from collections.abc import Callable
from datetime import date, datetime
from uuid import UUID

from cairong.audit.recording import record
from cairong.audit.rows import fetch
from cairong.audit.transaction import use_case
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import Conflict, Invalid
from cairong.kernel.identifiers import check_serial
from cairong.orders.models import Instruction
from cairong.orders.states import INSTRUCTION
from cairong.policy.rule import require
from cairong.policy.treasury import arrived_on_a_possible_day
from cairong.treasury.models import Payment
from cairong.treasury.proving import unproven
from cairong.treasury.reads import payment_for
from cairong.treasury.states import PAYMENT
from cairong.treasury.steps.sending import await_answer
from cairong.treasury.steps.tellings import about, bureau_of

BASIS = ["二(三)-4"]
type Carry = Callable[[], object]


@use_case(Role.SYSTEM, word="送出支付指令")
def send_instruction(
    *, actor: Actor, now: datetime, instruction_id: UUID, carry: Carry, drop: Carry
) -> Instruction:
    """Send a signed instruction; one whose payment was returned meanwhile is dropped.

    `carry` brings it to the treasury, which knows its number again: killed in between, it is
    brought again and pays once. Until this act ends a return waits (`await_answer`). Both
    signatures, the account's two and the payment are checked anew here, from the bytes: rows alone
    send nothing. Raises NotFound, WrongState, Conflict where that does not hold, what `carry`
    raises. Writes: orders.Instruction. Source: 二(三)-4.
    """
    await_answer(_instruction(actor, instruction_id).order.about_id)
    instruction = _instruction(actor, instruction_id)
    payment = payment_for(actor, instruction.order.about_id)
    if payment.state != "released":
        drop()
        instruction.state = INSTRUCTION.after(instruction.state, "drop")
        instruction.save(update_fields=["state"])
        _record(actor, now, instruction, payment, "orders.instruction.dropped")
        return instruction
    for wrong in unproven(instruction.order):
        raise Conflict("orders.unproven", "二(三)-4", number=wrong.key, why=wrong.why)
    INSTRUCTION.after(instruction.state, "send")
    carry()
    instruction.state, instruction.sent_at = INSTRUCTION.after(instruction.state, "send"), now
    instruction.save(update_fields=["state", "sent_at"])
    _record(actor, now, instruction, payment, "orders.instruction.sent")
    return instruction


@use_case(Role.SYSTEM, word="登记国库回执")
def answer_instruction(
    *, actor: Actor, now: datetime, number: str, digest: str, serial: str, arrived_on: date
) -> Instruction:
    """Keep what the treasury answers to an instruction that was sent; the worker goes on from it.

    Raises NotFound, WrongState for one not sent or answered before, Invalid for another order's
    digest or no serial, PolicyBreach for a day that cannot be. Writes: orders.Instruction.
    Source: 二(三)-4.
    """
    rows = Instruction.objects.filter(city_id=actor.city, order__number=number)
    instruction = _instruction(actor, rows.values_list("pk", flat=True).first())
    payment = payment_for(actor, instruction.order.about_id)
    instruction.state = INSTRUCTION.after(instruction.state, "answer")
    if digest != instruction.order.digest:
        raise Invalid("orders.answered_otherwise", field="order", what="order")
    assert payment.released_at is not None
    require(
        arrived_on_a_possible_day(
            on=arrived_on, released_on=day_of(payment.released_at), today=day_of(now)
        )
    )
    instruction.answered_at, instruction.arrived_on = now, arrived_on
    instruction.serial = check_serial(serial, "bank_serial")
    instruction.save(update_fields=["state", "answered_at", "serial", "arrived_on"])
    _record(actor, now, instruction, payment, "orders.instruction.answered")
    return instruction


def _instruction(actor: Actor, pk: UUID | None) -> Instruction:
    rows = Instruction.objects.filter(city_id=actor.city).select_related("order")
    return fetch(rows, pk, "支付指令")


def _record(
    actor: Actor, now: datetime, instruction: Instruction, payment: Payment, kind: str
) -> None:
    order = instruction.order
    record(
        actor=actor,
        now=now,
        type=kind,
        subject=instruction,
        about=about(payment.receivable, payment.pk, order.pk),
        visible_to=[bureau_of(actor.city).pk],
        after={
            "number": order.number,
            "code": order.code,
            "state": PAYMENT.states[payment.state].word,
            "bank_serial": instruction.serial,
            "arrived_on": instruction.arrived_on,
        },
        basis=BASIS,
    )
