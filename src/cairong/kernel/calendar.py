"""Days: which moment is which day, which days are worked, and when a period ends."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
SATURDAY = 5
FIRST_DAY = date(1949, 1, 1)  # no day that anything here speaks of is earlier
Unit = Literal["working", "calendar"]
Pauses = Sequence[tuple[date, date]]  # each from a day on, up to another that counts again


def day_of(moment: datetime) -> date:
    """Make the day in China of an aware moment; the only function that may."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone has no day")
    return moment.astimezone(SHANGHAI).date()


def start_of(day: date) -> datetime:
    """Return the first moment of a day in China."""
    return datetime(day.year, day.month, day.day, tzinfo=SHANGHAI)


def end_of(day: date) -> datetime:
    """Return the last moment of a day in China, of the last day there is as well."""
    return datetime.combine(day, time.max, tzinfo=SHANGHAI)


@dataclass(frozen=True, kw_only=True)
class Year:
    """One year's holiday notice: weekdays off, weekend days worked, and where it stands."""

    year: int
    rest: frozenset[date]
    work: frozenset[date]
    source: str = ""


@dataclass(frozen=True)
class Calendar:
    """The State Council's holiday notices known so far; other years count by weekends (D15)."""

    years: Mapping[int, Year] = field(default_factory=dict)
    version: str = ""

    def knows(self, day: date) -> bool:
        """Whether the notice of the day's year is known."""
        return day.year in self.years

    def is_working(self, day: date) -> bool:
        """Whether the day is a working day, make-up days included."""
        year = self.years.get(day.year)
        weekend = day.weekday() >= SATURDAY
        if year is None:
            return not weekend
        return day in year.work if weekend else day not in year.rest

    def is_rest(self, day: date) -> bool:
        """Whether the day is a 法定休假日: weekend or public holiday, make-up days excepted."""
        return not self.is_working(day)

    def with_years(self, years: Iterable[Year], version: str) -> "Calendar":
        """Return the calendar with further or corrected years, under a new version."""
        return Calendar({**self.years, **{year.year: year for year in years}}, version)


@dataclass(frozen=True, kw_only=True)
class Due:
    """When a period ends: the day, the days counted one by one, and whether it may still move."""

    due: date
    counted: tuple[date, ...]
    provisional: bool


def add_working_days(start: date, days: int, calendar: Calendar, pauses: Pauses = ()) -> Due:
    """Count working days after `start`, which itself does not count (民法典§201).

    A day counts when the clock runs at its 24:00: that on which a pause begins does not, that on
    which it ends does (D14).
    """
    day, counted, provisional = start, list[date](), False
    while len(counted) < days:
        day += timedelta(days=1)
        provisional = provisional or not calendar.knows(day)
        if calendar.is_working(day) and not is_paused(day, pauses):
            counted.append(day)
    return Due(due=day, counted=tuple(counted), provisional=provisional)


def is_paused(day: date, pauses: Pauses) -> bool:
    """Whether a clock stands still at the 24:00 of a day."""
    return any(since <= day < until for since, until in pauses)


def add_calendar_days(start: date, days: int, calendar: Calendar) -> Due:
    """Count calendar days after `start`; a last day of rest moves to the next that is none.

    The days moved over are listed as counted too (民法典§203).
    """
    day = start + timedelta(days=days)
    provisional = bool(days) and not calendar.knows(day)
    while days and calendar.is_rest(day):
        day += timedelta(days=1)
        provisional = provisional or not calendar.knows(day)
    counted = tuple(start + timedelta(days=n) for n in range(1, (day - start).days + 1))
    return Due(due=day, counted=counted, provisional=provisional)


def add_days(start: date, days: int, unit: Unit, calendar: Calendar, pauses: Pauses = ()) -> Due:
    """Count days of either unit after `start`; only working days can pause."""
    if unit == "working":
        return add_working_days(start, days, calendar, pauses)
    if pauses:
        raise ValueError("calendar days do not pause")
    return add_calendar_days(start, days, calendar)


def days_between(first: date, last: date, unit: Unit, calendar: Calendar) -> int:
    """Count the days after `first` up to and with `last`; negative when `last` is earlier."""
    if last < first:
        return -days_between(last, first, unit, calendar)
    if unit == "calendar":
        return (last - first).days
    span = (first + timedelta(days=n) for n in range(1, (last - first).days + 1))
    return sum(calendar.is_working(day) for day in span)
