"""The treasury answers an instruction: paid, or not paid and why; late, it moves nothing."""

from datetime import datetime

from cairong.audit.transaction import use_case
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import Invalid
from cairong.kernel.identifiers import check_serial
from cairong.kernel.money import format_yuan
from cairong.kernel.text import clean_text
from cairong.orders.answers import PAID, TreasuryAnswer
from cairong.orders.models import Instruction, Order
from cairong.orders.states import INSTRUCTION
from cairong.orders.words import amount_of
from cairong.policy.rule import require
from cairong.policy.treasury import arrived_on_a_possible_day
from cairong.treasury.gateway import DEMO_SERIAL
from cairong.treasury.models import Payment, Remittance
from cairong.treasury.reads import payment_for
from cairong.treasury.steps.instructing import instruction_for, record_instruction
from cairong.treasury.steps.sending import await_answer

DESK = (Role.TREASURY_OFFICER, Role.TREASURY_APPROVER)
OVER = ("answered", "refused", "closed", "dropped")


@use_case(Role.SYSTEM, word="登记国库回执")
def answer_instruction(*, actor: Actor, now: datetime, answer: TreasuryAnswer) -> Instruction:
    """Keep what the treasury answers to an instruction that was sent.

    Paid, the worker goes on from it; not paid, the payment is the desk's again: it is ordered
    anew, or returned. Of what is over already it is told and moves nothing. Raises NotFound,
    WrongState for one that is not sent, Invalid for another order's number, digest or amount or
    no serial, PolicyBreach for a day that cannot be. Writes: orders.Instruction. Source: 二(三)-4.
    """
    rows = Instruction.objects.filter(city_id=actor.city, order__number=answer.number)
    pk = rows.values_list("pk", flat=True).first()
    await_answer(instruction_for(actor, pk).order.about_id)
    instruction = instruction_for(actor, pk)
    _require_same(instruction.order, answer)
    payment = payment_for(actor, instruction.order.about_id)
    if instruction.state in OVER or payment.state != "released":
        return _late(actor, now, instruction, payment, answer)
    if answer.outcome == PAID:
        return _paid(actor, now, instruction, payment, answer)
    return _refused(actor, now, instruction, payment, answer)


def _paid(
    actor: Actor, now: datetime, instruction: Instruction, payment: Payment, answer: TreasuryAnswer
) -> Instruction:
    instruction.state = INSTRUCTION.after(instruction.state, "answer")
    assert payment.released_at is not None
    assert answer.arrived_on is not None
    require(
        arrived_on_a_possible_day(
            on=answer.arrived_on, released_on=day_of(payment.released_at), today=day_of(now)
        )
    )
    instruction.answered_at, instruction.arrived_on = now, answer.arrived_on
    instruction.serial = _unused(payment, answer)
    instruction.save(update_fields=["state", "answered_at", "serial", "arrived_on"])
    record_instruction(actor, now, instruction, payment, "orders.instruction.answered")
    return instruction


def _unused(payment: Payment, answer: TreasuryAnswer) -> str:
    """Return the serial of an answer. Raises Invalid for none, a demonstration's, or a used one.

    Taken all the same, the payment could neither arrive nor be ended otherwise.
    """
    serial = check_serial(answer.serial, "bank_serial")
    if serial.startswith(DEMO_SERIAL) and not payment.city.demo:
        raise Invalid("orders.demo_serial", "二(三)-4", field="bank_serial", serial=serial)
    known = Remittance.objects.filter(city_id=payment.city_id, bank_serial=serial)
    answered = Instruction.objects.filter(city_id=payment.city_id, serial=serial)
    if known.exists() or answered.exists():
        raise Invalid("treasury.serial_used", "二(三)-4", field="bank_serial")
    return serial


def _refused(
    actor: Actor, now: datetime, instruction: Instruction, payment: Payment, answer: TreasuryAnswer
) -> Instruction:
    instruction.state = INSTRUCTION.after(instruction.state, "refuse")
    instruction.reason = clean_text(answer.reason, "reason", least=2, most=500, lines=True)
    instruction.answered_at = now
    instruction.save(update_fields=["state", "answered_at", "reason"])
    record_instruction(
        actor, now, instruction, payment, "orders.instruction.refused",
        tell=DESK, reason=instruction.reason,
    )  # fmt: skip
    return instruction


def _late(
    actor: Actor, now: datetime, instruction: Instruction, payment: Payment, answer: TreasuryAnswer
) -> Instruction:
    """Tell of an answer that comes when all is over; it is kept in its file and in the event."""
    said = (
        f"已支付,流水号 {answer.serial[:40]}"
        if answer.outcome == PAID
        else f"没有支付:{answer.reason[:200]}"
    )
    record_instruction(
        actor, now, instruction, payment, "orders.instruction.answered_late",
        tell=(*DESK, Role.AUDITOR), said=said, became=INSTRUCTION.states[instruction.state].word,
        outcome=answer.outcome,
    )  # fmt: skip
    return instruction


def _require_same(order: Order, answer: TreasuryAnswer) -> None:
    """Refuse an answer to another order, however the folder brought it. Raises Invalid."""
    amount = amount_of(order)
    for field, what, said, wanted in (
        ("order", "签名单摘要", answer.order, order.digest),
        ("amount_fen", "金额", format_yuan(answer.amount_fen), format_yuan(amount)),
    ):
        if said != wanted:
            raise Invalid(
                "orders.answered_otherwise", "二(三)-4",
                field=field, number=order.number, what=what, said=said[:64], wanted=wanted,
            )  # fmt: skip
