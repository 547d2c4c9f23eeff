"""An institution writes an overdue loan off its books (核销): two persons, with the reason."""

from datetime import datetime
from uuid import UUID

from cairong.audit.recording import record
from cairong.audit.rows import peek
from cairong.clocks.steps.duties import fulfil_duties
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import WrongState
from cairong.kernel.text import clean_text
from cairong.lending.models import Overdue, WriteOff
from cairong.lending.overdues import OVERDUE_WORD, arrears_on, overdue_for, overdues_of
from cairong.lending.states import OVERDUE
from cairong.lending.steps.overdue import (
    about_overdue,
    end_plan,
    move,
    overdue_facts,
    parties,
    tell_supplier,
)
from cairong.lending.steps.repaying import debt_of
from cairong.parties.four_eyes import RUNNING, two_person
from cairong.policy.overdue import CLAUSE
from cairong.policy.repayment import owed
from cairong.rulebook.reads import calendar_of
from cairong.treasury.steps import exposure

WRITTEN = "贷款已核销"


@two_person(Role.INSTITUTION_OFFICER, word="核销贷款", of=OVERDUE, free={"interest_fen": RUNNING})
def write_off_loan(*, actor: Actor, now: datetime, overdue_id: UUID, reason: str) -> Overdue:
    """Write a loan off: it stays owed, what comes in still repays it, its lock stands.

    Raises NotFound, WrongState under a plan or once written off, Invalid. Writes:
    lending.WriteOff, Overdue, RepaymentPlan, clocks.Mark. Source: 二(四)-5.
    """
    words = clean_text(reason, "reason", least=10, most=500, lines=True)
    (receivable_id,) = peek(overdues_of(actor), overdue_id, OVERDUE_WORD, "loan__receivable_id")
    exposure.locked(receivable_id)
    overdue, today = overdue_for(actor, overdue_id, lock=True), day_of(now)
    OVERDUE.after(overdue.state, "write_off")
    loan = overdue.loan
    if arrears_on(loan, today, calendar_of(actor.city)) is None:
        raise WrongState("lending.not_overdue", CLAUSE)
    whole = owed(debt_of(loan), today)
    WriteOff.objects.create(
        city_id=actor.city,
        overdue=overdue,
        loan=loan,
        principal_fen=whole.whole_principal_fen,
        interest_fen=whole.whole_interest_fen,
        reason=words,
        at=now,
    )
    end_plan(overdue, now=now)
    before = move(overdue, "write_off", now=now)
    fulfil_duties(subject_id=overdue.pk, on=today, now=now, reason=WRITTEN)
    record(
        actor=actor,
        now=now,
        type="lending.loan.written_off",
        subject=overdue,
        about=about_overdue(overdue),
        visible_to=parties(overdue),
        before={"state": before},
        after={
            **overdue_facts(overdue),
            "principal_fen": whole.whole_principal_fen,
            "interest_fen": whole.whole_interest_fen,
            "reason": words,
        },
        basis=[CLAUSE],
        tell=[tell_supplier(overdue)],
    )
    return overdue
