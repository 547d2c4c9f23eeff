"""The cost of a loan worked out the plain way, to hold the quick way against: no line is shared.

Schedules in fractions; the rate by halving with sixty digits, on the very flows.
"""

from decimal import ROUND_HALF_UP, Context, Decimal, localcontext
from fractions import Fraction
from math import floor

EXACT = Context(prec=60, rounding=ROUND_HALF_UP)
BEYOND = Decimal("1e20")
HALVINGS = 200


def rounded(number: Fraction) -> int:
    """Round to a whole, halves up."""
    return floor(number + Fraction(1, 2))


def plain_schedule(  # noqa: PLR0917 - the terms of D10, in their order
    principal: int, rate_bp: int, days: int, base: int, method: str, count: int
) -> list[tuple[int, int, int, int]]:
    """Day, principal, interest and what is left, by the words of D10."""
    count = 1 if method in ("bullet", "revolving") else count
    period = Fraction(rate_bp, 10_000) * Fraction(days, base) / count
    level = Fraction(principal, count)
    if period:
        level = principal * period / (1 - (1 + period) ** -count)
    rows, left, before = [], principal, 0
    for place in range(1, count + 1):
        day = rounded(Fraction(place * days, count))
        interest = rounded(Fraction(left * rate_bp * (day - before), 10_000 * base))
        wanted = {
            "equal-principal": rounded(Fraction(principal, count)),
            "equal-instalment": rounded(level) - interest,
        }.get(method, 0)
        paid = left if place == count else max(0, min(wanted, left))
        left, before = left - paid, day
        rows.append((day, paid, interest, left))
    return rows


def plain_simple(principal: int, fee: int, rows: list[tuple[int, int, int, int]]) -> Decimal | None:
    """Interest and fee over the money had for its days, by the year."""
    lent = [principal, *(left for *_, left in rows)]
    spans = [
        day - before for before, (day, *_) in zip([0, *(r[0] for r in rows)], rows, strict=False)
    ]
    occupied = sum((had - fee) * span for had, span in zip(lent, spans, strict=False))
    if occupied <= 0:
        return None
    paid = sum(interest for _, _, interest, _ in rows) + fee
    return Decimal(rounded(Fraction(paid * 365 * 10**6, occupied))).scaleb(-4)


def plain_rate(received: int, rows: list[tuple[int, int, int, int]]) -> Decimal | None:
    """The yearly percent at which what is paid is worth what was received, to sixteen places."""
    flows = [(day, principal + interest) for day, principal, interest, _ in rows]
    if received <= 0 or sum(amount for _, amount in flows) < received:
        return None
    with localcontext(EXACT):
        low, high = Decimal(1), BEYOND ** (Decimal(1) / 365)  # growth of a day

        def worth(daily: Decimal) -> Decimal:
            return sum((amount / daily**day for day, amount in flows), Decimal(0))

        if worth(high) > received:
            return None
        for _ in range(HALVINGS):
            middle = (low + high) / 2
            low, high = (middle, high) if worth(middle) > received else (low, middle)
        return ((high**365 - 1) * 100).quantize(Decimal("1e-16"))
