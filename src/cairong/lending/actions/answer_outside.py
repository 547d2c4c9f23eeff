"""The supplier says whether a loan that an institution lent elsewhere runs as it was entered."""

from datetime import datetime
from uuid import UUID

from cairong.audit.recording import Tell, record
from cairong.audit.transaction import use_case
from cairong.contracts.steps.numbers import next_numbers
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.text import clean_text
from cairong.lending.elsewhere import outside_for
from cairong.lending.models import Instalment, Loan, LoanEntry, OutsideLoan
from cairong.lending.states import OUTSIDE
from cairong.lending.steps.outside import next_place, outside_facts, readers
from cairong.policy.cost import accrued_interest
from cairong.policy.outside import CLAUSE
from cairong.policy.rule import require
from cairong.treasury.arithmetic import fits_headroom
from cairong.treasury.steps import exposure
from cairong.treasury.steps.tellings import about, paying_bureau, purchaser, treasury_desk

SERIES = "WD"
MARK = "平台外"  # its number says, wherever it is shown, that it was lent outside


@use_case(Role.SUPPLIER, word="确认平台外贷款")
def agree_outside(*, actor: Actor, now: datetime, outside_id: UUID) -> OutsideLoan:
    """Say that it is so: from now on it takes headroom and is repaid like any loan.

    It is served after what stands on the contract already. Money of the contract repays it once
    the account is locked for it. Raises NotFound, WrongState, PolicyBreach above what the
    contract still carries. Writes: lending.OutsideLoan, Loan, Instalment, LoanEntry,
    treasury.Entry. Source: 一(一)-1, 二(三)-3, D9, D13.
    """
    outside = outside_for(actor, outside_id, lock=True)
    receivable, before = outside.receivable, outside.state
    outside.state, outside.answered_at = OUTSIDE.after(before, "agree"), now
    require(
        fits_headroom(
            receivable, outside.outstanding_fen, cap_percent=receivable.cap_percent, own_fen=0
        )
    )
    outside.save(update_fields=["state", "answered_at"])
    loan = _carry(outside, now)
    exposure.take_over(
        receivable=receivable, amount_fen=outside.outstanding_fen, ref_id=loan.pk, now=now
    )
    record(
        actor=actor,
        now=now,
        type="lending.outside.agreed",
        subject=outside,
        about=about(receivable, loan.pk),
        visible_to=readers(outside, now),
        before={"state": before},
        after={**outside_facts(outside), "no": loan.no},
        inside=("agreement_no", "evidence"),
        basis=[CLAUSE, "二(三)-3"],
        tell=[
            Tell(organisation_id=outside.institution_id, role=Role.INSTITUTION_OFFICER),
            purchaser(receivable),
            treasury_desk(receivable, paying_bureau(receivable, now)),
        ],
    )
    return outside


@use_case(Role.SUPPLIER, word="不认平台外贷款")
def decline_outside(*, actor: Actor, now: datetime, outside_id: UUID, reason: str) -> OutsideLoan:
    """Say what is wrong; the institution enters it anew, or not at all.

    Raises NotFound, WrongState, Invalid. Writes: lending.OutsideLoan. Source: 一(一)-1.
    """
    words = clean_text(reason, "reason", least=4, most=500, lines=True)
    outside = outside_for(actor, outside_id, lock=True)
    before = outside.state
    outside.state = OUTSIDE.after(before, "decline")
    outside.words, outside.answered_at = words, now
    outside.save(update_fields=["state", "words", "answered_at"])
    record(
        actor=actor,
        now=now,
        type="lending.outside.declined",
        subject=outside,
        about=about(outside.receivable),
        visible_to=readers(outside, now),
        before={"state": before},
        after={"state": outside.state, "amount_fen": outside.outstanding_fen, "reason": words},
        basis=[CLAUSE],
        tell=[Tell(organisation_id=outside.institution_id, role=Role.INSTITUTION_OFFICER)],
    )
    return outside


def _carry(outside: OutsideLoan, now: datetime) -> Loan:
    """Make the loan of what is left, due in one sum, with interest from the day it was counted."""
    receivable, since = outside.receivable, outside.counted_on
    loan = Loan.objects.create(
        city_id=outside.city_id,
        no=MARK + next_numbers(outside.city_id, SERIES, day_of(now).year)[0],
        outside=outside,
        receivable=receivable,
        contract_id=receivable.contract_id,
        institution_id=outside.institution_id,
        supplier_id=receivable.supplier_id,
        region=receivable.region,
        principal_fen=outside.outstanding_fen,
        rate_bp=outside.rate_bp,
        day_count=outside.day_count,
        method="bullet",
        service_order=next_place(receivable),
        drawn_on=outside.drawn_on,
        due_on=outside.due_on,
        accrued_on=since,
    )
    days = max((outside.due_on - since).days, 0)
    Instalment.objects.create(
        loan=loan,
        position=1,
        due_on=outside.due_on,
        principal_fen=loan.principal_fen,
        interest_fen=accrued_interest(loan.principal_fen, loan.rate_bp, days, loan.day_count),
        left_fen=0,
    )
    LoanEntry.objects.create(
        loan=loan,
        kind=LoanEntry.Kind.ENTERED,
        on=since,
        at=now,
        drawn_fen=loan.principal_fen,
    )
    loan.outstanding_fen = loan.principal_fen
    return loan
