"""Acceptance, request and payment, as acts of a case."""

from decimal import Decimal

from cairong.driving.demo.case import Case
from cairong.kernel.actor import Role
from cairong.policy.treasury import milestone_amounts
from cairong.treasury.actions.pay import pay as release
from cairong.treasury.actions.record_acceptance import record_acceptance
from cairong.treasury.actions.request_payment import request_payment
from cairong.treasury.actions.return_payment import return_payment
from cairong.treasury.actions.withdraw_payment import send_back_payment, take_back_payment
from cairong.treasury.models import Receivable

PURCHASER = (Role.PURCHASER_OFFICER, Role.PURCHASER_APPROVER)
TREASURY = (Role.TREASURY_OFFICER, Role.TREASURY_APPROVER)


def inspect(case: Case) -> None:
    """Accept the next milestone whole; a contract with none left is accepted already."""
    if case.inspected == len(case.clause):
        return
    percents: list[Decimal] = [one.percent for one in case.clause]
    case.alone(
        record_acceptance,
        Role.PURCHASER_OFFICER,
        contract_id=case.contract.pk,
        milestone=case.clause[case.inspected].milestone,
        amount_fen=milestone_amounts(case.amount_fen, percents)[case.inspected],
        on=case.today,
    )
    case.inspected += 1


def ask(case: Case) -> None:
    """Ask the treasury for everything that is owed."""
    owed = Receivable.objects.get(contract=case.contract).due_fen
    made = case.both(request_payment, *PURCHASER, contract_id=case.contract.pk, amount_fen=owed)
    if made is not None:
        case.payment = made


def pay(case: Case) -> None:
    """Release the payment; the simulated treasury answers with the next delivery."""
    case.both(release, *TREASURY, payment_id=case.payment.pk)


def bounce(case: Case) -> None:
    """Take note that the bank sent the payment back."""
    reason = "收款账户状态异常,银行退汇"
    case.both(return_payment, *TREASURY, payment_id=case.payment.pk, reason=reason)


def take_back(case: Case) -> None:
    """Take the request of a payment back, as the purchaser."""
    case.both(take_back_payment, *PURCHASER, payment_id=case.payment.pk, reason="金额需要核对")


def send_back(case: Case) -> None:
    """Send the request of a payment back, as the treasury desk."""
    case.both(send_back_payment, *TREASURY, payment_id=case.payment.pk, reason="发票未上传")


ACTS = {one.__name__: one for one in (inspect, ask, pay, bounce, take_back, send_back)}
