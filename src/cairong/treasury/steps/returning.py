"""A payment came back: it leaves the books with what it repaid; locks stand again (I7, D11)."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from cairong.treasury.chart import Account, Kind
from cairong.treasury.models import Lock, LockOperation, Payment, PaymentReturn, Receivable
from cairong.treasury.models import ReturnSlip as Slip
from cairong.treasury.states import LOCK
from cairong.treasury.steps.books import move, post
from cairong.treasury.steps.locks import active_lock, live_lock
from cairong.treasury.steps.paying import used_of


def keep_return(payment: Payment, slip: Slip, serial: str, now: datetime) -> dict[str, str]:
    """Keep what the bank said of a payment that came back, and give it as the event tells it.

    Writes: treasury.PaymentReturn.
    """
    PaymentReturn.objects.create(
        city_id=payment.city_id, payment=payment, amount_fen=payment.amount_fen, serial=serial,
        slip=slip, recorded_at=now,
    )  # fmt: skip
    said = {"return_serial": serial, "slip": slip.name, "slip_sha256": slip.sha256}
    return {**said, "reason": payment.reason}


def take_back(
    *,
    receivable: Receivable,
    principal_fen: int,
    interest_fen: int,
    fee_fen: int,
    ref_id: UUID,
    now: datetime,
) -> None:
    """Take back what money repaid: its principal is lent again, within headroom or above it.

    `ref_id` is the remittance it came from. Writes: treasury.Entry.
    """
    post(
        receivable=receivable,
        kind=Kind.UNREPAY,
        moves={
            Account.INTEREST_PAID: -interest_fen,
            Account.PRINCIPAL_PAID: -principal_fen,
            Account.FEE_PAID: -fee_fen,
            Account.RECEIVED: principal_fen + interest_fen + fee_fen,
            Account.HEADROOM: -principal_fen,
            Account.OUTSTANDING: principal_fen,
        },
        ref_id=ref_id,
        now=now,
    )


def post_back(payment: Payment, *, arrived: bool, now: datetime) -> None:
    """Make a payment owed again; money that had `arrived` leaves the account, repaying nothing.

    What it repaid is taken back before. Writes: treasury.Entry.
    """
    receivable, amount = payment.receivable, payment.amount_fen
    if not arrived:
        move(receivable, Kind.BOUNCE, amount, ref_id=payment.pk, now=now)
        return
    surplus = used_of(payment)[Kind.SURPLUS]
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


def lock_again(
    receivable: Receivable, lent: Mapping[UUID, UUID], *, now: datetime
) -> tuple[list[Lock], list[UUID]]:
    """Put financings that are open again under their institution's lock, which stands again.

    `lent` names each by what stands under a lock, and its institution. A lock that ended stands
    again where its account is still the current one and no other lock is active (D11). Answers
    the locks that stand again, and what is left under none.
    Writes: treasury.Lock, treasury.LockOperation.
    """
    again, bare = list[Lock](), list[UUID]()
    for key, institution_id in lent.items():
        if LockOperation.objects.filter(offer_id=key, state="open").exists():
            continue
        lock = live_lock(receivable, institution_id)
        if lock is None and (ended := _ended(receivable, key)) is not None:
            ended.state, ended.ended_at, ended.reason = (
                LOCK.after(ended.state, "stand_again"), None, ""
            )  # fmt: skip
            ended.save(update_fields=["state", "ended_at", "reason"])
            again.append(ended)
            lock = ended
        if lock is None:
            bare.append(key)
        else:
            LockOperation.objects.create(lock=lock, offer_id=key, opened_at=now)
    return again, bare


def _ended(receivable: Receivable, key: UUID) -> Lock | None:
    """Find the lock that held a financing, where it can stand again."""
    rows = Lock.objects.filter(
        receivable=receivable, operations__offer_id=key, state="released",
        payee_version=receivable.current_id,
    )  # fmt: skip
    return None if active_lock(receivable) else rows.order_by("-ended_at").first()
