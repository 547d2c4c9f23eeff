"""Acceptance and payment."""

from typing import Any

from cairong.contracts.models import Contract
from cairong.driving.situation import Situation
from cairong.driving.verb import plain, verb
from cairong.kernel.actor import Actor
from cairong.kernel.errors import WrongState
from cairong.lending.actions import return_payment as returning
from cairong.treasury.actions import pay as paying
from cairong.treasury.actions.call_off_payment import call_off_payment
from cairong.treasury.actions.confirm_payment import confirm_arrival
from cairong.treasury.actions.keep_return_slip import keep_return_slip
from cairong.treasury.actions.pay_by_own_means import pay_by_own_means
from cairong.treasury.actions.recall_acceptance import recall_acceptance
from cairong.treasury.actions.record_acceptance import record_acceptance
from cairong.treasury.actions.request_payment import request_payment
from cairong.treasury.actions.resume_payment import resume_payment
from cairong.treasury.actions.withdraw_payment import send_back_payment, take_back_payment
from cairong.treasury.models import Payment

PAPER = b"%%PDF-1.4\n%% %s\n%%%%EOF\n"
plain(
    record_acceptance,
    "采购人登记一个付款节点的验收;付款期限从验收之日起算。",
    example="milestone: 验收, amount_yuan: 411120, on: 2026-01-15",
)
plain(request_payment, "采购人申请支付已验收的款项。", example="amount_yuan: 274080")


@verb(paying.pay, example="contract: 合同, amount_yuan: 274080")
def pay(
    situation: Situation,
    _: Actor,
    *,
    payment: Payment | None = None,
    contract: Contract | None = None,
    amount_fen: int | None = None,
) -> dict[str, Any]:
    """国库科支付到当前收款账户;演示城市由模拟国库当场回单,真实城市等 `confirm_arrival`。

    写支付的名字,或者写合同和金额,是其中最早申请的一笔。到账的钱先还贷款,余款当日归供应商。
    """
    if contract is not None:
        payment = _waiting(contract, amount_fen)
    return {"payment_id": (payment or situation.newest(Payment)).pk}


plain(
    confirm_arrival,
    "国库科照银行回单登记到账:银行流水号和到账日;此后与国库系统回单一样。",
    example="serial: 2026012300018873, on: 2026-01-23",
    says={"bank_serial": "serial", "arrived_on": "on"},
)
plain(
    recall_acceptance,
    "采购人撤回登记错的验收;已经申请支付的不能撤回。",
    example="reasons: 日期填错",
)
plain(
    take_back_payment,
    "采购人撤回国库科还没有办理的支付申请:款项重新变成应付。",
    example="reasons: 金额需要核对",
)
plain(
    send_back_payment,
    "国库科退回支付申请,写明理由:款项重新变成应付。",
    example="reasons: 发票未上传",
)

plain(
    pay_by_own_means,
    "国库科两人决定自行支付:签名网关不再送出。没有举行登记仪式的城市没有网关,不用办,也办不了。",
    example="payment: 支付, reasons: 交换目录坏了",
)
plain(
    call_off_payment,
    "国库科撤销没有付出的支付:款项重新变成应付。只有经签名网关送出的能撤销,别的凭退汇凭证登记退汇。",
    example="payment: 支付, reasons: 账户已销户",
)


plain(
    resume_payment,
    "国库科恢复撤销过的支付:国库后来回执已支付的才能恢复,再按银行回单登记到账。",
    example="payment: 支付",
)


@verb(returning.return_payment, example="payment: 支付, reasons: 账号不符")
def return_payment(
    situation: Situation,
    actor: Actor,
    *,
    payment: Payment | None = None,
    amount_fen: int | None = None,
    serial: str = "",
    reasons: str = "收款账户信息不符",
) -> dict[str, Any]:
    """国库科照银行退汇凭证登记退汇:款项重新变成应付,付款的职责从原来的起算日重新走。

    凭证、流水号、金额不写时,是与这笔支付相符的一张。
    """
    of = payment or situation.newest(Payment)
    slip = keep_return_slip(
        actor=actor, now=situation.now, payment_id=of.pk, name="银行退汇凭证.pdf",
        content=PAPER % of.voucher_no.encode(),
    )  # fmt: skip
    return {
        "payment_id": of.pk,
        "slip_id": slip.pk,
        "return_serial": serial or f"TH{of.pk.hex[-16:]}",
        "amount_fen": of.amount_fen if amount_fen is None else amount_fen,
        "reason": reasons,
    }


def _waiting(contract: Contract, amount_fen: int | None) -> Payment:
    """Find the oldest payment of a contract and amount that waits. Raises WrongState for none."""
    rows = Payment.objects.filter(receivable__contract=contract, state="requested")
    if amount_fen is not None:
        rows = rows.filter(amount_fen=amount_fen)
    found = rows.order_by("requested_at", "pk").first()
    if found is None:
        raise WrongState("treasury.nothing_to_pay", "二(三)-4", amount_fen=amount_fen or 0)
    return found
