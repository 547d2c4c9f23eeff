"""The yearly evaluation of institutions: by a formula published before its year, from counts alone.

Exact to the last digit: whole numbers in, fractions between, two decimals out, halves up. Anybody
works it out again from the published scheme and an institution's counts, by the standard library
alone (`recount.py`).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType
from typing import Any, Literal

from cairong.kernel.money import WAN
from cairong.policy.clauses import read_data
from cairong.policy.cost import half_up

OBLIGATION = "三(二)-1"
WHOLE, PLACES = 100, 100  # points are kept in hundredths
Code = Literal["amount", "suppliers", "newcomers", "approvals", "disbursements", "credit", "spread"]
MEASURE_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "amount": "放款本金(万元)",
        "suppliers": "服务企业(家)",
        "newcomers": "首次获贷企业(家)",
        "approvals": "审批按期率(%)",
        "disbursements": "放款按期率(%)",
        "credit": "纯信用笔数占比(%)",
        "spread": "较 LPR 加点(基点,按本金加权)",
    }
)
FLAG_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "split": "同一合同三笔以上的贷款",
        "giant": "最大一笔占放款本金",
        "single": "给同一家企业的贷款",
        "brief": "放款后几天内以自有资金还清的本金",
        "year_end": "十二月放款、随即以自有资金还清的",
        "steered": "材料齐全以后由企业撤回的申请",
        "paused": "停过钟的审批",
        "tiny": "1 万元以下的贷款",
        "token": "不到申请金额一成的报价",
        "refusing": "不予融资的申请",
        "silent": "材料齐全以后没有决定、到期失效的申请",
    }
)


@dataclass(frozen=True, kw_only=True)
class Measure:
    """One measure: its weight, and the values that earn no point and all points, in its unit."""

    code: Code
    weight: int
    none: int
    full: int


@dataclass(frozen=True, kw_only=True)
class Grade:
    """A grade, and the points from which it is earned."""

    grade: str
    least: int


@dataclass(frozen=True, kw_only=True)
class Line:
    """From how many cases, and which percentage of them, something is to be looked at.

    Of principal `least` is in 万元; fewer than `loans` loans in the year say nothing.
    """

    least: int
    percent: int
    loans: int = 0


@dataclass(frozen=True, kw_only=True)
class Scheme:
    """A formula: `trust` cases of the city weigh beside each institution's own.

    It holds of the years for which a city's People's Bank published it beforehand. A year is
    published no earlier than the day after `cut_off` (month-day) of the next; `supports` says with
    which grades an incentive can be earned.
    """

    version: int
    cut_off: str
    trust: int
    least_loans: int
    measures: tuple[Measure, ...]
    grades: tuple[Grade, ...]
    flags: Mapping[str, Line]
    tiny_fen: int
    token_percent: int
    year_end_days: int
    supports: Mapping[str, tuple[str, ...]]


def scheme_from(row: Mapping[str, Any]) -> Scheme:
    """Read a scheme as its file or an export has it."""
    return Scheme(
        **{
            **row,
            "measures": tuple(Measure(**each) for each in row["measures"]),
            "grades": tuple(Grade(**each) for each in row["grades"]),
            "flags": {code: Line(**each) for code, each in row["flags"].items()},
            "supports": {code: tuple(grades) for code, grades in row["supports"].items()},
        }
    )


SCHEME_ROWS: Mapping[int, Mapping[str, Any]] = {
    row["version"]: row for row in read_data("evaluation.json")["schemes"]
}
SCHEMES: Mapping[int, Scheme] = {key: scheme_from(row) for key, row in SCHEME_ROWS.items()}
NEWEST = max(SCHEMES)


@dataclass(frozen=True, kw_only=True)
class Counts:
    """What is counted of one institution's year; amounts in fen, `spread_weight` bp × fen.

    `flags` gives for each flag how many of how many; of those about principal, fen of fen.
    """

    amount_fen: int = 0
    loans: int = 0
    suppliers: int = 0
    newcomers: int = 0
    credit: int = 0
    spread_weight: int = 0
    approvals_kept: int = 0
    approvals: int = 0
    disbursements_kept: int = 0
    disbursements: int = 0
    flags: Mapping[str, tuple[int, int]] = MappingProxyType({})


@dataclass(frozen=True, kw_only=True)
class Measured:
    """One measure of one institution: its own value, what counts of it, and the points.

    `own` is None where nothing was counted; `held` is `own` drawn towards the city's `of_city` by
    the scheme's trust, where it is a share of `cases`. Points in hundredths.
    """

    measure: Measure
    own: Fraction | None
    cases: int
    of_city: Fraction | None
    held: Fraction | None
    points: int

    @property
    def earned(self) -> Fraction:
        """Give what it adds to the score, in hundredths of a point."""
        return Fraction(self.points * self.measure.weight, WHOLE)


@dataclass(frozen=True, kw_only=True)
class Flag:
    """Something of a year that a person has to look at: so many of so many, in whole percent."""

    code: str
    count: int
    of: int

    @property
    def percent(self) -> int:
        """Give the share in whole percent."""
        return self.count * WHOLE // self.of if self.of else 0


@dataclass(frozen=True, kw_only=True)
class Evaluation:
    """One institution's year: score in hundredths of a point, grade, and what to look at.

    Without a grade where it made fewer loans than the scheme needs for one.
    """

    scheme: Scheme
    measured: tuple[Measured, ...]
    score: int
    grade: str
    flags: tuple[Flag, ...]


def evaluated[Key](scheme: Scheme, counts: Mapping[Key, Counts]) -> dict[Key, Evaluation]:
    """Evaluate every institution of a city: the shares of all stand beside each one's own."""
    city = _all(counts.values())
    return {key: _evaluated(scheme, own, city) for key, own in counts.items()}


def _evaluated(scheme: Scheme, own: Counts, city: Counts) -> Evaluation:
    measured = tuple(_measured(scheme, measure, own, city) for measure in scheme.measures)
    score = half_up(sum((each.earned for each in measured), Fraction()))
    enough = own.loans >= scheme.least_loans
    grade = next(each.grade for each in scheme.grades if score >= each.least * PLACES)
    return Evaluation(
        scheme=scheme,
        measured=measured,
        score=score,
        grade=grade if enough else "",
        flags=tuple(_flags(scheme, own)),
    )


def _measured(scheme: Scheme, measure: Measure, own: Counts, city: Counts) -> Measured:
    value, cases = _value(measure.code, own)
    of_city, _ = _value(measure.code, city)
    held = value
    if measure.code in SHARES and of_city is not None:
        seen = value * cases if value is not None else Fraction()
        held = (seen + of_city * scheme.trust) / (cases + scheme.trust)
    # who did nothing of a kind earns nothing by it, whatever the others did
    points = 0 if held is None or not cases else _points(held, measure)
    return Measured(
        measure=measure, own=value, cases=cases,
        of_city=of_city if measure.code in SHARES else None, held=held, points=points,
    )  # fmt: skip


SHARES = frozenset({"approvals", "disbursements", "credit", "spread"})


def _value(code: Code, of: Counts) -> tuple[Fraction | None, int]:
    """Give a measure's value in its unit, and by how many cases it is known."""
    part, whole, cases = VALUES[code](of)
    return (Fraction(part, whole) if whole else None), cases


VALUES: Mapping[Code, Callable[[Counts], tuple[int, int, int]]] = MappingProxyType(
    {
        "amount": lambda of: (of.amount_fen, 1, of.loans),
        "suppliers": lambda of: (of.suppliers, 1, of.loans),
        "newcomers": lambda of: (of.newcomers, 1, of.loans),
        "approvals": lambda of: (of.approvals_kept * WHOLE, of.approvals, of.approvals),
        "disbursements": lambda of: (
            of.disbursements_kept * WHOLE, of.disbursements, of.disbursements,
        ),
        "credit": lambda of: (of.credit * WHOLE, of.loans, of.loans),
        "spread": lambda of: (of.spread_weight, of.amount_fen, of.loans),
    }
)  # fmt: skip


def _points(value: Fraction, measure: Measure) -> int:
    """Earn points on the straight line between the two values, in hundredths."""
    reached = (value - measure.none) / (measure.full - measure.none)
    return half_up(min(max(reached, Fraction()), Fraction(1)) * WHOLE * PLACES)


def _flags(scheme: Scheme, own: Counts) -> Iterable[Flag]:
    for code in FLAG_WORDS:
        line = scheme.flags[code]
        count, of = own.flags.get(code, (0, 0))
        least = line.least * (WAN if code in OF_PRINCIPAL else 1)
        if own.loans >= line.loans and of and count >= least and count * WHOLE >= of * line.percent:
            yield Flag(code=code, count=count, of=of)


OF_PRINCIPAL = frozenset({"giant", "brief", "year_end"})


def _all(counts: Iterable[Counts]) -> Counts:
    rows: Sequence[Counts] = list(counts)
    names = [name for name in Counts.__dataclass_fields__ if name != "flags"]
    return Counts(**{name: sum(getattr(row, name) for row in rows) for name in names})
