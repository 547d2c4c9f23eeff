"""From the accepted offer to the repaid loan, as lines of a story."""

from typing import Annotated

from cairong.driving.stories import reading
from cairong.driving.stories.reading import Day, Text, Yuan
from cairong.driving.stories.stage import Stage
from cairong.driving.stories.together import together
from cairong.driving.stories.vocabulary import act
from cairong.kernel.actor import Actor
from cairong.lending.actions.disburse import disburse as disburse_now
from cairong.lending.actions.meet_conditions import meet_conditions as meet_conditions_now
from cairong.lending.actions.record_repayment import record_repayment as record_repayment_now
from cairong.lending.actions.request_lock import request_lock as request_lock_now
from cairong.lending.actions.step_back import step_back as step_back_now
from cairong.lending.models import Loan, Offer
from cairong.treasury.models import Lock

OfferName = Annotated[str, reading.thing("offer")]
LoanName = Annotated[str, reading.thing("loan")]


@act(
    persons=2,
    gives="lock",
    example="by: [甲银行/officer, 甲银行/approver], name: 锁, offer: 报价",
)
def request_lock(stage: Stage, officer: Actor, approver: Actor, *, offer: OfferName) -> Lock:
    """金融机构凭已接受的报价申请锁定回款账户;同一机构已有锁定的,直接加入。"""
    of = stage.thing(offer, Offer)
    together(stage, officer, approver, request_lock_now, offer_id=of.pk)
    of.refresh_from_db()
    assert of.lock is not None
    return of.lock


@act(persons=1, gives="offer", example="by: 甲银行/officer, offer: 报价")
def meet_conditions(stage: Stage, officer: Actor, *, offer: OfferName) -> Offer:
    """金融机构记下放款条件已全部具备;放款期限从当天起算。"""
    of = stage.thing(offer, Offer)
    meet_conditions_now(actor=officer, now=stage.now, offer_id=of.pk)
    return of


@act(
    persons=2,
    gives="offer",
    example="by: [甲银行/officer, 甲银行/approver], offer: 报价, reason: 合同款已付清",
)
def step_back(
    stage: Stage, officer: Actor, approver: Actor, *, offer: OfferName, reason: Text
) -> Offer:
    """金融机构退出已接受、还没有放完款的报价,写明理由;占用的额度和账户锁定随之释放。"""
    return together(
        stage,
        officer,
        approver,
        step_back_now,
        offer_id=stage.thing(offer, Offer).pk,
        reason=reason,
    )


@act(
    persons=2,
    gives="loan",
    example="by: [甲银行/officer, 甲银行/approver], name: 贷款, offer: 报价, amount_yuan: 300000",
)
def disburse(
    stage: Stage, officer: Actor, approver: Actor, *, offer: OfferName, amount_yuan: Yuan
) -> Loan:
    """金融机构放款;一份报价可以分几次放。"""
    return together(
        stage,
        officer,
        approver,
        disburse_now,
        offer_id=stage.thing(offer, Offer).pk,
        amount_fen=amount_yuan,
    )


@act(
    persons=2,
    gives="loan",
    example="by: [甲银行/officer, 甲银行/approver], loan: 贷款, amount_yuan: 101166.67, "
    "on: 2025-12-14, means: 转账",
)
def record_repayment(
    stage: Stage,
    officer: Actor,
    approver: Actor,
    *,
    loan: LoanName,
    amount_yuan: Yuan,
    on: Day,
    means: Text = "转账",
) -> Loan:
    """金融机构登记供应商用自有资金还款:先付到当天的利息,余下的还本金。"""
    return together(
        stage,
        officer,
        approver,
        record_repayment_now,
        loan_id=stage.thing(loan, Loan).pk,
        amount_fen=amount_yuan,
        on=on,
        means=means,
    )
