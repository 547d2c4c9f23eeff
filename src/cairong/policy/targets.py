"""Targets of 一(二): growth of the financed amount, with bases of nothing and small ones said."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Literal

from cairong.kernel.errors import Finding
from cairong.policy.cost import half_up
from cairong.policy.rule import Answer, rule

WHOLE = 100
FIRST_OUTSIDE = 2000  # no earlier year is entered of outside the platform
Base = Literal["normal", "small", "none", "before", "aside"]
BASE_WORDS: dict[Base, str] = {
    "normal": "",
    "small": "上年基数较小,增幅仅供参考",
    "none": "上年无融资,不计算增幅",
    "before": "通知施行以前,没有目标",
    "aside": "并列展示,不对目标线",
}


@dataclass(frozen=True, kw_only=True)
class Growth:
    """One year against the one before. `percent` has one place, None without a base.

    `line_fen` is the amount that reaches the target, `missing_fen` what is lacking to it; both
    are None without a base or a target, and such a county stands outside any average
    (DOMAIN §1.2).
    """

    year_fen: int
    base_fen: int
    required_percent: int | None
    base: Base
    percent: Decimal | None
    line_fen: int | None
    missing_fen: int | None

    @property
    def reached(self) -> bool | None:
        """Whether the target is reached; None where there is nothing to say so by."""
        return None if self.line_fen is None else self.year_fen >= self.line_fen


def growth(
    *, year_fen: int, base_fen: int, required_percent: int | None, small_base_fen: int
) -> Growth:
    """Compare the principal drawn in one calendar year with that of the year before.

    `required_percent` is None in a year before there was a target.
    """
    if base_fen <= 0 or required_percent is None:
        return Growth(
            year_fen=year_fen,
            base_fen=max(base_fen, 0),
            required_percent=required_percent,
            base="before" if required_percent is None else "none",
            percent=None,
            line_fen=None,
            missing_fen=None,
        )
    line = -(-base_fen * (WHOLE + required_percent) // WHOLE)
    share = Decimal((year_fen - base_fen) * WHOLE) / base_fen
    return Growth(
        year_fen=year_fen,
        base_fen=base_fen,
        required_percent=required_percent,
        base="small" if base_fen < small_base_fen else "normal",
        percent=share.quantize(Decimal("0.1"), ROUND_HALF_UP),
        line_fen=line,
        missing_fen=max(line - year_fen, 0),
    )


def unjudged(found: Growth) -> Growth:
    """Take the verdict from an amount that only stands beside the one the target is held against.

    市级 can be read as the city's own contracts or as all of its territory; one is judged.
    """
    if found.line_fen is None:
        return found
    return replace(found, required_percent=None, base="aside", line_fen=None, missing_fen=None)


@dataclass(frozen=True, kw_only=True)
class Pace:
    """Where a running year leads if it goes on as it has: the amount by its last day.

    `months` are those left, the running one among them; `loans` how many more the line takes at
    the mean amount so far, `monthly` how many of them in each month left; None where nothing is
    missing or nothing was lent.
    """

    projected_fen: int
    months: int
    mean_fen: int | None
    loans: int | None

    @property
    def monthly(self) -> int | None:
        """Spread the loans that are lacking over the months left, rounded up."""
        return self.loans and -(-self.loans // self.months)


def pace(*, found: Growth, loans: int, on: date) -> Pace:
    """Work out where a year leads, seen from a day of it, that day counted as over.

    Source: DOMAIN §1.2: what the line still needs, in how many months, by how many loans.
    """
    first, last = date(on.year, 1, 1), date(on.year, 12, 31)
    passed, whole = (on - first).days + 1, (last - first).days + 1
    mean = half_up(Fraction(found.year_fen, loans)) if loans else None
    needed = -(-found.missing_fen // mean) if found.missing_fen and mean else None
    return Pace(
        projected_fen=half_up(Fraction(found.year_fen * whole, passed)),
        months=13 - on.month,
        mean_fen=mean,
        loans=needed,
    )


@rule("一(二)-3", "一(二)-4")
def target_reached(*, found: Growth, city_level: bool) -> Answer:
    """Find a year that is below its target line; without a base nothing is found."""
    if found.reached is not False:
        return None
    return Finding.of(
        "targets.below_line",
        "一(二)-3" if city_level else "一(二)-4",
        year_fen=found.year_fen,
        line_fen=found.line_fen,
        missing_fen=found.missing_fen,
        required=found.required_percent,
    )


@rule("一(二)-3", "一(二)-4")
def outside_figure(*, year: int, this_year: int, fen: int, loans: int) -> Answer:
    """Bar a figure of outside the platform of a year that is not over, or money without loans."""
    if year >= this_year:
        return Finding.of("targets.year_not_over", "一(二)-3", year=year, last=this_year - 1)
    if (fen > 0) != (loans > 0):
        return Finding.of("targets.outside_loans", "一(二)-3", fen=fen, loans=loans)
    return None


FEWEST = 3


def told_together(suppliers: Mapping[str, int]) -> frozenset[str]:
    """Name the levels whose amounts are published with the sum alone, by their suppliers.

    Those of one or two suppliers would tell what these borrowed. A single such level could be
    worked out from the sum, so the next smallest is told with it.
    """
    lent = {code: count for code, count in suppliers.items() if count}
    few = {code for code, count in lent.items() if count < FEWEST}
    others = sorted((count, code) for code, count in lent.items() if code not in few)
    if len(few) == 1 and others:
        few.add(others[0][1])
    return frozenset(few)


def told_kinds(counts: Mapping[str, int]) -> dict[str, int | None]:
    """Say how often each kind occurred, and all together; not where it was once or twice.

    A single such kind could be worked out from the sum, so the next smallest is not told either.
    """
    few = told_together(counts)
    return {"all": sum(counts.values())} | {
        kind: None if kind in few else count for kind, count in counts.items()
    }
