"""Headroom of a receivable: reserved by offers, drawn by loans, freed by repayment (D9, D12)."""

from datetime import datetime
from uuid import UUID

from cairong.audit.rows import fetch
from cairong.treasury.chart import Account, Kind
from cairong.treasury.models import Receivable
from cairong.treasury.reads import RECEIVABLE_WORD
from cairong.treasury.steps.books import move, post


def locked(receivable_id: UUID) -> Receivable:
    """Fetch a receivable and lock it, with its contract. Raises NotFound.

    Whoever reads sums to decide on them locks the row first; scope is the caller's to check.
    """
    rows = Receivable.objects.select_related("contract")
    return fetch(rows, receivable_id, RECEIVABLE_WORD, lock=True)


def reserve(
    *, receivable: Receivable, amount_fen: int, cap_percent: int, ref_id: UUID, now: datetime
) -> None:
    """Reserve headroom of a locked receivable for an intent's offer. Writes: treasury.Entry."""
    move(receivable, Kind.RESERVE, amount_fen, ref_id=ref_id, now=now, cap_percent=cap_percent)


def unreserve(*, receivable: Receivable, amount_fen: int, ref_id: UUID, now: datetime) -> None:
    """Give reserved headroom back. Writes: treasury.Entry."""
    move(receivable, Kind.UNRESERVE, amount_fen, ref_id=ref_id, now=now)


def draw(
    *,
    receivable: Receivable,
    amount_fen: int,
    cap_percent: int,
    kept_fen: int = 0,
    ref_id: UUID,
    now: datetime,
) -> None:
    """Turn reserved headroom into outstanding principal.

    `kept_fen` is what stays reserved of the offer drawn: it does not stand in its own way (D9).
    Writes: treasury.Entry.
    """
    move(
        receivable,
        Kind.DRAW,
        amount_fen,
        ref_id=ref_id,
        now=now,
        cap_percent=cap_percent,
        kept_fen=kept_fen,
    )


def take_over(*, receivable: Receivable, amount_fen: int, ref_id: UUID, now: datetime) -> None:
    """Take headroom for what runs already of a loan lent outside. Writes: treasury.Entry."""
    cap = receivable.cap_percent
    move(receivable, Kind.OUTSIDE, amount_fen, ref_id=ref_id, now=now, cap_percent=cap)


def repay(
    *,
    receivable: Receivable,
    principal_fen: int,
    interest_fen: int,
    fee_fen: int = 0,
    ref_id: UUID,
    now: datetime,
) -> None:
    """Repay a loan from money received; the principal becomes headroom again.

    `ref_id` is the remittance it comes from. Writes: treasury.Entry.
    """
    post(
        receivable=receivable,
        kind=Kind.REPAY,
        moves={
            Account.RECEIVED: -(principal_fen + interest_fen + fee_fen),
            Account.INTEREST_PAID: interest_fen,
            Account.PRINCIPAL_PAID: principal_fen,
            Account.FEE_PAID: fee_fen,
            Account.OUTSTANDING: -principal_fen,
            Account.HEADROOM: principal_fen,
        },
        ref_id=ref_id,
        now=now,
    )


def repay_own(*, receivable: Receivable, principal_fen: int, ref_id: UUID, now: datetime) -> None:
    """Repay principal from the supplier's own money. Writes: treasury.Entry."""
    move(receivable, Kind.REPAY_OWN, principal_fen, ref_id=ref_id, now=now)


def forgive(*, receivable: Receivable, principal_fen: int, ref_id: UUID, now: datetime) -> None:
    """Take principal that is forgiven out of what is outstanding. Writes: treasury.Entry."""
    move(receivable, Kind.FORGIVE, principal_fen, ref_id=ref_id, now=now)


def release_surplus(
    *, receivable: Receivable, amount_fen: int, ref_id: UUID, now: datetime
) -> None:
    """Give the rest of a remittance to the supplier, the same day (D10). Writes: treasury.Entry."""
    move(receivable, Kind.SURPLUS, amount_fen, ref_id=ref_id, now=now)
