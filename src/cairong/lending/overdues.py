"""Overdue loans as each actor may see them: how much, how many days, by whose lateness."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import F, Prefetch, Q, QuerySet

from cairong.audit.rows import fetch
from cairong.clocks.models import Duty
from cairong.kernel.actor import Actor
from cairong.kernel.calendar import Calendar, day_of
from cairong.lending.models import (
    Loan,
    LoanEntry,
    Overdue,
    OverdueContact,
    RepaymentPlan,
    WriteOff,
)
from cairong.lending.reads import loans_of
from cairong.lending.states import LIVE_OVERDUE
from cairong.lending.steps.repaying import debt_of
from cairong.policy.overdue import Arrears, Moved, Part, arrears_of

OVERDUE_WORD, PAYING = "逾期", "pay"
CHANNELS: list[tuple[str, str]] = list(OverdueContact.Channel.choices)


def overdues_of(actor: Actor) -> QuerySet[Overdue]:
    """List what is or was overdue of the loans an actor may see, the oldest first."""
    mine = loans_of(actor).order_by().values("pk")
    rows = Overdue.objects.filter(city_id=actor.city, loan__in=mine)
    return rows.select_related(
        "loan__institution", "loan__supplier", "loan__contract", "loan__offer__intent"
    ).order_by("last_on", "pk")


def overdue_for(actor: Actor, overdue_id: UUID, *, lock: bool = False) -> Overdue:
    """Fetch what is overdue of a loan the actor may see. Raises NotFound."""
    return fetch(overdues_of(actor), overdue_id, OVERDUE_WORD, lock=lock)


def running_overdues(actor: Actor) -> QuerySet[Overdue]:
    """List what is overdue still, with all that its sums are worked out of."""
    return overdues_of(actor).filter(state__in=LIVE_OVERDUE).prefetch_related(*parts_of("loan__"))


def live_of(loans: Collection[UUID]) -> dict[UUID, Overdue]:
    """Find, of these loans, what is overdue of each that is."""
    rows = Overdue.objects.filter(loan__in=loans, state__in=LIVE_OVERDUE) if loans else ()
    return {each.loan_id: each for each in rows}


def overdue_since(_actor: Actor, _now: datetime, loans: Sequence[UUID]) -> dict[UUID, date]:
    """Say of loans that are overdue which was the last day they were in time, for lists."""
    return {pk: each.last_on for pk, each in live_of(loans).items()}


def parts_of(before: str = "") -> tuple[Any, ...]:
    """Name what is read with loans, so that `arrears_on` asks nothing more."""
    return (
        f"{before}instalments",
        Prefetch(f"{before}entries", queryset=LoanEntry.objects.order_by("pk")),
    )


def moved_of(loan: Loan) -> list[Moved]:
    """State a loan's entries, in their order, as the rules of what is overdue read them."""
    rows, left = list[Moved](), 0
    for entry in sorted(loan.entries.all(), key=_number):
        left += entry.drawn_fen - entry.principal_fen
        rows.append(Moved(on=entry.on, accrued_fen=entry.accrued_fen, left_fen=left))
    return rows


def arrears_on(loan: Loan, on: date, calendar: Calendar) -> Arrears | None:
    """Say what of a loan is overdue on a day; None where nothing is."""
    if loan.state != "repaying":
        return None
    return arrears_of(debt_of(loan), moved_of(loan), on=on, calendar=calendar)


def written_off_on(loan: Loan) -> date | None:
    """Say on which day a loan was written off; None where it was not."""
    written = WriteOff.objects.filter(loan=loan).first()
    return day_of(written.at) if written else None


def parts_planned(plan: RepaymentPlan) -> tuple[Part, ...]:
    """Read the parts of a plan."""
    return tuple(
        Part(on=date.fromisoformat(each["on"]), principal_fen=each["principal_fen"])
        for each in plan.parts
    )


@dataclass(frozen=True, kw_only=True)
class Cause:
    """A purchaser's payment that was due by the loan's day and came later, or not at all."""

    purchaser: str
    due_on: date
    done_on: date | None
    days: int


def causes_of(overdues: Iterable[Overdue], today: date) -> dict[UUID, list[Cause]]:
    """Say which payments of its contract were late when each of these became overdue.

    They are the contract's duties to pay that were due by that day, and not done by it.
    """
    rows = list(overdues)
    receivables = {each.loan.receivable_id for each in rows}
    late = (
        Duty.objects.filter(kind=PAYING, about__overlap=list(receivables))
        .filter(Q(done_on=None) | Q(done_on__gt=F("due_on")), due_on__lt=today)
        .exclude(state=Duty.State.CANCELLED)
        .select_related("holder_organisation")
        .order_by("due_on", "pk")
        if receivables
        else Duty.objects.none()
    )
    found: Sequence[Duty] = list(late)
    return {
        each.pk: [
            _cause(duty, today)
            for duty in found
            if each.loan.receivable_id in duty.about
            and duty.due_on <= each.last_on
            and (duty.done_on is None or duty.done_on > each.last_on)
        ]
        for each in rows
    }


def _cause(duty: Duty, today: date) -> Cause:
    holder = duty.holder_organisation
    return Cause(
        purchaser=holder.name if holder else "",
        due_on=duty.due_on,
        done_on=duty.done_on,
        days=((duty.done_on or today) - duty.due_on).days,
    )


def _number(entry: LoanEntry) -> int:
    return entry.pk
