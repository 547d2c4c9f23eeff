"""Intents, applications and offers, as lines of a story."""

from typing import Annotated
from uuid import UUID

from cairong.contracts.models import Award, Contract
from cairong.driving.stories import reading
from cairong.driving.stories.reading import ContractName, Institutions, Text, Whole, Yuan
from cairong.driving.stories.stage import Absent, Stage
from cairong.driving.stories.together import together
from cairong.driving.stories.vocabulary import act
from cairong.kernel.actor import Actor
from cairong.lending.actions.accept_offer import accept_offer as accept_offer_now
from cairong.lending.actions.approve_offer import approve_offer as approve_offer_now
from cairong.lending.actions.confirm_complete import confirm_complete as confirm_complete_now
from cairong.lending.actions.decline_offer import decline_offer as decline_offer_now
from cairong.lending.actions.decline_offer import withdraw_intent as withdraw_intent_now
from cairong.lending.actions.register_intent import register_intent as register_intent_now
from cairong.lending.actions.reject_application import reject_application as reject_now
from cairong.lending.actions.verify_contract import verify_contract as verify_contract_now
from cairong.lending.models import Application, Intent, Offer
from cairong.products.models import Product

AwardName = Annotated[str, reading.thing("award")]
IntentName = Annotated[str, reading.thing("intent")]
ProductName = Annotated[str, reading.thing("product")]
OfferName = Annotated[str, reading.thing("offer")]


@act(
    persons=1,
    gives="intent",
    example="by: 供应商, name: 意向, contract: 合同, amount_yuan: 300000, days: 180, "
    "institutions: [甲银行]",
)
def register_intent(
    stage: Stage,
    supplier: Actor,
    *,
    amount_yuan: Yuan,
    days: Whole,
    contract: ContractName | None = None,
    award: AwardName | None = None,
    institutions: Institutions | None = None,
    purpose: Text = "",
) -> Intent:
    """供应商凭合同(或中标通知书)登记融资意向;不写 institutions 的,发给有合适在架产品的全部机构。"""
    return register_intent_now(
        actor=supplier,
        now=stage.now,
        contract_id=stage.thing(contract, Contract).pk if contract else None,
        award_id=stage.thing(award, Award).pk if award else None,
        amount_fen=amount_yuan,
        days=days,
        institution_ids=[stage.parties[name].pk for name in institutions or []],
        purpose=purpose,
    )


@act(persons=1, gives="application", example="by: 甲银行/officer, intent: 意向")
def confirm_complete(stage: Stage, officer: Actor, *, intent: IntentName) -> Application:
    """金融机构确认申报材料齐全;审批期限从当天起算。"""
    return confirm_complete_now(
        actor=officer, now=stage.now, application_id=application_of(stage, officer, intent)
    )


@act(
    persons=1,
    gives="application",
    example="by: 甲银行/officer, intent: 意向, provincial_reference: HN-2025-1",
)
def verify_contract(
    stage: Stage,
    officer: Actor,
    *,
    intent: IntentName,
    provincial_reference: Text = "",
) -> Application:
    """金融机构核验合同真实性,并记下在河南省电子化政府采购系统核对的编号。"""
    application_id = application_of(stage, officer, intent)
    verify_contract_now(
        actor=officer,
        now=stage.now,
        application_id=application_id,
        provincial_reference=provincial_reference,
    )
    return Application.objects.get(pk=application_id)


@act(
    persons=2,
    gives="offer",
    example="by: [甲银行/officer, 甲银行/approver], name: 报价, intent: 意向, product: 甲贷, "
    "amount_yuan: 300000, days: 180, spread_bp: 45, method: bullet, instalments: 1, fee_yuan: 0",
)
def approve_offer(
    stage: Stage,
    officer: Actor,
    approver: Actor,
    *,
    intent: IntentName,
    product: ProductName,
    amount_yuan: Yuan,
    days: Whole,
    spread_bp: Whole,
    method: Text = "bullet",
    instalments: Whole = 1,
    fee_yuan: Yuan = 0,
) -> Offer:
    """金融机构批准申请,给出报价;加点和费用可以低于产品公布的,不得高于。"""
    return together(
        stage,
        officer,
        approver,
        approve_offer_now,
        application_id=application_of(stage, officer, intent),
        product_id=stage.thing(product, Product).pk,
        amount_fen=amount_yuan,
        days=days,
        spread_bp=spread_bp,
        method=method,
        instalments=instalments,
        fee_fen=fee_yuan,
    )


@act(
    persons=2,
    gives="application",
    example="by: [甲银行/officer, 甲银行/approver], intent: 意向, code: term-mismatch, "
    "reasons: 预计付款日晚于产品最长期限,请缩短期限",
)
def reject_application(
    stage: Stage, officer: Actor, approver: Actor, *, intent: IntentName, code: Text, reasons: Text
) -> Application:
    """金融机构不予批准,写明理由代码和具体理由。"""
    return together(
        stage,
        officer,
        approver,
        reject_now,
        application_id=application_of(stage, officer, intent),
        code=code,
        words=reasons,
    )


@act(persons=1, gives="offer", example="by: 供应商, offer: 报价")
def accept_offer(stage: Stage, supplier: Actor, *, offer: OfferName) -> Offer:
    """供应商接受报价;同一意向的其他报价随之落选。"""
    return accept_offer_now(actor=supplier, now=stage.now, offer_id=stage.thing(offer, Offer).pk)


@act(persons=1, gives="offer", example="by: 供应商, offer: 报价")
def decline_offer(stage: Stage, supplier: Actor, *, offer: OfferName) -> Offer:
    """供应商谢绝报价;已接受的可以退出,放过一部分款的是不再提余下的。占用的额度当场释放。"""
    return decline_offer_now(actor=supplier, now=stage.now, offer_id=stage.thing(offer, Offer).pk)


@act(persons=1, gives="intent", example="by: 供应商, intent: 意向")
def withdraw_intent(stage: Stage, supplier: Actor, *, intent: IntentName) -> Intent:
    """供应商撤回意向:其下的申请和报价一并结束,占用的额度当场释放;接受报价之后不能再撤。"""
    of = stage.thing(intent, Intent)
    return withdraw_intent_now(actor=supplier, now=stage.now, intent_id=of.pk)


def application_of(stage: Stage, actor: Actor, intent: str) -> UUID:
    """Find the actor's application of an intent; another's where it has none, to be refused it."""
    rows = Application.objects.filter(intent=stage.thing(intent, Intent)).order_by("pk")
    own = rows.filter(institution_id=actor.organisation_id).first() or rows.first()
    if own is None:
        raise Absent(f"「{intent}」没有送达任何机构")
    return own.pk
