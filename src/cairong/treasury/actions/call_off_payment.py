"""A payment that was released and never left is called off: it is owed again (撤销支付)."""

from datetime import datetime
from uuid import UUID

from cairong.audit.recording import record
from cairong.kernel.actor import Actor, Role
from cairong.kernel.text import clean_text
from cairong.parties.deciding import require_deciding
from cairong.parties.four_eyes import RUNNING, two_person
from cairong.policy.rule import require
from cairong.treasury.chart import Kind
from cairong.treasury.models import Payment
from cairong.treasury.reads import payment_for
from cairong.treasury.states import PAYMENT
from cairong.treasury.steps.books import move
from cairong.treasury.steps.sending import await_answer, require_none_under_way
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
from cairong.treasury.unsent import bars_call_off, refusals_of


@two_person(
    Role.TREASURY_OFFICER, word="撤销支付", of=PAYMENT, free={"due_fen": RUNNING}, counties=True
)
def call_off_payment(*, actor: Actor, now: datetime, payment_id: UUID, reason: str) -> Payment:
    """Call off a released payment of which nothing left; it is asked for anew, perhaps elsewhere.

    Money that never left has no paper of a bank. So it is possible only where the program alone
    could have paid: its gateway is heard of and says that nothing troubles it, no instruction is
    under way, and nobody decided to pay by other means. The duty to pay runs on: it never ended.
    Raises NotFound, WrongState, Invalid, PolicyBreach where something may have left, Conflict while
    the treasury may carry out its instruction. Writes: treasury.Payment, treasury.Entry.
    Source: 二(三)-4, D19.
    """
    words = clean_text(reason, "reason", least=2, most=500, lines=True)
    await_answer(payment_id)
    payment = payment_for(actor, payment_id, lock=True)
    receivable = payment.receivable
    require_deciding(actor, receivable.region, now)
    before = {"state": payment.state, "due_fen": receivable.due_fen}
    state = PAYMENT.after(payment.state, "call_off")
    require(bars_call_off(payment, now))
    require_none_under_way(payment)
    payment.state, payment.ended_at, payment.reason = state, now, words
    payment.save(update_fields=["state", "ended_at", "reason"])
    move(receivable, Kind.CALL_OFF, payment.amount_fen, ref_id=payment.pk, now=now)
    said = refusals_of(payment)
    record(
        actor=actor,
        now=now,
        type="treasury.payment.called_off",
        subject=payment,
        about=about(receivable),
        visible_to=parties_of(receivable),
        before={**before, **payment_facts(payment)},
        after={
            "state": payment.state,
            "due_fen": receivable.due_fen,
            **payment_facts(payment),
            "reason": words,
            **({"treasury_said": said} if said else {}),
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
