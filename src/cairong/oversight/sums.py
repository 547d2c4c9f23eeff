"""The sums of a calendar year by level: from every loan of it, or as they were kept on the way."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from uuid import UUID

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Exists, F, OuterRef, Q, Sum
from django.db.models.functions import ExtractYear

from cairong.contracts.models import ContractSupplier
from cairong.lending.counted import COUNTED
from cairong.lending.models import Loan, LoanEntry, YearBorrower, YearDrawn
from cairong.listing.written import Written, written
from cairong.oversight.outside import in_force
from cairong.policy.size import SMES

EVERYWHERE = ""


@dataclass
class Total:
    """What a level adds up to: amounts in fen, loans, lenders, and how many borrowed.

    `outside_fen` of the amount went outside the platform, `brief_fen` was repaid within days.
    """

    amount_fen: int = 0
    outside_fen: int = 0
    brief_fen: int = 0
    brief_loans: int = 0
    loans: int = 0
    institutions: set[UUID] = field(default_factory=set)
    suppliers: int = 0
    smes: int = 0
    sme_ids: frozenset[UUID] = frozenset()


@dataclass
class Borrowed(Total):
    """A total that still knows who borrowed, so that levels can be joined."""

    borrowers: set[UUID] = field(default_factory=set)
    small: set[UUID] = field(default_factory=set)

    def total(self) -> Total:
        """Count who borrowed."""
        return Total(
            amount_fen=self.amount_fen,
            outside_fen=self.outside_fen,
            brief_fen=self.brief_fen,
            brief_loans=self.brief_loans,
            loans=self.loans,
            institutions=self.institutions,
            suppliers=len(self.borrowers),
            smes=len(self.small),
            sme_ids=frozenset(self.small),
        )


@dataclass(frozen=True, kw_only=True)
class Totals:
    """A year's totals: of each level by its code, and of all that somebody watches."""

    levels: Mapping[str, Total]
    whole: Total

    def level(self, code: str) -> Total:
        """Give the total of a level: nothing where nothing was drawn."""
        return self.levels.get(code) or Total()

    def narrowed(self, code: str) -> "Totals":
        """Keep what one level watches: itself."""
        return Totals(levels=self.levels, whole=self.level(code))


def brief_within(days: int) -> Q:
    """Keep the loans repaid within so many days of their draw, with no money of their contract."""
    remitted = LoanEntry.standing().filter(loan=OuterRef("pk"))
    quick = Q(state="settled", settled_on__lte=F("drawn_on") + timedelta(days=days))
    return quick & Q(~Exists(remitted))


def totals(levels: Mapping[str, Borrowed], watched: Collection[str]) -> Totals:
    """Total each level, and all that are watched together."""
    return Totals(
        levels={code: each.total() for code, each in levels.items()},
        whole=_joined(each for code, each in levels.items() if code in watched).total(),
    )


def sums(
    city: str, years: tuple[int, int], heirs: Mapping[str, str], brief: int, *, until: date
) -> list[dict[str, Borrowed]]:
    """Sum each level's loans in each year: one grouped statement, joined by successor in memory."""
    found: dict[int, dict[str, Borrowed]] = {year: defaultdict(Borrowed) for year in years}
    rows = _summed(city, date(years[0], 1, 1), until, brief).rows()
    for year, region, amount, count, institutions, suppliers, smes, *briefs in rows:
        level = found[int(year)][heirs.get(region, region)]
        level.amount_fen += int(amount)
        level.loans += count
        level.institutions.update(institutions)
        level.borrowers.update(suppliers)
        level.small.update(smes)
        level.brief_fen += int(briefs[0])
        level.brief_loans += briefs[1]
    for year, code, amount, loans, institution in _outside(city, years, heirs):
        _add_outside(found[year][code], amount, loans, institution)
    return [found[year] for year in years]


def kept(city: str, years: tuple[int, int], heirs: Mapping[str, str]) -> list[Totals]:
    """Give the totals of years as they were kept while it was drawn: a row for each region."""
    found: dict[int, dict[str, Total]] = {year: defaultdict(Total) for year in years}
    merged: set[tuple[int, str]] = set()
    for row in YearDrawn.objects.filter(city_id=city, year__in=years):
        code = heirs.get(row.region, row.region)
        level = found[row.year][code]
        if row.region not in (code, EVERYWHERE):
            merged.add((row.year, code))
        level.amount_fen += row.amount_fen
        level.loans += row.loans
        level.institutions |= set(row.institutions)
        level.suppliers += row.suppliers
        level.smes += row.smes
    for year, code in merged:
        _count_once(city, year, [each for each, heir in heirs.items() if heir == code], found, code)
    for year, code, amount, loans, institution in _outside(city, years, heirs):
        for level in (found[year][code], found[year][EVERYWHERE]):
            _add_outside(level, amount, loans, institution)
    return [Totals(levels=each, whole=each[EVERYWHERE]) for each in found.values()]


def _joined(parts: Iterable[Borrowed]) -> Borrowed:
    """Add levels up; who lent or borrowed in several is one."""
    whole = Borrowed()
    for part in parts:
        whole.amount_fen += part.amount_fen
        whole.outside_fen += part.outside_fen
        whole.brief_fen += part.brief_fen
        whole.brief_loans += part.brief_loans
        whole.loans += part.loans
        whole.institutions |= part.institutions
        whole.borrowers |= part.borrowers
        whole.small |= part.small
    return whole


def _count_once(
    city: str, year: int, regions: list[str], found: dict[int, dict[str, Total]], code: str
) -> None:
    """Count who borrowed on contracts of several regions that are one now, each once."""
    rows = YearBorrower.objects.filter(city_id=city, year=year, region__in=regions)
    level = found[year][code]
    counted = rows.aggregate(
        suppliers=Count("supplier", distinct=True),
        smes=Count("supplier", distinct=True, filter=Q(sme=True)),
    )
    level.suppliers, level.smes = counted["suppliers"], counted["smes"]


@lru_cache(maxsize=64)
def _summed(city: str, first: date, until: date, brief_days: int) -> Written:
    """Sum what was drawn between two days by year and region.

    A supplier is as large as it was when the contract was signed; what it becomes rewrites no year.
    """
    brief = brief_within(brief_days)
    signed = ContractSupplier.objects.filter(
        contract=OuterRef("contract"), supplier=OuterRef("supplier")
    )
    return written(
        Loan.counted.filter(city_id=city, drawn_on__range=(first, until))
        .annotate(year=ExtractYear("drawn_on"), small=Exists(signed.filter(size__in=SMES)))
        .values_list("year", "region")
        .annotate(
            amount=Sum(COUNTED),
            count=Count("pk"),
            institutions=ArrayAgg("institution_id", distinct=True),
            suppliers=ArrayAgg("supplier_id", distinct=True),
            smes=ArrayAgg("supplier_id", distinct=True, filter=Q(small=True), default=[]),
            brief=Sum(COUNTED, filter=brief, default=0),
            briefs=Count("pk", filter=brief),
        )
    )


def _outside(
    city: str, years: tuple[int, int], heirs: Mapping[str, str]
) -> Iterable[tuple[int, str, int, int, UUID | None]]:
    """List what two persons entered of outside the platform, by year and level."""
    rows = in_force(city).filter(year__in=years)
    for year, region, *rest in rows.values_list(
        "year", "region", "amount_fen", "loans", "institution_id"
    ):
        yield year, heirs.get(region, region), *rest


def _add_outside(level: Total, amount_fen: int, loans: int, institution: UUID | None) -> None:
    """Add it to a level; its suppliers nobody can tell apart."""
    level.amount_fen += amount_fen
    level.outside_fen += amount_fen
    level.loans += loans
    if institution:
        level.institutions.add(institution)
