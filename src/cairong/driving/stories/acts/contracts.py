"""Awards, contracts and their filing, as lines of a story."""

from collections.abc import Mapping
from typing import Annotated, Any

from cairong.contracts.actions.record_award import record_award as record_award_now
from cairong.contracts.facts import Account as ReceivingAccount
from cairong.contracts.facts import Items, Milestone, Withholding
from cairong.contracts.models import Award, Contract
from cairong.contracts.reads import suppliers_of
from cairong.driving.stories import reading
from cairong.driving.stories.reading import (
    Account,
    ContractName,
    Day,
    Reasons,
    Schedule,
    Supplier,
    Text,
    Yuan,
)
from cairong.driving.stories.stage import Stage
from cairong.driving.stories.together import together
from cairong.driving.stories.vocabulary import act
from cairong.filing.actions.decide_filing import REASONED
from cairong.filing.actions.decide_filing import decide_filing as decide_filing_now
from cairong.filing.actions.resubmit_filing import resubmit_filing as resubmit_filing_now
from cairong.filing.actions.sign_contract import sign_contract as sign_contract_now
from cairong.kernel.actor import Actor
from cairong.parties.models import Organisation
from cairong.policy.items import OWN, TYPED

READERS: dict[str, reading.Reader] = {
    "text": reading.text,
    "money": reading.yuan,
    "day": reading.day,
    "flag": reading.flag,
}
WORDS = {one.word: one.code for one in OWN if one.required}
FIELDS: dict[str, reading.Reader] = {
    **{one.key: READERS[one.kind] for one in TYPED},
    **dict.fromkeys(WORDS, reading.text),
}
PLAIN = {
    "quantity": "1项",
    "quality": "符合国家标准和采购文件要求",
    "performance_period": "自合同签订之日起一年",
    "place": "采购人指定地点",
    "manner": "按采购文件要求交付",
    "acceptance_terms": "按采购文件和响应文件验收",
    "liability": "按合同约定承担违约责任",
    "dispute_resolution": "协商不成的,向采购人所在地人民法院起诉",
}
Elsewhere = Annotated[dict[str, Any], reading.shaped(no=reading.text, at=reading.moment)]
AwardName = Annotated[str, reading.thing("award")]
Verdict = Annotated[str, reading.one_of("accept", "return")]
Fields = Annotated[dict[str, Any], reading.shaped(**FIELDS)]
Withheld = Annotated[
    list[dict[str, Any]],
    reading.listed(reading.shaped(item=reading.text, ground=reading.text, until=reading.day)),
]


@act(
    persons=1,
    gives="award",
    example="by: 采购人/officer, name: 中标, supplier: 供应商, amount_yuan: 685200, "
    "notice_on: 2025-09-15",
)
def record_award(
    stage: Stage,
    officer: Actor,
    *,
    supplier: Supplier | None = None,
    winner: Text = "",
    amount_yuan: Yuan,
    notice_on: Day,
    title: Text = "",
    project_no: Text = "",
) -> Award:
    """采购人登记一份中标(成交)通知书;签订合同的期限从通知书之日起算。

    supplier 是当事人;还没有注册的,在 winner 里写名称。
    """
    return record_award_now(
        actor=officer,
        now=stage.now,
        supplier_id=stage.parties[supplier].pk if supplier else None,
        supplier_name=winner,
        amount_fen=amount_yuan,
        notice_on=notice_on,
        title=title or f"{stage.naming or '中标'}项目",
        project_no=project_no,
    )


@act(
    persons=2,
    gives="contract",
    example="by: [采购人/officer, 采购人/approver], name: 合同, award: 中标, "
    "amount_yuan: 685200, signed_on: 2025-09-26, "
    "schedule: [{milestone: 验收, percent: 100, agreed_days: 10, unit: working}]",
)
def sign_contract(
    stage: Stage,
    officer: Actor,
    approver: Actor,
    *,
    award: AwardName,
    amount_yuan: Yuan,
    signed_on: Day,
    account: Account | None = None,
    schedule: Schedule | None = None,
    fields: Fields | None = None,
    withheld: Withheld | None = None,
    filed_elsewhere: Elsewhere | None = None,
    announced_elsewhere: Elsewhere | None = None,
) -> Contract:
    """采购人签订合同,同时公告并报送备案(D1)。

    account {payee, no, bank, cnaps};schedule 每行 {milestone, percent, agreed_days, unit},
    合同没有约定天数的不写 agreed_days;
    fields 是合同各项(英文名或 二(二)-4 的中文名);withheld 每行 {item, ground, until} 申请不予公开;
    filed_elsewhere、announced_elsewhere {no, at} 是在其他网站备案、公告的编号和时间,各管各的期限。
    """
    of = stage.thing(award, Award)
    winner = of.shares.select_related("supplier").get().supplier
    return together(
        stage,
        officer,
        approver,
        sign_contract_now,
        award_id=of.pk,
        amount_fen=amount_yuan,
        signed_on=signed_on,
        account=_account(stage, winner, account or {}) if winner else None,
        schedule=_milestones(schedule or [{"milestone": "验收", "percent": "100"}]),
        fields=Items(**{**PLAIN, **_items(fields or {})}),
        withheld=[Withholding(**one) for one in withheld or []],
        **{f"outside_{name}": value for name, value in (filed_elsewhere or {}).items()},
        **{
            f"announced_outside_{name}": value
            for name, value in (announced_elsewhere or {}).items()
        },
    )


@act(
    persons=2,
    gives="contract",
    example="by: [bureau/procurement-officer, bureau/procurement-approver], contract: 合同, "
    "verdict: return, reasons: {quality: 未写明质量标准}",
)
def decide_filing(
    stage: Stage,
    officer: Actor,
    approver: Actor,
    *,
    contract: ContractName,
    verdict: Verdict,
    reasons: Reasons | None = None,
) -> Contract:
    """采购科审核备案:accept 同意,return 退回并写明理由(一段话,或逐项写)。"""
    return together(
        stage,
        officer,
        approver,
        decide_filing_now,
        contract_id=stage.thing(contract, Contract).pk,
        verdict=verdict,
        reasons=_reasons(reasons or {}),
    )


@act(
    persons=2,
    gives="contract",
    example="by: [采购人/officer, 采购人/approver], contract: 合同, fields: {quality: 国标一等品}",
)
def resubmit_filing(
    stage: Stage,
    officer: Actor,
    approver: Actor,
    *,
    contract: ContractName,
    fields: Fields | None = None,
    account: Account | None = None,
    schedule: Schedule | None = None,
) -> Contract:
    """采购人补正被退回的备案后重新报送;也可以原样报送。"""
    of = stage.thing(contract, Contract)
    supplier = suppliers_of(of)[0].supplier
    assert supplier is not None
    return together(
        stage,
        officer,
        approver,
        resubmit_filing_now,
        contract_id=of.pk,
        fields=Items(**_items(fields)) if fields else None,
        account=_account(stage, supplier, account) if account else None,
        schedule=_milestones(schedule or []),
    )


def _account(stage: Stage, supplier: Organisation, given: dict[str, str]) -> ReceivingAccount:
    filled = stage.account_of(supplier, given)
    return ReceivingAccount(
        payee=filled["payee"], no=filled["no"], bank=filled["bank"], cnaps=filled["cnaps"]
    )


def _reasons(given: Mapping[str, str]) -> dict[str, str]:
    """Hand reasons on item by item; what names no item becomes part of the whole's reason."""
    named = {WORDS.get(name, name): text for name, text in given.items()}
    whole = [
        f"{name}:{text}" if name else text for name, text in named.items() if name not in REASONED
    ]
    items = {name: text for name, text in named.items() if name in REASONED}
    return {**({"": ";".join(whole)} if whole else {}), **items}


def _items(fields: Mapping[str, Any]) -> dict[str, Any]:
    named = {WORDS.get(name, name): value for name, value in fields.items()}
    return {
        name.replace("_yuan", "_fen") if name.endswith("_yuan") else name: value
        for name, value in named.items()
    }


def _milestones(rows: list[dict[str, Any]]) -> list[Milestone]:
    return [Milestone(**row) for row in rows]
