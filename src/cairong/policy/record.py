"""The performance record of a supplier and its grade (履约评级), from its filed contracts alone.

Each component is a share of contracts, drawn towards one and the same prior as long as they are
few: (k + a·p) ÷ (n + a). The numbers are dated parameters (`FORMULA`). 二(五)-6
"""

import re
from calendar import monthrange
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from cairong.policy.items import ITEMS

UNRATED = ""
WHOLE, MONTHS = 100, 12
SUPPLIERS_OWN = frozenset(item.code for item in ITEMS if item.of == "supplier")
SHIPPED = (
    ("record_kept_percent", "履行完毕的权重", "%", 50),
    ("record_in_time_percent", "按期验收的权重", "%", 40),
    ("record_filed_percent", "备案没有因供应商事项退回的权重", "%", 10),
    ("record_prior_percent", "合同少时靠近的比例", "%", 70),
    ("record_prior_contracts", "靠近的比例相当于几份合同", "份", 3),
    ("record_least_contracts", "至少履行完毕几份合同", "份", 2),
    ("record_allowed_days", "履行期满后验收的宽限", "日", 30),
    ("record_a_percent", "A 级的分数线", "%", 85),
    ("record_b_percent", "B 级的分数线", "%", 70),
)  # what the numbers are until a city sets its own: code, word, unit, value
FORMULA = tuple(code for code, *_ in SHIPPED)
DIGITS = {word: number for number, word in enumerate("零一二三四五六七八九")} | {"两": 2}
DAY = re.compile(r"(\d{4})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})")
SPAN = re.compile(
    r"(\d{1,4}|[零一二三四五六七八九十两半]{1,3})\s*"
    r"(个月|月|年|个?日历[天日]|[天日]|个?工作日|周)"
)
SIGNING = ("签订", "签署", "签约", "生效")


@dataclass(frozen=True, kw_only=True)
class Work:
    """One filed contract of a supplier as it was known at a moment.

    `done_on` is the day on which its last part was accepted, None while a part is left;
    `promised_on` the last day of its performance, None where the contract names none that can be
    read; `returned` how often its filing came back for an item that is the supplier's own.
    """

    contract: Any = None
    done_on: date | None = None
    promised_on: date | None = None
    returned: int = 0


@dataclass(frozen=True, kw_only=True)
class Component:
    """One share of the record: which contracts it counts, and which of them speak for one."""

    code: str
    word: str
    how: str
    weight: str
    counts: Callable[[Work, int], bool | None]


@dataclass(frozen=True, kw_only=True)
class Part:
    """One component worked out: `good` of the contracts counted, and the share they come to."""

    component: Component
    weight: int
    counted: Sequence[tuple[Work, bool]]
    share: Fraction

    @property
    def good(self) -> int:
        """How many of the contracts counted speak for the supplier."""
        return sum(good for _, good in self.counted)

    @property
    def of(self) -> int:
        """How many contracts are counted."""
        return len(self.counted)


@dataclass(frozen=True, kw_only=True)
class Record:
    """The record of a supplier at a day; its grade is empty while too few contracts are done."""

    on: date
    formula: Mapping[str, int]
    works: Sequence[Work]
    parts: Sequence[Part]
    value: Fraction
    grade: str

    @property
    def done(self) -> int:
        """How many contracts were performed to the end."""
        return sum(work.done_on is not None for work in self.works)


def _done(work: Work, _allowed: int) -> bool | None:
    return True if work.done_on else None


def _in_time(work: Work, allowed: int) -> bool | None:
    if work.done_on is None or work.promised_on is None:
        return None
    return work.done_on <= work.promised_on + timedelta(days=allowed)


def _filed_at_once(work: Work, _allowed: int) -> bool | None:
    return work.returned == 0


COMPONENTS = (
    Component(code="kept", word="履行完毕", weight="record_kept_percent", counts=_done,
              how="除质保金外,合同金额已全部验收合格的合同"),
    Component(code="in_time", word="按期验收", weight="record_in_time_percent", counts=_in_time,
              how="履行完毕、合同写明履行期限的合同中,最后一次验收在期限和宽限之内的"),
    Component(code="filed", word="备案没有因供应商事项退回", weight="record_filed_percent",
              counts=_filed_at_once,
              how="已备案的合同中,没有因供应商的名称、住所、账户等事项被退回过的"),
)  # fmt: skip


def record_on(on: date, works: Sequence[Work], formula: Mapping[str, int]) -> Record:
    """Work out the record of a supplier from its contracts, by the numbers that hold on a day.

    No grade is given under `record_least_contracts` contracts performed to the end.
    Source: 二(五)-6, docs/decisions/performance-record.md.
    """
    parts = [_part(component, works, formula) for component in COMPONENTS]
    value = sum((part.share * part.weight for part in parts), Fraction(0))
    value /= sum(part.weight for part in parts)
    done = sum(work.done_on is not None for work in works)
    grade = graded(value, formula) if done >= formula["record_least_contracts"] else UNRATED
    return Record(on=on, formula=formula, works=works, parts=parts, value=value, grade=grade)


def shrunk(good: int, of: int, formula: Mapping[str, int]) -> Fraction:
    """Draw the share of a few contracts towards the prior: (k + a·p) ÷ (n + a)."""
    few = formula["record_prior_contracts"]
    return (good + few * Fraction(formula["record_prior_percent"], WHOLE)) / (of + few)


def graded(value: Fraction, formula: Mapping[str, int]) -> str:
    """Read the grade of a value."""
    if value >= Fraction(formula["record_a_percent"], WHOLE):
        return "A"
    return "B" if value >= Fraction(formula["record_b_percent"], WHOLE) else "C"


def percent(value: Fraction) -> Decimal:
    """Write a share as percent with two places, half up."""
    exact = Decimal(value.numerator * WHOLE) / Decimal(value.denominator)
    return exact.quantize(Decimal("0.01"), ROUND_HALF_UP)


def _part(component: Component, works: Sequence[Work], formula: Mapping[str, int]) -> Part:
    allowed = formula["record_allowed_days"]
    judged = ((work, component.counts(work, allowed)) for work in works)
    counted = [(work, good) for work, good in judged if good is not None]
    return Part(
        component=component,
        weight=formula[component.weight],
        counted=counted,
        share=shrunk(sum(good for _, good in counted), len(counted), formula),
    )


def promised_by(period: str, signed_on: date | None) -> date | None:
    """Read the last day of performance from a contract's words; None where they name no one day.

    A date stands for itself, the last of several; one span of years, months, weeks or days runs
    from the signing, or from the one date that is named as its beginning. What runs from something
    else, several spans, and working days are not guessed at.
    """
    days = [found for each in DAY.findall(period) if (found := _date(*map(int, each)))]
    begins, rest = len(days) == 1 and "起" in period, DAY.sub("", period)
    if days and not begins:
        return max(days)
    start, spans = days[0] if begins else signed_on, SPAN.findall(rest)
    elsewhere = "起" in rest and not begins and not any(word in rest for word in SIGNING)
    if start is None or len(spans) != 1 or elsewhere:
        return None
    return _later(start, *spans[0])


def _later(day: date, said: str, unit: str) -> date | None:
    if said == "半" and unit == "年":
        return _months_later(day, MONTHS // 2)
    number = _number(said)
    if number is None or unit.endswith("工作日"):
        return None
    if unit in ("年", "个月", "月"):
        return _months_later(day, number * (MONTHS if unit == "年" else 1))
    return day + timedelta(days=number * (7 if unit == "周" else 1))


def _number(said: str) -> int | None:
    if said.isdigit():
        return int(said)
    tens, ten, units = said.rpartition("十")
    if set(tens + units) - DIGITS.keys() or max(len(tens), len(units)) > 1:
        return None
    whole = DIGITS[tens] if tens else 1
    return (whole * 10 if ten else 0) + (DIGITS[units] if units else 0)


def _months_later(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, MONTHS)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
