"""One month of a page that shows a month at a time: what was asked for, before and after."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpRequest

LENGTH = len("2026-11")


@dataclass(frozen=True, kw_only=True)
class Month:
    """The days of a month, the months beside it that have anything, and what could not be read."""

    first: date
    last: date
    earlier: str
    later: str
    note: str


def month_asked(request: HttpRequest, *, first: date, today: date) -> Month:
    """Read `month` of an address; this month, with a note, for what is none (D42)."""
    asked, note = request.GET.get("month", ""), ""
    begun = _first(asked) if asked else today.replace(day=1)
    if begun is None or not first.replace(day=1) <= begun <= today:
        note = f"「{asked[:20]}」不是有日志的月份,下面是本月的。"
        begun = today.replace(day=1)
    last = begun.replace(day=monthrange(begun.year, begun.month)[1])
    return Month(
        first=begun,
        last=last,
        earlier=_word(begun - timedelta(days=1)) if begun > first else "",
        later=_word(last + timedelta(days=1)) if last < today else "",
        note=note,
    )


def _first(asked: str) -> date | None:
    try:
        return date.fromisoformat(f"{asked}-01") if len(asked) == LENGTH else None
    except ValueError:
        return None


def _word(day: date) -> str:
    return day.isoformat()[:LENGTH]
