"""A released payment has arrived: so says the treasury's system, or the desk by the receipt."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator

from cairong.audit.models import Event
from cairong.audit.recording import record
from cairong.audit.transaction import consumer
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import WrongState
from cairong.kernel.identifiers import check_serial, plain_serial
from cairong.orders.models import Instruction
from cairong.parties.deciding import require_deciding
from cairong.parties.four_eyes import RUNNING, two_person
from cairong.policy.rule import require
from cairong.policy.treasury import arrived_on_a_possible_day
from cairong.treasury.chart import Kind
from cairong.treasury.gateway import Answer
from cairong.treasury.models import Payment, Remittance
from cairong.treasury.reads import payment_for
from cairong.treasury.states import PAYMENT
from cairong.treasury.steps.books import move
from cairong.treasury.steps.paying import arrival_before, keep_pay_duties
from cairong.treasury.steps.sending import await_answer, treasury_asked
from cairong.treasury.steps.tellings import (
    about,
    lenders,
    parties_of,
    payment_facts,
    purchaser,
    supplier,
)

BY_RECEIPT = "改按银行回单登记到账"


@consumer("treasury.gateway", word="国库支付确认", before=treasury_asked)
def confirm_payment(*, actor: Actor, now: datetime, event: Event, answer: Answer | None) -> Payment:
    """Keep the remittance that the treasury's system answers with for a released payment.

    The instruction was sent before this transaction; killed in between, it is sent again and pays
    once. What the money repays is lending's to say, which goes on from here (D12). Where no
    instruction left, that is recorded: the payment was sent back meanwhile (it is owed again
    already), the desk recorded it as arrived, or the city is connected to no treasury.
    Writes: treasury.Payment, treasury.Remittance, treasury.Entry, clocks.Mark. Source: 二(三)-4.
    """
    payment = payment_for(actor, UUID(event.subject_id), lock=True)
    if answer is None:
        return _left(actor, now, payment, "treasury.payment.not_sent")
    return _arrived(actor, now, payment, answer)


@consumer("treasury.answered", word="国库回执入账")
def take_answer(*, actor: Actor, now: datetime, event: Event) -> Payment:
    """Go on from the treasury's answer to an instruction that two persons signed.

    It waits while a payment released before is not recorded (WrongState, tried again). What the
    desk recorded meanwhile stays as it is. Writes: treasury.Payment, treasury.Remittance,
    treasury.Entry, clocks.Mark. Source: 二(三)-4.
    """
    instruction = Instruction.objects.select_related("order").get(pk=event.subject_id)
    payment = payment_for(actor, instruction.order.about_id, lock=True)
    if payment.state != "released":
        return _left(actor, now, payment, "treasury.payment.answered_late")
    if found := arrival_before(payment):
        raise WrongState(found)
    assert instruction.arrived_on is not None
    answer = Answer(bank_serial=instruction.serial, arrived_on=instruction.arrived_on)
    return _arrived(actor, now, payment, answer)


@two_person(
    Role.TREASURY_OFFICER, word="登记到账", of=PAYMENT, free={"paid_fen": RUNNING}, counties=True
)
def confirm_arrival(
    *,
    actor: Actor,
    now: datetime,
    payment_id: UUID,
    bank_serial: Annotated[str, AfterValidator(plain_serial)],
    arrived_on: date,
) -> Payment:
    """Record from the bank slip that a released payment is on the account, since which day.

    What two persons decide on is the serial as it is kept, however it was typed.
    All goes on as if the treasury's system had said so. Raises NotFound, WrongState also while a
    payment released before is not recorded (interest runs from one arrival to the next), Invalid,
    PolicyBreach for a day before the release or to come, Conflict for a serial recorded before.
    Writes: treasury.Payment, treasury.Remittance, treasury.Entry, clocks.Mark.
    Source: 二(三)-4, D19.
    """
    serial = check_serial(bank_serial, "bank_serial")
    await_answer(payment_id)
    payment = payment_for(actor, payment_id, lock=True)
    require_deciding(actor, payment.receivable.region, now)
    PAYMENT.after(payment.state, "confirm")
    assert payment.released_at is not None
    if found := arrival_before(payment):
        raise WrongState(found)
    require(
        arrived_on_a_possible_day(
            on=arrived_on, released_on=day_of(payment.released_at), today=day_of(now)
        )
    )
    return _arrived(actor, now, payment, Answer(bank_serial=serial, arrived_on=arrived_on))


def _arrived(actor: Actor, now: datetime, payment: Payment, answer: Answer) -> Payment:
    receivable = payment.receivable
    before = {"state": payment.state, "paid_fen": receivable.paid_fen}
    payment.state = PAYMENT.after(payment.state, "confirm")
    payment.ended_at, payment.bank_serial = now, answer.bank_serial
    payment.save(update_fields=["state", "ended_at", "bank_serial"])
    move(receivable, Kind.CONFIRM, payment.amount_fen, ref_id=payment.pk, now=now)
    remittance = _keep(payment, answer, now)
    keep_pay_duties(payment, now=now)
    record(
        actor=actor,
        now=now,
        type="treasury.payment.confirmed",
        subject=remittance,
        about=about(receivable, payment.pk),
        visible_to=parties_of(receivable),
        before={**before, **payment_facts(payment)},
        after={
            "state": payment.state,
            "paid_fen": receivable.paid_fen,
            **payment_facts(payment),
            "bank_serial": answer.bank_serial,
            "arrived_on": answer.arrived_on,
        },
        basis=["二(三)-4"],
        tell=[supplier(receivable), purchaser(receivable), *lenders(receivable)],
    )
    return payment


def _left(actor: Actor, now: datetime, payment: Payment, kind: str) -> Payment:
    receivable = payment.receivable
    record(
        actor=actor,
        now=now,
        type=kind,
        subject=payment,
        about=about(receivable),
        visible_to=parties_of(receivable),
        after={
            "state": payment.state,
            "voucher_no": payment.voucher_no,
            "amount_fen": payment.amount_fen,
            "reason": payment.reason or BY_RECEIPT,
        },
        basis=["二(三)-4"],
    )
    return payment


def _keep(payment: Payment, answer: Answer, now: datetime) -> Remittance:
    return Remittance.objects.create(
        city_id=payment.city_id,
        payment=payment,
        receivable=payment.receivable,
        amount_fen=payment.amount_fen,
        bank_serial=answer.bank_serial,
        arrived_on=answer.arrived_on,
        recorded_at=now,
    )
