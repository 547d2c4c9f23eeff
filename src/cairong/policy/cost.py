"""What a loan costs: the schedule of each method, interest, and the yearly cost (D10, D17).

Whole numbers throughout: the shelf works out five hundred of them for one page.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Literal, NamedTuple

from cairong.policy.effective import Paid, effective_points, paid_in

Method = Literal["bullet", "interest-monthly", "equal-principal", "equal-instalment", "revolving"]
METHOD_WORDS: dict[Method, str] = {
    "bullet": "到期一次还本付息",
    "interest-monthly": "按月付息到期还本",
    "equal-principal": "等额本金",
    "equal-instalment": "等额本息",
    "revolving": "随借随还(循环额度)",
}
REVOLVING: Method = "revolving"  # within a limit and a term: what is repaid can be drawn again
AT_ONCE: tuple[Method, ...] = ("bullet", REVOLVING)  # principal is due on the last day, in one
BASIS_POINTS = 10_000
YEAR = 365
PLACES = 1_000_000  # a yearly cost is counted in millionths: percents have four places
MOST_KEPT = Decimal(10) ** 10  # percent: what a record of an offer has room for, and a reader use
TERMS = 256  # of so many lengths and numbers of parts the days are remembered

type Flow = tuple[int, int, int, int]  # the day, principal, interest, what is left


@dataclass(frozen=True, kw_only=True)
class Instalment:
    """One row of a schedule: what is paid on `day` (counted from the draw), and what is left."""

    day: int
    principal_fen: int
    interest_fen: int
    left_fen: int


class Repaid(NamedTuple):
    """What is paid when, and its sums: interest, and fen × days of principal that were lent."""

    rows: list[Flow]
    principal_fen: int
    interest_fen: int
    occupied: int
    paid: Paid


class Figures(NamedTuple):
    """The sums of a loan: what is paid beside the principal, and the yearly costs of it.

    The yearly costs are in millionths, half up; None where not defined.
    """

    interest_fen: int
    fee_fen: int
    simple_points: int | None
    irr_points: int | None

    @property
    def simple_percent(self) -> Decimal | None:
        """The simple yearly cost, in percent with four places."""
        return _percent(self.simple_points)

    @property
    def irr_percent(self) -> Decimal | None:
        """The effective yearly cost, in percent with four places."""
        return _percent(self.irr_points)


@dataclass(frozen=True, kw_only=True)
class Cost:
    """The whole cost of a loan. Percents have four places, half up; None where not defined."""

    interest_fen: int
    fee_fen: int
    simple_percent: Decimal | None
    irr_percent: Decimal | None
    schedule: tuple[Instalment, ...]


def half_up(number: Fraction) -> int:
    """Round to a whole, halves away from zero."""
    return _halved(number.numerator, number.denominator)


def accrued_interest(principal_fen: int, rate_bp: int, days: int, day_count: int) -> int:
    """Work out interest on actual days, to the fen half up (D10).

    The day of drawing counts, the day of repayment does not: `days` is their difference.
    """
    return _halved(principal_fen * rate_bp * days, BASIS_POINTS * day_count)


@lru_cache(maxsize=TERMS)
def period_ends(days: int, instalments: int) -> tuple[int, ...]:
    """Place the end of each period on day round(k·days/n), half up."""
    return tuple(_halved(k * days, instalments) for k in range(1, instalments + 1))


def months_in(days: int) -> int:
    """Say how many months a loan of so many days has, to be repaid by the month; one at least."""
    return max(half_up(Fraction(days * 12, YEAR)), 1)


def schedule(
    *,
    principal_fen: int,
    rate_bp: int,
    days: int,
    day_count: int,
    method: Method,
    instalments: int = 1,
) -> tuple[Instalment, ...]:
    """List what is paid when; the last instalment takes the rest. `AT_ONCE` have one.

    A revolving limit is worked out as drawn whole, on the first day, for all its term.
    """
    way = method, instalments
    return _rows(_flows(principal_fen, rate_bp, days, BASIS_POINTS * day_count, way))


def cost(
    *,
    principal_fen: int,
    rate_bp: int,
    days: int,
    day_count: int,
    fee_fen: int = 0,
    method: Method = "bullet",
    instalments: int = 1,
) -> Cost:
    """Work out interest, simple and effective yearly cost; the fee is taken on day 0 (D17).

    Source: 中国人民银行公告〔2021〕第3号; examples in tests/policy/test_cost.py.
    """
    found = repaid(
        principal_fen=principal_fen, rate_bp=rate_bp, days=days, day_count=day_count,
        method=method, instalments=instalments,
    )  # fmt: skip
    sums = figures_of(found, fee_fen=fee_fen)
    return Cost(
        interest_fen=sums.interest_fen,
        fee_fen=fee_fen,
        simple_percent=sums.simple_percent,
        irr_percent=sums.irr_percent,
        schedule=_rows(found.rows),
    )


def repaid(
    *,
    principal_fen: int,
    rate_bp: int,
    days: int,
    day_count: int,
    method: Method,
    instalments: int,
) -> Repaid:
    """Work out what is paid when, and the sums that do not hang on a fee."""
    rows = _flows(principal_fen, rate_bp, days, BASIS_POINTS * day_count, (method, instalments))
    occupied, opening, before, interest = 0, principal_fen, 0, 0
    for day, _, charged, left in rows:
        occupied += opening * (day - before)
        opening, before, interest = left, day, interest + charged
    paid = paid_in([(day, principal + charged) for day, principal, charged, _ in rows])
    return Repaid(rows, principal_fen, interest, occupied, paid)


def figures_of(of: Repaid, *, fee_fen: int) -> Figures:
    """Work out the yearly costs with a fee, which is taken on day 0 (D17)."""
    occupied = of.occupied - fee_fen * of.rows[-1][0]
    paid = of.interest_fen + fee_fen
    simple = _halved(paid * YEAR * PLACES, occupied) if occupied > 0 else None
    irr = effective_points(of.principal_fen - fee_fen, of.paid)
    return Figures(of.interest_fen, fee_fen, simple, irr)


def kept_percent(percent: Decimal | None) -> Decimal | None:
    """Return a yearly cost as an offer states it: None for one past ten thousand million percent.

    A fee on a loan of a day is such a cost; the offer shows it as «—», beside the fee itself.
    """
    return None if percent is None or percent >= MOST_KEPT else percent


def _halved(over: int, under: int) -> int:
    """Divide to a whole, halves away from zero."""
    return (2 * over + under) // (2 * under) if over >= 0 else -_halved(-over, under)


def _flows(
    principal_fen: int, rate_bp: int, days: int, base: int, way: tuple[Method, int]
) -> list[Flow]:
    """List what is paid when; `base` is basis points × days of a year."""
    method, instalments = way
    if method in AT_ONCE:
        return [(days, principal_fen, _halved(principal_fen * rate_bp * days, base), 0)]
    share = _halved(principal_fen, instalments)
    if method == "equal-instalment":
        level = _level(principal_fen, rate_bp * days, base * instalments, instalments)
    flows: list[Flow] = []
    left, before = principal_fen, 0
    for day in period_ends(days, instalments):
        interest = (2 * left * rate_bp * (day - before) + base) // (2 * base)
        if len(flows) == instalments - 1:
            principal = left
        elif method == "interest-monthly":
            principal = 0
        else:
            wanted = share if method == "equal-principal" else level - interest
            principal = min(max(wanted, 0), left)
        left, before = left - principal, day
        flows.append((day, principal, interest, left))
    return flows


def _rows(flows: Sequence[Flow]) -> tuple[Instalment, ...]:
    return tuple(
        Instalment(day=day, principal_fen=principal, interest_fen=interest, left_fen=left)
        for day, principal, interest, left in flows
    )


def _level(principal_fen: int, over: int, under: int, count: int) -> int:
    """The equal instalment P·r/(1−(1+r)^−n) of r = over/under, or P/n without interest (half up).

    (1+r)^n is (under+over)^n / under^n, so that whole numbers do.
    """
    if not over:
        return _halved(principal_fen, count)
    grown, still = (under + over) ** count, under**count
    return _halved(principal_fen * over * grown, under * (grown - still))


def _percent(points: int | None) -> Decimal | None:
    return None if points is None else Decimal(points).scaleb(-4)
