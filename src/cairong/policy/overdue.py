"""When a loan is overdue, by how many days and how much; what a plan to repay must be. 二(四)-5"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from cairong.kernel.calendar import Calendar
from cairong.kernel.errors import Finding, Invalid
from cairong.kernel.money import positive, read_yuan
from cairong.kernel.text import half_width
from cairong.policy.cost import accrued_interest
from cairong.policy.repayment import Debt
from cairong.policy.rule import Answer, rule

CLAUSE = "二(四)-5"
DAY = timedelta(days=1)
SHIPPED = (
    ("overdue_contact_days", "联系逾期供应商并登记期限", "个工作日", 3),
    ("overdue_again_days", "逾期后每隔多少日再提醒供应商", "日", 10),
    ("plan_most_days", "还款计划最长期限", "日", 180),
)  # what the numbers are until a city sets its own: code, word, unit, value
BEFORE = (0, 3, 7)  # days before a payment is due on which the supplier is told, the last first
BUCKETS = (
    30,
    90,
)  # days: up to the first, up to the second, beyond (90 days: 次级 by the rules of risk)
BUCKET_WORDS = ("1–30 天", "31–90 天", "90 天以上")
MOST_PARTS = 24


@dataclass(frozen=True, kw_only=True)
class Moved:
    """A loan after one of its entries: interest worked out by it, principal left since."""

    on: date
    accrued_fen: int
    left_fen: int


@dataclass(frozen=True, kw_only=True)
class Arrears:
    """What of a loan is overdue on a day, since its oldest payment that was not made.

    `due_on` is that payment's day in the schedule, `last_on` the last day on which it was in time.
    """

    due_on: date
    last_on: date
    days: int
    principal_fen: int
    interest_fen: int
    fee_fen: int

    @property
    def whole_fen(self) -> int:
        """All that is overdue."""
        return self.principal_fen + self.interest_fen + self.fee_fen


@dataclass(frozen=True, kw_only=True)
class Coming:
    """A payment that falls due: its last day, and what of it is not paid yet."""

    last_on: date
    principal_fen: int
    interest_fen: int


@dataclass(frozen=True, kw_only=True)
class Part:
    """One part of a plan: until when, and how much principal."""

    on: date
    principal_fen: int


def read_parts(text: str) -> list[Part]:
    """Read a plan as it is typed: a line for each part, its day and its principal in yuan.

    Raises Invalid naming the line that cannot be read.
    """
    parts = list[Part]()
    for number, line in enumerate(filter(str.strip, half_width(text).splitlines()), start=1):
        day, _, yuan = line.strip().partition(" ")
        try:
            on = date.fromisoformat(day.replace("/", "-").replace(".", "-"))
            fen = positive(read_yuan(yuan, "parts"), "parts")
        except (ValueError, Invalid):
            raise Invalid("lending.plan_line", field="parts", line=number, value=line) from None
        parts.append(Part(on=on, principal_fen=fen))
    return parts


def last_day(due_on: date, calendar: Calendar) -> date:
    """Return the last day on which a payment is in time: a day of rest moves on (民法典§203)."""
    while calendar.is_rest(due_on):
        due_on += DAY
    return due_on


def accrued_by(debt: Debt, moved: Iterable[Moved], on: date) -> int:
    """Work out all interest of a loan up to a day, of its entries in their order."""
    total, left, since = 0, 0, on
    for each in moved:
        if each.on > on:
            break
        total, left, since = total + each.accrued_fen, each.left_fen, each.on
    return total + accrued_interest(left, debt.rate_bp, (on - since).days, debt.day_count)


def arrears_of(
    debt: Debt, moved: Sequence[Moved], *, on: date, calendar: Calendar
) -> Arrears | None:
    """Say what of a running loan is overdue on a day; None where nothing is.

    A payment is overdue from the day after its last day. After the last payment's day all interest
    up to the day is owed; before it, interest up to the last day that has come.
    """
    passed = [each for each in debt.falling if last_day(each.due_on, calendar) < on]
    if not passed:
        return None
    ended = len(passed) == len(debt.falling)
    accrued = accrued_by(debt, moved, on if ended else passed[-1].due_on)
    wanted = sum(each.principal_fen for each in passed)
    principal = min(max(wanted - debt.principal_paid_fen, 0), debt.outstanding_fen)
    interest = max(accrued - debt.interest_paid_fen, 0)
    fee = debt.fee_owed_fen if ended else 0
    if not principal + interest + fee:
        return None
    due_on = _oldest(debt, moved, [each.due_on for each in passed])
    last_on = last_day(due_on, calendar)
    return Arrears(
        due_on=due_on,
        last_on=last_on,
        days=(on - last_on).days,
        principal_fen=principal,
        interest_fen=interest,
        fee_fen=fee,
    )


def _oldest(debt: Debt, moved: Sequence[Moved], passed: Sequence[date]) -> date:
    """Find the oldest payment that was not made whole; the last that passed where all were."""
    wanted = 0
    for each, day in zip(debt.falling, passed, strict=False):
        wanted += each.principal_fen
        if debt.principal_paid_fen < wanted or debt.interest_paid_fen < accrued_by(
            debt, moved, day
        ):
            return day
    return passed[-1]


def coming_of(debt: Debt, moved: Sequence[Moved], *, on: date, calendar: Calendar) -> Coming | None:
    """Say what falls due next, from a day on; None where it is paid already, or nothing does."""
    wanted = 0
    for each in debt.falling:
        wanted += each.principal_fen
        last_on = last_day(each.due_on, calendar)
        if last_on < on:
            continue
        principal = min(max(wanted - debt.principal_paid_fen, 0), debt.outstanding_fen)
        interest = max(accrued_by(debt, moved, each.due_on) - debt.interest_paid_fen, 0)
        if principal + interest:
            return Coming(last_on=last_on, principal_fen=principal, interest_fen=interest)
        return None
    return None


def bucket_of(days: int) -> int:
    """Name the bucket of so many days overdue: 0, 1 or 2."""
    return sum(days > most for most in BUCKETS)


def missed_part(
    parts: Iterable[Part], paid_fen: int, *, on: date, calendar: Calendar
) -> Part | None:
    """Find the first part of a plan whose last day is over without its money; None if kept."""
    wanted = 0
    for part in parts:
        wanted += part.principal_fen
        if last_day(part.on, calendar) < on and paid_fen < wanted:
            return part
    return None


def unpaid_part(parts: Iterable[Part], paid_fen: int) -> Part | None:
    """Find the next part of a plan that is not paid whole, with what is left of it."""
    wanted = 0
    for part in parts:
        wanted += part.principal_fen
        if paid_fen < wanted:
            left = min(part.principal_fen, wanted - paid_fen)
            return Part(on=part.on, principal_fen=left)
    return None


@rule(CLAUSE)
def forgiven_at_most(*, principal_fen: int, interest_fen: int, overdue: Arrears) -> Answer:
    """Bar forgiving more principal, or more interest, than is overdue."""
    if principal_fen <= overdue.principal_fen and interest_fen <= overdue.interest_fen:
        return None
    return Finding.of(
        "lending.forgiven_above", CLAUSE, principal=overdue.principal_fen,
        interest=overdue.interest_fen,
    )  # fmt: skip


@rule(CLAUSE)
def something_to_plan(*, principal_fen: int) -> Answer:
    """Bar a plan where only interest is overdue: that is paid at once."""
    return None if principal_fen else Finding.of("lending.plan_nothing", CLAUSE)


@rule(CLAUSE)
def plan_adds_up(*, planned_fen: int, principal_fen: int) -> Answer:
    """Bar a plan whose parts are not, to the fen, the principal that is overdue."""
    if planned_fen == principal_fen:
        return None
    return Finding.of("lending.plan_sum", CLAUSE, planned=planned_fen, owed=principal_fen)


@rule(CLAUSE)
def plan_in_days(*, days: Sequence[date], today: date, most: int) -> Answer:
    """Bar a plan whose days are not each after the one before, from tomorrow up to a bound."""
    last = today + timedelta(days=most)
    ordered = all(before < day for before, day in zip([today, *days], days, strict=False))
    if days and ordered and days[-1] <= last:
        return None
    return Finding.of("lending.plan_days", CLAUSE, last=last, most=most)


@rule(CLAUSE)
def plan_still_fits(*, paid_fen: int, paid_then_fen: int) -> Answer:
    """Bar the agreement to a plan when money came, or went back, since it was proposed."""
    return None if paid_fen == paid_then_fen else Finding.of("lending.plan_outdated", CLAUSE)
