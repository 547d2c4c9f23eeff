"""The lock of the receiving account, the conditions and the draw, as acts of a case."""

from datetime import timedelta

from cairong.driving.demo.case import Case
from cairong.kernel.actor import Role
from cairong.kernel.money import WAN
from cairong.lending.actions.disburse import disburse
from cairong.lending.actions.meet_conditions import meet_conditions
from cairong.lending.actions.record_repayment import record_repayment
from cairong.lending.actions.request_lock import request_lock
from cairong.treasury.actions.acknowledge_lock import acknowledge_lock
from cairong.treasury.actions.confirm_lock import confirm_lock
from cairong.treasury.actions.consent_lock import consent_lock
from cairong.treasury.actions.open_lock import open_lock, recall_lock
from cairong.treasury.actions.refuse_lock import (
    decline_acknowledgement,
    decline_confirmation,
    refuse_lock,
)

LENDER = (Role.INSTITUTION_OFFICER, Role.INSTITUTION_APPROVER)
PURCHASER = (Role.PURCHASER_OFFICER, Role.PURCHASER_APPROVER)
TREASURY = (Role.TREASURY_OFFICER, Role.TREASURY_APPROVER)


def lock(case: Case) -> None:
    """Ask for the lock of the account."""
    made = case.both(request_lock, *LENDER, offer_id=case.offer.pk)
    if made is not None:
        case.lock = made


def read_lock(case: Case) -> None:
    """Open the request, as the supplier."""
    case.alone(open_lock, Role.SUPPLIER, lock_id=case.lock.pk)


def take_lock_back(case: Case) -> None:
    """Take the request back, as the institution; the supplier has not opened it."""
    case.alone(recall_lock, Role.INSTITUTION_OFFICER, lock_id=case.lock.pk, reason="放款方案有调整")


def consent(case: Case) -> None:
    """Consent, as the supplier."""
    case.alone(consent_lock, Role.SUPPLIER, lock_id=case.lock.pk)


def refuse(case: Case) -> None:
    """Refuse, as the supplier."""
    case.alone(refuse_lock, Role.SUPPLIER, lock_id=case.lock.pk, reason="拟改用自有资金履约")


def acknowledge(case: Case) -> None:
    """Acknowledge, as the purchaser."""
    case.both(acknowledge_lock, *PURCHASER, lock_id=case.lock.pk)


def decline_lock(case: Case) -> None:
    """Decline to acknowledge, as the purchaser."""
    reason = "合同履行存在争议,暂不确认"
    case.both(decline_acknowledgement, *PURCHASER, lock_id=case.lock.pk, reason=reason)


def confirm(case: Case) -> None:
    """Confirm, as the treasury desk: the lock is active."""
    case.both(confirm_lock, *TREASURY, lock_id=case.lock.pk)


def decline_confirm(case: Case) -> None:
    """Decline to confirm, as the treasury desk."""
    reason = "账户信息与备案合同不一致"
    case.both(decline_confirmation, *TREASURY, lock_id=case.lock.pk, reason=reason)


def conditions(case: Case) -> None:
    """Record that every condition of the draw is met."""
    case.alone(
        meet_conditions,
        Role.INSTITUTION_OFFICER,
        offer_id=case.offer.pk,
        registration_no=f"ZDW-演示-{case.contract.no}",
    )


def draw(case: Case) -> None:
    """Draw the whole offer."""
    _draw(case, case.offer.amount_fen)


def draw_half(case: Case) -> None:
    """Draw about half of the offer."""
    _draw(case, case.offer.amount_fen // 2 // WAN * WAN or case.offer.amount_fen // 2)


def repay(case: Case) -> None:
    """Repay a third of the loan from the supplier's own money."""
    case.both(
        record_repayment,
        *LENDER,
        loan_id=case.loan.pk,
        amount_fen=case.loan.principal_fen // 3,
        on=case.today - timedelta(days=1),
        means="供应商自有资金转账",
    )


def _draw(case: Case, amount_fen: int) -> None:
    made = case.both(disburse, *LENDER, offer_id=case.offer.pk, amount_fen=amount_fen)
    if made is not None:
        case.loan = made


ACTS = {
    one.__name__: one
    for one in (
        lock, read_lock, take_lock_back, consent, refuse, acknowledge, decline_lock, confirm,
        decline_confirm, conditions, draw, draw_half, repay,
    )
}  # fmt: skip
