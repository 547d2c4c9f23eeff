"""One loan to the last yuan: its plan, its movements, and what is owed on a day."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import prefetch_related_objects

from cairong.kernel.actor import Actor
from cairong.kernel.calendar import day_of
from cairong.kernel.plain import plain
from cairong.lending.models import Loan, LoanEntry, Overdue
from cairong.lending.overdues import overdues_of
from cairong.lending.reads import loan_for
from cairong.lending.steps.repaying import debt_of
from cairong.policy.repayment import Debt, Owed, owed
from cairong.treasury.models import Remittance


@dataclass(frozen=True, kw_only=True)
class Planned:
    """What falls due on a day by the plan, and what is left then."""

    due_on: date
    principal_fen: int
    interest_fen: int
    left_fen: int


@dataclass(frozen=True, kw_only=True)
class Movement:
    """Money of a loan on a day, by what, and the principal left since.

    A reversal stands on the day its payment's return was recorded.
    """

    on: date
    kind: str
    what: str
    drawn_fen: int
    fee_fen: int
    interest_fen: int
    principal_fen: int
    left_fen: int


@dataclass(frozen=True, kw_only=True)
class Statement:
    """A loan with its plan and movements, oldest first; its debt, and what of it is owed `on`.

    `overdues` is each time it was overdue, the oldest first.
    """

    loan: Loan
    plan: list[Planned]
    movements: list[Movement]
    debt: Debt
    on: date
    owed: Owed
    overdues: list[Overdue]

    @property
    def forgiven_fen(self) -> tuple[int, int]:
        """How much of its principal and of its interest was forgiven, not paid."""
        rows = [each for each in self.movements if each.kind == LoanEntry.Kind.FORGIVEN]
        return sum(each.principal_fen for each in rows), sum(each.interest_fen for each in rows)


def statement_of(actor: Actor, loan_id: UUID, *, on: date) -> Statement:
    """Draw up the statement of a loan on a day. Raises NotFound."""
    loan = loan_for(actor, loan_id)
    prefetch_related_objects([loan], "instalments")
    debt = debt_of(loan)
    return Statement(
        loan=loan,
        plan=[plain(Planned, instalment) for instalment in loan.instalments.all()],
        movements=_movements(loan),
        debt=debt,
        on=on,
        owed=owed(debt, max(on, debt.accrued_on)),
        overdues=list(overdues_of(actor).filter(loan=loan)),
    )


def _movements(loan: Loan) -> list[Movement]:
    rows, left = list[Movement](), 0
    entries = list(loan.entries.select_related("reverses").order_by("pk"))
    whys = _whys(entries)
    for entry in entries:
        left += entry.drawn_fen - entry.principal_fen
        why = entry.means or (entry.reverses and whys.get(entry.reverses.source_id))
        what = entry.get_kind_display() + (f"({why})" if why else "")
        on = day_of(entry.at) if entry.reverses else entry.on
        rows.append(plain(Movement, entry, on=on, what=what, left_fen=left))
    return rows


def _whys(entries: list[LoanEntry]) -> dict[UUID | None, str]:
    """Say of each remittance whose repayment was reversed why its payment came back."""
    taken = (each.reverses for each in entries if each.reverses)
    sources = [each.source_id for each in taken if each.source_id]
    return dict(
        Remittance.objects.filter(pk__in=sources).values_list("pk", "payment__reason")
        if sources
        else ()
    )
