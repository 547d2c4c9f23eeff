"""What each institution did in a year: amounts, rates, and the two promised periods (三(一)-3)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from statistics import median
from uuid import UUID

from django.db.models import F, Q, QuerySet

from cairong.clocks.models import Duty
from cairong.clocks.reads import OPEN, verdict_of
from cairong.kernel.actor import Actor
from cairong.kernel.calendar import Calendar, days_between
from cairong.lending.models import Loan
from cairong.oversight.rates import mean_of
from cairong.oversight.reads import loans_behind, watched_regions
from cairong.oversight.urgings import excused
from cairong.parties.models import Organisation
from cairong.rulebook.reads import calendar_of

APPROVAL, DISBURSEMENT = "decide_application", "disburse_loan"
WHOLE = 100


@dataclass(frozen=True, kw_only=True)
class Performance:
    """One institution's year, from its loans and its duties.

    Rates are means weighted by principal, in basis points; `spread_bp` is the distance to the LPR
    of each loan's offer. `credit_percent` is the share of principal lent without collateral or
    guarantee. `kept` of `judged` duties were fulfilled in time, those open beyond their day, or
    cancelled beyond it, among the judged. Days are medians of working days: from completeness to
    the decision, from the conditions being met to the money. `code` names the level these are
    figures of; empty where they are of all that somebody watches.
    """

    institution_id: UUID
    code: str
    year: int
    name: str
    demo: bool
    amount_fen: int
    loans: int
    suppliers: int
    rate_bp: int | None
    spread_bp: int | None
    credit_percent: int | None
    judged: int
    kept: int
    kept_percent: int | None
    approval_days: float | None
    disbursement_days: float | None


@dataclass(kw_only=True)
class _Sums:
    """What is added up of one institution, in all or on one level."""

    institution: Organisation
    code: str
    amount_fen: int = 0
    loans: int = 0
    credit_fen: int = 0
    rate_weight: int = 0
    spread_weight: int = 0
    judged: int = 0
    kept: int = 0
    suppliers: set[UUID] = field(default_factory=set)
    days: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    def performance(self, year: int) -> Performance:
        """Work out the figures of the year."""
        amount, days = self.amount_fen, self.days
        return Performance(
            institution_id=self.institution.pk,
            code=self.code,
            year=year,
            name=self.institution.name,
            demo=self.institution.demo,
            amount_fen=amount,
            loans=self.loans,
            suppliers=len(self.suppliers),
            rate_bp=mean_of(self.rate_weight, amount),
            spread_bp=mean_of(self.spread_weight, amount),
            credit_percent=self.credit_fen * WHOLE // amount if amount else None,
            judged=self.judged,
            kept=self.kept,
            kept_percent=self.kept * WHOLE // self.judged if self.judged else None,
            approval_days=median(days[APPROVAL]) if days[APPROVAL] else None,
            disbursement_days=median(days[DISBURSEMENT]) if days[DISBURSEMENT] else None,
        )


def performances(
    actor: Actor,
    year: int,
    *,
    today: date,
    code: str = "",
    institution: UUID | str | None = None,
    apart: bool = False,
) -> list[Performance]:
    """Work out every institution's year until today, from the board's own rows, largest first.

    Of one level or one institution where named; `apart` gives each level of each its own row.
    """
    heirs = watched_regions(actor, code)
    found: dict[tuple[UUID, str], _Sums] = {}

    def tally_of(lender: Organisation, region: str) -> _Sums:
        level = heirs[region] if apart else code
        return found.setdefault((lender.pk, level), _Sums(institution=lender, code=level))

    loans = loans_behind(actor, year, code).filter(drawn_on__lte=today)
    if institution:
        loans = loans.filter(institution_id=institution)
    for loan in loans.select_related("institution", "offer__product_version"):
        _lend(tally_of(loan.institution, loan.region), loan)
    calendar = calendar_of(actor.city)
    for duty in promised(actor, year, today=today, code=code):
        holder = duty.holder_organisation
        if holder is not None and (not institution or str(holder.pk) == str(institution)):
            _judge(tally_of(holder, duty.region), duty, calendar, today)
    years = [each.performance(year) for each in found.values()]
    return sorted(years, key=lambda each: (-each.amount_fen, each.name, each.code))


def promised(actor: Actor, year: int, *, today: date, code: str = "") -> Iterable[Duty]:
    """List the duties of 二(四)-3 and -4 done in a year, and those of it that are overdue.

    Among these are those that were cancelled only once they were: a supplier who gives up waiting
    makes nobody punctual.
    """
    rows = duties_promised(actor.city, year, APPROVAL, DISBURSEMENT, today=today)
    rows = rows.filter(region__in=list(watched_regions(actor, code)))
    return rows.select_related("holder_organisation").order_by("start_on", "pk")


def duties_promised(city: str, year: int, *kinds: str, today: date) -> QuerySet[Duty]:
    """List the duties of these kinds that are judged in a year, of a whole city.

    What a dispute excused (督办函, 异议成立) counts neither way.
    """
    rows = Duty.objects.filter(
        Q(state=Duty.State.DONE, done_on__year=year)
        | Q(state__in=OPEN, due_on__lt=today, due_on__year=year)
        | Q(cancelled_on__gt=F("due_on"), due_on__year=year),
        city_id=city,
        kind__in=kinds,
    )
    return rows.exclude(pk__in=excused().values("duty_id"))


def _lend(sums: _Sums, loan: Loan) -> None:
    assert loan.offer is not None
    fen = loan.principal_fen - loan.refinanced_fen
    sums.amount_fen += fen
    sums.loans += 1
    sums.suppliers.add(loan.supplier_id)
    sums.rate_weight += loan.rate_bp * fen
    sums.spread_weight += (loan.rate_bp - loan.offer.lpr_bp) * fen
    if not loan.offer.product_version.collateral:
        sums.credit_fen += fen


def _judge(sums: _Sums, duty: Duty, calendar: Calendar, today: date) -> None:
    sums.judged += 1
    sums.kept += verdict_of(duty, today=today) == "kept"
    if duty.done_on is not None:
        spent = days_between(duty.start_on, duty.done_on, "working", calendar)
        sums.days[duty.kind].append(max(spent - duty.paused_days, 0))
