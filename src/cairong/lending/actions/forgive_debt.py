"""An institution forgives a part of what is overdue (减免): two persons, with the reason."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from cairong.audit.recording import record
from cairong.audit.rows import peek
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import Invalid, WrongState
from cairong.kernel.text import clean_text
from cairong.lending.models import Forgiveness, Loan, LoanEntry, Overdue
from cairong.lending.overdues import OVERDUE_WORD, arrears_on, overdue_for, overdues_of
from cairong.lending.states import OVERDUE
from cairong.lending.steps.overdue import (
    about_overdue,
    clear_overdues,
    overdue_facts,
    parties,
    tell_supplier,
)
from cairong.lending.steps.repaying import CLEARED, FREED, debt_of, free_settled
from cairong.parties.four_eyes import RUNNING, two_person
from cairong.policy.overdue import CLAUSE, forgiven_at_most
from cairong.policy.repayment import owed
from cairong.policy.rule import require
from cairong.rulebook.reads import calendar_of
from cairong.treasury.models import Receivable
from cairong.treasury.steps import exposure
from cairong.treasury.steps.settling import is_clear, settle_contract

Fen = Annotated[int, Field(ge=0, le=10**15)]


@two_person(
    Role.INSTITUTION_OFFICER, word="减免欠款", of=OVERDUE, free={"outstanding_fen": RUNNING}
)
def forgive_debt(
    *,
    actor: Actor,
    now: datetime,
    overdue_id: UUID,
    principal_fen: Fen,
    interest_fen: Fen,
    reason: str,
) -> Overdue:
    """Forgive a part of what is overdue: it is owed no more, an entry of its own says so.

    What money repaid that is returned later is owed again; what was forgiven is not. Raises
    NotFound, WrongState under a plan or where nothing is overdue, Invalid, PolicyBreach above what
    is overdue. Writes: lending.Forgiveness, LoanEntry, Overdue, RepaymentPlan, treasury.Entry,
    Lock, contracts.Contract, clocks.Mark. Source: 二(四)-5, 民法典§575.
    """
    words = clean_text(reason, "reason", least=10, most=500, lines=True)
    if not principal_fen + interest_fen:
        raise Invalid("lending.forgiven_nothing", CLAUSE, field="interest_fen", value=0)
    (receivable_id,) = peek(overdues_of(actor), overdue_id, OVERDUE_WORD, "loan__receivable_id")
    receivable = exposure.locked(receivable_id)
    overdue, today = overdue_for(actor, overdue_id, lock=True), day_of(now)
    OVERDUE.after(overdue.state, "forgive")
    loan = overdue.loan
    arrears = arrears_on(loan, today, calendar_of(actor.city))
    if arrears is None:
        raise WrongState("lending.not_overdue", CLAUSE)
    require(
        forgiven_at_most(principal_fen=principal_fen, interest_fen=interest_fen, overdue=arrears)
    )
    before = _standing(overdue, loan)
    given = {"principal_fen": principal_fen, "interest_fen": interest_fen, "reason": words}
    _write(overdue, receivable, given, now)
    _settle(actor, now, overdue, receivable, before=before, given=given)
    return overdue


def _standing(overdue: Overdue, loan: Loan) -> dict[str, Any]:
    """Name what is overdue, and say what of the loan is outstanding."""
    return {**overdue_facts(overdue), "outstanding_fen": loan.outstanding_fen}


def _write(overdue: Overdue, receivable: Receivable, given: dict[str, Any], now: datetime) -> None:
    """Write the entry that takes it off the loan, and the posting of its principal."""
    loan, today = overdue.loan, day_of(now)
    entry = LoanEntry.objects.create(
        loan=loan,
        kind=LoanEntry.Kind.FORGIVEN,
        on=today,
        at=now,
        accrued_fen=owed(debt_of(loan), today).accrued_fen,
        interest_fen=given["interest_fen"],
        principal_fen=given["principal_fen"],
    )
    row = Forgiveness.objects.create(
        city_id=overdue.city_id,
        overdue=overdue,
        loan=loan,
        entry=entry,
        at=now,
        **given,
    )
    fen = given["principal_fen"]
    exposure.forgive(receivable=receivable, principal_fen=fen, ref_id=row.pk, now=now)


def _settle(
    actor: Actor,
    now: datetime,
    overdue: Overdue,
    receivable: Receivable,
    *,
    before: dict[str, Any],
    given: dict[str, Any],
) -> None:
    """End what ends with what is forgiven, as with a repayment, and record it all."""
    _, lock = free_settled(receivable, [overdue.loan], now=now)
    clear_overdues([overdue.loan_id], now=now)
    clear, settled = is_clear(receivable), settle_contract(receivable)
    overdue.refresh_from_db()
    record(
        actor=actor,
        now=now,
        type="lending.debt.forgiven",
        subject=overdue,
        about=[*about_overdue(overdue), lock.pk if lock else None],
        visible_to=parties(overdue),
        before={**before, "lock_released": False, "contract_settled": False},
        after={
            **_standing(overdue, overdue.loan),
            **given,
            "lock_released": lock is not None,
            "contract_settled": settled,
        },
        basis=[CLAUSE],
        tell=[tell_supplier(overdue)],
        also=[*([CLEARED] if clear else []), *([FREED] if lock else [])],
    )
