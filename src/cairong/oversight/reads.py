"""Financed amount against target lines: principal drawn per calendar year, city and counties."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from uuid import UUID

from django.db.models import Count, Min, Q, QuerySet, Sum
from django.db.models.functions import ExtractMonth, ExtractYear

from cairong.kernel.actor import BUREAU, OVERSEERS, Actor
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import NotAllowed
from cairong.lending.counted import BRIEF, COUNTED
from cairong.lending.models import Loan
from cairong.oversight.outside import in_force
from cairong.oversight.sums import Total, Totals, brief_within, kept, sums, totals
from cairong.parties.models import Region
from cairong.policy.rule import Answer
from cairong.policy.targets import Growth, growth, target_reached, unjudged
from cairong.rulebook.reads import parameter_or_first, parameters_of

WATCHERS = BUREAU | OVERSEERS
FIRST_YEAR = 2020
CITY_TARGET, COUNTY_TARGET = "target_city_percent", "target_county_percent"
CITY_SCOPE, WHOLE_CITY = "target_city_scope", 2
NOTHING: Mapping[str, int | None] = MappingProxyType({})
SMALL_BASE = "small_base_fen"


@dataclass(frozen=True, kw_only=True)
class Financed:
    """One level of one year: the amount against its line, and who stands behind it.

    `code` is a county's, or the city's own for contracts of the city level; `finding` says what
    is missing to the line. `smes` counts distinct small, medium and micro suppliers, `outside_fen`
    and `base_outside_fen` are what of the year and of its base went outside the platform, and
    `brief_fen` what was repaid within days without money from its contract: to be looked at.
    """

    year: int
    code: str
    name: str
    city_level: bool
    growth: Growth
    loans: int
    institutions: int
    suppliers: int
    smes: int
    sme_ids: frozenset[UUID] = frozenset()
    finding: Answer
    outside_fen: int = 0
    base_outside_fen: int = 0
    brief_fen: int = 0
    brief_loans: int = 0


@dataclass(frozen=True, kw_only=True)
class Board:
    """A year's board: every level the actor watches over, and all of them together.

    `headline` is what is held against the actor's line: for the city 市本级, or all together where
    its parameter says so; for a county that county. The other of the two stands without a verdict.
    It counts to the end of the day `until`.
    """

    year: int
    until: date
    levels: tuple[Financed, ...]
    whole: Financed
    headline: Financed

    @property
    def region(self) -> str:
        """Name the level of the headline; empty where it is all of them together."""
        return "" if self.headline is self.whole else self.headline.code

    @property
    def aside(self) -> Financed | None:
        """Give what else 市级 is read as; None for a county, of which there is one reading."""
        if self.headline is not self.whole:
            return self.whole
        return next((each for each in self.levels if each.city_level), None)


def financed(actor: Actor, year: int, *, tried: Mapping[str, int | None] = NOTHING) -> Board:
    """Work out the board of a year from the loans themselves (一(二)-1…4).

    What two persons entered of outside the platform is added, and told apart.

    A loan counts in the year of its draw, at the finance level of its contract's region: the
    city's own code is 市本级, a county's code that county; a county merged into another counts
    for its successor. A year that ended before the notice has no target. Raises NotAllowed for
    who does not watch over the city. Parameters of which another value is `tried` hold with it.
    """
    require_watcher(actor)
    return board_of(actor, year, until=date(year, 12, 31), tried=tried)


def board_of(
    actor: Actor, year: int, *, until: date, tried: Mapping[str, int | None] = NOTHING
) -> Board:
    """Work out the board of a year at the end of a day of it, by what is known now."""
    ground = _ground(actor, year, until, tried)
    brief = ground.numbers.get(BRIEF, 0)
    found = sums(actor.city, (year - 1, year), ground.heirs, brief, until=until)
    return _board(ground, *(totals(each, ground.watched) for each in found))


def standing(actor: Actor, year: int) -> Board:
    """Work out the board of a year for a first page: from what was summed as it was drawn.

    It says what `financed` says, but for loans repaid within days and for who the borrowers are:
    those ask every loan of the year. Raises NotAllowed for who does not watch over the city.
    """
    require_watcher(actor)
    ground = _ground(actor, year, date(year, 12, 31), NOTHING)
    found = kept(actor.city, (year - 1, year), ground.heirs)
    if not actor.whole_city:
        found = [each.narrowed(actor.region) for each in found]
    return _board(ground, *found)


@dataclass(frozen=True)
class _Ground:
    """What a board is worked out upon: whose, of when, its regions, and the numbers that hold."""

    actor: Actor
    year: int
    until: date
    regions: Mapping[str, Region]
    numbers: Mapping[str, int]

    @property
    def heirs(self) -> dict[str, str]:
        """Name for each region the one that counts for it."""
        return {code: _heir(code, self.regions) for code in self.regions}

    @property
    def watched(self) -> list[str]:
        """List the regions that count for themselves and are watched."""
        standing = [code for code, heir in self.heirs.items() if heir == code]
        return [code for code in standing if _watches(self.actor, code)]


def _ground(actor: Actor, year: int, until: date, tried: Mapping[str, int | None]) -> _Ground:
    held = parameters_of(actor.city, on=date(year, 12, 31))
    numbers = {parameter.code: parameter.value for parameter in held}
    numbers |= {code: value for code, value in tried.items() if value}
    return _Ground(actor, year, until, _regions(actor.city), numbers)


def _board(ground: _Ground, before: Totals, now: Totals) -> Board:
    """Hold the sums of a year and of the one before against the actor's lines."""
    actor, year, regions, numbers = ground.actor, ground.year, ground.regions, ground.numbers
    all_judged = numbers.get(CITY_SCOPE) == WHOLE_CITY
    levels = tuple(
        _level(
            code,
            _name(code, regions, actor.city),
            now.level(code),
            before.level(code),
            numbers,
            year=year,
            city_level=code == actor.city,
            judged=code != actor.city or not all_judged,
        )
        for code in ground.watched
    )
    own = regions[actor.region].name if actor.region in regions else actor.region
    whole = _level(
        actor.region,
        f"全{own[-1]}" if actor.whole_city else own,
        now.whole,
        before.whole,
        numbers,
        year=year,
        city_level=actor.whole_city,
        judged=not actor.whole_city or all_judged,
    )
    own_level = [level for level in levels if level.city_level and not all_judged]
    return Board(
        year=year, until=ground.until, levels=levels, whole=whole, headline=(*own_level, whole)[0]
    )


def newcomers(city: str, year: int) -> set[UUID]:
    """Find the suppliers that borrowed in a year and never before on the platform."""
    rows = Loan.counted.filter(city_id=city).order_by().values("supplier_id")
    first = rows.annotate(first=Min("drawn_on")).filter(first__year=year)
    return set(first.values_list("supplier_id", flat=True))


def loans_behind(actor: Actor, year: int, code: str = "") -> QuerySet[Loan]:
    """List the loans that make a number of the board: of a year, of one level where named."""
    return (
        watched_loans(actor, code)
        .filter(drawn_on__year=year)
        .select_related("institution", "supplier", "contract")
        .order_by("drawn_on", "no")
    )


def watched_loans(actor: Actor, code: str = "") -> QuerySet[Loan]:
    """List the loans of the levels an actor watches over, or of one of them."""
    rows = Loan.counted.filter(city_id=actor.city, region__in=watched_regions(actor, code))
    return rows.annotate(counted_fen=COUNTED)


def refinanced(actor: Actor, year: int, code: str = "") -> int:
    """Sum what of a year's draws only repaid an earlier loan and counts no second time, in fen."""
    rows = Loan.here.filter(drawn_on__year=year, region__in=watched_regions(actor, code))
    again = rows.filter(city_id=actor.city, refinanced_fen__gt=0)
    found: int = again.aggregate(fen=Sum("refinanced_fen", default=0))["fen"]
    return found


def on_level(actor: Actor, _now: datetime, code: str) -> Q:
    """Keep the loans of one level: of its region, and of those whose successor it is."""
    return Q(region__in=watched_regions(actor, code)) if code else Q()


def repaid_briefly(actor: Actor, now: datetime, asked: str) -> Q:
    """Keep the loans that are counted apart, by the days that hold today."""
    days = parameter_or_first(actor.city, BRIEF, on=day_of(now))
    return brief_within(days) if asked else Q()


def years_until(_actor: Actor, now: datetime) -> dict[str, str]:
    """Name the years of which a board can be asked, this one first."""
    return {str(each): f"{each}年" for each in range(day_of(now).year, FIRST_YEAR - 1, -1)}


def watched_regions(actor: Actor, code: str = "") -> dict[str, str]:
    """Map every region the actor watches over (of one level where named) to who counts for it.

    Raises NotAllowed for who does not watch over the city.
    """
    require_watcher(actor)
    return {
        each: heir
        for each, heir in heirs_of(actor.city).items()
        if _watches(actor, heir) and (not code or heir == code)
    }


def heirs_of(city: str) -> dict[str, str]:
    """Map every region of a city to who counts for it."""
    regions = _regions(city)
    return {region: _heir(region, regions) for region in regions}


def watched_levels(actor: Actor, now: datetime) -> dict[str, str]:
    """Name by code the levels an actor watches over, those that merged by who they became."""
    names = level_names(actor, now)
    return {code: names.get(code, code) for code in watched_regions(actor).values()}


def years(city: str) -> list[int]:
    """List the calendar years in which anything was drawn, outside too, newest first."""
    drawn = Loan.counted.filter(city_id=city).annotate(drawn=ExtractYear("drawn_on"))
    found = drawn.values_list("drawn", flat=True).union(
        in_force(city).values_list("year", flat=True)
    )
    return sorted((year for year in found if year >= FIRST_YEAR), reverse=True)


def months(
    actor: Actor, year: int, code: str = "", *, until: date = date.max
) -> list[tuple[int, int, int]]:
    """Sum a year's loans by month of the draw: month, amount in fen, count; all twelve."""
    rows = (
        loans_behind(actor, year, code)
        .filter(drawn_on__lte=until)
        .order_by()
        .annotate(month=ExtractMonth("drawn_on"))
        .values_list("month")
        .annotate(amount=Sum(COUNTED), count=Count("pk"))
    )
    found = {month: (amount, count) for month, amount, count in rows}
    return [(month, *found.get(month, (0, 0))) for month in range(1, 13)]


def require_watcher(actor: Actor) -> None:
    """Bar who does not watch over the city. Raises NotAllowed."""
    if actor.role not in WATCHERS:
        raise NotAllowed("access.role", role=actor.role.value, allowed="、".join(sorted(WATCHERS)))


def _watches(actor: Actor, code: str) -> bool:
    return actor.whole_city or code == actor.region


def _regions(city: str) -> dict[str, Region]:
    return {region.code: region for region in Region.objects.filter(city_id=city).order_by("code")}


def _heir(code: str, regions: Mapping[str, Region]) -> str:
    """Follow a region to what it was merged into or became; a ring of them ends where it began."""
    seen = {code}
    while code in regions and regions[code].successor_code not in ("", *seen):
        code = regions[code].successor_code
        seen.add(code)
    return code


def level_names(actor: Actor, _now: datetime) -> dict[str, str]:
    """Name by code the levels of an actor's city, the city's own as 市本级."""
    regions = _regions(actor.city)
    return {code: _name(code, regions, actor.city) for code in regions}


def _name(code: str, regions: Mapping[str, Region], city: str) -> str:
    return f"{regions[code].name}本级" if code == city else regions[code].name


def _level(
    code: str,
    name: str,
    now: Total,
    before: Total,
    numbers: Mapping[str, int],
    *,
    year: int,
    city_level: bool,
    judged: bool,
) -> Financed:
    found = growth(
        year_fen=now.amount_fen,
        base_fen=before.amount_fen,
        required_percent=numbers.get(CITY_TARGET if city_level else COUNTY_TARGET),
        small_base_fen=numbers.get(SMALL_BASE, 0),
    )
    if not judged:
        found = unjudged(found)
    return Financed(
        year=year,
        code=code,
        name=name,
        city_level=city_level,
        growth=found,
        loans=now.loans,
        institutions=len(now.institutions),
        suppliers=now.suppliers,
        smes=now.smes,
        sme_ids=now.sme_ids,
        finding=target_reached(found=found, city_level=city_level),
        outside_fen=now.outside_fen,
        base_outside_fen=before.outside_fen,
        brief_fen=now.brief_fen,
        brief_loans=now.brief_loans,
    )
