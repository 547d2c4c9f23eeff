"""A performance record worked out by hand, and what may never lower or raise one. 二(五)-6"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cairong.policy.record import SHIPPED, Work, percent, promised_by, record_on, shrunk

TODAY, DUE = date(2026, 3, 2), date(2026, 1, 31)
NUMBERS = {code: value for code, _, _, value in SHIPPED}
KEPT = Work(done_on=DUE, promised_on=DUE)
AT_THE_LAST = replace(KEPT, done_on=date(2026, 3, 2))  # 30 days allowed after the last day
LATE = replace(KEPT, done_on=date(2026, 3, 3))
OPEN = Work(promised_on=DUE)
UNREAD = replace(KEPT, promised_on=None)
RETURNED = replace(KEPT, returned=1)


def record(*works: Work, **numbers: int):
    return record_on(TODAY, works, NUMBERS | {f"record_{key}": n for key, n in numbers.items()})


@dataclass(frozen=True, kw_only=True)
class Example:
    """Contracts, and the value and grade that they come to by hand."""

    what: str
    works: list[Work]
    value: str
    grade: str


# (k + 3 × 70%) ÷ (n + 3), weighed 50 : 40 : 10
BY_HAND = [
    Example(
        what="none: nothing but the prior",
        works=[],
        value="70.00",
        grade="",
    ),
    Example(
        what="one kept: 3.1/4 everywhere",
        works=[KEPT],
        value="77.50",
        grade="",
    ),
    Example(
        what="one still open: its filing alone counts",
        works=[OPEN],
        value="70.75",
        grade="",
    ),
    Example(
        what="two kept: 4.1/5",
        works=[KEPT] * 2,
        value="82.00",
        grade="B",
    ),
    Example(
        what="three kept: 5.1/6",
        works=[KEPT] * 3,
        value="85.00",
        grade="A",
    ),
    Example(
        what="the last day allowed is in time",
        works=[AT_THE_LAST] * 3,
        value="85.00",
        grade="A",
    ),
    Example(
        what="three late: in time 2.1/6",
        works=[LATE] * 3,
        value="65.00",
        grade="C",
    ),
    Example(
        what="one of three late: in time 4.1/6",
        works=[KEPT, KEPT, LATE],
        value="78.33",
        grade="B",
    ),
    Example(
        what="one of six late: 7.1/9 in time, 8.1/9 else",
        works=[KEPT] * 5 + [LATE],
        value="85.56",
        grade="A",
    ),
    Example(
        what="no day to be read: in time stays 70",
        works=[UNREAD] * 3,
        value="79.00",
        grade="B",
    ),
    Example(
        what="one filing of three returned: 4.1/6",
        works=[KEPT, KEPT, RETURNED],
        value="83.33",
        grade="B",
    ),
    Example(
        what="what is open counts neither way but for its filing",
        works=[KEPT] * 2 + [OPEN],
        value="82.30",
        grade="B",
    ),
    Example(
        what="four late: kept 6.1/7, in time 2.1/7",
        works=[LATE] * 4,
        value="64.29",
        grade="C",
    ),
    Example(
        what="thirty kept: 32.1/33",
        works=[KEPT] * 30,
        value="97.27",
        grade="A",
    ),
]


@pytest.mark.parametrize("example", BY_HAND, ids=lambda example: example.what)
def test_by_hand(example: Example):
    found = record(*example.works)
    assert (percent(found.value), found.grade) == (Decimal(example.value), example.grade)


def test_too_few_are_not_graded():
    assert record(*[KEPT] * 2).grade == "B"
    assert record(*[KEPT] * 2, least_contracts=3).grade == ""


def test_the_lines_of_the_grades_are_met_exactly():
    assert record(*[KEPT] * 2, a_percent=82).grade == "A"
    assert record(*[KEPT] * 2, a_percent=83).grade == "B"
    assert record(*[KEPT] * 2, b_percent=82).grade == "B"
    assert record(*[KEPT] * 2, b_percent=83).grade == "C"


def test_days_are_allowed_after_the_last():
    assert record(LATE, LATE, allowed_days=31).value == record(KEPT, KEPT).value
    assert record(LATE, LATE, allowed_days=30).value < record(KEPT, KEPT).value


def test_few_are_drawn_to_the_prior_and_many_are_not():
    assert shrunk(0, 0, NUMBERS) == Fraction(7, 10)
    assert shrunk(1, 1, NUMBERS) == Fraction(31, 40)
    assert shrunk(1, 1, NUMBERS | {"record_prior_contracts": 1}) == Fraction(17, 20)
    assert shrunk(297, 297, NUMBERS) > Fraction(99, 100)
    assert record(prior_percent=50).value == Fraction(1, 2)


def test_weights_need_not_come_to_a_hundred():
    weighed = {"kept_percent": 100, "in_time_percent": 1, "filed_percent": 1}
    assert percent(record(*[LATE] * 3, **weighed).value) == Decimal("84.51")
    half = {"kept_percent": 25, "in_time_percent": 20, "filed_percent": 5}
    assert record(KEPT, LATE, **half).value == record(KEPT, LATE).value


def test_the_value_is_the_weighed_mean_of_its_counts():
    made = record(KEPT, KEPT, LATE)
    counts = {part.component.code: (part.good, part.of) for part in made.parts}
    assert counts == {"kept": (3, 3), "in_time": (2, 3), "filed": (3, 3)}
    weights = [made.formula[code] for code, *_ in SHIPPED[:3]]
    shares = [shrunk(*part, made.formula) for part in counts.values()]
    value = sum(weight * share for weight, share in zip(weights, shares, strict=True))
    assert made.value == value / sum(weights)


WORKS = st.lists(st.sampled_from([KEPT, LATE, OPEN, UNREAD, RETURNED]), max_size=12)


@given(WORKS)
@settings(max_examples=150, deadline=None)
def test_one_more_kept_never_lowers(works: list[Work]):
    assert record(*works, KEPT).value >= record(*works).value


@given(WORKS, st.integers(0, 11), st.sampled_from(["late", "returned"]))
@settings(max_examples=150, deadline=None)
def test_what_goes_wrong_with_one_never_raises(works: list[Work], place: int, how: str):
    works = [*works, KEPT]
    place %= len(works)
    was = works[place]
    spoilt = replace(was, returned=was.returned + 1)
    if how == "late" and was.done_on is not None:
        spoilt = replace(was, done_on=DUE + timedelta(days=90))
    worse = [*works[:place], spoilt, *works[place + 1 :]]
    assert record(*worse).value <= record(*works).value


SIGNED = date(2025, 1, 31)
PERIODS = {
    "一年": date(2026, 1, 31),
    "自合同签订之日起12个月": date(2026, 1, 31),
    "自合同签订之日起一个月": date(2025, 2, 28),
    "签订后 60 日内交付并安装完毕": date(2025, 4, 1),
    "半年": date(2025, 7, 31),
    "十五日": date(2025, 2, 15),
    "2025年10月1日至2026年9月30日": date(2026, 9, 30),
    "自2025年10月1日起一年": date(2026, 10, 1),
    "2025-12-31 前": date(2025, 12, 31),
    "自开工之日起90日": None,
    "30日内交货,质保3年": None,
    "20个工作日": None,
    "自2025年10月1日起": None,
    "2025年13月40日": None,
    "按采购人通知": None,
    "": None,
}


@pytest.mark.parametrize("period", PERIODS)
def test_a_period_is_read_or_not_guessed_at(period: str):
    assert promised_by(period, SIGNED) == PERIODS[period]


def test_a_span_needs_a_signing():
    assert promised_by("一年", None) is None
