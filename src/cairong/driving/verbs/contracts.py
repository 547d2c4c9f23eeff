"""Contracts and their filing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from cairong.contracts.actions import save_draft as saving
from cairong.contracts.facts import WHOLE, Items, Milestone, Withholding
from cairong.contracts.models import Award, Contract
from cairong.contracts.reads import suppliers_of
from cairong.driving.situation import AccountFacts, Situation
from cairong.driving.verb import plain, verb
from cairong.filing.actions import decide_filing as deciding
from cairong.filing.actions import resubmit_filing as resubmitting
from cairong.filing.actions import sign_contract as signing
from cairong.filing.actions.open_filing import open_filing, recall_filing
from cairong.kernel.actor import Actor, Role
from cairong.parties.models import Mandate
from cairong.parties.reads import actor_of
from cairong.policy.items import OWN
from cairong.treasury.actions.confirm_account import confirm_account
from cairong.treasury.actions.disown_account import disown_account
from cairong.treasury.reads import words_on

USUAL = Items(
    quantity="1项",
    quality="符合国家标准和采购文件要求",
    performance_period="自合同签订之日起一年",
    place="采购人指定地点",
    manner="按采购文件要求交付",
    acceptance_terms="按采购文件和响应文件验收",
    liability="按合同约定承担违约责任",
    dispute_resolution="协商不成的,向采购人所在地人民法院起诉",
)
BY_WORD = {item.word: item.code for item in OWN}


@dataclass(frozen=True, kw_only=True)
class Elsewhere:
    """A filing or an announcement on another site: its number and its time."""

    no: str = ""
    at: datetime | None = None


def confirmed(drive: Any, contract: Contract) -> None:
    """Let each supplier that has a person say, in its own name, that its account is its own."""
    suppliers = suppliers_of(contract)
    said, began = words_on(suppliers), drive.now
    drive.now += drive.after  # by then it is signed
    for part in suppliers:
        seats = Mandate.objects.running(drive.today).filter(
            organisation=part.supplier, role=Role.SUPPLIER
        )
        seat = None if part.pk in said else seats.order_by("pk").first()
        if seat is not None:
            person = actor_of(seat, channel=drive.channel)
            drive.do("confirm_account", person, contract=contract)
    drive.now = began


@verb(saving.save_draft)
def save_draft(
    _: Situation, __: Actor, *, award: Award, fields: Items | None = None
) -> dict[str, Any]:
    """采购人保存合同草稿;各项可以只写一部分。"""
    return {"award_id": award.pk, "items": fields}


@verb(
    signing.sign_contract,
    example="amount_yuan: 685200, signed_on: 2025-09-26, "
    "schedule: [{milestone: 验收, percent: 100, agreed_days: 10, unit: working}]",
    then=confirmed,
)
def sign_contract(
    situation: Situation,
    _: Actor,
    *,
    award: Award,
    amount_fen: int,
    signed_on: date,
    account: AccountFacts | None = None,
    schedule: list[Milestone] | None = None,
    fields: Items | None = None,
    withheld: list[Withholding] | None = None,
    filed_elsewhere: Elsewhere | None = None,
    announced_elsewhere: Elsewhere | None = None,
    confirmed: bool = True,  # noqa: ARG001 - asked for once it is signed
) -> dict[str, Any]:
    """采购人签订合同,同时公告并报送备案(D1)。

    account {payee, no, bank, cnaps};schedule 每行 {milestone, percent, agreed_days, unit},
    合同没有约定天数的不写 agreed_days;
    fields 是合同各项(英文名或 二(二)-4 的中文名);withheld 每行 {item, ground, until} 申请不予公开;
    filed_elsewhere、announced_elsewhere {no, at} 是在其他网站备案、公告的编号和时间,各管各的期限;
    供应商随即确认回款账户是本单位的,写 confirmed: false 就不确认(D38)。
    """
    winner = award.shares.select_related("supplier").get().supplier
    filed, announced = filed_elsewhere or Elsewhere(), announced_elsewhere or Elsewhere()
    return {
        "award_id": award.pk,
        "amount_fen": amount_fen,
        "signed_on": signed_on,
        "account": situation.account_of(winner, account) if winner else None,
        "schedule": schedule or [Milestone(milestone="验收", percent=WHOLE)],
        "fields": _filled(fields),
        "withheld": withheld or [],
        "outside_no": filed.no,
        "outside_at": filed.at,
        "announced_outside_no": announced.no,
        "announced_outside_at": announced.at,
    }


plain(confirm_account, "供应商确认合同里的回款账户是本单位的。")
plain(
    disown_account,
    "供应商指出合同里的回款账户不是本单位的。",
    example="note: 少写了一位",
)
plain(open_filing, "采购科打开报送的备案;从这时起采购人不能收回。")
plain(
    recall_filing,
    "采购人收回采购科还没有打开的备案,写明理由。",
    example="reasons: 履行期限填写有误",
)


@verb(deciding.decide_filing, example="verdict: return, reasons: {quality: 未写明质量标准}")
def decide_filing(
    _: Situation,
    __: Actor,
    *,
    contract: Contract,
    verdict: Literal["accept", "return"],
    reasons: dict[str, str] | None = None,
    unconfirmed_reason: str = "",
) -> dict[str, Any]:
    """采购科审核备案:accept 同意,return 退回并写明理由(一段话,或逐项写)。

    供应商过了期限没有确认回款账户的,unconfirmed_reason 写明先行通过的理由。
    """
    return {
        "contract_id": contract.pk,
        "verdict": verdict,
        "reasons": _reasons(reasons or {}),
        "unconfirmed_reason": unconfirmed_reason,
    }


@verb(resubmitting.resubmit_filing, example="fields: {quality: 国标一等品}", then=confirmed)
def resubmit_filing(
    situation: Situation,
    _: Actor,
    *,
    contract: Contract,
    fields: Items | None = None,
    account: AccountFacts | None = None,
    schedule: list[Milestone] | None = None,
    confirmed: bool = True,  # noqa: ARG001 - asked for once it is submitted
) -> dict[str, Any]:
    """采购人补正被退回的备案后重新报送;也可以原样报送。

    供应商随即确认回款账户,写 confirmed: false 就不确认。
    """
    supplier = suppliers_of(contract)[0].supplier
    assert supplier is not None
    return {
        "contract_id": contract.pk,
        "fields": fields,
        "account": situation.account_of(supplier, account) if account else None,
        "schedule": schedule or [],
    }


def _filled(fields: Items | None) -> Items:
    said = {name: value for name, value in vars(fields or Items()).items() if value is not None}
    return Items(**{**vars(USUAL), **said})


def _reasons(given: Mapping[str, str]) -> dict[str, str]:
    """Hand reasons on item by item; what names no item becomes part of the whole's reason."""
    named = {BY_WORD.get(name, name): text for name, text in given.items()}
    items = {name: text for name, text in named.items() if name in deciding.REASONED}
    whole = [
        f"{name}:{text}" if name else text for name, text in named.items() if name not in items
    ]
    return {**({"": ";".join(whole)} if whole else {}), **items}
