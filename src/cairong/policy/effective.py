"""The effective yearly rate of what is received once and paid back in parts (公告2021-3, D17).

Quick for a shelf of products, and exact to its last place: a float finds the rate, and what lies
so near to a half that a float cannot tell which side is found with sixty digits.
"""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext
from math import exp, expm1, floor, fsum, log
from typing import NamedTuple

YEAR = 365
STEEPEST = log(1e20)  # yearly growth beyond which no rate is a number worth saying
PLACES = 1_000_000  # millionths: percents of four places
EXACT = Context(prec=60, rounding=ROUND_HALF_UP)
HALVINGS, POLISHES = 64, 3  # a float's worth of digits, then each step doubles them
PLACE, GUARD = Decimal("0.0001"), Decimal("1e-12")
# Below tenfold a year the logarithm of the growth is found to 1e-12, even of a loan of one day,
# so millionths to 1e-5 of one. A hundred times as much is left between what a float decides and
# a half. What one more step would move, by the day, is below NEAR.
QUICK, STEPS, NEAR, UNSURE = log(10), 12, 1e-15, 1e-3


type Flows = Sequence[tuple[int, int]]  # day and amount


class Paid(NamedTuple):
    """What is paid when: day and amount; the sum, the middle day of it, and how far it is spread.

    `bend` is how much of the square of a step Newton's step misses, in days.
    """

    flows: Flows
    total_fen: int
    middle: float
    bend: float


def paid_in(flows: Flows) -> Paid:
    """Sum up what is paid when; not all of it may be nothing."""
    if len(flows) == 1:
        return Paid(flows, flows[0][1], flows[0][0], 0.0)
    moments = [day * amount for day, amount in flows]
    total = sum([amount for _, amount in flows])
    middle = sum(moments) / total
    squares = sum([day * moment for (day, _), moment in zip(flows, moments, strict=True)])
    return Paid(flows, total, middle, (squares / total - middle * middle) / (2 * middle))


def effective_points(received_fen: int, paid: Paid) -> int | None:
    """Find the one yearly rate at which what is paid is worth what was received, in millionths.

    None where nothing was received, less is paid than received, or the rate is beyond saying.
    """
    if received_fen <= 0 or paid.total_fen < received_fen:
        return None
    found = _quick(received_fen, paid)
    if found is not None:
        points = expm1(found) * PLACES
        whole = floor(points)
        if abs(points - whole - 0.5) > UNSURE:
            return whole + (points - whole > 0.5)  # noqa: PLR2004 - half up
    return _exact(received_fen, paid.flows)


def _quick(received_fen: int, paid: Paid) -> float | None:
    """Find the logarithm of a year's growth by Newton's steps; None where it is steep.

    They go along the logarithm of the worth, which is all but a line: one payment takes no step.
    """
    flows, total, middle, bend = paid
    daily = log(total / received_fen) / middle
    if daily * YEAR >= QUICK:
        return None
    if len(flows) == 1:
        return daily * YEAR
    daily += bend * daily * daily
    for _ in range(STEPS):
        if daily * YEAR >= QUICK:
            return None
        worths = [amount * exp(-daily * day) for day, amount in flows]
        worth = fsum(worths)
        slope = sum([day * part for (day, _), part in zip(flows, worths, strict=True)])
        step = log(worth / received_fen) * worth / slope
        daily += step
        if (1 + bend) * step * step < NEAR:
            return daily * YEAR
    return None


def _exact(received_fen: int, flows: Flows) -> int | None:
    """Find the rate by halving, then exactly; the worth of payments falls as the rate rises."""

    def worth(growth: float) -> float:
        return fsum(amount * exp(-growth * day / YEAR) for day, amount in flows)

    low, high = 0.0, STEEPEST
    if worth(high) > received_fen:
        return None
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if worth(middle) > received_fen else (low, middle)
    return _polished(exp(-high / YEAR), received_fen, flows)


def _polished(daily: float, received_fen: int, flows: Flows) -> int:
    """Turn a daily discount, near to the true one, into millionths a year, exact to the last.

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
        return int(percent.quantize(GUARD).quantize(PLACE).scaleb(4))
