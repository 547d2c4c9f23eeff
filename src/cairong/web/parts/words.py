"""Days, moments and clauses as people read them."""

from datetime import date, datetime
from urllib.parse import quote

from cairong.kernel.calendar import SHANGHAI

WEEKDAYS = "一二三四五六日"


def long_day(day: date) -> str:
    """Write a day in full: 2026年11月24日."""
    return f"{day.year}年{day.month}月{day.day}日"


def short_day(day: date, today: date | None = None) -> str:
    """Write a day with its weekday, and its year where it is not this year's: 10月23日(周四)."""
    year = f"{day.year}年" if today is None or today.year != day.year else ""
    return f"{year}{day.month}月{day.day}日(周{WEEKDAYS[day.weekday()]})"


def tiny_day(day: date) -> str:
    """Write a day inside a list of days: 10.23."""
    return f"{day.month}.{day.day}"


def long_moment(moment: datetime) -> str:
    """Write a moment in China's time: 2026年11月24日 09:05."""
    local = moment.astimezone(SHANGHAI)
    return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}"


def clause_href(obligation: str) -> str:
    """Give the address of one clause on the public page of the notice."""
    return f"/policy/#{quote(obligation)}"


def first_said(*words: str | None) -> str:
    """Take the first of several names that is given."""
    return next(filter(None, words), "")
