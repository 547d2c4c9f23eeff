"""A payment comes back (退汇): it is owed again, and what it repaid is lent again (I7)."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator

from cairong.audit.recording import Tell, record
from cairong.kernel.actor import Actor, Role
from cairong.kernel.identifiers import check_serial, plain_serial
from cairong.kernel.text import clean_text
from cairong.lending.steps.repaying import intents_of
from cairong.lending.steps.reversing import Reversed, reverse_repayments
from cairong.lending.steps.revolving import hold_again
from cairong.parties.deciding import require_deciding
from cairong.parties.four_eyes import RUNNING, two_person
from cairong.policy.rule import require
from cairong.policy.treasury import returned_whole
from cairong.treasury.models import Payment, Receivable, Remittance
from cairong.treasury.reads import payment_for, return_slip_of
from cairong.treasury.states import PAYMENT
from cairong.treasury.steps.paying import reopen_pay_duties
from cairong.treasury.steps.returning import keep_return, post_back
from cairong.treasury.steps.sending import await_answer, require_none_under_way
from cairong.treasury.steps.settling import reopen_contract
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

REVERSED, BARE = "lending.repayment.reversed", "lending.repayment.reversed_bare"


@two_person(
    Role.TREASURY_OFFICER,
    word="登记退汇",
    of=PAYMENT,
    free={"due_fen": RUNNING, "paid_fen": RUNNING},
    counties=True,
    room="treasury",
)
def return_payment(
    *,
    actor: Actor,
    now: datetime,
    payment_id: UUID,
    slip_id: UUID,
    return_serial: Annotated[str, AfterValidator(plain_serial)],
    amount_fen: int,
    reason: str,
) -> Payment:
    """Take note that the bank sent a payment back; its duty to pay runs again from its first day.

    By the paper kept of it (`slip_id`), the bank's number of the return, and its amount. What it
    repaid is reversed, the lock of a loan that is open again stands again where it can; a contract
    settled by it is open again. Raises NotFound, WrongState, Invalid, PolicyBreach for another
    amount, Conflict for a number recorded before or an instruction not answered. Writes: treasury.
    Payment, PaymentReturn, Entry, Lock, lending.LoanEntry, clocks.Duty. Source: 二(三)-4, D19.
    """
    words = clean_text(reason, "reason", least=2, most=500, lines=True)
    serial = check_serial(return_serial, "return_serial")
    await_answer(payment_id)
    payment = payment_for(actor, payment_id, lock=True)
    require_none_under_way(payment)
    receivable, before, earlier = payment.receivable, payment.state, _standing(payment)
    require_deciding(actor, receivable.region, now)
    payment.state, payment.ended_at, payment.reason = PAYMENT.after(before, "return"), now, words
    require(returned_whole(amount_fen=amount_fen, payment_fen=payment.amount_fen))
    payment.save(update_fields=["state", "reason", "ended_at"])
    said = keep_return(payment, return_slip_of(payment, slip_id), serial, now)
    back = _undo(payment, now)
    reopen_pay_duties(payment, now=now)
    record(
        actor=actor,
        now=now,
        type="treasury.payment.returned",
        subject=payment,
        about=about(receivable, *_touched(back)),
        visible_to=parties_of(receivable, *(loan.institution_id for loan in back.loans)),
        before=earlier,
        after={
            **_standing(payment),
            "contract_reopened": before == "confirmed" and reopen_contract(receivable),
            **said,
            **_reversed(back),
        },
        basis=["二(三)-4"],
        tell=[purchaser(receivable), *_told(receivable, back, now)],
        inside=("reversed_fen", "reopened"),
    )
    return payment


def _standing(payment: Payment) -> dict[str, Any]:
    """Say how a payment stands, and what is owed and paid with it."""
    receivable = payment.receivable
    sums = {"due_fen": receivable.due_fen, "paid_fen": receivable.paid_fen}
    return {"state": payment.state, **sums, **payment_facts(payment)}


def _undo(payment: Payment, now: datetime) -> Reversed:
    """Make a payment owed again, and reverse what its money repaid, where it had arrived."""
    remittance = Remittance.objects.filter(payment=payment).first()
    back = reverse_repayments(payment.receivable, remittance, now=now)
    post_back(payment, arrived=remittance is not None, now=now)
    hold_again(payment.receivable, back.loans, now=now)
    return back


def _touched(back: Reversed) -> list[UUID]:
    """List what else the return shows on: where it reversed something, the money, loans, locks."""
    return [
        *back.money,
        *(loan.pk for loan in back.loans),
        *intents_of(back.loans),
        *(lock.pk for lock in back.again),
    ]


def _reversed(back: Reversed) -> dict[str, Any]:
    """Say what was reversed: how much of which loans is no reading of the purchaser's."""
    if not back.loans:
        return {}
    return {
        "lock_restored": bool(back.again),
        "reversed_fen": back.fen,
        "reopened": [loan.no for loan in back.reopened],
    }


def _told(receivable: Receivable, back: Reversed, now: datetime) -> list[Tell]:
    """Tell supplier and lenders: of the loans that are open again, and the desk of a bare one."""
    if not back.loans:
        return [supplier(receivable), *lenders(receivable)]
    words = BARE if back.bare else REVERSED
    of = [
        Tell(
            organisation_id=loan.institution_id, role=Role.INSTITUTION_OFFICER,
            saying=BARE if loan in back.bare else REVERSED, subject_id=loan.pk,
        )
        for loan in back.loans
    ]  # fmt: skip
    borrower = Tell(
        organisation_id=receivable.supplier_id, role=Role.SUPPLIER, saying=words,
        subject_id=back.loans[0].pk,
    )  # fmt: skip
    lent = {loan.institution_id for loan in back.loans}
    others = [each for each in lenders(receivable) if each.organisation_id not in lent]
    desk = whole_desk(paying_bureau(receivable, now)) if back.bare else []
    return [borrower, *of, *others, *desk]
