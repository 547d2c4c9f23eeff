"""When somebody is told outside the platform, of which mark of a duty, and in which words."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis.strategies import datetimes, just, sampled_from, text, times

from cairong.kernel.calendar import SHANGHAI, Calendar, Year
from cairong.policy.outreach import (
    Quiet,
    earliest,
    mark_of,
    masked,
    pause_after,
    soon,
    told_before,
)
from support.town import at

CALENDAR = Calendar(
    {
        2026: Year(
            year=2026,
            rest=frozenset(date(2026, 10, day) for day in range(1, 8)),  # 国庆
            work=frozenset({date(2026, 9, 20), date(2026, 10, 10)}),  # 调休上班
        )
    }
)
USUAL, WISHED = Quiet(), Quiet(deadlines=True)
FIRST, LAST = datetime(2026, 9, 1), datetime(2026, 12, 1)  # noqa: DTZ001 - the zone is given apart
NONE = Quiet(since=time(0), until=time(0))
LUNCH = Quiet(since=time(12), until=time(14))

TABLE = [
    # told at, whose hours, about a deadline, comes at
    ("2026-11-25 10:00", USUAL, False, "2026-11-25 10:00"),  # 周三白天
    ("2026-11-25 08:00", USUAL, False, "2026-11-25 08:00"),
    ("2026-11-25 07:59", USUAL, False, "2026-11-25 08:00"),
    ("2026-11-25 20:59", USUAL, False, "2026-11-25 20:59"),
    ("2026-11-25 21:00", USUAL, False, "2026-11-26 08:00"),
    ("2026-11-25 00:05", USUAL, True, "2026-11-25 08:00"),
    ("2026-11-25 00:05", WISHED, True, "2026-11-25 00:05"),
    ("2026-11-25 00:05", WISHED, False, "2026-11-25 08:00"),
    ("2026-11-27 21:30", USUAL, False, "2026-11-30 08:00"),  # 周五夜里到周一
    ("2026-11-28 10:00", USUAL, False, "2026-11-30 08:00"),  # 周六
    ("2026-11-29 23:00", USUAL, True, "2026-11-30 08:00"),  # 周日
    ("2026-11-28 10:00", WISHED, True, "2026-11-28 10:00"),
    ("2026-09-19 10:00", USUAL, False, "2026-09-20 08:00"),  # 周六,次日调休上班
    ("2026-09-20 10:00", USUAL, False, "2026-09-20 10:00"),  # 调休上班的周日
    ("2026-09-20 21:00", USUAL, False, "2026-09-21 08:00"),
    ("2026-09-30 21:00", USUAL, False, "2026-10-08 08:00"),  # 节前夜里到节后
    ("2026-10-04 09:00", USUAL, False, "2026-10-08 08:00"),
    ("2026-10-09 22:00", USUAL, False, "2026-10-10 08:00"),  # 周五夜里,周六调休上班
    ("2026-10-10 22:00", USUAL, False, "2026-10-12 08:00"),
    ("2026-12-31 22:00", USUAL, False, "2027-01-01 08:00"),  # 2027 年的安排还不知道
    ("2026-11-25 03:00", NONE, False, "2026-11-25 03:00"),
    ("2026-11-28 03:00", NONE, False, "2026-11-30 08:00"),
    ("2026-11-25 12:30", LUNCH, False, "2026-11-25 14:00"),
    ("2026-11-25 23:30", LUNCH, False, "2026-11-25 23:30"),
    ("2026-11-28 12:30", LUNCH, False, "2026-11-30 08:00"),
]


@pytest.mark.parametrize(("told", "quiet", "deadline", "comes"), TABLE)
def test_when_it_comes(told, quiet, deadline, comes):
    assert earliest(at(told), quiet, CALENDAR, deadline=deadline) == at(comes)


@pytest.mark.parametrize(
    ("left", "mark"), [(9, None), (8, None), (7, 7), (4, 7), (3, 3), (1, 3), (0, 0)]
)
def test_which_telling_is_due_so_many_days_before(left, mark):
    assert told_before(left, (0, 3, 7)) == mark


@pytest.mark.parametrize(
    ("today", "ends"),
    [
        ("2026-11-23", "2026-11-26"),  # Monday: Thursday
        ("2026-11-27", "2026-12-02"),  # Friday: the weekend comes on top
        ("2026-11-28", "2026-12-02"),
        ("2026-09-30", "2026-10-10"),  # before seven days of rest
        ("2026-10-09", "2026-10-12"),  # the Saturday after is worked
    ],
)
def test_what_ends_soon_is_told_before_days_of_rest(today, ends):
    assert soon(date.fromisoformat(today), CALENDAR) == date.fromisoformat(ends)


def days(count: int) -> list[date]:
    """The working days of a duty that began on Sunday, 1 November 2026."""
    first = date(2026, 11, 2)
    return [first + timedelta(days=n // 5 * 7 + n % 5) for n in range(count)]


@given(since=times(), until=times(), moment=datetimes(FIRST, LAST, timezones=just(SHANGHAI)))
def test_whatever_hours_are_chosen_it_comes_in_none_of_them(since, until, moment):
    quiet = Quiet(since=since, until=until)
    comes = earliest(moment, quiet, CALENDAR, deadline=False)
    assert moment <= comes <= moment + timedelta(days=12)
    assert not quiet.holds(comes.astimezone(SHANGHAI).time())
    assert not CALENDAR.is_rest(comes.date())


@pytest.mark.parametrize(
    ("of", "marks"),
    [
        (1, {1: "last"}),
        (2, {1: "half", 2: "last"}),
        (3, {2: "half", 3: "last"}),
        (5, {3: "half", 4: "most", 5: "last"}),
        (10, {5: "half", 6: "half", 7: "half", 8: "most", 9: "most", 10: "last"}),
    ],
)
def test_the_marks_of_a_duty(of, marks):
    counted = days(of)
    found = {n: mark_of(counted, counted[-1], day) for n, day in enumerate(counted, 1)}
    assert {n: mark for n, mark in found.items() if mark} == marks
    assert mark_of(counted, counted[-1], counted[0] - timedelta(days=1)) is None
    assert mark_of(counted, counted[-1], counted[-1] + timedelta(days=1)) is None


def test_without_days_a_duty_has_its_last_day_alone():
    due = date(2026, 11, 25)
    assert [mark_of([], due, due + timedelta(days=n)) for n in (-1, 0, 1)] == [None, "last", None]


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("账号 6222020200012345678", "账号 尾号5678"),
        ("6222 0202 0001 2345 678。", "尾号5678。"),
        ("6222-0202-0001-2345", "尾号2345"),
        ("联行号313493000011", "联行号尾号0011"),
        ("6222.0202.0001.2345.678", "尾号5678"),
        ("6222/0202/0001/2345", "尾号2345"),
        ("6222_0202_0001_2345", "尾号2345"),
        ("6222–0202–0001–2345", "尾号2345"),
        ("6222  0202  0001  2345", "尾号2345"),
        ("6222\u00a00202\u30000001\u20092345", "尾号2345"),
        ("6222020200012345678,2026-11-25", "尾号5678,2026-11-25"),
        ("6222020200012345678 2026.11.25", "尾号5678 2026.11.25"),
        ("2026-11-25 6222020200012345678", "2026-11-25 尾号5678"),
        ("2026-11-25-0001-2345", "尾号2345"),
        ("电话 13800000000 13900001111", "电话 13800000000 13900001111"),
        ("13800000000/13900001111", "13800000000/13900001111"),
        ("13800000000 12345678", "尾号5678"),
        ("13800000000 2026-11-25", "13800000000 2026-11-25"),
        ("1380000000013900001111", "尾号1111"),
        ("合同 HT20261129000001", "合同 HT20261129000001"),
        ("合同 20261129000001", "合同 尾号0001"),
        ("2026.11.25 2026/12/01 2026-12-31", "2026.11.25 2026/12/01 2026-12-31"),
        ("合同 LY-2026-00123,¥1,234,567,890.12", "合同 LY-2026-00123,¥1,234,567,890.12"),
        ("电话 13800000000", "电话 13800000000"),
        ("2026年11月25日 2026-11-25", "2026年11月25日 2026-11-25"),
    ],
)
def test_no_account_is_said(sentence, said):
    assert masked(sentence) == said


@given(
    digits=text("0123456789", min_size=12, max_size=30),
    by=sampled_from([" ", "-", ".", "/", "_", "–", "  ", "\u3000", ""]),
    group=sampled_from([3, 4, 5, 6]),
)
def test_however_an_account_is_grouped_four_digits_of_it_are_left(digits, by, group):
    written = by.join(digits[start : start + group] for start in range(0, len(digits), group))
    assert masked(f"账户{written}有误") == f"账户尾号{digits[-4:]}有误"


def test_pauses_grow_and_end():
    seconds = [pause_after(n).total_seconds() for n in range(1, 14)]
    assert seconds[:4] == [30, 60, 120, 240]
    assert seconds[-1] == pause_after(1000).total_seconds() == 4 * 3600
