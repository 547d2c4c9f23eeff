"""Acceptance and payment, as lines of a story."""

from typing import Annotated

from cairong.contracts.models import Contract
from cairong.driving.stories import reading
from cairong.driving.stories.reading import ContractName, Day, Text, Yuan
from cairong.driving.stories.stage import Stage
from cairong.driving.stories.together import together
from cairong.driving.stories.vocabulary import act
from cairong.kernel.actor import Actor
from cairong.treasury.actions.confirm_payment import confirm_arrival as confirm_arrival_now
from cairong.treasury.actions.pay import pay as pay_now
from cairong.treasury.actions.recall_acceptance import recall_acceptance as recall_acceptance_now
from cairong.treasury.actions.record_acceptance import record_acceptance as record_acceptance_now
from cairong.treasury.actions.request_payment import request_payment as request_payment_now
from cairong.treasury.actions.return_payment import return_payment as return_payment_now
from cairong.treasury.actions.withdraw_payment import take_back_payment as take_back_payment_now
from cairong.treasury.models import Acceptance, Payment

AcceptanceName = Annotated[str, reading.thing("acceptance")]
PaymentName = Annotated[str, reading.thing("payment")]


@act(
    persons=1,
    gives="acceptance",
    example="by: 采购人/officer, contract: 合同, milestone: 验收, amount_yuan: 411120, "
    "on: 2026-01-15",
)
def record_acceptance(
    stage: Stage,
    officer: Actor,
    *,
    contract: ContractName,
    milestone: Text,
    amount_yuan: Yuan,
    on: Day,
) -> Acceptance:
    """采购人登记一个付款节点的验收;付款期限从验收之日起算。"""
    return record_acceptance_now(
        actor=officer,
        now=stage.now,
        contract_id=stage.thing(contract, Contract).pk,
        milestone=milestone,
        amount_fen=amount_yuan,
        on=on,
    )


@act(
    persons=2,
    gives="payment",
    example="by: [采购人/officer, 采购人/approver], contract: 合同, amount_yuan: 274080",
)
def request_payment(
    stage: Stage, officer: Actor, approver: Actor, *, contract: ContractName, amount_yuan: Yuan
) -> Payment:
    """采购人申请支付已验收的款项。"""
    return together(
        stage,
        officer,
        approver,
        request_payment_now,
        contract_id=stage.thing(contract, Contract).pk,
        amount_fen=amount_yuan,
    )


@act(
    persons=2,
    gives="payment",
    example="by: [bureau/treasury-officer, bureau/treasury-approver], contract: 合同, "
    "amount_yuan: 274080",
)
def pay(
    stage: Stage, officer: Actor, approver: Actor, *, contract: ContractName, amount_yuan: Yuan
) -> Payment:
    """国库科支付到当前收款账户;演示城市由模拟国库当场回单,真实城市等 `confirm_arrival`。

    到账的钱先还贷款,余款当日归供应商。
    """
    return together(
        stage,
        officer,
        approver,
        pay_now,
        contract_id=stage.thing(contract, Contract).pk,
        amount_fen=amount_yuan,
    )


@act(
    persons=2,
    gives="payment",
    example="by: [bureau/treasury-officer, bureau/treasury-approver], payment: 支付, "
    "serial: 2026012300018873, on: 2026-01-23",
)
def confirm_arrival(
    stage: Stage,
    officer: Actor,
    approver: Actor,
    *,
    payment: PaymentName,
    serial: Text,
    on: Day,
) -> Payment:
    """国库科照银行回单登记到账:银行流水号和到账日;此后与国库系统回单一样。"""
    return together(
        stage, officer, approver, confirm_arrival_now,
        payment_id=stage.thing(payment, Payment).pk, bank_serial=serial, arrived_on=on,
    )  # fmt: skip


@act(
    persons=2,
    gives="acceptance",
    example="by: [采购人/officer, 采购人/approver], acceptance: 验收单, reasons: 日期填错",
)
def recall_acceptance(
    stage: Stage, officer: Actor, approver: Actor, *, acceptance: AcceptanceName, reasons: Text
) -> Acceptance:
    """采购人撤回登记错的验收;已经申请支付的不能撤回。"""
    return together(
        stage, officer, approver, recall_acceptance_now,
        acceptance_id=stage.thing(acceptance, Acceptance).pk, reason=reasons,
    )  # fmt: skip


@act(
    persons=2,
    gives="payment",
    example="by: [采购人/officer, 采购人/approver], payment: 支付, reasons: 金额需要核对",
)
def take_back_payment(
    stage: Stage, officer: Actor, approver: Actor, *, payment: PaymentName, reasons: Text
) -> Payment:
    """采购人撤回国库科还没有办理的支付申请:款项重新变成应付。"""
    return together(
        stage, officer, approver, take_back_payment_now,
        payment_id=stage.thing(payment, Payment).pk, reason=reasons,
    )  # fmt: skip


@act(
    persons=2,
    gives="payment",
    example="by: [bureau/treasury-officer, bureau/treasury-approver], payment: 支付, "
    "reasons: 账号不符",
)
def return_payment(
    stage: Stage,
    officer: Actor,
    approver: Actor,
    *,
    payment: PaymentName,
    reasons: Text = "收款账户信息不符",
) -> Payment:
    """国库科登记退汇:款项重新变成应付,付款的职责从原来的起算日重新走。"""
    return together(
        stage, officer, approver, return_payment_now,
        payment_id=stage.thing(payment, Payment).pk, reason=reasons,
    )  # fmt: skip
