"""What happens once a duty's day is over: who is told when, step by step, up to a letter (督办)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from cairong.kernel.actor import Role
from cairong.kernel.calendar import Calendar, add_working_days
from cairong.kernel.errors import Finding
from cairong.policy.rule import Answer, rule

CLAUSE = "三(一)-2"
ANSWER = "answer_urging"  # the duty of whoever got a letter
DESKS = (
    Role.PURCHASER_OFFICER, Role.INSTITUTION_OFFICER, Role.PROCUREMENT_OFFICER,
    Role.TREASURY_OFFICER,
)  # fmt: skip
MENDED, UNMENDED, UPHELD, OVERRULED = "mended", "unmended", "upheld", "overruled"
VERDICTS: Mapping[str, str] = {
    MENDED: "整改到位", UNMENDED: "未整改", UPHELD: "异议成立", OVERRULED: "异议不成立",
}  # fmt: skip
WAYS: Mapping[str, str] = {"hand": "当面送达", "post": "邮寄送达", "left": "留置送达"}
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


@rule("三(一)-2")
def urged_is_overdue(*, title: str, due: date, today: date, running: bool) -> Answer:
    """Bar urging what is done or given up, or whose day is not over."""
    if running and due < today:
        return None
    code = "oversight.urge_not_overdue" if running else "oversight.urge_ended"
    return Finding.of(code, CLAUSE, title=title, due=due)


@rule("三(一)-2")
def urged_together(*, title: str, same: bool) -> Answer:
    """Bar a letter about duties of another organisation or desk: it is to one alone."""
    return None if same else Finding.of("oversight.urge_of_other", CLAUSE, title=title)


@rule("三(一)-2")
def urged_once(*, title: str, open_no: str, upheld_no: str) -> Answer:
    """Bar urging again while a letter about it is open, and what a dispute excused."""
    if open_no:
        return Finding.of("oversight.urge_open", CLAUSE, title=title, no=open_no)
    if upheld_no:
        return Finding.of("oversight.urge_upheld", CLAUSE, title=title, no=upheld_no)
    return None


@rule("三(一)-2")
def verdict_fits(*, verdict: str, disputed: bool, undone: Sequence[str]) -> Answer:
    """Bar a finding that leaves a dispute undecided, or calls mended what is not done."""
    if disputed != (verdict in (UPHELD, OVERRULED)):
        code = "oversight.urge_decide" if disputed else "oversight.urge_no_dispute"
        return Finding.of(code, CLAUSE, verdict=VERDICTS[verdict])
    if verdict == MENDED and undone:
        return Finding.of("oversight.urge_undone", CLAUSE, what="、".join(undone))
    return None


@rule("三(一)-2")
def answer_awaited(
    *, answered: bool, answer_on: date, today: date, undone: Sequence[str]
) -> Answer:
    """Bar closing before the answer came or its day is over, unless all is done meanwhile."""
    if answered or answer_on < today or not undone:
        return None
    return Finding.of("oversight.urge_awaited", CLAUSE, answer_on=answer_on)
