"""Write what a repayment does to loans, and free what is settled (D10, I6)."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from cairong.kernel.plain import plain
from cairong.lending.models import Loan, LoanEntry
from cairong.policy.repayment import Debt, Falling, Share
from cairong.treasury.models import Lock, Receivable
from cairong.treasury.steps.locks import end_operation, release_if_free

CLEARED = "treasury.receivable.cleared"  # all is paid and repaid
FREED = "treasury.account.freed"  # no lock holds the account any more


def running_loans(receivable: Receivable, on: date) -> list[Loan]:
    """List the open loans of a locked receivable in the order of their registration (D10, D13).

    Only those drawn by the day: money takes no part in a loan that was not yet when it came.
    """
    return list(
        Loan.objects.filter(receivable=receivable, state="repaying", drawn_on__lte=on)
        .select_related("offer")
        .prefetch_related("instalments")
        .order_by("service_order", "pk")
    )


def debt_of(loan: Loan) -> Debt:
    """State one loan as the rules of repayment read it."""
    return plain(
        Debt,
        loan,
        key=str(loan.pk),
        fee_owed_fen=loan.fee_fen - loan.fee_paid_fen,
        falling=tuple(plain(Falling, row) for row in loan.instalments.all()),
    )


def write_shares(
    shares: Iterable[Share],
    *,
    kind: str,
    now: datetime,
    source_id: UUID | None = None,
    means: str = "",
) -> None:
    """Write one entry per loan that takes money; the trigger moves the loans.

    Writes: lending.LoanEntry, and through its trigger lending.Loan.
    """
    LoanEntry.objects.bulk_create(
        LoanEntry(
            loan_id=UUID(share.key),
            kind=kind,
            on=share.on,
            at=now,
            accrued_fen=share.accrued_fen,
            interest_fen=share.interest_fen,
            principal_fen=share.principal_fen,
            fee_fen=share.fee_fen,
            source_id=source_id,
            means=means,
        )
        for share in shares
        if share.paid_fen
    )


def free_settled(
    receivable: Receivable, loans: Sequence[Loan], *, now: datetime
) -> tuple[list[Loan], Lock | None]:
    """End what was open under the lock for offers wholly repaid; release the lock when it is free.

    Answers the loans that are settled now, and the lock that ended. Writes: treasury.Lock,
    LockOperation.
    """
    keys = [loan.pk for loan in loans]
    settled = list(Loan.objects.filter(pk__in=keys, state="settled").select_related("offer"))
    for offer in {loan.offer_id: loan.offer for loan in settled}.values():
        open_left = Loan.objects.filter(offer=offer).exclude(state="settled").exists()
        if offer.state == "drawn" and not open_left:
            end_operation(offer_id=offer.pk, settled=True, now=now)
    lock = release_if_free(receivable=receivable, now=now) if settled else None
    return settled, lock
