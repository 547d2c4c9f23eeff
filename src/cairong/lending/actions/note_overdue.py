"""Daily: note each loan that became overdue, and each plan of which a part was not paid."""

from datetime import date, datetime
from functools import partial
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q

from cairong.audit.recording import record
from cairong.audit.transaction import carry_out_each, use_case
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import WrongState
from cairong.lending.models import Instalment, Loan, Overdue, RepaymentPlan
from cairong.lending.overdues import arrears_on, overdue_for, parts_planned
from cairong.lending.reads import loan_for
from cairong.lending.states import LIVE_OVERDUE
from cairong.lending.steps.overdue import (
    about_overdue,
    move,
    open_contact,
    overdue_facts,
    parties,
    step_plan,
    tell_institution,
    tell_supplier,
)
from cairong.policy.overdue import CLAUSE, Part, missed_part
from cairong.rulebook.reads import calendar_of
from cairong.treasury.steps import exposure


def note_overdue(*, actor: Actor, now: datetime) -> int:
    """Note what became overdue, and what of a plan was missed, up to yesterday; counts them."""
    today, calendar = day_of(now), calendar_of(actor.city)
    passed = Instalment.objects.filter(loan=OuterRef("pk"), due_on__lt=today)
    behind = passed.filter(left_fen__lt=OuterRef("outstanding_fen"))
    known = Overdue.objects.filter(loan=OuterRef("pk"), state__in=LIVE_OVERDUE)
    loans = Loan.objects.filter(
        Exists(behind) | Exists(passed) & ~Q(method="bullet") | Q(due_on__lt=today),
        ~Exists(known),
        city_id=actor.city,
        state="repaying",
    ).order_by("pk")
    acts = [partial(begin_overdue, loan_id=pk) for pk in loans.values_list("pk", flat=True)]
    plans = RepaymentPlan.objects.filter(city_id=actor.city, state="agreed").annotate(
        repaid_fen=F("overdue__loan__principal_paid_fen") - F("paid_fen")
    )
    missed = [
        partial(miss_plan, overdue_id=plan.overdue_id)
        for plan in plans.order_by("pk")
        if missed_part(parts_planned(plan), plan.repaid_fen, on=today, calendar=calendar)
    ]
    return carry_out_each([*acts, *missed], actor=actor, now=now)


@use_case(Role.SYSTEM, word="贷款逾期")
def begin_overdue(*, actor: Actor, now: datetime, loan_id: UUID) -> Overdue:
    """Note that a loan is overdue; its institution is to speak with the supplier.

    Raises WrongState where nothing is overdue, or it is noted. Writes: lending.Overdue,
    clocks.Duty, Mark. Source: 二(四)-5.
    """
    exposure.locked(loan_for(actor, loan_id).receivable_id)
    loan, today = loan_for(actor, loan_id), day_of(now)
    arrears = arrears_on(loan, today, calendar_of(actor.city))
    if arrears is None or loan.overdues.filter(state__in=LIVE_OVERDUE).exists():
        raise WrongState("lending.not_overdue", CLAUSE)
    overdue = Overdue.objects.create(
        city_id=actor.city, loan=loan, due_on=arrears.due_on, last_on=arrears.last_on, begun_at=now
    )
    open_contact(overdue, now=now)
    record(
        actor=actor,
        now=now,
        type="lending.loan.overdue",
        subject=overdue,
        about=about_overdue(overdue),
        visible_to=parties(overdue),
        after={
            **overdue_facts(overdue),
            "principal_fen": arrears.principal_fen,
            "interest_fen": arrears.interest_fen + arrears.fee_fen,
        },
        basis=[CLAUSE],
        tell=[tell_supplier(overdue), *tell_institution(overdue)],
    )
    return overdue


@use_case(Role.SYSTEM, word="没有按还款计划归还")
def miss_plan(*, actor: Actor, now: datetime, overdue_id: UUID) -> Overdue:
    """End a plan of which a part was not paid in time: the loan is simply overdue again.

    Raises WrongState where it was paid meanwhile. Writes: lending.Overdue, RepaymentPlan,
    clocks.Duty, Mark. Source: 二(四)-5.
    """
    exposure.locked(overdue_for(actor, overdue_id).loan.receivable_id)
    overdue = overdue_for(actor, overdue_id, lock=True)
    plan = overdue.plans.filter(state="agreed").first()
    part = _missed(overdue, plan, day_of(now)) if plan else None
    if plan is None or part is None:
        raise WrongState("lending.plan_kept", CLAUSE)
    step_plan(plan, "miss", now=now)
    before = move(overdue, "miss", now=now)
    open_contact(overdue, now=now)
    record(
        actor=actor,
        now=now,
        type="lending.plan.missed",
        subject=overdue,
        about=about_overdue(overdue),
        visible_to=parties(overdue),
        before={"state": before},
        after={**overdue_facts(overdue), "until": part.on, "amount_fen": part.principal_fen},
        basis=[CLAUSE],
        tell=[tell_supplier(overdue), *tell_institution(overdue)],
    )
    return overdue


def _missed(overdue: Overdue, plan: RepaymentPlan, today: date) -> Part | None:
    """Find the part of a plan that was not paid in time."""
    paid = overdue.loan.principal_paid_fen - plan.paid_fen
    calendar = calendar_of(overdue.city_id)
    return missed_part(parts_planned(plan), paid, on=today, calendar=calendar)
