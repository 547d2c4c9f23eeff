"""Days, working days and ends of periods."""

import csv
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import chinese_calendar
import pytest

from cairong.kernel.calendar import (
    Calendar,
    Year,
    add_calendar_days,
    add_days,
    add_working_days,
    day_of,
    days_between,
    end_of,
    start_of,
)
from cairong.policy.calendar_data import CALENDAR

SHARED = Path(__file__).parents[3] / "shared/data/calendar/china_calendar_2019_2026.csv"
DAYS = [date(2019, 1, 1) + timedelta(days=n) for n in range(2922)]


def d(text: str) -> date:
    return date.fromisoformat(text)


WORKING = [
    ("2021-04-29", 10, "2021-05-17"), ("2021-09-29", 3, "2021-10-09"),
    ("2021-09-17", 7, "2021-09-28"), ("2022-01-28", 10, "2022-02-16"),
    ("2021-09-29", 7, "2021-10-14"), ("2024-02-08", 10, "2024-02-28"),
    ("2021-09-29", 2, "2021-10-08"), ("2025-09-30", 7, "2025-10-16"),
    ("2026-02-13", 10, "2026-03-05"), ("2025-09-26", 2, "2025-09-29"),
]  # fmt: skip


@pytest.mark.parametrize(("start", "days", "due"), WORKING)
def test_working_days(start: str, days: int, due: str) -> None:
    found = add_working_days(d(start), days, CALENDAR)
    assert found.due == d(due)
    assert len(found.counted) == days
    assert found.counted[-1] == d(due)
    assert not found.provisional


CALENDAR_DAYS = [
    ("2025-09-15", 15, "2025-09-30"),
    ("2025-09-15", 30, "2025-10-15"),
    ("2024-01-29", 15, "2024-02-18"),  # 2月13日在春节假期内,顺延到补班的星期日
    ("2024-03-29", 30, "2024-04-28"),  # 星期日,但为补班日
    ("2026-01-15", 30, "2026-02-14"),  # 星期六,但为补班日
    ("2025-11-03", 30, "2025-12-03"),
    ("2025-09-21", 15, "2025-10-09"),  # 10月6日在国庆假期内
]


@pytest.mark.parametrize(("start", "days", "due"), CALENDAR_DAYS)
def test_calendar_days_end_on_a_day_of_no_rest(start: str, days: int, due: str) -> None:
    found = add_calendar_days(d(start), days, CALENDAR)
    assert found.due == d(due)
    assert found.counted[0] == d(start) + timedelta(days=1)
    assert found.counted[-1] == d(due)


def test_no_days_end_on_the_start() -> None:
    for unit in ("working", "calendar"):
        assert add_days(d("2025-10-01"), 0, unit, CALENDAR).due == d("2025-10-01")


def test_the_calendar_agrees_with_the_library_on_every_day() -> None:
    wrong = [day for day in DAYS if CALENDAR.is_working(day) != chinese_calendar.is_workday(day)]
    assert DAYS[-1] == d("2026-12-31")
    assert wrong == []


@pytest.mark.skipif(not SHARED.exists(), reason="no ../shared beside this clone")
def test_the_calendar_agrees_with_the_shared_table() -> None:
    with SHARED.open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    assert len(rows) == len(DAYS)
    for row in rows:
        assert CALENDAR.is_rest(d(row["date"])) == (row["cc_off"] == "1"), row["date"]


def test_years_without_a_notice_count_by_weekends_and_are_provisional() -> None:
    found = add_working_days(d("2027-01-04"), 5, CALENDAR)
    assert found.due == d("2027-01-11")
    assert found.provisional
    assert add_working_days(d("2018-10-01"), 1, CALENDAR).provisional
    assert add_calendar_days(d("2026-12-20"), 15, CALENDAR).provisional
    assert not add_working_days(d("2026-12-28"), 3, CALENDAR).provisional
    assert add_working_days(d("2026-12-28"), 4, CALENDAR).provisional


def test_a_new_notice_makes_days_certain() -> None:
    year = Year(year=2027, rest=frozenset({d("2027-01-05")}), work=frozenset({d("2027-01-09")}))
    known = CALENDAR.with_years([year], "2027")
    found = add_working_days(d("2027-01-04"), 4, known)
    assert (found.due, found.provisional) == (d("2027-01-09"), False)
    assert known.version == "2027"
    assert not CALENDAR.knows(d("2027-01-05"))


def test_a_day_is_a_day_in_china() -> None:
    assert day_of(datetime(2025, 9, 30, 16, 0, tzinfo=UTC)) == d("2025-10-01")
    assert day_of(datetime(2025, 9, 30, 15, 59, 59, tzinfo=UTC)) == d("2025-09-30")
    assert start_of(d("2025-10-01")).astimezone(UTC).hour == 16
    with pytest.raises(ValueError, match="time zone"):
        day_of(datetime(2025, 9, 30, 12, 0))  # noqa: DTZ001 - the fault itself


def test_days_between_count_both_ways() -> None:
    assert days_between(d("2025-09-30"), d("2025-10-09"), "working", CALENDAR) == 1
    assert days_between(d("2025-10-09"), d("2025-09-30"), "working", CALENDAR) == -1
    assert days_between(d("2025-09-30"), d("2025-10-09"), "calendar", Calendar()) == 9


def test_a_day_ends_a_microsecond_before_the_next_and_the_last_one_ends_too():
    assert end_of(d("2025-10-09")) == start_of(d("2025-10-10")) - timedelta(microseconds=1)
    assert day_of(end_of(d("2025-10-09"))) == d("2025-10-09")
    assert end_of(date.max).date() == date.max
