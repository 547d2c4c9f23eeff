"""When somebody is told outside the platform, how often it is tried, and what no text may say."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal

from cairong.kernel.calendar import SHANGHAI, Calendar, add_working_days, day_of

MORNING, QUIET_FROM, DIGEST_AT = time(8), time(21), time(8, 30)
FIRST_PAUSE, LONGEST_PAUSE, MOST_ATTEMPTS = timedelta(seconds=30), timedelta(hours=4), 16
AHEAD = timedelta(days=3)  # before an offer or a lock lapses
MOST_DAYS = 60  # looked ahead: longer than any rest
HALF, MOST_OF = 50, 80  # of a duty's days, in percent
BETWEEN = r"[ \t\u00a0\u2000-\u2015\u3000._/-]"  # what groups digits: spaces, dashes
DATE = r"(?:19|20)\d\d[-./]\d{1,2}[-./]\d{1,2}(?![-./]?\d)"
PHONE = r"1[3-9]\d{9}(?!\d)"
NUMBER = re.compile(  # accounts have 12 digits and more, and no letter directly before them
    rf"(?<![A-Za-z\d])(?:(?P<kept>{DATE}|{PHONE}(?:{BETWEEN}{{1,3}}{PHONE})*(?!{BETWEEN}{{0,3}}\d))"
    rf"|\d(?:{BETWEEN}{{0,3}}(?!{DATE})\d){{11,}})"
)
SHOWN_DIGITS = 4
Mark = Literal["half", "most", "last"]


@dataclass(frozen=True, kw_only=True)
class Quiet:
    """The hours in which a person is left alone; `deadlines` come all the same if so chosen."""

    since: time = QUIET_FROM
    until: time = MORNING
    deadlines: bool = False

    def holds(self, moment: time) -> bool:
        """Whether a time of the day is among the quiet hours, which may run over midnight."""
        if self.since <= self.until:
            return self.since <= moment < self.until
        return moment >= self.since or moment < self.until


def earliest(moment: datetime, quiet: Quiet, calendar: Calendar, *, deadline: bool) -> datetime:
    """Find from when on a person may be told: in no quiet hour, and on a working day.

    What is about a `deadline` comes at once if the person chose so. What waits over days of
    rest comes at eight in the morning. Source: 法定休假日 (D15).
    """
    if deadline and quiet.deadlines:
        return moment
    for _ in range(MOST_DAYS):
        day = day_of(moment)
        if calendar.is_rest(day):
            moment = _at(day + timedelta(days=1), MORNING)
            continue
        local = moment.astimezone(SHANGHAI)
        if not quiet.holds(local.time()):
            return moment
        later = local.time() >= quiet.until
        moment = _at(day + timedelta(days=int(later)), quiet.until)
    return moment


def soon(today: date, calendar: Calendar) -> date:
    """Give the last day of whose end one is reminded today: three days on.

    Days of rest that follow come on top, for nobody is told on them (`earliest`).
    """
    return add_working_days(today, 1, calendar).due + AHEAD - timedelta(days=1)


def told_before(left: int, days: Iterable[int]) -> int | None:
    """Say which telling is due so many days before a day, of those told on; None before the first.

    What was missed is not told any more, but the last of it.
    """
    return min((mark for mark in days if left <= mark), default=None)


def mark_of(counted: Sequence[date], due: date, today: date) -> Mark | None:
    """Say which mark of a duty's days has come: half, most of them, or the last day.

    Of marks that come on one day, or were missed, the last alone. What comes after the last day is
    the ladder's (policy/urging.py).
    """
    if today >= due:
        return "last" if today == due else None
    passed = sum(1 for day in counted if day <= today) * 100
    if not counted or passed < HALF * len(counted):
        return None
    return "half" if passed < MOST_OF * len(counted) else "most"


def pause_after(attempts: int) -> timedelta:
    """Say how long a message waits after so many attempts that came to nothing."""
    doubled: int = 2 ** min(max(attempts - 1, 0), 20)
    return min(FIRST_PAUSE * doubled, LONGEST_PAUSE)


def masked(text: str) -> str:
    """Leave of every number as long as an account's its last four digits alone.

    Dates, telephones beside each other, and references that begin with a letter stay.
    """
    return NUMBER.sub(_tail, text)


def _tail(number: re.Match[str]) -> str:
    return number["kept"] or f"尾号{re.sub(r'\D', '', number[0])[-SHOWN_DIGITS:]}"


def _at(day: date, moment: time) -> datetime:
    return datetime.combine(day, moment, SHANGHAI)
