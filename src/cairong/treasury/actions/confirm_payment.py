"""The treasury's system carries out a released payment: the money is on the account."""

from datetime import datetime
from uuid import UUID

from cairong.audit.models import Event
from cairong.audit.recording import record
from cairong.audit.transaction import consumer
from cairong.kernel.actor import Actor
from cairong.treasury.actions.pay import GATEWAY
from cairong.treasury.chart import Kind
from cairong.treasury.gateway import TREASURY, Answer, Instruction
from cairong.treasury.models import Payment, Remittance
from cairong.treasury.reads import payment_for
from cairong.treasury.states import PAYMENT
from cairong.treasury.steps.books import move
from cairong.treasury.steps.paying import match_pay_duties
from cairong.treasury.steps.tellings import about, lenders, parties_of, purchaser, supplier

APPLY = "lending.apply_remittance"


@consumer(GATEWAY)
def confirm_payment(*, actor: Actor, now: datetime, event: Event) -> Payment:
    """Send the instruction of a released payment, and keep the remittance it answers with.

    The treasury knows the voucher again, so sending twice pays once. What the money repays is
    lending's to say, which goes on from here (D12). A payment sent back meanwhile is owed again
    already: its instruction does not leave, and that is recorded.
    Writes: treasury.Payment, treasury.Remittance, treasury.Entry, clocks.Mark. Source: 二(三)-4.
    """
    payment = payment_for(actor, UUID(event.subject_id), lock=True)
    if payment.state == "returned":
        return _not_sent(actor, now, payment)
    receivable, state = payment.receivable, PAYMENT.after(payment.state, "confirm")
    answer = TREASURY.send(instruction_of(payment), now=now)
    payment.state, payment.ended_at, payment.bank_serial = state, now, answer.bank_serial
    payment.save(update_fields=["state", "ended_at", "bank_serial"])
    move(
        receivable=receivable,
        kind=Kind.CONFIRM,
        amount_fen=payment.amount_fen,
        ref_id=payment.pk,
        now=now,
    )
    remittance = _keep(payment, answer, now)
    match_pay_duties(receivable, on=answer.arrived_on, now=now)
    record(
        actor=actor,
        now=now,
        type="treasury.payment.confirmed",
        subject=remittance,
        about=about(receivable, payment.pk),
        visible_to=parties_of(receivable),
        before={"state": "released"},
        after={
            "state": payment.state,
            "receivable": receivable.pk,
            "payment": payment.pk,
            "voucher_no": payment.voucher_no,
            "amount_fen": payment.amount_fen,
            "bank_serial": answer.bank_serial,
            "arrived_on": answer.arrived_on,
            "paid_fen": receivable.paid_fen,
        },
        basis=["二(三)-4"],
        tell=[supplier(receivable), purchaser(receivable), *lenders(receivable)],
        wake=[APPLY],
    )
    return payment


def instruction_of(payment: Payment) -> Instruction:
    """Write the instruction of a payment; its payee is the payee version's, field by field."""
    payee = payment.payee_version
    return Instruction(
        voucher_no=payment.voucher_no,
        amount_fen=payment.amount_fen,
        payee=payee.payee,
        account_no=payee.account_no,
        bank=payee.bank,
        cnaps=payee.cnaps,
    )


def _not_sent(actor: Actor, now: datetime, payment: Payment) -> Payment:
    receivable = payment.receivable
    record(
        actor=actor,
        now=now,
        type="treasury.payment.not_sent",
        subject=payment,
        about=about(receivable),
        visible_to=parties_of(receivable),
        after={
            "state": payment.state,
            "voucher_no": payment.voucher_no,
            "amount_fen": payment.amount_fen,
            "reason": payment.reason,
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
