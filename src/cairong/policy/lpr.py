"""The loan prime rate: its published history as dated data, and which one prices a loan (D16)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from pydantic import TypeAdapter

from cairong.kernel.calendar import Calendar, start_of
from cairong.kernel.errors import PolicyBreach
from cairong.policy.clauses import read_data

Tenor = Literal["1Y", "5Y"]
TENOR_WORDS: Mapping[str, str] = {"1Y": "一年期", "5Y": "五年期以上"}
PUBLISHED_AT = timedelta(hours=9)
LPR_DAY = 20  # of each month, or the first working day after it (公告2019年第15号)


@dataclass(frozen=True, kw_only=True)
class Lpr:
    """One publication; rates in basis points."""

    published_on: date
    one_year_bp: int
    five_year_bp: int
    evidence: str = ""

    def rate_bp(self, tenor: Tenor) -> int:
        """Return the rate of a tenor in basis points."""
        return self.one_year_bp if tenor == "1Y" else self.five_year_bp

    @property
    def published_at(self) -> datetime:
        """The moment of publication: 09:00 of its day in China."""
        return start_of(self.published_on) + PUBLISHED_AT


LPR = TypeAdapter(tuple[Lpr, ...]).validate_python(read_data("lpr.json")["rows"])  # oldest first


def lpr_at(moment: datetime, rows: Sequence[Lpr] = LPR) -> Lpr:
    """Return the last publication by this moment. Raises PolicyBreach when there is none."""
    published = [row for row in rows if row.published_at <= moment]
    if not published:
        raise PolicyBreach("lending.no_lpr", obligation="二(五)-7", at=moment.isoformat())
    return max(published, key=lambda each: each.published_on)


def lpr_month(today: date, calendar: Calendar) -> date:
    """Name the first day of the month whose LPR must be there by today (D16).

    It is this month's from the day after its day of publication on, before that the last month's.
    """
    published = today.replace(day=LPR_DAY)
    while not calendar.is_working(published):
        published = published.replace(day=published.day + 1)
    if today > published:
        return today.replace(day=1)
    return (today.replace(day=1) - timedelta(days=1)).replace(day=1)
