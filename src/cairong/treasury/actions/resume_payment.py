"""A payment that was called off was paid after all: it is on its way again (恢复在途)."""

from datetime import datetime
from uuid import UUID

from cairong.audit.recording import record
from cairong.kernel.actor import Actor, Role
from cairong.parties.deciding import require_deciding
from cairong.parties.four_eyes import RUNNING, two_person
from cairong.policy.orders import was_paid_late
from cairong.policy.rule import require
from cairong.policy.treasury import owed_again
from cairong.treasury.chart import Kind
from cairong.treasury.models import Payment
from cairong.treasury.reads import payment_for
from cairong.treasury.states import PAYMENT
from cairong.treasury.steps.books import move
from cairong.treasury.steps.sending import await_answer
from cairong.treasury.steps.tellings import (
    about,
    lenders,
    parties_of,
    paying_bureau,
    payment_facts,
    purchaser,
    supplier,
    whole_desk,
)
from cairong.treasury.unsent import paid_late


@two_person(
    Role.TREASURY_OFFICER, word="恢复在途", of=PAYMENT, free={"due_fen": RUNNING}, counties=True
)
def resume_payment(*, actor: Actor, now: datetime, payment_id: UUID) -> Payment:
    """Take up a called-off payment again which the treasury said later that it paid.

    It is released as before; the program sends nothing of it any more, and two persons record the
    bank slip. The amount must be owed still: what was asked for instead is withdrawn or called off
    first. Raises NotFound, WrongState, PolicyBreach where the treasury never said so, or the amount
    is asked for again. Writes: treasury.Payment, treasury.Entry. Source: 二(三)-4, D19.
    """
    await_answer(payment_id)
    payment = payment_for(actor, payment_id, lock=True)
    receivable = payment.receivable
    require_deciding(actor, receivable.region, now)
    before = {"state": payment.state, "due_fen": receivable.due_fen}
    state = PAYMENT.after(payment.state, "resume")
    require(
        was_paid_late(said=paid_late(payment) is not None),
        owed_again(due_fen=receivable.due_fen, amount_fen=payment.amount_fen),
    )
    payment.state, payment.ended_at, payment.reason = state, None, ""
    payment.save(update_fields=["state", "ended_at", "reason"])
    move(receivable, Kind.RESUME, payment.amount_fen, ref_id=payment.pk, now=now)
    record(
        actor=actor,
        now=now,
        type="treasury.payment.resumed",
        subject=payment,
        about=about(receivable),
        visible_to=parties_of(receivable),
        before={**before, **payment_facts(payment)},
        after={
            "state": payment.state,
            "due_fen": receivable.due_fen,
            **payment_facts(payment),
        },
        basis=["二(三)-4"],
        tell=[
            purchaser(receivable),
            supplier(receivable),
            *lenders(receivable),
            *whole_desk(paying_bureau(receivable, now)),
        ],
    )
    return payment
