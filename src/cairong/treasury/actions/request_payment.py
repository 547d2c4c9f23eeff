"""The purchaser asks the treasury to pay what is owed, or takes the request back: two persons."""

from datetime import datetime
from uuid import UUID

from cairong.audit.recording import record
from cairong.clocks.steps.duties import open_duty
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import WrongState
from cairong.kernel.money import positive
from cairong.parties.four_eyes import RUNNING, two_person
from cairong.policy.rule import require
from cairong.policy.treasury import payment_within_owed
from cairong.treasury.chart import Kind
from cairong.treasury.models import Payment, Receivable
from cairong.treasury.reads import contract_receivable
from cairong.treasury.states import PAYMENT, RECEIVABLE
from cairong.treasury.steps.books import move
from cairong.treasury.steps.paying import tie_payment
from cairong.treasury.steps.tellings import (
    about,
    account_of,
    parties_of,
    paying_bureau,
    supplier,
    treasury_desk,
)


@two_person(
    Role.PURCHASER_OFFICER,
    word="申请支付",
    free={"due_fen": RUNNING},
    of=PAYMENT,
    numbers=("voucher_no",),
    fulfils="pay",
)
def request_payment(
    *,
    actor: Actor,
    now: datetime,
    contract_id: UUID,
    amount_fen: int,
    supplier_id: UUID | None = None,
) -> Payment:
    """Ask the treasury to pay part or all of what is accepted and not yet asked for.

    The payee is the current payee version and nothing else; what is paid are the oldest
    acceptances not yet asked for. Raises NotFound, WrongState before the filing is accepted,
    PolicyBreach above what is owed. Writes: treasury.Payment, treasury.PaymentPart,
    treasury.Entry, clocks.Duty. Source: 二(三)-4, D8.
    """
    receivable = contract_receivable(actor, contract_id, supplier_id, lock=True)
    payee = receivable.current
    if payee is None:
        raise WrongState("treasury.no_payee", "二(三)-4", state=RECEIVABLE.states["standing"].word)
    require(
        payment_within_owed(amount_fen=positive(amount_fen, "amount"), owed_fen=receivable.due_fen)
    )
    payment = Payment.objects.create(
        city_id=actor.city,
        receivable=receivable,
        payee_version=payee,
        amount_fen=amount_fen,
        voucher_no=_next_voucher(receivable),
        requested_at=now,
    )
    move(receivable, Kind.REQUEST, amount_fen, ref_id=payment.pk, now=now)
    tie_payment(payment)
    _hand_over(actor, now, payment)
    return payment


def _hand_over(actor: Actor, now: datetime, payment: Payment) -> None:
    """Give the treasury desk its duty to pay, and record the request."""
    receivable, payee = payment.receivable, payment.payee_version
    bureau = paying_bureau(receivable, now)
    open_duty(
        city=actor.city,
        kind="release_payment",
        subject_id=payment.pk,
        holder=bureau,
        region=receivable.region,
        title=f"{receivable.contract.title}:办理支付 {payment.voucher_no}",
        start_on=day_of(now),
        now=now,
        about=about(receivable),
    )
    record(
        actor=actor,
        now=now,
        type="treasury.payment.requested",
        subject=payment,
        about=about(receivable),
        visible_to=parties_of(receivable, bureau.pk),
        before={"due_fen": receivable.due_fen + payment.amount_fen},
        after={
            "voucher_no": payment.voucher_no,
            "amount_fen": payment.amount_fen,
            **account_of(payee),
            "payee_version": payee.version,
            "due_fen": receivable.due_fen,
        },
        basis=["二(三)-4"],
        tell=[treasury_desk(receivable, bureau), supplier(receivable)],
    )


def _next_voucher(receivable: Receivable) -> str:
    """Number the payments of a locked receivable in order."""
    number = receivable.payments.count() + 1
    return f"ZF-{receivable.contract.no}-{receivable.seq}-{number:02d}"
