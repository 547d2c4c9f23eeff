"""A change of the receiving account on its whole way, as lines of a story."""

from typing import Annotated

from cairong.contracts.models import Contract
from cairong.driving.stories import reading
from cairong.driving.stories.reading import Account, ContractName, Text
from cairong.driving.stories.stage import Stage
from cairong.driving.stories.together import together
from cairong.driving.stories.vocabulary import act
from cairong.kernel.actor import Actor
from cairong.treasury.actions.change_payee import ask_payee_change as ask_payee_change_now
from cairong.treasury.actions.change_payee import change_payee as change_payee_now
from cairong.treasury.actions.change_payee import consent_payee_change as consent_payee_change_now
from cairong.treasury.actions.change_payee import withdraw_payee_change as withdraw_now
from cairong.treasury.models import PayeeChange, PayeeVersion, Receivable

ChangeName = Annotated[str, reading.thing("change")]


@act(
    persons=1,
    gives="change",
    example="by: 供应商, name: 变更, contract: 合同, account: {bank: 乙银行}, "
    "reasons: 改在贷款的银行收款",
)
def ask_payee_change(
    stage: Stage, supplier: Actor, *, contract: ContractName, account: Account, reasons: Text
) -> PayeeChange:
    """供应商申请变更回款账户,申请即同意;account {payee, no, bank, cnaps} 没写的照签合同时填。"""
    of = stage.thing(contract, Contract)
    owner = Receivable.objects.select_related("supplier").filter(contract=of).first()
    filled = stage.account_of(owner.supplier, account) if owner else account
    return ask_payee_change_now(
        actor=supplier,
        now=stage.now,
        contract_id=of.pk,
        payee=filled["payee"],
        account_no=filled["no"],
        bank=filled["bank"],
        cnaps=filled["cnaps"],
        reason=reasons,
    )


@act(persons=2, gives="change", example="by: [采购人/officer, 采购人/approver], change: 变更")
def consent_payee_change(
    stage: Stage, officer: Actor, approver: Actor, *, change: ChangeName
) -> PayeeChange:
    """采购人同意变更回款账户。"""
    of = stage.thing(change, PayeeChange)
    return together(stage, officer, approver, consent_payee_change_now, change_id=of.pk)


@act(
    persons=2,
    gives="payee",
    example="by: [bureau/treasury-officer, bureau/treasury-approver], change: 变更",
)
def change_payee(
    stage: Stage, officer: Actor, approver: Actor, *, change: ChangeName
) -> PayeeVersion:
    """国库科批准变更:新的收款账户从这时起生效,以后的支付只到新账户。"""
    of = stage.thing(change, PayeeChange)
    return together(stage, officer, approver, change_payee_now, change_id=of.pk)


@act(persons=1, gives="change", example="by: 供应商, change: 变更, reasons: 改用原账户")
def withdraw_payee_change(
    stage: Stage, actor: Actor, *, change: ChangeName, reasons: Text
) -> PayeeChange:
    """供应商撤回变更,或采购人、国库科不同意变更;写明理由。"""
    of = stage.thing(change, PayeeChange)
    return withdraw_now(actor=actor, now=stage.now, change_id=of.pk, reason=reasons)
