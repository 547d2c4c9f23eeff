"""A payment asked for and not yet released is taken back, or sent back by the treasury desk."""

from datetime import datetime
from uuid import UUID

from cairong.audit.recording import record
from cairong.clocks.steps.duties import cancel_duties
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.text import clean_text
from cairong.parties.deciding import require_deciding
from cairong.parties.four_eyes import RUNNING, two_person
from cairong.policy.orders import nothing_in_doubt
from cairong.policy.rule import require
from cairong.treasury.chart import Kind
from cairong.treasury.models import Payment
from cairong.treasury.reads import payment_for
from cairong.treasury.states import PAYMENT
from cairong.treasury.steps.books import move
from cairong.treasury.steps.tellings import (
    about,
    parties_of,
    paying_bureau,
    payment_facts,
    purchaser,
    supplier,
    treasury_desk,
)
from cairong.treasury.unsent import is_doubted


@two_person(
    Role.PURCHASER_OFFICER, word="撤回支付申请", of=PAYMENT, free={"due_fen": RUNNING}, moves=False
)
def take_back_payment(*, actor: Actor, now: datetime, payment_id: UUID, reason: str) -> Payment:
    """Take back, as the purchaser, a payment the treasury has not released; it is owed again.

    Raises NotFound, WrongState, Invalid, PolicyBreach for one that may have been released and paid
    since a backup that was restored. Writes: treasury.Payment, treasury.Entry, clocks.Mark.
    Source: 二(三)-4.
    """
    return _withdraw(actor, now, payment_id, reason)


@two_person(
    Role.TREASURY_OFFICER,
    word="退回支付申请",
    of=PAYMENT,
    free={"due_fen": RUNNING},
    fulfils="release_payment",
    counties=True,
)
def send_back_payment(*, actor: Actor, now: datetime, payment_id: UUID, reason: str) -> Payment:
    """Send back, as the treasury desk, a payment that cannot be made as asked; it is owed again.

    Raises NotFound, WrongState, Invalid, PolicyBreach for one that may have been released and paid
    since a backup that was restored. Writes: treasury.Payment, treasury.Entry, clocks.Mark.
    Source: 二(三)-4.
    """
    return _withdraw(actor, now, payment_id, reason)


def _withdraw(actor: Actor, now: datetime, payment_id: UUID, reason: str) -> Payment:
    words = clean_text(reason, "reason", least=2, most=500, lines=True)
    payment = payment_for(actor, payment_id, lock=True)
    receivable = payment.receivable
    require_deciding(actor, receivable.region, now)
    before = {"state": payment.state, "due_fen": receivable.due_fen}
    payment.state, payment.ended_at = PAYMENT.after(payment.state, "withdraw"), now
    require(nothing_in_doubt(doubted=is_doubted(payment)))
    payment.reason = words
    payment.save(update_fields=["state", "ended_at", "reason"])
    move(receivable, Kind.WITHDRAW, payment.amount_fen, ref_id=payment.pk, now=now)
    cancel_duties(subject_id=payment.pk, on=day_of(now), now=now, reason=words)
    bureau = paying_bureau(receivable, now)
    record(
        actor=actor,
        now=now,
        type="treasury.payment.withdrawn",
        subject=payment,
        about=about(receivable),
        visible_to=parties_of(receivable, bureau.pk),
        before={**before, **payment_facts(payment)},
        after={
            "state": payment.state,
            "due_fen": receivable.due_fen,
            **payment_facts(payment),
            "reason": words,
        },
        basis=["二(三)-4"],
        tell=[
            purchaser(receivable),
            treasury_desk(receivable, bureau),
            supplier(receivable),
        ],
    )
    return payment
