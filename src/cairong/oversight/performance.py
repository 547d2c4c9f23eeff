"""What each institution did in a year: amounts, rates, and the two promised periods (三(一)-3)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from statistics import median
from uuid import UUID

from django.db.models import F, Q

from cairong.clocks.models import Duty
from cairong.clocks.reads import OPEN, verdict_of
from cairong.kernel.actor import Actor
from cairong.kernel.calendar import Calendar, days_between
from cairong.oversight.reads import loans_behind, watched_regions
from cairong.parties.models import Organisation
from cairong.rulebook.reads import calendar_of

APPROVAL, DISBURSEMENT = "decide_application", "disburse_loan"
WHOLE = 100


@dataclass(kw_only=True)
class Performance:
    """One institution's year, from its loans and its duties.

    Rates are weighted by principal and given in basis points; `kept` of `judged` duties were
    fulfilled in time, those open beyond their day, or cancelled beyond it, among the judged.
    """

    institution_id: UUID
    name: str
    demo: bool = False
    amount_fen: int = 0
    loans: int = 0
    credit_fen: int = 0
    rate_weight: int = 0
    spread_weight: int = 0
    judged: int = 0
    kept: int = 0
    suppliers: set[UUID] = field(default_factory=set)
    days: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    @property
    def rate_bp(self) -> int | None:
        """The mean yearly rate, in basis points."""
        return round(self.rate_weight / self.amount_fen) if self.amount_fen else None

    @property
    def spread_bp(self) -> int | None:
        """The mean distance to the LPR of each loan's offer, in basis points."""
        return round(self.spread_weight / self.amount_fen) if self.amount_fen else None

    @property
    def credit_percent(self) -> int | None:
        """The share of principal lent without collateral or guarantee."""
        return self.credit_fen * WHOLE // self.amount_fen if self.amount_fen else None

    @property
    def kept_percent(self) -> int | None:
        """The share of the two promised periods that were kept."""
        return self.kept * WHOLE // self.judged if self.judged else None

    @property
    def approval_days(self) -> float | None:
        """The median of working days from completeness to the decision."""
        return median(self.days[APPROVAL]) if self.days[APPROVAL] else None

    @property
    def disbursement_days(self) -> float | None:
        """The median of working days from the conditions being met to the money."""
        return median(self.days[DISBURSEMENT]) if self.days[DISBURSEMENT] else None


def performances(actor: Actor, year: int, *, today: date) -> list[Performance]:
    """Work out every institution's year from the same rows as the board, largest first."""
    found: dict[UUID, Performance] = {}
    for loan in loans_behind(actor, year).select_related("institution", "offer__product_version"):
        one = found.setdefault(loan.institution_id, _blank(loan.institution))
        one.amount_fen += loan.principal_fen
        one.loans += 1
        one.suppliers.add(loan.supplier_id)
        one.rate_weight += loan.rate_bp * loan.principal_fen
        one.spread_weight += (loan.rate_bp - loan.offer.lpr_bp) * loan.principal_fen
        if not loan.offer.product_version.collateral:
            one.credit_fen += loan.principal_fen
    calendar = calendar_of(actor.city)
    for duty in promised(actor, year, today=today):
        if duty.holder_organisation is not None:
            one = found.setdefault(duty.holder_organisation.pk, _blank(duty.holder_organisation))
            _judge(one, duty, calendar, today)
    return sorted(found.values(), key=lambda one: (-one.amount_fen, one.name))


def promised(actor: Actor, year: int, *, today: date) -> Iterable[Duty]:
    """List the duties of 二(四)-3 and -4 done in a year, and those of it that are overdue.

    Among these are those that were cancelled only once they were: a supplier who gives up waiting
    makes nobody punctual.
    """
    return (
        Duty.objects.filter(
            Q(state=Duty.State.DONE, done_on__year=year)
            | Q(state__in=OPEN, due_on__lt=today, due_on__year=year)
            | Q(cancelled_on__gt=F("due_on"), due_on__year=year),
            city_id=actor.city,
            kind__in=(APPROVAL, DISBURSEMENT),
            region__in=list(watched_regions(actor)),
        )
        .select_related("holder_organisation")
        .order_by("start_on", "pk")
    )


def _blank(institution: Organisation) -> Performance:
    return Performance(institution_id=institution.pk, name=institution.name, demo=institution.demo)


def _judge(one: Performance, duty: Duty, calendar: Calendar, today: date) -> None:
    one.judged += 1
    one.kept += verdict_of(duty, today=today) == "kept"
    if duty.done_on is not None:
        spent = days_between(duty.start_on, duty.done_on, "working", calendar)
        one.days[duty.kind].append(max(spent - duty.paused_days, 0))
