"""The treasury pays: officer and approver release a payment to the current payee version."""

from datetime import datetime
from uuid import UUID

from cairong.audit.recording import record
from cairong.clocks.steps.duties import fulfil_duty
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.parties.deciding import require_deciding
from cairong.parties.four_eyes import two_person
from cairong.policy.rule import require
from cairong.policy.treasury import paid_to_current_payee
from cairong.treasury.chart import Kind
from cairong.treasury.gateway import treasury_of
from cairong.treasury.models import Payment
from cairong.treasury.reads import payment_for
from cairong.treasury.states import PAYMENT
from cairong.treasury.steps.books import move
from cairong.treasury.steps.tellings import (
    about,
    lenders,
    parties_of,
    payment_facts,
    purchaser,
    supplier,
)

TO_SEND = "treasury.payment.to_send"


@two_person(
    Role.TREASURY_OFFICER,
    word="办理支付",
    of=PAYMENT,
    fulfils="release_payment",
    fresh=True,
    counties=True,
)
def pay(*, actor: Actor, now: datetime, payment_id: UUID) -> Payment:
    """Release a payment that was asked for.

    It goes to the payee version it was asked for, which must still be the current one (I3). Where
    the city is connected to the treasury's system, the instruction leaves after commit. Raises
    NotFound, WrongState, PolicyBreach. Writes: treasury.Payment, treasury.Entry, clocks.Mark.
    Source: 二(三)-4, D8, D19.
    """
    payment = payment_for(actor, payment_id, lock=True)
    receivable, payee = payment.receivable, payment.payee_version
    require_deciding(actor, receivable.region, now)
    state = PAYMENT.after(payment.state, "pay")
    require(
        paid_to_current_payee(
            payee_version=payee.version, current_version=receivable.current.version
        )
    )
    payment.state, payment.released_at = state, now
    payment.save(update_fields=["state", "released_at"])
    move(receivable, Kind.RELEASE, payment.amount_fen, ref_id=payment.pk, now=now)
    fulfil_duty(subject_id=payment.pk, kind="release_payment", on=day_of(now), now=now)
    _record(actor, now, payment)
    return payment


def _record(actor: Actor, now: datetime, payment: Payment) -> None:
    receivable = payment.receivable
    facts = {**payment_facts(payment), "payee_version": payment.payee_version.version}
    record(
        actor=actor,
        now=now,
        type="treasury.payment.released",
        subject=payment,
        about=about(receivable),
        visible_to=parties_of(receivable),
        before={"state": "requested", **facts},
        after={"state": payment.state, **facts},
        basis=["二(三)-4", "二(三)-2"],
        tell=[supplier(receivable), purchaser(receivable), *lenders(receivable)],
        also=[TO_SEND] if treasury_of(payment.city) else [],
    )
