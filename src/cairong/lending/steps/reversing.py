"""What a returned payment repaid is reversed: loans are open again, as if it never came (I7)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from cairong.lending.models import Loan, LoanEntry
from cairong.lending.states import LOAN
from cairong.policy.repayment import interest_since
from cairong.treasury.models import Lock, Receivable, Remittance
from cairong.treasury.steps.returning import lock_again, take_back


@dataclass(frozen=True, kw_only=True)
class Reversed:
    """What was reversed: of which money, the loans, what they had taken, which are open again.

    `again` are the locks that stand again; what is `bare` runs on under none.
    """

    money: list[UUID] = field(default_factory=list)
    loans: list[Loan] = field(default_factory=list)
    fen: int = 0
    reopened: list[Loan] = field(default_factory=list)
    again: list[Lock] = field(default_factory=list)
    bare: list[Loan] = field(default_factory=list)


def reverse_repayments(
    receivable: Receivable, remittance: Remittance | None, *, now: datetime
) -> Reversed:
    """Reverse what money of a locked receivable repaid: an entry beside each, none changed.

    Interest runs on the principal from the day of its repayment on; what was repaid later with
    other money stays as it was split. A loan that was settled is open again and stands under its
    lock again, where that can stand. Writes: lending.LoanEntry and through its trigger Loan,
    treasury.Entry, Lock, LockOperation.
    """
    of = LoanEntry.standing().filter(source_id=remittance.pk if remittance else None)
    entries = list(of.select_related("loan__offer").order_by("pk"))
    if remittance is None or not entries:
        return Reversed()
    loans = [entry.loan for entry in entries]
    closed = [loan for loan in loans if loan.state == "settled"]
    LoanEntry.objects.bulk_create(_reversal(entry, now) for entry in entries)
    take_back(
        receivable=receivable,
        principal_fen=sum(entry.principal_fen for entry in entries),
        interest_fen=sum(entry.interest_fen for entry in entries),
        fee_fen=sum(entry.fee_fen for entry in entries),
        ref_id=remittance.pk,
        now=now,
    )
    for loan in closed:
        LOAN.after(loan.state, "reverse")
    again, bare = lock_again(receivable, _held(loans), now=now)
    return Reversed(
        money=[remittance.pk],
        loans=loans,
        fen=sum(entry.fee_fen + entry.interest_fen + entry.principal_fen for entry in entries),
        reopened=closed,
        again=again,
        bare=[loan for loan in loans if held_as(loan) in bare],
    )


def held_as(loan: Loan) -> UUID:
    """Name what stands under a lock for a loan: its offer, or the loan that was lent outside."""
    key = loan.offer_id or loan.outside_id
    assert key is not None
    return key


def _held(loans: Iterable[Loan]) -> dict[UUID, UUID]:
    return {held_as(loan): loan.institution_id for loan in loans}


def _reversal(entry: LoanEntry, now: datetime) -> LoanEntry:
    loan = entry.loan
    return LoanEntry(
        loan=loan,
        kind=LoanEntry.Kind.REVERSED,
        on=loan.accrued_on,
        at=now,
        accrued_fen=interest_since(
            entry.principal_fen, loan.rate_bp, loan.day_count, since=entry.on, on=loan.accrued_on
        ),
        interest_fen=-entry.interest_fen,
        principal_fen=-entry.principal_fen,
        fee_fen=-entry.fee_fen,
        reverses=entry,
    )
