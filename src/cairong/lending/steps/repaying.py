"""Write what a repayment does to loans, and free what is settled (D10, I6)."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from cairong.kernel.calendar import end_of
from cairong.kernel.plain import plain
from cairong.lending.models import Loan, LoanEntry
from cairong.policy.repayment import Debt, Falling, Share
from cairong.treasury.models import Lock, LockOperation, Receivable
from cairong.treasury.steps.locks import end_operation, release_if_free

CLEARED = "treasury.receivable.cleared"  # all is paid and repaid
FREED = "treasury.account.freed"  # no lock holds the account any more


def running_loans(receivable: Receivable, on: date) -> list[Loan]:
    """List the open loans of a locked receivable in the order of their registration (D10, D13).

    Only those drawn by the day: money takes no part in a loan that was not yet when it came, nor
    in one lent outside for which the account was not locked by then.
    """
    under = LockOperation.objects.filter(
        lock__receivable=receivable, lock__active_at__lt=end_of(on), state="open"
    )
    held = Q(outside__isnull=True) | Q(outside__in=under.values("offer_id"))
    return list(
        Loan.objects.filter(held, receivable=receivable, state="repaying", drawn_on__lte=on)
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
    for outside_id in filter(None, [loan.outside_id for loan in settled]):
        end_operation(offer_id=outside_id, settled=True, now=now)
    for offer in {loan.offer for loan in settled if loan.offer}:
        open_left = Loan.objects.filter(offer=offer).exclude(state="settled").exists()
        if offer.state == "drawn" and not open_left:
            end_operation(offer_id=offer.pk, settled=True, now=now)
    lock = release_if_free(receivable=receivable, now=now) if settled else None
    return settled, lock if lock is None or lock.state == "released" else None


def intents_of(loans: Iterable[Loan]) -> list[UUID]:
    """Name the intents that loans were drawn on; one lent outside has none."""
    return [loan.offer.intent_id for loan in loans if loan.offer]
