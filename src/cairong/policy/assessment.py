"""The People's Bank's own assessment of how its SME credit policy works (方案B). 三(二)-2

What it asks is the People's Bank's document, entered by its own two persons; here stand only how
many indicators there are, what they add up to, and how a value becomes points: exact fractions,
each indicator's points to the hundredth, halves up, and the score their plain sum. Anybody works it
out again by the standard library alone (`reassess.py`).
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from cairong.kernel.errors import Finding
from cairong.policy.cost import half_up
from cairong.policy.evaluation import VALUES, Counts
from cairong.policy.rule import Answer, rule

CLAUSE = "三(二)-2"
QUANTITATIVE, QUALITATIVE = "quantitative", "qualitative"
PART_WORDS: Mapping[str, str] = MappingProxyType({QUANTITATIVE: "定量", QUALITATIVE: "定性"})
# Of the kind of scheme: quantitative 80 % in 4 aspects and 11 indicators, qualitative 20 % in 16.
WANTED: Mapping[str, tuple[int, int]] = MappingProxyType(
    {QUANTITATIVE: (11, 80), QUALITATIVE: (16, 20)}
)
ASPECTS = ("总量", "结构", "市场份额", "质量")
HUNDREDTHS, FEN_OF_WAN = 100, 1_000_000
NAME_MOST, UNIT_MOST, LINE_MOST = 60, 10, 10**15
UNITS: Mapping[str, str] = MappingProxyType(
    {
        "amount": "万元", "suppliers": "家", "newcomers": "家", "approvals": "%",
        "disbursements": "%", "credit": "%", "spread": "基点",
    }
)  # fmt: skip
HAND, POINTS = "", "分"


@dataclass(frozen=True, kw_only=True)
class Indicator:
    """One indicator: what it weighs and the values that earn nothing and all, in hundredths.

    `source` is the code of a figure that the platform counts itself, empty where it is entered by
    hand. Of a qualitative one the value is the points given.
    """

    part: str
    aspect: str
    name: str
    weight: int
    none: int
    full: int
    unit: str
    source: str


@dataclass(frozen=True, kw_only=True)
class Point:
    """What one indicator gives an institution, in hundredths of a point; None while it is unknown.

    `value` is in the indicator's unit; a share of nothing has none, and earns nothing.
    """

    indicator: Indicator
    value: Fraction | None
    points: int | None


@dataclass(frozen=True, kw_only=True)
class Assessed:
    """One institution: its points, and the score, which there is only once nothing is missing."""

    points: tuple[Point, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """Name the indicators whose value nobody entered yet."""
        return tuple(each.indicator.name for each in self.points if each.points is None)

    @property
    def score(self) -> int | None:
        """Add the points up, in hundredths; None while a value is missing."""
        return None if self.missing else self.of_part(QUANTITATIVE) + self.of_part(QUALITATIVE)

    def of_part(self, part: str) -> int:
        """Add up what is known of one part, in hundredths."""
        return sum(each.points or 0 for each in self.points if each.indicator.part == part)


def indicators_from(row: Mapping[str, Any]) -> tuple[Indicator, ...]:
    """Read the indicators of a scheme as it was published."""
    return tuple(Indicator(**each) for each in row["indicators"])


def assessed(
    indicators: Sequence[Indicator], counts: Counts, values: Mapping[str, int]
) -> Assessed:
    """Work one institution out: `values` by hand are in hundredths, by the indicator's name."""
    return Assessed(points=tuple(_point(each, counts, values) for each in indicators))


def _point(indicator: Indicator, counts: Counts, values: Mapping[str, int]) -> Point:
    if indicator.source:
        value = _counted(indicator.source, counts)
        return Point(indicator=indicator, value=value, points=_points(indicator, value))
    if indicator.name not in values:
        return Point(indicator=indicator, value=None, points=None)
    entered = Fraction(values[indicator.name], HUNDREDTHS)
    return Point(indicator=indicator, value=entered, points=_points(indicator, entered))


def _counted(code: str, counts: Counts) -> Fraction | None:
    part, whole, _ = VALUES[code](counts)  # type: ignore[index]
    if not whole:
        return None
    value = Fraction(part, whole)
    return value / FEN_OF_WAN if code == "amount" else value


def _points(indicator: Indicator, value: Fraction | None) -> int:
    """Earn points on the straight line between the two values, in hundredths, halves up."""
    if value is None:
        return 0
    reached = (value * HUNDREDTHS - indicator.none) / (indicator.full - indicator.none)
    return half_up(min(max(reached, Fraction()), Fraction(1)) * indicator.weight)


@rule(CLAUSE)
def indicators_complete(*, indicators: Sequence[Indicator]) -> Answer:
    """Bar a scheme without its 11 quantitative and 16 qualitative indicators."""
    found = Counter(each.part for each in indicators)
    for part, (many, _) in WANTED.items():
        if found[part] != many:
            return Finding.of(
                "assessment.indicators", CLAUSE, part=PART_WORDS[part], wanted=many,
                found=found[part],
            )  # fmt: skip
    return None


@rule(CLAUSE)
def weights_complete(*, indicators: Sequence[Indicator]) -> Answer:
    """Bar weights that do not add up to 80 and 20 points."""
    for part, (_, points) in WANTED.items():
        found = sum(each.weight for each in indicators if each.part == part)
        if found != points * HUNDREDTHS:
            return Finding.of(
                "assessment.weights", CLAUSE, part=PART_WORDS[part], wanted=points,
                found=decimal(found),
            )  # fmt: skip
    return None


@rule(CLAUSE)
def aspects_complete(*, indicators: Sequence[Indicator]) -> Answer:
    """Bar a scheme that leaves one of the four aspects out, or names another."""
    found = {each.aspect for each in indicators if each.part == QUANTITATIVE}
    other = {each.aspect for each in indicators if each.part == QUALITATIVE} - {""}
    wrong = sorted(found.symmetric_difference(ASPECTS) | other)
    if wrong:
        return Finding.of(
            "assessment.aspects", CLAUSE, wanted="、".join(ASPECTS), wrong="、".join(wrong)
        )
    return None


@rule(CLAUSE)
def names_distinct(*, indicators: Sequence[Indicator]) -> Answer:
    """Bar two indicators of one name: a value would be of neither."""
    twice = [name for name, many in Counter(each.name for each in indicators).items() if many > 1]
    return Finding.of("assessment.name_twice", CLAUSE, name="、".join(twice)) if twice else None


@rule(CLAUSE)
def lines_possible(*, indicators: Sequence[Indicator]) -> Answer:
    """Bar a weight of nothing, a line without length, and a figure the platform does not count."""
    for each in indicators:
        given = each.part == QUALITATIVE
        counted = not given and each.unit == UNITS.get(each.source)
        longest = max(abs(each.none), abs(each.full))
        code = ""
        if each.weight <= 0 or each.none == each.full or longest > LINE_MOST:
            code = "assessment.line"
        elif each.source and not counted:
            code = "assessment.source"
        elif given and (each.none, each.full, each.unit) != (0, each.weight, POINTS):
            code = "assessment.given"
        if code:
            return Finding.of(code, CLAUSE, name=each.name)
    return None


@rule(CLAUSE)
def published_beforehand(*, first_year: int, today: date) -> Answer:
    """Bar a scheme for a year that has begun: who is assessed knows by what before it begins."""
    if first_year > today.year:
        return None
    return Finding.of(
        "assessment.late", CLAUSE, year=str(first_year), first=str(today.year + 1)
    )  # fmt: skip


@rule(CLAUSE)
def year_assessed(*, year: int, published: bool, over: bool, today: date) -> Answer:
    """Bar a year without a scheme, one to come, and one that runs where it must be `over`."""
    if not published:
        return Finding.of("assessment.no_scheme", CLAUSE, year=str(year))
    if year > today.year:
        return Finding.of("assessment.not_begun", CLAUSE, year=str(year))
    if over and year == today.year:
        return Finding.of("assessment.not_over", CLAUSE, year=str(year))
    return None


@rule(CLAUSE)
def value_possible(*, indicator: Indicator, value: int) -> Answer:
    """Bar a value of what the platform counts itself, and points beyond what there is to give."""
    if indicator.source:
        return Finding.of("assessment.counted", CLAUSE, name=indicator.name)
    given = indicator.part == QUALITATIVE
    if abs(value) > LINE_MOST or (given and not 0 <= value <= indicator.weight):
        most = indicator.weight if given else LINE_MOST
        return Finding.of(
            "assessment.value", CLAUSE, name=indicator.name, value=decimal(value),
            least="0" if given else decimal(-most), most=decimal(most),
        )  # fmt: skip
    return None


@rule(CLAUSE)
def value_known(*, known: Collection[str], corrects: bool) -> Answer:
    """Bar entering a value a second time without saying why it is corrected."""
    if known and not corrects:
        return Finding.of("assessment.value_twice", CLAUSE, name="、".join(known))
    return None


@rule(CLAUSE)
def objection_in_time(*, until: date, today: date) -> Answer:
    """Bar an objection after its days."""
    return Finding.of("assessment.objection_late", CLAUSE, until=until) if today > until else None


@rule(CLAUSE)
def upheld_by_version(*, upheld: bool, newer: bool) -> Answer:
    """Bar agreeing with an objection before the result that corrects it was published."""
    if upheld and not newer:
        return Finding.of("assessment.not_corrected", CLAUSE)
    return None


@rule(CLAUSE)
def result_final(*, until: date, today: date, objections: Sequence[str], uncounted: bool) -> Answer:
    """Bar freezing while somebody may object, an objection waits, or a value is not in it."""
    if today <= until:
        return Finding.of("assessment.freeze_early", CLAUSE, until=until)
    if objections:
        return Finding.of("assessment.freeze_objections", CLAUSE, who="、".join(objections))
    if uncounted:
        return Finding.of("assessment.freeze_uncounted", CLAUSE)
    return None


def decimal(hundredths: int) -> str:
    """Write hundredths as people read them: 7.5, -3, 0.25."""
    whole, rest = divmod(abs(hundredths), HUNDREDTHS)
    shown = f"{whole}.{rest:02d}".rstrip("0").rstrip(".")
    return f"-{shown}" if hundredths < 0 else shown
