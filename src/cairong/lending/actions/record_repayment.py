"""Record that a supplier repaid a loan by other means than the receiving account."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from cairong.audit.recording import Tell, record
from cairong.audit.rows import peek
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import Invalid
from cairong.kernel.text import clean_text
from cairong.lending.models import Loan, LoanEntry
from cairong.lending.reads import LOAN_WORD, loan_for, loans_of
from cairong.lending.states import LOAN
from cairong.lending.steps.named import named
from cairong.lending.steps.overdue import clear_overdues
from cairong.lending.steps.repaying import (
    CLEARED,
    FREED,
    debt_of,
    free_settled,
    intents_of,
    write_shares,
)
from cairong.lending.steps.revolving import hold_again
from cairong.parties.four_eyes import RUNNING, two_person
from cairong.policy.lending import owed_at_most
from cairong.policy.repayment import Share, owed, share_of_own
from cairong.policy.rule import require
from cairong.treasury.models import Lock
from cairong.treasury.steps import exposure
from cairong.treasury.steps.settling import is_clear, settle_contract


@two_person(
    Role.INSTITUTION_OFFICER,
    word="登记其他方式还款",
    of=LOAN,
    free=dict.fromkeys(("outstanding_fen", "interest_fen", "principal_fen"), RUNNING),
    moves=False,
)
def record_repayment(
    *,
    actor: Actor,
    now: datetime,
    loan_id: UUID,
    amount_fen: Annotated[int, Field(gt=0, le=10**15)],
    on: date,
    means: str,
) -> Loan:
    """Record a repayment from the supplier's own money: interest up to the day, then principal.

    Raises NotFound, WrongState once settled, Invalid for a day before the last entry or to come,
    PolicyBreach above what is owed that day. The last loan of a contract wholly paid settles
    it. Writes: lending.LoanEntry, treasury.Entry, Lock, contracts.Contract. Source: 二(四)-5, D10.
    """
    (receivable_id,) = peek(loans_of(actor), loan_id, LOAN_WORD, "receivable_id")
    receivable = exposure.locked(receivable_id)
    loan = loan_for(actor, loan_id)
    LOAN.after(loan.state, "repay")
    if not loan.accrued_on <= on <= day_of(now):
        raise Invalid("lending.repaid_on", field="on", value=on, least=loan.accrued_on)
    debt = debt_of(loan)
    whole = owed(debt, on).whole_fen
    require(owed_at_most(amount_fen=amount_fen, owed_fen=whole))
    share = share_of_own(amount_fen, debt, on)
    text = clean_text(means, field="means", least=1, most=200)
    write_shares([share], kind=LoanEntry.Kind.REPAID, now=now, means=text)
    exposure.repay_own(
        receivable=receivable,
        principal_fen=share.principal_fen,
        ref_id=loan.pk,
        now=now,
    )
    _, lock = free_settled(receivable, [loan], now=now)
    clear_overdues([loan.pk], now=now)
    hold_again(receivable, [loan], now=now)
    before = _standing(loan)
    loan.refresh_from_db()
    _record(
        actor,
        now,
        loan,
        before=before,
        share=share,
        lock=lock,
        means=text,
        clear=is_clear(receivable),
        contract_settled=settle_contract(receivable),
    )
    return loan


def _standing(loan: Loan) -> dict[str, Any]:
    """Name a loan, and say how it stands."""
    return {
        **_named(loan),
        "no": loan.no,
        "state": loan.state,
        "outstanding_fen": loan.outstanding_fen,
    }


def _named(loan: Loan) -> dict[str, Any]:
    if loan.offer:
        return named(loan.offer.intent)
    contract = loan.contract
    return {"supplier": loan.supplier.name, "contract": f"{contract.no} {contract.title}"}


def _record(
    actor: Actor,
    now: datetime,
    loan: Loan,
    *,
    before: dict[str, Any],
    share: Share,
    lock: Lock | None,
    means: str,
    clear: bool,
    contract_settled: bool,
) -> None:
    record(
        actor=actor,
        now=now,
        type="lending.loan.repaid",
        subject=loan,
        about=[
            loan.contract_id,
            loan.offer_id or loan.outside_id,
            *intents_of([loan]),
            lock.pk if lock else None,
        ],
        visible_to=[loan.supplier_id],
        before={**before, "lock_released": False, "contract_settled": False},
        after={
            **_standing(loan),
            "interest_fen": share.interest_fen,
            "principal_fen": share.principal_fen,
            "means": means,
            "lock_released": lock is not None,
            "contract_settled": contract_settled,
        },
        basis=["二(四)-5"],
        tell=[Tell(organisation_id=loan.supplier_id, role=Role.SUPPLIER)],
        also=[*([CLEARED] if clear else []), *([FREED] if lock else [])],
    )
