"""A year of the evaluation worked out from the facts that were exported: the same bytes anywhere.

Needs the standard library alone, no database and no clock (`tools/evaluate.py FACTS`). A fact names
in `event` the record of the chain that left it as it stands.
"""

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from cairong.policy.evaluation import (
    Counts,
    Evaluation,
    Flag,
    Measured,
    Scheme,
    evaluated,
    scheme_from,
)

FACTS_FORMAT, RESULT_FORMAT = "cairong-evaluation-facts/1", "cairong-evaluation/1"
KINDS = ("loans", "offers", "applications", "duties")
MANY_OF_CONTRACT, MANY_OF_SUPPLIER = 3, 5
APPROVAL, DISBURSEMENT = "decide_application", "disburse_loan"
PERCENT, DECEMBER = 100, 12
type Row = Mapping[str, Any]
type Facts = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Ranked:
    """One institution in a year's result: its place, what was counted, and what follows."""

    institution: str
    name: str
    rank: int
    counts: Counts
    evaluation: Evaluation


def canonical(facts: Facts) -> str:
    """Write facts as RFC 8785 does: their keys are ASCII, their numbers whole and below 2^53."""
    return json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(text: str) -> str:
    """Name a text by its SHA-256."""
    return hashlib.sha256(text.encode()).hexdigest()


def result_of(facts_text: str) -> str:
    """Work a year out: from the text of the facts to the text of the result, byte for byte.

    Raises ValueError for what is no export of this format.
    """
    facts = json.loads(facts_text)
    if not isinstance(facts, dict) or facts.get("format") != FACTS_FORMAT:
        raise ValueError("no export of the evaluation's facts")
    shown = {
        **{name: facts[name] for name in ("city", "year", "cut_off", "published", "scheme")},
        "format": RESULT_FORMAT,
        "facts_sha256": digest(facts_text),
        "institutions": [_shown(each) for each in ranked(facts)],
    }
    return canonical(shown)


def ranked(facts: Facts) -> list[Ranked]:
    """Evaluate every institution of exported facts, the best first; of equals the rank is one."""
    scheme = scheme_from(facts["scheme"])
    counts = counted(facts, scheme)
    found = evaluated(scheme, counts)
    names = facts["institutions"]
    scores = sorted((each.score for each in found.values()), reverse=True)
    return [
        Ranked(
            institution=key,
            name=names[key],
            rank=scores.index(found[key].score) + 1,
            counts=counts[key],
            evaluation=found[key],
        )
        for key in sorted(found, key=lambda key: (-found[key].score, names[key], key))
    ]


def counted(facts: Facts, scheme: Scheme) -> dict[str, Counts]:
    """Count each institution's year from its facts, without those that are left out."""
    aside = {each["fact"] for each in facts["aside"]}
    rows = {kind: [row for row in facts[kind] if key_of(kind, row) not in aside] for kind in KINDS}
    today = date.fromisoformat(facts["day"])
    sums: dict[str, Counter[str]] = defaultdict(Counter)
    for each in rows["loans"]:
        sums[each["institution"]].update(_of_loan(each, scheme, facts["brief_days"]))
        own = sums[each["institution"]]
        own["giant"] = max(own["giant"], each["principal_fen"])
    for name, many in _distinct(rows["loans"]):
        sums[name].update(many)
    for each in rows["offers"]:
        small = each["amount_fen"] < each["asked_fen"] * scheme.token_percent // PERCENT
        sums[each["institution"]].update(offers=1, token=small)
    for each in rows["applications"]:
        sums[each["institution"]].update(_of_application(each))
    for each in rows["duties"]:
        sums[each["institution"]].update(_of_duty(each, today))
    return {name: counts_of(own) for name, own in sums.items()}


def key_of(kind: str, row: Row) -> str:
    """Name a fact: its kind and the id of its record."""
    return f"{kind}/{row['id']}"


def _of_loan(loan: Row, scheme: Scheme, brief_days: int) -> dict[str, int]:
    fen, own = loan["principal_fen"], loan["own_days"]
    within = own is not None
    late = date.fromisoformat(loan["drawn_on"]).month == DECEMBER
    return {
        "amount": fen,
        "loans": 1,
        "credit": loan["credit"],
        "spread": (loan["rate_bp"] - loan["lpr_bp"]) * fen,
        "brief": fen if within and own <= brief_days else 0,
        "year_end": fen if within and late and own <= scheme.year_end_days else 0,
        "tiny": fen < scheme.tiny_fen,
    }


def _distinct(loans: Iterable[Row]) -> Iterator[tuple[str, dict[str, int]]]:
    """Count suppliers, newcomers, and what is many on one contract or of one supplier."""
    by_institution: dict[str, list[Row]] = defaultdict(list)
    for each in loans:
        by_institution[each["institution"]].append(each)
    for name, own in by_institution.items():
        contracts = Counter(each["contract"] for each in own)
        suppliers = Counter(each["supplier"] for each in own)
        most = max(suppliers.values())
        yield (
            name,
            {
                "suppliers": len(suppliers),
                "newcomers": len({each["supplier"] for each in own if each["first"]}),
                "split": sum(many for many in contracts.values() if many >= MANY_OF_CONTRACT),
                "single": most if most >= MANY_OF_SUPPLIER else 0,
            },
        )


def _of_application(row: Row) -> dict[str, int]:
    undecided = row["complete"] and not row["decided"]
    return {
        "ended": row["complete"] and row["state"] != "complete",
        "decided": row["decided"],
        "steered": undecided and row["state"] == "withdrawn",
        "silent": undecided and row["state"] == "lapsed",
        "refusing": row["state"] == "rejected",
    }


def _of_duty(row: Row, today: date) -> dict[str, int]:
    due, law, done, gone = (
        date.fromisoformat(row[name]) if row[name] else None
        for name in ("due_on", "due_law_on", "done_on", "cancelled_on")
    )
    day, kind = gone or today, row["kind"]
    assert due is not None
    kept = done is not None and done <= due and (law is None or done <= law)
    judged = done is not None or due < day or (law is not None and law < day)
    return {
        f"{kind}_kept": kept,
        f"{kind}_judged": judged,
        f"{kind}_paused": row["paused_days"] > 0,
    }


def counts_of(sums: Mapping[str, int]) -> Counts:
    """Make the counts of an institution from sums by their names; what is missing is none."""
    row = defaultdict(int, {name: int(value) for name, value in sums.items()})
    return Counts(
        amount_fen=row["amount"],
        loans=row["loans"],
        suppliers=row["suppliers"],
        newcomers=row["newcomers"],
        credit=row["credit"],
        spread_weight=row["spread"],
        approvals_kept=row[f"{APPROVAL}_kept"],
        approvals=row[f"{APPROVAL}_judged"],
        disbursements_kept=row[f"{DISBURSEMENT}_kept"],
        disbursements=row[f"{DISBURSEMENT}_judged"],
        flags={
            "split": (row["split"], row["loans"]),
            "giant": (row["giant"], row["amount"]),
            "single": (row["single"], row["loans"]),
            "brief": (row["brief"], row["amount"]),
            "year_end": (row["year_end"], row["amount"]),
            "steered": (row["steered"], row["ended"]),
            "silent": (row["silent"], row["ended"]),
            "paused": (row[f"{APPROVAL}_paused"], row[f"{APPROVAL}_judged"]),
            "tiny": (row["tiny"], row["loans"]),
            "token": (row["token"], row["offers"]),
            "refusing": (row["refusing"], row["decided"]),
        },
    )


NUMBERS = (
    "amount_fen", "loans", "suppliers", "newcomers", "credit", "approvals_kept", "approvals",
    "disbursements_kept", "disbursements",
)  # fmt: skip


def _shown(row: Ranked) -> dict[str, Any]:
    found = row.evaluation
    return {
        "institution": row.institution,
        "name": row.name,
        "rank": row.rank,
        "score_hundredths": found.score,
        "grade": found.grade,
        "counts": {
            **{name: getattr(row.counts, name) for name in NUMBERS},
            "spread_weight": str(row.counts.spread_weight),  # may pass 2^53
            "flags": {code: list(pair) for code, pair in row.counts.flags.items()},
        },
        "measures": [
            {
                "code": each.measure.code,
                "own": _fraction(each.own),
                "cases": each.cases,
                "of_city": _fraction(each.of_city),
                "held": _fraction(each.held),
                "points_hundredths": each.points,
            }
            for each in found.measured
        ],
        "flags": [{"code": each.code, "count": each.count, "of": each.of} for each in found.flags],
    }


def _fraction(value: Fraction | None) -> str | None:
    return None if value is None else f"{value.numerator}/{value.denominator}"


def read_result(text: str) -> list[Ranked]:
    """Read a result that was kept, institution by institution, as it was worked out."""
    told = json.loads(text)
    scheme = scheme_from(told["scheme"])
    return [_read(row, scheme) for row in told["institutions"]]


def _read(row: Row, scheme: Scheme) -> Ranked:
    told = row["counts"]
    flags = {code: (count, of) for code, (count, of) in told["flags"].items()}
    counts = {**told, "spread_weight": int(told["spread_weight"]), "flags": flags}
    measures = zip(scheme.measures, row["measures"], strict=True)
    return Ranked(
        institution=row["institution"],
        name=row["name"],
        rank=row["rank"],
        counts=Counts(**counts),
        evaluation=Evaluation(
            scheme=scheme,
            measured=tuple(
                Measured(
                    measure=measure, own=_parsed(each["own"]), cases=each["cases"],
                    of_city=_parsed(each["of_city"]), held=_parsed(each["held"]),
                    points=each["points_hundredths"],
                )
                for measure, each in measures
            ),
            score=row["score_hundredths"],
            grade=row["grade"],
            flags=tuple(Flag(**each) for each in row["flags"]),
        ),
    )  # fmt: skip


def _parsed(text: str | None) -> Fraction | None:
    return Fraction(text) if text else None
