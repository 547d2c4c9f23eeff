"""A plan for what is overdue: proposed by two of the institution, agreed to by the supplier."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from cairong.audit.recording import record
from cairong.audit.rows import peek
from cairong.audit.transaction import use_case
from cairong.clocks.steps.duties import fulfil_duties
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import Invalid, WrongState
from cairong.kernel.money import format_yuan
from cairong.kernel.text import clean_text
from cairong.lending.models import Overdue, RepaymentPlan
from cairong.lending.overdues import (
    OVERDUE_WORD,
    arrears_on,
    overdue_for,
    overdues_of,
    parts_planned,
)
from cairong.lending.states import OVERDUE, PLAN
from cairong.lending.steps.overdue import (
    about_overdue,
    end_plan,
    move,
    overdue_facts,
    parties,
    tell_institution,
    tell_supplier,
)
from cairong.parties.four_eyes import two_person
from cairong.policy.overdue import (
    CLAUSE,
    MOST_PARTS,
    plan_adds_up,
    plan_in_days,
    plan_still_fits,
    something_to_plan,
)
from cairong.policy.rule import require
from cairong.rulebook.reads import calendar_of, parameter
from cairong.treasury.steps import exposure

Fen = Annotated[int, Field(gt=0, le=10**15)]
AGREED = "双方同意还款计划"
MOST_DAYS = "plan_most_days"


@two_person(Role.INSTITUTION_OFFICER, word="提出还款计划", of=OVERDUE, moves=False)
def propose_plan(
    *,
    actor: Actor,
    now: datetime,
    overdue_id: UUID,
    days: list[date],
    principals_fen: list[Fen],
    words: str,
) -> RepaymentPlan:
    """Propose by when the overdue principal is repaid in which parts; interest runs on.

    A plan not answered yet gives way to the new one. Raises NotFound, WrongState, Invalid,
    PolicyBreach for parts that are not the overdue principal, or days out of order or bound.
    Writes: lending.RepaymentPlan. Source: 二(四)-5.
    """
    text = clean_text(words, "words", least=4, most=500, lines=True)
    if not 0 < len(days) == len(principals_fen) <= MOST_PARTS:
        raise Invalid("lending.plan_parts", field="parts", value=len(days), most=MOST_PARTS)
    overdue = _locked(actor, overdue_id)
    OVERDUE.after(overdue.state, "agree")
    today = day_of(now)
    arrears = arrears_on(overdue.loan, today, calendar_of(actor.city))
    owed = arrears.principal_fen if arrears else 0
    require(something_to_plan(principal_fen=owed))
    require(
        plan_adds_up(planned_fen=sum(principals_fen), principal_fen=owed),
        plan_in_days(days=days, today=today, most=parameter(actor.city, MOST_DAYS, on=today)),
    )
    end_plan(overdue, now=now)
    plan = RepaymentPlan.objects.create(
        city_id=actor.city,
        overdue=overdue,
        parts=[
            {"on": day.isoformat(), "principal_fen": fen}
            for day, fen in zip(days, principals_fen, strict=True)
        ],
        paid_fen=overdue.loan.principal_paid_fen,
        words=text,
        proposed_at=now,
    )
    _record(actor, now, overdue, "lending.plan.proposed", plan, told_supplier=True)
    return plan


@use_case(Role.SUPPLIER, word="同意还款计划")
def agree_plan(*, actor: Actor, now: datetime, overdue_id: UUID) -> Overdue:
    """Agree to the plan: while it is kept, the loan is repaid by it; the days overdue stay counted.

    Raises NotFound, WrongState, PolicyBreach when money came since it was proposed. Writes:
    lending.RepaymentPlan, Overdue, clocks.Mark. Source: 二(四)-5.
    """
    overdue = _locked(actor, overdue_id)
    plan = _waiting(overdue)
    paid = overdue.loan.principal_paid_fen
    require(plan_still_fits(paid_fen=paid, paid_then_fen=plan.paid_fen))
    require(plan_in_days(days=[parts_planned(plan)[0].on], today=day_of(now), most=366))
    plan.state, plan.answered_at = PLAN.after(plan.state, "agree"), now
    plan.save(update_fields=["state", "answered_at"])
    before = move(overdue, "agree", now=now)
    fulfil_duties(subject_id=overdue.pk, on=day_of(now), now=now, reason=AGREED)
    _record(actor, now, overdue, "lending.plan.agreed", plan, before=before)
    return overdue


@use_case(Role.SUPPLIER, word="不同意还款计划")
def decline_plan(*, actor: Actor, now: datetime, overdue_id: UUID, reason: str) -> Overdue:
    """Say why the plan cannot be kept; the institution may propose another.

    Raises NotFound, WrongState, Invalid. Writes: lending.RepaymentPlan. Source: 二(四)-5.
    """
    text = clean_text(reason, "reason", least=4, most=500, lines=True)
    overdue = _locked(actor, overdue_id)
    plan = _waiting(overdue)
    plan.state, plan.answered_at = PLAN.after(plan.state, "decline"), now
    plan.reason = text
    plan.save(update_fields=["state", "reason", "answered_at"])
    _record(actor, now, overdue, "lending.plan.declined", plan, reason=text)
    return overdue


def _locked(actor: Actor, overdue_id: UUID) -> Overdue:
    """Fetch what is overdue with its receivable locked, so that no money comes meanwhile."""
    (receivable_id,) = peek(overdues_of(actor), overdue_id, OVERDUE_WORD, "loan__receivable_id")
    exposure.locked(receivable_id)
    return overdue_for(actor, overdue_id, lock=True)


def _waiting(overdue: Overdue) -> RepaymentPlan:
    plan = overdue.plans.filter(state="proposed").first()
    if plan is None:
        raise WrongState("lending.plan_none", CLAUSE)
    return plan


def said_plan(plan: RepaymentPlan) -> str:
    """Write a plan in one line: by which day how much principal."""
    return ";".join(
        f"{part.on.isoformat()} {format_yuan(part.principal_fen)}" for part in parts_planned(plan)
    )


def _record(
    actor: Actor,
    now: datetime,
    overdue: Overdue,
    what: str,
    plan: RepaymentPlan,
    *,
    before: str = "",
    reason: str = "",
    told_supplier: bool = False,
) -> None:
    record(
        actor=actor,
        now=now,
        type=what,
        subject=overdue,
        about=about_overdue(overdue),
        visible_to=parties(overdue),
        before={"state": before} if before else {},
        after={
            **overdue_facts(overdue),
            "plan_parts": said_plan(plan),
            "until": parts_planned(plan)[-1].on,
            **({"reason": reason} if reason else {"words": plan.words}),
        },
        basis=[CLAUSE],
        tell=[tell_supplier(overdue)] if told_supplier else tell_institution(overdue),
    )
