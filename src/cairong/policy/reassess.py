"""A year's assessment worked out from its exported facts: the same bytes anywhere.

By the standard library alone (`tools/evaluate.py FACTS`). What the platform counts is counted from
its own records, which the facts hold as the yearly evaluation exports them (`recount.py`).
"""

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from cairong.policy.assessment import (
    QUALITATIVE,
    QUANTITATIVE,
    Assessed,
    Indicator,
    Point,
    assessed,
    indicators_from,
)
from cairong.policy.evaluation import Counts, scheme_from
from cairong.policy.recount import FACTS_FORMAT as RECORDS_FORMAT
from cairong.policy.recount import canonical, counted, digest
from cairong.policy.recount import result_of as evaluation_of

FACTS_FORMAT, RESULT_FORMAT = "cairong-assessment-facts/1", "cairong-assessment/1"
type Row = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Placed:
    """One institution in a year's result: its place, where it has a score, and its points."""

    institution: str
    name: str
    rank: int | None
    assessed: Assessed


def any_result(text: str) -> str:
    """Work a year out from exported facts of either scheme. Raises ValueError for other texts."""
    facts = json.loads(text)
    ours = isinstance(facts, dict) and facts.get("format") == FACTS_FORMAT
    return result_of(text) if ours else evaluation_of(text)


def result_of(facts_text: str) -> str:
    """Work a year out: from the text of the facts to the text of the result, byte for byte.

    Raises ValueError for what is no export of this format.
    """
    facts = json.loads(facts_text)
    if not isinstance(facts, dict) or facts.get("format") != FACTS_FORMAT:
        raise ValueError("no export of the assessment's facts")
    shown = {
        **{name: facts[name] for name in ("city", "year", "cut_off", "published", "scheme")},
        "format": RESULT_FORMAT,
        "facts_sha256": digest(facts_text),
        "institutions": [_shown(each) for each in placed_of(facts)],
    }
    return canonical(shown)


def placed_of(facts: Row) -> list[Placed]:
    """Assess every institution of exported facts, best first."""
    records = facts["records"]
    if records["format"] != RECORDS_FORMAT or records["year"] != facts["year"]:
        raise ValueError("no records of this year")
    counts = counted(records, scheme_from(records["scheme"]))
    values: dict[str, dict[str, int]] = defaultdict(dict)
    for each in facts["values"]:
        values[each["institution"]][each["indicator"]] = each["value_hundredths"]
    return placed(indicators_from(facts["scheme"]), facts["institutions"], counts, values)


def placed(
    indicators: tuple[Indicator, ...],
    names: Mapping[str, str],
    counts: Mapping[str, Counts],
    values: Mapping[str, Mapping[str, int]],
) -> list[Placed]:
    """Assess institutions, best first; of equal scores the rank is one, without a score none."""
    found = {
        key: assessed(indicators, counts.get(key, Counts()), values.get(key, {})) for key in names
    }
    known = {key: each.score for key, each in found.items() if each.score is not None}
    scores = sorted(known.values(), reverse=True)
    return [
        Placed(
            institution=key,
            name=names[key],
            rank=scores.index(known[key]) + 1 if key in known else None,
            assessed=found[key],
        )
        for key in sorted(found, key=lambda key: (-known.get(key, -1), names[key], key))
    ]


def _shown(row: Placed) -> dict[str, Any]:
    found = row.assessed
    return {
        "institution": row.institution,
        "name": row.name,
        "rank": row.rank,
        "score_hundredths": found.score,
        "quantitative_hundredths": found.of_part(QUANTITATIVE),
        "qualitative_hundredths": found.of_part(QUALITATIVE),
        "missing": list(found.missing),
        "indicators": [
            {
                "name": each.indicator.name,
                "value": None
                if each.value is None
                else f"{each.value.numerator}/{each.value.denominator}",
                "points_hundredths": each.points,
            }
            for each in found.points
        ],
    }


def read_result(text: str) -> list[Placed]:
    """Read a result that was kept, institution by institution, as it was worked out."""
    told = json.loads(text)
    indicators = indicators_from(told["scheme"])
    return [_read(row, indicators) for row in told["institutions"]]


def _read(row: Row, indicators: tuple[Indicator, ...]) -> Placed:
    pairs = zip(indicators, row["indicators"], strict=True)
    return Placed(
        institution=row["institution"],
        name=row["name"],
        rank=row["rank"],
        assessed=Assessed(
            points=tuple(
                Point(
                    indicator=indicator,
                    value=Fraction(each["value"]) if each["value"] else None,
                    points=each["points_hundredths"],
                )
                for indicator, each in pairs
            )
        ),
    )
