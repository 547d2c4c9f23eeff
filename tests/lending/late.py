"""A loan that nobody repaid in time, for whatever is tried of overdue loans."""

from datetime import date, timedelta

from cairong.audit.models import Event
from cairong.cases.reminding import remind
from cairong.kernel.errors import PolicyBreach
from cairong.lending.actions.note_overdue import note_overdue
from cairong.lending.actions.plan_repayment import propose_plan
from cairong.lending.models import Loan, Overdue
from lending.ground import Case, stand_case, twice
from support.town import Town, at

DRAWN, NOTED, LATER = at("2025-10-21 10:00"), at("2026-04-21 00:05"), at("2026-04-23 10:00")
FAR = date(2027, 12, 1)


def late_case(town: Town) -> Case:
    """300,000 yuan, in time until Monday, 20 April 2026, and noted the day after."""
    case = stand_case(town)
    case.now = at("2025-10-15 10:30")
    product = case.publish(name=f"贷{Loan.objects.count()}")
    case.draw(case.ready(product), 300_000, now=DRAWN)
    note_overdue(actor=case.town.system, now=NOTED)
    return case


def overdue_of(case: Case) -> Overdue:
    return Overdue.objects.get(loan__contract=case.contract)


def days_until_told_again(town: Town) -> int:
    """Let each day remind; answer for how many days it is overdue when the supplier is told."""
    late_case(town)
    for day in range(40):
        remind(actor=town.system, now=NOTED + timedelta(days=day))
        told = Event.objects.filter(type="outreach.reminded.overdue").first()
        if told:
            return int(told.after["days"])
    return 0


def days_of_plan(town: Town) -> int:
    """Propose a plan that is far too long; answer the bound that the refusal names."""
    case = late_case(town)
    try:
        twice(
            propose_plan, *case.pair(), LATER, overdue_id=overdue_of(case).pk, days=[FAR],
            principals_fen=[30_000_000], words="明年再还",
        )  # fmt: skip
    except PolicyBreach as refused:
        return int(refused.findings[0].params["most"])
    return 0
