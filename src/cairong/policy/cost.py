"""What a loan costs: the schedule of each method, interest, and the yearly cost (D10, D17)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext
from fractions import Fraction
from math import exp, fsum, log
from typing import Literal

Method = Literal["bullet", "interest-monthly", "equal-principal", "equal-instalment"]
METHOD_WORDS: dict[Method, str] = {
    "bullet": "到期一次还本付息",
    "interest-monthly": "按月付息到期还本",
    "equal-principal": "等额本金",
    "equal-instalment": "等额本息",
}
BASIS_POINTS = 10_000
YEAR = 365
STEEPEST = log(1e20)  # yearly growth beyond which no rate is a number worth saying
EXACT = Context(prec=60, rounding=ROUND_HALF_UP)
HALVINGS, POLISHES = 64, 3  # a float's worth of digits, then each step doubles them
MOST_KEPT = Decimal(10) ** 10  # percent: what a record of an offer has room for, and a reader use
PLACES, GUARD = Decimal("0.0001"), Decimal("1e-12")


@dataclass(frozen=True, kw_only=True)
class Instalment:
    """One row of a schedule: what is paid on `day` (counted from the draw), and what is left."""

    day: int
    principal_fen: int
    interest_fen: int
    left_fen: int


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
    whole = (abs(number.numerator) * 2 + number.denominator) // (2 * number.denominator)
    return whole if number >= 0 else -whole


def accrued_interest(principal_fen: int, rate_bp: int, days: int, day_count: int) -> int:
    """Work out interest on actual days, to the fen half up (D10).

    The day of drawing counts, the day of repayment does not: `days` is their difference.
    """
    return half_up(Fraction(principal_fen * rate_bp * days, BASIS_POINTS * day_count))


def period_ends(days: int, instalments: int) -> list[int]:
    """Place the end of each period on day round(k·days/n), half up."""
    return [half_up(Fraction(k * days, instalments)) for k in range(1, instalments + 1)]


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
    """List what is paid when; the last instalment takes the rest. `bullet` has one."""
    count = 1 if method == "bullet" else instalments
    level = _level(principal_fen, rate_bp, days, day_count, count)
    rows: list[Instalment] = []
    left, before = principal_fen, 0
    for place, day in enumerate(period_ends(days, count), start=1):
        interest = accrued_interest(left, rate_bp, day - before, day_count)
        share = _share(method, principal_fen, count, level, interest)
        principal = left if place == count else min(max(share, 0), left)
        left, before = left - principal, day
        rows.append(
            Instalment(day=day, principal_fen=principal, interest_fen=interest, left_fen=left)
        )
    return tuple(rows)


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
    rows = schedule(
        principal_fen=principal_fen,
        rate_bp=rate_bp,
        days=days,
        day_count=day_count,
        method=method,
        instalments=instalments,
    )
    interest = sum(row.interest_fen for row in rows)
    return Cost(
        interest_fen=interest,
        fee_fen=fee_fen,
        simple_percent=_simple(principal_fen, interest + fee_fen, fee_fen, rows),
        irr_percent=_effective(principal_fen - fee_fen, rows),
        schedule=rows,
    )


def kept_percent(percent: Decimal | None) -> Decimal | None:
    """Return a yearly cost as an offer states it: None for one past ten thousand million percent.

    A fee on a loan of a day is such a cost; the offer shows it as «—», beside the fee itself.
    """
    return None if percent is None or percent >= MOST_KEPT else percent


def _level(principal_fen: int, rate_bp: int, days: int, day_count: int, count: int) -> int:
    """The equal instalment P·r/(1−(1+r)^−n), or P/n without interest, to the fen half up."""
    rate = Fraction(rate_bp * days, BASIS_POINTS * day_count * count)
    if not rate:
        return half_up(Fraction(principal_fen, count))
    growth = (1 + rate) ** count
    return half_up(principal_fen * rate * growth / (growth - 1))


def _share(method: Method, principal_fen: int, count: int, level: int, interest: int) -> int:
    if method == "equal-principal":
        return half_up(Fraction(principal_fen, count))
    return level - interest if method == "equal-instalment" else 0


def _simple(
    principal_fen: int, paid_fen: int, fee_fen: int, rows: Sequence[Instalment]
) -> Decimal | None:
    occupied, opening, before = 0, principal_fen, 0
    for row in rows:
        occupied += (opening - fee_fen) * (row.day - before)
        opening, before = row.left_fen, row.day
    return _percent(Fraction(paid_fen * YEAR, occupied)) if occupied > 0 else None


def _percent(share: Fraction) -> Decimal:
    return Decimal(half_up(share * 1_000_000)).scaleb(-4)


def _effective(received_fen: int, rows: Sequence[Instalment]) -> Decimal | None:
    """Find the one rate at which what is paid is worth what was received.

    The worth of the payments falls as the rate rises, so halving the bracket always ends there.
    """
    flows = [(row.day, row.principal_fen + row.interest_fen) for row in rows]
    paid = sum(amount for _, amount in flows)
    if received_fen <= 0 or paid < received_fen:
        return None

    def worth(growth: float) -> float:
        return fsum(amount * exp(-growth * day / YEAR) for day, amount in flows)

    low, high = 0.0, STEEPEST
    if worth(high) > received_fen:
        return None
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if worth(middle) > received_fen else (low, middle)
    return _polished(exp(-high / YEAR), received_fen, flows)


def _polished(daily: float, received_fen: int, flows: Sequence[tuple[int, int]]) -> Decimal:
    """Turn a daily discount, near to the true one, into the yearly percent, exact to its places.

    Newton's steps on Σ amount·discount^day = received. What lies within the last digits of a
    half is that half, so that it is rounded up.
    """
    with localcontext(EXACT):
        discount = Decimal(daily)
        for _ in range(POLISHES):
            powers = [(day, amount * discount ** (day - 1)) for day, amount in flows]
            worth = discount * sum(power for _, power in powers)
            slope = sum(day * power for day, power in powers)
            discount -= (worth - received_fen) / slope
        percent = (1 / discount**YEAR - 1) * 100
        return percent.quantize(GUARD).quantize(PLACES)
