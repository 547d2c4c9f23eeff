"""An instruction that two persons signed sets out, was sent, or is over. The gateway's."""

from datetime import datetime
from uuid import UUID

from cairong.audit.transaction import use_case
from cairong.clocks.reads import doubted
from cairong.kernel.actor import Actor, Role
from cairong.kernel.errors import Conflict, WrongState
from cairong.orders.models import Instruction
from cairong.orders.states import INSTRUCTION
from cairong.treasury.ordering import is_recorded
from cairong.treasury.proving import require_proven
from cairong.treasury.reads import payment_for
from cairong.treasury.steps.instructing import instruction_for, record_instruction
from cairong.treasury.steps.sending import await_answer
from cairong.treasury.unsent import over_as

CLAUSE = "二(三)-4"


@use_case(Role.SYSTEM, word="送出支付指令")
def set_out_instruction(
    *, actor: Actor, now: datetime, instruction_id: UUID, used: bool = False
) -> Instruction:
    """Let a signed instruction set out; one whose payment is over, or paid otherwise, is dropped.

    So is one whose number was `used` for something else before a restore: its payment is ordered
    anew, under another.

    From here on the treasury may read it: a return waits for its answer, and nothing takes it back
    but `hold_back_instruction`, where nothing was written. Carried it is after this act, as often
    as it takes, under one number. Both signatures, the account's two and the payment are checked
    anew, from the bytes: rows alone send nothing. Raises NotFound, WrongState, Conflict where that
    does not hold or the clock is in doubt. Writes: orders.Instruction. Source: 二(三)-4.
    """
    await_answer(instruction_for(actor, instruction_id).order.about_id)
    instruction = instruction_for(actor, instruction_id)
    payment = payment_for(actor, instruction.order.about_id)
    over = over_as(payment)
    if over or used:
        kind = "orders.instruction.dropped" if over else "orders.instruction.number_taken"
        instruction.state = INSTRUCTION.after(instruction.state, "drop")
        instruction.save(update_fields=["state"])
        record_instruction(actor, now, instruction, payment, kind)
        return instruction
    if doubted(actor.city):
        raise Conflict("orders.clock_doubted", CLAUSE, number=instruction.order.number)
    require_proven(instruction.order)
    instruction.state, instruction.left_at = INSTRUCTION.after(instruction.state, "set_out"), now
    instruction.save(update_fields=["state", "left_at"])
    record_instruction(actor, now, instruction, payment, "orders.instruction.leaving")
    return instruction


@use_case(Role.SYSTEM, word="支付指令退回待送")
def hold_back_instruction(*, actor: Actor, now: datetime, instruction_id: UUID) -> Instruction:
    """Put back what set out and of which nothing was ever written: the folder's list says so.

    It waits again, so that it may set out later, be dropped, or be paid by other means. Call it
    while its payment is kept (`payment_kept`), so that nobody writes meanwhile. Raises NotFound,
    WrongState. Writes: orders.Instruction. Source: 二(三)-4.
    """
    await_answer(instruction_for(actor, instruction_id).order.about_id)
    instruction = instruction_for(actor, instruction_id)
    payment = payment_for(actor, instruction.order.about_id)
    instruction.state, instruction.left_at = INSTRUCTION.after(instruction.state, "hold_back"), None
    instruction.save(update_fields=["state", "left_at"])
    record_instruction(actor, now, instruction, payment, "orders.instruction.held_back")
    return instruction


@use_case(Role.SYSTEM, word="登记支付指令已送国库")
def keep_sent(*, actor: Actor, now: datetime, instruction_id: UUID) -> Instruction:
    """Mark an instruction that was carried to the treasury as sent. Raises NotFound, WrongState.

    Writes: orders.Instruction. Source: 二(三)-4.
    """
    instruction = instruction_for(actor, instruction_id)
    payment = payment_for(actor, instruction.order.about_id)
    instruction.state, instruction.sent_at = INSTRUCTION.after(instruction.state, "send"), now
    instruction.save(update_fields=["state", "sent_at"])
    record_instruction(actor, now, instruction, payment, "orders.instruction.sent")
    return instruction


@use_case(Role.SYSTEM, word="办结支付指令")
def close_instruction(*, actor: Actor, now: datetime, instruction_id: UUID) -> Instruction:
    """Close an instruction whose payment the desk recorded by the bank slip meanwhile.

    What the treasury answers later moves nothing. Raises NotFound, WrongState also while no slip
    of its payment is recorded. Writes: orders.Instruction. Source: 二(三)-4.
    """
    await_answer(instruction_for(actor, instruction_id).order.about_id)
    instruction = instruction_for(actor, instruction_id)
    payment = payment_for(actor, instruction.order.about_id)
    if not is_recorded(payment):
        raise WrongState("orders.not_over", CLAUSE, number=instruction.order.number)
    instruction.state, instruction.closed_at = INSTRUCTION.after(instruction.state, "close"), now
    instruction.save(update_fields=["state", "closed_at"])
    record_instruction(actor, now, instruction, payment, "orders.instruction.closed")
    return instruction
