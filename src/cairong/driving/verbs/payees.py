"""A change of the receiving account on its whole way."""

from typing import Any

from cairong.contracts.facts import Account
from cairong.contracts.models import Contract
from cairong.contracts.reads import suppliers_of
from cairong.driving.situation import AccountFacts, Situation
from cairong.driving.verb import plain, verb
from cairong.kernel.actor import Actor
from cairong.parties.models import Organisation
from cairong.treasury.actions import change_payee as changing
from cairong.treasury.actions import declare_account as declaring


@verb(declaring.declare_account, example="account: {bank: 乙银行}")
def declare_account(
    situation: Situation, actor: Actor, *, account: AccountFacts | None = None
) -> dict[str, Any]:
    """供应商声明一个账户是本单位的;account {payee, no, bank, cnaps} 没写的照签合同时填。"""
    assert actor.organisation_id is not None
    own = Organisation.objects.get(pk=actor.organisation_id)
    return _facts(situation.account_of(own, account))


@verb(changing.ask_payee_change, example="account: {bank: 乙银行}, reasons: 改在贷款的银行收款")
def ask_payee_change(
    situation: Situation, _: Actor, *, contract: Contract, account: AccountFacts, reasons: str
) -> dict[str, Any]:
    """供应商申请变更回款账户,申请即同意;account {payee, no, bank, cnaps} 没写的照签合同时填。"""
    supplier = suppliers_of(contract)[0].supplier
    assert supplier is not None
    filled = situation.account_of(supplier, account)
    return {"contract_id": contract.pk, **_facts(filled), "reason": reasons}


plain(changing.consent_payee_change, "采购人同意变更回款账户。")
plain(changing.change_payee, "国库科批准变更:新的收款账户从这时起生效,以后的支付只到新账户。")
plain(
    changing.withdraw_payee_change,
    "供应商撤回变更,或采购人、国库科不同意变更;写明理由。",
    example="reasons: 改用原账户",
)


def _facts(account: Account) -> dict[str, str]:
    return {
        "payee": account.payee,
        "account_no": account.no,
        "bank": account.bank,
        "cnaps": account.cnaps,
    }
