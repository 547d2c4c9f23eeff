"""A payment comes back (退汇): what it paid is owed again, and has to be paid again (I7)."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator

from cairong.audit.recording import record
from cairong.kernel.actor import Actor, Role
from cairong.kernel.errors import Conflict
from cairong.kernel.identifiers import check_serial, plain_serial
from cairong.kernel.text import clean_text
from cairong.parties.deciding import require_deciding
from cairong.parties.four_eyes import RUNNING, two_person
from cairong.policy.rule import require
from cairong.policy.treasury import returned_whole
from cairong.treasury.chart import Account, Kind
from cairong.treasury.models import Payment, PaymentReturn, Receivable, ReturnSlip
from cairong.treasury.reads import payment_for, return_slip_of
from cairong.treasury.states import PAYMENT
from cairong.treasury.steps.books import move, post
from cairong.treasury.steps.paying import reopen_pay_duties, repaid_from, used_of
from cairong.treasury.steps.sending import await_answer, require_none_under_way
from cairong.treasury.steps.settling import reopen_contract
from cairong.treasury.steps.tellings import (
    about,
    lenders,
    parties_of,
    payment_facts,
    purchaser,
    supplier,
)


@two_person(
    Role.TREASURY_OFFICER,
    word="登记退汇",
    of=PAYMENT,
    free={"due_fen": RUNNING, "paid_fen": RUNNING},
    counties=True,
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

    By the paper that was kept of it (`slip_id`), the bank's number of the return, and its amount.
    A contract settled by it is open again. Raises NotFound, WrongState, Invalid, PolicyBreach for
    another amount, Conflict where a loan was repaid from it, for a number recorded before, or while
    its instruction is not answered. Writes: treasury.Payment, treasury.PaymentReturn,
    treasury.Entry, clocks.Duty, contracts.Contract. Source: 二(三)-4, D19.
    """
    words = clean_text(reason, "reason", least=2, most=500, lines=True)
    serial = check_serial(return_serial, "return_serial")
    await_answer(payment_id)
    payment = payment_for(actor, payment_id, lock=True)
    require_none_under_way(payment)
    receivable, before, earlier = payment.receivable, payment.state, _sums(payment.receivable)
    require_deciding(actor, receivable.region, now)
    payment.state, payment.ended_at, payment.reason = PAYMENT.after(before, "return"), now, words
    require(returned_whole(amount_fen=amount_fen, payment_fen=payment.amount_fen))
    payment.save(update_fields=["state", "reason", "ended_at"])
    said = _keep(payment, return_slip_of(payment, slip_id), serial, now)
    _post_back(payment, before, now)
    reopen_pay_duties(payment, now=now)
    record(
        actor=actor,
        now=now,
        type="treasury.payment.returned",
        subject=payment,
        about=about(receivable),
        visible_to=parties_of(receivable),
        before={"state": before, **earlier, **payment_facts(payment)},
        after={
            "state": payment.state,
            **_sums(receivable),
            **payment_facts(payment),
            "contract_reopened": before == "confirmed" and reopen_contract(receivable),
            **said,
        },
        basis=["二(三)-4"],
        tell=[purchaser(receivable), supplier(receivable), *lenders(receivable)],
    )
    return payment


def _keep(payment: Payment, slip: ReturnSlip, serial: str, now: datetime) -> dict[str, str]:
    """Keep what the bank said of a payment that came back, and give it as the event tells it."""
    PaymentReturn.objects.create(
        city_id=payment.city_id, payment=payment, amount_fen=payment.amount_fen, serial=serial,
        slip=slip, recorded_at=now,
    )  # fmt: skip
    said = {"return_serial": serial, "slip": slip.name, "slip_sha256": slip.sha256}
    return {**said, "reason": payment.reason}


def _sums(receivable: Receivable) -> dict[str, int]:
    return {"due_fen": receivable.due_fen, "paid_fen": receivable.paid_fen}


def _post_back(payment: Payment, before: str, now: datetime) -> None:
    """Make it owed again; money that had reached the account is taken out of its books."""
    receivable, amount = payment.receivable, payment.amount_fen
    if before == "released":
        move(receivable, Kind.BOUNCE, amount, ref_id=payment.pk, now=now)
        return
    used = used_of(payment)
    if found := repaid_from(used):
        raise Conflict(found)
    surplus = used[Kind.SURPLUS]
    post(
        receivable=receivable,
        kind=Kind.RETURN,
        moves={
            Account.PAID: -amount,
            Account.DUE: amount,
            Account.TO_SUPPLIER: -surplus,
            Account.RECEIVED: -(amount - surplus),
            Account.TRANSFERRED: amount,
        },
        ref_id=payment.pk,
        now=now,
    )
