"""Of which payments of loans a supplier is to be reminded: before they are due, and after."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Exists, OuterRef

from cairong.audit.recording import Tell
from cairong.audit.rows import anything
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import Calendar
from cairong.lending.models import Instalment, Loan, Overdue
from cairong.lending.overdues import (
    arrears_on,
    moved_of,
    parts_of,
    parts_planned,
    running_overdues,
)
from cairong.lending.reads import loans_of
from cairong.lending.steps.repaying import debt_of
from cairong.outreach.steps.reminding import SINCE, Occasion
from cairong.policy.outreach import told_before
from cairong.policy.overdue import BEFORE, CLAUSE, coming_of, last_day, unpaid_part
from cairong.rulebook.reads import calendar_of, parameter

FALLING = """
    SELECT FROM lending_instalment p JOIN lending_loan l ON l.id = p.loan_id
    WHERE l.city_id = %s AND l.state = 'repaying' AND p.due_on BETWEEN %s AND %s"""
OVERDUE = "SELECT FROM lending_overdue WHERE city_id = %s AND state <> 'cleared'"
RESTS = 10  # days: no run of days of rest is longer
AGAIN = "overdue_again_days"
REPAY, LATE = "outreach.reminded.repay", "outreach.reminded.overdue"


def falling(actor: Actor, today: date, _ends: date) -> Iterator[Occasion]:
    """List the payments that fall due within days, each at its marks; and what is overdue."""
    calendar = calendar_of(actor.city)
    yield from _coming(actor, today, calendar)
    if anything(OVERDUE, actor.city):
        every = parameter(actor.city, AGAIN, on=today)
        for overdue in running_overdues(actor):
            yield from _planned(overdue, today, calendar)
            yield from _overdue(overdue, today, calendar, every)


def _coming(actor: Actor, today: date, calendar: Calendar) -> Iterator[Occasion]:
    since, until = today - timedelta(days=RESTS), today + timedelta(days=max(BEFORE))
    if not anything(FALLING, actor.city, since, until):
        return
    falls = Instalment.objects.filter(loan=OuterRef("pk"), due_on__range=(since, until))
    loans = loans_of(actor).filter(Exists(falls), state="repaying")
    for loan in loans.prefetch_related(*parts_of()).order_by("pk"):
        due = coming_of(debt_of(loan), moved_of(loan), on=today, calendar=calendar)
        mark = told_before((due.last_on - today).days, BEFORE) if due else None
        if due is not None and mark is not None:
            fen = due.principal_fen + due.interest_fen
            yield _occasion(loan, REPAY, f"repay{mark}", due.last_on, amount_fen=fen)


def _planned(overdue: Overdue, today: date, calendar: Calendar) -> Iterator[Occasion]:
    """Remind of the next part of a plan that both agreed to."""
    plan = overdue.plans.filter(state="agreed").first() if overdue.state == "planned" else None
    if plan is None:
        return
    paid = overdue.loan.principal_paid_fen - plan.paid_fen
    part = unpaid_part(parts_planned(plan), paid)
    if part is None:
        return
    last_on = last_day(part.on, calendar)
    mark = told_before((last_on - today).days, BEFORE)
    if mark is not None and last_on >= today:
        fen = part.principal_fen
        yield _occasion(overdue.loan, REPAY, f"plan{mark}", last_on, amount_fen=fen)


def _overdue(overdue: Overdue, today: date, calendar: Calendar, every: int) -> Iterator[Occasion]:
    """Remind of what is overdue, every so many days; who keeps a plan is left alone."""
    if overdue.state not in {"open", "contacted"}:
        return
    arrears = arrears_on(overdue.loan, today, calendar)
    if arrears is None or arrears.days < every:
        return
    since = arrears.last_on + timedelta(days=arrears.days // every * every)
    if today - since <= SINCE:
        facts = {"amount_fen": arrears.whole_fen, "days": arrears.days}
        yield _occasion(overdue.loan, LATE, "overdue", since, **facts)


def _occasion(loan: Loan, what: str, mark: str, until: date, **facts: int) -> Occasion:
    intent = [loan.offer.intent_id] if loan.offer else []
    return Occasion(
        type=what,
        mark=mark,
        subject=loan,
        until=until,
        about=[loan.contract_id, *intent],
        facts={
            "no": loan.no,
            "title": loan.contract.title,
            "institution": loan.institution.name,
            **facts,
        },
        tell=[Tell(organisation_id=loan.supplier_id, role=Role.SUPPLIER)],
        basis=CLAUSE,
    )
