"""Open and close the duty of what is overdue, and end it where money came: inside other acts."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from cairong.audit.recording import Tell
from cairong.clocks.steps.duties import fulfil_duties, open_duty
from cairong.kernel.actor import Role
from cairong.kernel.calendar import day_of
from cairong.lending.models import Overdue, RepaymentPlan
from cairong.lending.overdues import arrears_on, parts_of
from cairong.lending.states import LIVE_OVERDUE, LIVE_PLANS, OVERDUE, PLAN
from cairong.lending.steps.tellings import institutions_told
from cairong.rulebook.reads import calendar_of

CONTACT, REPAID = "contact_overdue", "欠款已还清"
ENDING = {"proposed": "drop", "agreed": "keep"}


def clear_overdues(loan_ids: Iterable[UUID], *, now: datetime) -> list[Overdue]:
    """End what was overdue of these loans and no longer is, with its plan and duty.

    Writes: lending.Overdue, RepaymentPlan, clocks.Mark.
    """
    rows = Overdue.objects.filter(loan__in=list(loan_ids), state__in=LIVE_OVERDUE)
    running = list(rows.select_related("loan").prefetch_related(*parts_of("loan__")))
    if not running:
        return []
    calendar, today, ended = calendar_of(running[0].city_id), day_of(now), list[Overdue]()
    for overdue in running:
        if arrears_on(overdue.loan, today, calendar) is None:
            end_plan(overdue, now=now)
            move(overdue, "clear", now=now)
            fulfil_duties(subject_id=overdue.pk, on=today, now=now, reason=REPAID)
            ended.append(overdue)
    return ended


def move(overdue: Overdue, act: str, *, now: datetime) -> str:
    """Take an overdue to its next state; answers the one before. Raises WrongState."""
    before = overdue.state
    overdue.state = OVERDUE.after(before, act)
    if overdue.state == "cleared":
        overdue.ended_at = now
    if overdue.state != before:
        overdue.save(update_fields=["state", "ended_at"])
    return before


def end_plan(overdue: Overdue, *, now: datetime) -> None:
    """End the plan of what is overdue: kept where it was agreed, else no longer needed."""
    for plan in overdue.plans.filter(state__in=LIVE_PLANS):
        step_plan(plan, ENDING[plan.state], now=now)


def step_plan(plan: RepaymentPlan, act: str, *, now: datetime) -> None:
    """Take a plan to the state in which it ends. Raises WrongState."""
    plan.state, plan.ended_at = PLAN.after(plan.state, act), now
    plan.save(update_fields=["state", "ended_at"])


def open_contact(overdue: Overdue, *, now: datetime) -> None:
    """Open the institution's duty to speak with the supplier. Writes: clocks.Duty, Mark."""
    loan = overdue.loan
    open_duty(
        city=overdue.city_id,
        kind=CONTACT,
        subject_id=overdue.pk,
        holder=loan.institution,
        region=loan.region,
        title=f"{loan.supplier.name} {loan.no}",
        start_on=day_of(now),
        now=now,
        about=about_overdue(overdue),
    )


def about_overdue(overdue: Overdue) -> list[UUID]:
    """List whose timeline shows what happens to it: loan, contract, intent."""
    loan = overdue.loan
    intent = [loan.offer.intent_id] if loan.offer else []
    return [loan.pk, loan.contract_id, *intent]


def overdue_facts(overdue: Overdue) -> dict[str, Any]:
    """Name the loan, whose it is, on which contract, and since when it is overdue."""
    loan = overdue.loan
    return {
        "no": loan.no,
        "supplier": loan.supplier.name,
        "contract": f"{loan.contract.no} {loan.contract.title}",
        "due_on": overdue.due_on,
        "state": overdue.state,
    }


def parties(overdue: Overdue) -> list[UUID]:
    """Name the two sides that may read what happens to it."""
    return [overdue.loan.supplier_id, overdue.loan.institution_id]


def tell_supplier(overdue: Overdue) -> Tell:
    """Tell the supplier of a loan."""
    return Tell(organisation_id=overdue.loan.supplier_id, role=Role.SUPPLIER)


def tell_institution(overdue: Overdue) -> list[Tell]:
    """Tell the officers of the institution that lent."""
    return institutions_told(overdue.loan.institution_id)
