"""What a deadline says on each day around it: overdue from 0:00 of the next day, rest days too."""

from datetime import date, timedelta

import pytest

from cairong.kernel.calendar import Unit, add_days, days_between
from cairong.policy.calendar_data import CALENDAR
from cairong.web.parts import Deadline


def seen(due: date, today: date, unit: Unit = "working") -> Deadline:
    left = days_between(today, due, unit, CALENDAR)
    return Deadline(due=due, today=today, days_left=left, unit=unit)


def said(due: str, today: str, unit: Unit = "working") -> str:
    one = seen(date.fromisoformat(due), date.fromisoformat(today), unit)
    return " ".join(filter(None, (one.left, one.length)))


@pytest.mark.parametrize(
    ("due", "today", "words"),
    [
        # an ordinary week, due on Friday
        ("2025-11-28", "2025-11-26", "还剩 2 个工作日"),
        ("2025-11-28", "2025-11-27", "还剩 1 个工作日"),
        ("2025-11-28", "2025-11-28", "今天到期"),
        ("2025-11-28", "2025-11-29", "已过期"),
        ("2025-11-28", "2025-11-30", "已过期"),
        ("2025-11-28", "2025-12-01", "已超 1 个工作日"),
        # due on Monday, seen over the weekend before
        ("2025-12-01", "2025-11-28", "还剩 1 个工作日"),
        ("2025-12-01", "2025-11-29", "还剩 1 个工作日"),
        ("2025-12-01", "2025-11-30", "还剩 1 个工作日"),
        # a Sunday that is worked (2025-09-28), then the National Day until 8 October
        ("2025-09-28", "2025-09-27", "还剩 1 个工作日"),
        ("2025-09-28", "2025-09-28", "今天到期"),
        ("2025-09-28", "2025-09-29", "已超 1 个工作日"),
        ("2025-09-30", "2025-09-30", "今天到期"),
        ("2025-09-30", "2025-10-01", "已过期"),
        ("2025-09-30", "2025-10-08", "已过期"),
        ("2025-09-30", "2025-10-09", "已超 1 个工作日"),
        ("2025-10-09", "2025-10-01", "还剩 1 个工作日"),
        # a Saturday that is worked (2025-10-11)
        ("2025-10-10", "2025-10-11", "已超 1 个工作日"),
        ("2025-10-10", "2025-10-12", "已超 1 个工作日"),
        # a day on which nobody works, after a notice was corrected
        ("2025-10-02", "2025-10-01", "还剩 1 个自然日"),
        ("2025-10-02", "2025-10-02", "今天到期"),
        ("2025-10-02", "2025-10-03", "已过期"),
    ],
)
def test_on_each_day_around_it(due, today, words):
    assert said(due, today) == words


def test_calendar_days_are_over_on_the_next_day_by_one():
    assert said("2025-11-28", "2025-11-29", "calendar") == "已超 1 个自然日"
    assert said("2025-11-28", "2025-11-28", "calendar") == "今天到期"


def test_on_a_sunday_what_was_due_on_friday_reads_overdue():
    one = seen(date(2026, 11, 27), date(2026, 11, 29))
    assert f"{one.left} · {one.until}" == "已过期 · 应于 11月27日(周五)前完成"
    assert (one.tone, one.shape) == ("over", "alert")


@pytest.mark.parametrize("unit", ["working", "calendar"])
@pytest.mark.parametrize("days", [1, 3, 10])
def test_every_day_of_two_years_reads_by_the_day_itself_alone(unit: Unit, days: int):
    for number in range(2 * 365):
        due = add_days(date(2025, 1, 1) + timedelta(days=number), days, unit, CALENDAR).due
        for away in range(-12, 13):
            one = seen(due, due + timedelta(days=away), unit)
            expected = "今天到期" if away == 0 else "已" if away > 0 else "还剩"
            assert one.left.startswith(expected), (due, away, one.left)
            assert (one.tone == "over") is (away > 0)
            assert one.until.startswith("应于") is (away > 0)
