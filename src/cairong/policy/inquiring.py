"""What an institution may still ask of an applicant, and whose days its time was. 二(四)-3"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Literal

from cairong.kernel.calendar import Calendar, Pauses, add_working_days, is_paused
from cairong.kernel.errors import Finding, Invalid
from cairong.policy.rule import Answer, rule

DAY = timedelta(days=1)
SHIPPED = (
    ("defect_lists_most", "补正清单至多", "次", 2),
    ("questions_most", "材料齐全后提问至多", "次", 2),
    ("question_late_percent", "不能再由经办提问的最后一段审批期限", "%", 20),
    ("question_silence_days", "供应商答复提问期限", "个工作日", 10),
    ("start_dispute_days", "提出和答复审批起算日异议的期限", "个工作日", 1),
    ("token_percent", "象征性报价:不到最多可报金额的", "%", 10),
)  # what the numbers of 二(四)-3 are until a city sets its own: code, word, unit, value
REMINDED = (3, 6, 9)  # tenths of the days in which a question is answered
NEW_FACT_LEAST, WHY_LEAST, MOST_DEFECTS = 10, 4, 40  # letters, letters, lines
DEFECTS_MOST = MOST_DEFECTS * 300  # letters of a whole list
BETWEEN = re.compile(r"[::]")
Side = Literal["institution", "supplier"]


@dataclass(frozen=True, kw_only=True)
class Defect:
    """One thing that is missing, or asked: what, and why; `held` where the platform has it."""

    what: str
    why: str
    held: str = ""

    def kept_as(self) -> dict[str, str]:
        """Write it as it is kept."""
        return {key: said for key, said in asdict(self).items() if said or key != "held"}


@dataclass(frozen=True, kw_only=True)
class Held:
    """A stretch of an application's time that lay with one side: its days, the working ones."""

    side: Side
    first: date
    last: date
    days: int


def read_defects(text: str) -> list[Defect]:
    """Read a list of what is missing: a line each, «what:why it is needed».

    Raises Invalid naming the line that says no reason, and for none or too many.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not 0 < len(lines) <= MOST_DEFECTS:
        raise Invalid("lending.defects_many", field="defects", value=len(lines), most=MOST_DEFECTS)
    return [_defect(number, line) for number, line in enumerate(lines, 1)]


def _defect(number: int, line: str) -> Defect:
    what, *rest = (part.strip() for part in BETWEEN.split(line, maxsplit=1))
    why = "".join(rest)
    if not what or len(why) < WHY_LEAST:
        raise Invalid(
            "lending.defect_unreasoned", field="defects", value=line[:40], line=number,
            least=WHY_LEAST,
        )  # fmt: skip
    return Defect(what=what, why=why)


@rule("二(四)-3")
def listed_in_time(*, today: date, last: date | None) -> Answer:
    """Bar a list of defects after the days in which the institution had to name them all.

    `last` is None while the contract itself is missing: the days have not begun.
    """
    if last is None or today <= last:
        return None
    return Finding.of("lending.defects_late", "二(四)-3", last=last)


@rule("二(四)-3")
def listed_seldom(*, before: int, most: int, new_fact: str) -> Answer:
    """Bar a second list of defects unless a new fact is said, and any above their number."""
    if before >= most:
        return Finding.of("lending.defects_again", "二(四)-3", before=before, most=most)
    if before and len(new_fact) < NEW_FACT_LEAST:
        return Finding.of("lending.defects_without_fact", "二(四)-3", least=NEW_FACT_LEAST)
    return None


@rule("二(四)-3")
def asked_seldom(*, before: int, most: int) -> Answer:
    """Bar a question above their number, which would pause the clock once more."""
    if before < most:
        return None
    return Finding.of("lending.questions_many", "二(四)-3", before=before, most=most)


@rule("二(四)-3")
def asked_early(*, passed: int, days: int, late_percent: int, manager: bool) -> Answer:
    """Bar a question by an officer in the last stretch of the clock, by anybody once it is over.

    `passed` of the clock's `days` have ended. On the last days the manager alone may stop it.
    """
    if passed >= days:
        return Finding.of("lending.question_overdue", "二(四)-3", days=days)
    if manager or passed * 100 < days * (100 - late_percent):
        return None
    return Finding.of(
        "lending.question_late", "二(四)-3", passed=passed, days=days, percent=late_percent
    )


def reminders(asked_on: date, days: int, calendar: Calendar) -> list[date]:
    """Give the days on which an unanswered question is reminded of, three in all."""
    return [
        add_working_days(asked_on, max(1, days * tenths // 10), calendar).due for tenths in REMINDED
    ]


def held(first: date, end: date, waits: Pauses, calendar: Calendar) -> list[Held]:
    """Lay out whose days an application's were, from the day after `first` to `end`.

    A day is the supplier's when it has to answer (`waits`) at the day's 24:00, else the
    institution's. Neither side's days are anybody else's: together they are all there are.
    """
    span = [first + n * DAY for n in range(1, (end - first).days + 1)]
    found = []
    for waiting, days in groupby(span, key=lambda day: is_paused(day, waits)):
        listed = list(days)
        found.append(
            Held(
                side="supplier" if waiting else "institution",
                first=listed[0],
                last=listed[-1],
                days=sum(calendar.is_working(day) for day in listed),
            )
        )
    return found


def days_of(side: Side, stretches: Iterable[Held]) -> int:
    """Add up the working days that lay with a side."""
    return sum(each.days for each in stretches if each.side == side)


def waits_of(answers: Sequence[tuple[date, date | None]], end: date) -> list[tuple[date, date]]:
    """Take what was asked, and when it was answered, as stretches; open ones last past `end`."""
    return [(asked, end + DAY if ended is None else ended) for asked, ended in answers]
