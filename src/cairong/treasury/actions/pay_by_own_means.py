"""Two persons of the desk pay by their own means: the program sends the payment no more."""

from datetime import datetime
from uuid import UUID

from cairong.audit.recording import Tell, record
from cairong.kernel.actor import Actor, Role
from cairong.kernel.text import clean_text
from cairong.parties.deciding import require_deciding
from cairong.parties.four_eyes import two_person
from cairong.policy.rule import require
from cairong.treasury.models import OwnMeans, Payment
from cairong.treasury.reads import payment_for
from cairong.treasury.states import PAYMENT
from cairong.treasury.steps.sending import await_answer, require_none_under_way
from cairong.treasury.steps.tellings import (
    about,
    bureau_of,
    paying_bureau,
    payment_facts,
    whole_desk,
)
from cairong.treasury.unsent import bars_own_means, payee_order_of


@two_person(Role.TREASURY_OFFICER, word="改由国库科自行支付", of=PAYMENT, counties=True)
def pay_by_own_means(*, actor: Actor, now: datetime, payment_id: UUID, reason: str) -> Payment:
    """Decide that a released payment leaves by the program no more, before it is paid otherwise.

    No order of it is drawn or signed from then on, and what is queued is dropped. It stays
    released, until two persons record the bank slip or the bank's return. Never taken back. Raises
    NotFound, WrongState, Invalid, PolicyBreach for one that does not leave by the program, whose
    account nobody signed, or that may have left, Conflict while the treasury may carry out its
    instruction. Writes: treasury.OwnMeans.
    Source: 二(三)-4, D19.
    """
    words = clean_text(reason, "reason", least=2, most=500, lines=True)
    await_answer(payment_id)
    payment = payment_for(actor, payment_id, lock=True)
    require_deciding(actor, payment.receivable.region, now)
    PAYMENT.after(payment.state, "pay_by_own_means")
    require(bars_own_means(payment))
    require_none_under_way(payment)
    OwnMeans.objects.create(city_id=actor.city, payment=payment, reason=words, decided_at=now)
    _record(actor, now, payment, words)
    return payment


def _record(actor: Actor, now: datetime, payment: Payment, reason: str) -> None:
    """Tell the whole desk and the auditor: who did not decide it sees that somebody did.

    An auditor is led to the order of the account; payments are not theirs to see.
    """
    receivable, bureau, account = payment.receivable, bureau_of(actor.city), payee_order_of(payment)
    paying = paying_bureau(receivable, now)
    assert account is not None
    record(
        actor=actor,
        now=now,
        type="treasury.payment.own_means",
        subject=payment,
        about=about(receivable, account.pk),
        visible_to=[paying.pk, bureau.pk],
        after={"state": payment.state, **payment_facts(payment), "reason": reason},
        basis=["二(三)-4"],
        tell=[
            *whole_desk(paying),
            Tell(organisation_id=bureau.pk, role=Role.AUDITOR, subject_id=account.pk),
        ],
    )
