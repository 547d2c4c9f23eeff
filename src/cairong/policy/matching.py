"""The score by which products that fit are put in order (匹配分): dated numbers, whole arithmetic.

What a product is scored by are its published terms alone. Whose it is does not come into it, and
equals stand in the order of a draw that anybody can repeat. 二(一)-5
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from cairong.policy.clauses import read_data

HUNDREDTHS = 100  # of a point; one point is one basis point of yearly cost


@dataclass(frozen=True, kw_only=True)
class Formula:
    """One version of the formula: what a product begins with, and what is taken off for what."""

    version: int
    since: date
    whole: int
    secured: int
    held: int
    offline: int
    source: str


@dataclass(frozen=True, kw_only=True)
class Scored:
    """What a product that fits is scored by: its yearly cost in millionths, and how it lends."""

    cost_points: int
    lpr_bp: int
    secured: bool
    held: bool
    online: bool


@dataclass(frozen=True, kw_only=True)
class Score:
    """A score in hundredths of a point, and what was taken off for what."""

    hundredths: int
    off: tuple[tuple[str, int], ...]

    @property
    def words(self) -> str:
        """The score as it is written: 923.40."""
        return points(self.hundredths)


@cache
def formulas() -> tuple[Formula, ...]:
    """List the versions of the formula, oldest first."""
    rows = read_data("matching.json")
    return tuple(Formula(**{**row, "since": date.fromisoformat(row["since"])}) for row in rows)


def formula_on(day: date) -> Formula:
    """Give the version that holds on a day, the first on an earlier day."""
    held = [each for each in formulas() if each.since <= day]
    return held[-1] if held else formulas()[0]


def score_of(scored: Scored, formula: Formula) -> Score:
    """Score a product: what it begins with, less its cost above the LPR, less what burdens it.

    A cost below the LPR adds; no score is below nothing.
    """
    above = scored.cost_points - scored.lpr_bp * HUNDREDTHS
    off = (
        ("年化成本低于 LPR" if above < 0 else "年化成本高出 LPR", above),
        ("要抵押或担保", formula.secured * HUNDREDTHS * scored.secured),
        ("不能提前还款", formula.held * HUNDREDTHS * scored.held),
        ("没有对接,线下办理", formula.offline * HUNDREDTHS * (not scored.online)),
    )
    left = formula.whole * HUNDREDTHS - sum(each for _, each in off)
    return Score(hundredths=max(left, 0), off=tuple(each for each in off if each[1]))


def taken(hundredths: int) -> str:
    """Write what was taken off, or added where it is below nothing: −45.00, +3.25."""
    return f"+{points(-hundredths)}" if hundredths < 0 else points(-hundredths)


def draw(seed: str, product: UUID | str) -> str:
    """Work out the place of a product among equals: SHA-256 of seed and id, in hex."""
    return hashlib.sha256(f"{seed}|{product}".encode()).hexdigest()


def points(hundredths: int) -> str:
    """Write hundredths of a point as points: 923.40, −3.25."""
    sign = "−" if hundredths < 0 else ""
    return f"{sign}{abs(hundredths) // HUNDREDTHS}.{abs(hundredths) % HUNDREDTHS:02}"


def ranked_again(record: Mapping[str, Any]) -> Sequence[tuple[str, int]]:
    """Work a kept ranking out anew, from nothing but the record: products and scores in order."""
    formula = next(each for each in formulas() if each.version == record["formula"])
    rows = []
    for row in record["fits"]:
        scored = Scored(
            cost_points=row["cost"],
            lpr_bp=row["lpr"],
            secured=row["secured"],
            held=row["held"],
            online=row["online"],
        )
        score = score_of(scored, formula).hundredths
        rows.append((-score, draw(record["seed"], row["product"]), row["product"]))
    return [(product, -score) for score, _, product in sorted(rows)]


def stands(record: Mapping[str, Any]) -> bool:
    """Whether a kept ranking is what its own record gives."""
    return [(row["product"], row["score"]) for row in record["fits"]] == ranked_again(record)
