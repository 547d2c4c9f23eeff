"""What a good record of performance gets better on a product, and nobody less than a worse one.

The grades are those of `policy/record.py`. 二(五)-6
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import Field

from cairong.kernel.errors import Finding, Invalid
from cairong.policy.expected import REASON_LEAST
from cairong.policy.rule import Answer, rule

CLAUSE = "二(五)-6"
WHOLE = 100
Preferred = Literal["A", "B"]  # the grades that a product may prefer: C is the last


@dataclass(frozen=True, kw_only=True)
class Preference:
    """What a supplier of a grade gets better: points off, days and percent points more."""

    grade: Preferred
    less_bp: Annotated[int, Field(ge=0, le=500)] = 0
    more_days: Annotated[int, Field(ge=0, le=360)] = 0
    more_percent: Annotated[int, Field(ge=0, le=50)] = 0


@dataclass(frozen=True, kw_only=True)
class Price:
    """At what price a product was offered: spread over the LPR in basis points, fee in fen."""

    spread_bp: int
    fee_fen: int


def preference_for(kept: Iterable[Mapping[str, Any]], grade: str) -> Preference | None:
    """Find what a grade gets better: its own preference, or else the next lower grade's.

    None for who is not graded, and where nothing is better for the grade.
    """
    if not grade:
        return None
    reached = [each for each in kept if each["grade"] in ("A", "B") and each["grade"] >= grade]
    nearest = min(reached, key=lambda each: str(each["grade"]), default=None)
    return None if nearest is None else Preference(**nearest)


def check_preferences(given: Sequence[Preference]) -> Sequence[Preference]:
    """Hand on preferences; refuse two of a grade, one that is none, a better grade with less.

    Raises Invalid.
    """
    known = {each.grade: each for each in given}
    if len(known) != len(given):
        raise Invalid("products.preference_twice", field="preferences")
    for each in known.values():
        if not (each.less_bp or each.more_days or each.more_percent):
            raise Invalid("products.preference_empty", field="preferences", grade=each.grade)
    best, next_best = known.get("A"), known.get("B")
    names = ("less_bp", "more_days", "more_percent")
    if best and next_best and any(getattr(best, each) < getattr(next_best, each) for each in names):
        raise Invalid("products.preference_order", field="preferences")
    return given


def lowest_spread(spread_bp: int, given: Iterable[Preference]) -> int:
    """Work out the spread that is left with the largest preference taken off, in basis points."""
    return spread_bp - max((each.less_bp for each in given), default=0)


@rule(CLAUSE)
def fair_to_grade(
    *, grade: str, price: Price, lower_grade: str, lower: Price | None, reason: str
) -> Answer:
    """Bar an offer dearer than what the product offered last to a lower grade, without a reason.

    `lower` is the price of the last offer of the same version of the product to a lower grade.
    """
    if lower is None or (price.spread_bp <= lower.spread_bp and price.fee_fen <= lower.fee_fen):
        return None
    if len(reason) >= REASON_LEAST:
        return None
    return Finding.of(
        "lending.worse_than_lower_grade",
        CLAUSE,
        grade=grade,
        spread=price.spread_bp,
        fee=price.fee_fen,
        lower_grade=lower_grade,
        lower_spread=lower.spread_bp,
        lower_fee=lower.fee_fen,
        least=REASON_LEAST,
    )
