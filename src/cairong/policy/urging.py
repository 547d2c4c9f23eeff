"""What happens once a duty's day is over: who is told when, step by step, up to a letter (督办)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from cairong.kernel.calendar import Calendar, add_working_days

MOST_NAMED = 5  # days that are named one by one


@dataclass(frozen=True, kw_only=True)
class Rung:
    """One step of the ladder: its mark, and the parameter that says after how many working days."""

    mark: str
    parameter: str


LADDER: tuple[Rung, ...] = (
    Rung(mark="over_holder", parameter="overdue_holder_days"),
    Rung(mark="over_head", parameter="overdue_head_days"),
    Rung(mark="over_bureau", parameter="overdue_bureau_days"),
    Rung(mark="over_urge", parameter="overdue_urge_days"),
)
MARKS: tuple[str, ...] = tuple(rung.mark for rung in LADDER)


def rung_day(due: date, days: int, calendar: Calendar) -> date:
    """Give the day on which a step is due: the last of so many working days after the due day.

    Source: 三(一)-2, 民法典§201, D15.
    """
    return add_working_days(due, days, calendar).due


def late_days(due: date, today: date, calendar: Calendar) -> tuple[date, ...]:
    """List the working days after a due day until today, today among them; none before."""
    if today <= due:
        return ()
    days = (due + timedelta(days=number) for number in range(1, (today - due).days + 1))
    return tuple(day for day in days if calendar.is_working(day))


def days_said(days: Sequence[date]) -> str:
    """Name the days that were counted: one by one, or the first and last of many."""
    if len(days) > MOST_NAMED:
        return f"{_short(days[0])}至{_short(days[-1])}"
    return "、".join(_short(day) for day in days)


def _short(day: date) -> str:
    return f"{day.month}月{day.day}日"
