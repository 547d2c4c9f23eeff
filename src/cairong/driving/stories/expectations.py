"""What a line may expect: each function finds facts, the runner compares those asked for."""

from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from django.db.models import Model

from cairong.clocks.models import Duty
from cairong.clocks.reads import OPEN, newest, verdict_of
from cairong.contracts.models import Award, Contract
from cairong.contracts.states import PUBLIC_STATES
from cairong.driving.stories import reading
from cairong.driving.stories.balls import holder
from cairong.driving.stories.reading import (
    AnyThing,
    ContractName,
    Day,
    Flag,
    SignedYuan,
    Text,
    Whole,
)
from cairong.driving.stories.stage import Absent, Stage
from cairong.driving.stories.vocabulary import expectation
from cairong.lending.checking import books_check
from cairong.lending.models import Loan, Offer
from cairong.policy.duties import DUTIES
from cairong.products.models import Product
from cairong.products.reads import version_in_force
from cairong.treasury.arithmetic import headroom_fen
from cairong.treasury.models import Lock, Receivable

Facts = dict[str, Any]
DutyWord = Annotated[str, reading.one_of(*DUTIES)]
Verdict = Annotated[str, reading.one_of("open", "kept", "late", "breached")]
ProductName = Annotated[str, reading.thing("product")]
OfferName = Annotated[str, reading.thing("offer")]
LoanName = Annotated[str, reading.thing("loan", "offer", "contract")]
Percent = Annotated[Any, reading.number]


@expectation(
    example="of: 中标, duty: sign_contract, due: 2025-09-30, due_law: 2025-10-15, verdict: open"
)
def expect_duty(
    stage: Stage,
    *,
    of: AnyThing,
    duty: DutyWord,
    due: Day | None = None,  # noqa: ARG001 - compared by the runner
    due_law: Day | None = None,  # noqa: ARG001
    verdict: Verdict | None = None,  # noqa: ARG001
    provisional: Flag | None = None,  # noqa: ARG001
) -> Facts:
    """一项职责的期限和结论;有几项的,看最新的一项。

    due 是市里(或合同约定)的到期日,due_law 是法定的到期日;
    verdict:open 在期限内、kept 按期、late 过了 due、breached 过了 due_law。
    """
    found = _duty(stage.any_thing(of), duty)
    return {
        "due": found.due_on,
        "due_law": found.due_law_on,
        "verdict": verdict_of(found, today=stage.today),
        "provisional": found.provisional,
    }


@expectation(example="of: 意向, running: 0")
def expect_duties(stage: Stage, *, of: AnyThing, running: Whole | None = None) -> Facts:  # noqa: ARG001
    """与一件事有关、既没有履行也没有取消的职责还有几项。"""
    found = Duty.objects.filter(about__contains=[stage.any_thing(of).pk], state__in=OPEN)
    return {"running": found.count()}


@expectation(example="contract: 合同, product: 甲贷, yuan: 479640.00")
def expect_headroom(
    stage: Stage,
    *,
    contract: ContractName,
    product: ProductName | None = None,
    yuan: SignedYuan | None = None,  # noqa: ARG001
) -> Facts:
    """一份合同按某个产品还能融资多少;不写 product 的,按合同自己的比例上限。"""
    cap = None
    if product is not None:
        cap = version_in_force(stage.thing(product, Product)).cap_percent
    return {"yuan": headroom_fen(_receivable(stage, contract), cap)}


@expectation(
    example="of: 报价甲, rate_percent: 3.45, interest_yuan: 5175.00, "
    "simple_percent: 3.4979, irr_percent: 3.5289"
)
def expect_offer(
    stage: Stage,
    *,
    of: OfferName,
    rate_percent: Percent | None = None,  # noqa: ARG001
    interest_yuan: SignedYuan | None = None,  # noqa: ARG001
    simple_percent: Percent | None = None,  # noqa: ARG001
    irr_percent: Percent | None = None,  # noqa: ARG001
    until: Day | None = None,  # noqa: ARG001
    state: Text | None = None,  # noqa: ARG001
) -> Facts:
    """一份报价的年利率、全部利息、年化成本(单利、内部收益率)、有效期的最后一天和状态。"""
    offer = stage.thing(of, Offer)
    return {
        "rate_percent": Decimal(offer.rate_bp) / 100,
        "interest_yuan": offer.interest_fen,
        "simple_percent": offer.simple_percent,
        "irr_percent": offer.irr_percent,
        "until": offer.valid_until,
        "state": offer.state,
    }


@expectation(
    example="of: 贷款, outstanding_yuan: 26552.50, interest_paid_yuan: 632.50, state: repaying"
)
def expect_loan(
    stage: Stage,
    *,
    of: LoanName,
    outstanding_yuan: SignedYuan | None = None,  # noqa: ARG001
    interest_paid_yuan: SignedYuan | None = None,  # noqa: ARG001
    state: Text | None = None,  # noqa: ARG001
) -> Facts:
    """一笔贷款的未偿本金、已付利息和状态;of 写报价或合同的,看它最新的一笔。"""
    loan = _loan(stage.any_thing(of))
    return {
        "outstanding_yuan": loan.outstanding_fen,
        "interest_paid_yuan": loan.interest_paid_fen,
        "state": loan.state,
    }


@expectation(
    example="of: 合同, paid_yuan: 274080.00, owed_yuan: 0.00, to_supplier_yuan: 0.00, public: true"
)
def expect_contract(
    stage: Stage,
    *,
    of: ContractName,
    owed_yuan: SignedYuan | None = None,  # noqa: ARG001
    paid_yuan: SignedYuan | None = None,  # noqa: ARG001
    to_supplier_yuan: SignedYuan | None = None,  # noqa: ARG001
    state: Text | None = None,  # noqa: ARG001
    public: Flag | None = None,  # noqa: ARG001
) -> Facts:
    """一份合同已验收待申请的、已支付的、已归供应商的金额,状态,是否已公开。"""
    contract = stage.thing(of, Contract)
    receivables = list(Receivable.objects.filter(contract=contract))
    return {
        "owed_yuan": sum(one.due_fen for one in receivables),
        "paid_yuan": sum(one.paid_fen for one in receivables),
        "to_supplier_yuan": sum(one.to_supplier_fen for one in receivables),
        "state": contract.state,
        "public": contract.state in PUBLIC_STATES,
    }


@expectation(example="of: 合同, state: active")
def expect_lock(stage: Stage, *, of: AnyThing, state: Text | None = None) -> Facts:  # noqa: ARG001
    """一份合同上最新的账户锁定的状态,没有申请过的是 none;of 也可以写锁定自己的名字。"""
    thing = stage.any_thing(of)
    if isinstance(thing, Lock):
        return {"state": thing.state}
    found = Lock.objects.filter(receivable__contract_id=thing.pk).order_by("pk").last()
    return {"state": found.state if found else "none"}


@expectation(example="of: 合同, bank: 乙银行, version: 2")
def expect_account(
    stage: Stage,
    *,
    of: ContractName,
    payee: Text | None = None,  # noqa: ARG001
    no: Text | None = None,  # noqa: ARG001
    bank: Text | None = None,  # noqa: ARG001
    version: Whole | None = None,  # noqa: ARG001
) -> Facts:
    """一份合同现在的回款账户:户名、账号、开户行,是第几版;备案同意之前没有。"""
    current = _receivable(stage, of).current
    if current is None:
        raise Absent(f"「{of}」还没有回款账户")
    return {
        "payee": current.payee,
        "no": current.account_no,
        "bank": current.bank,
        "version": current.version,
    }


@expectation(example="of: 锁, holder: 供应商")
def expect_ball(stage: Stage, *, of: AnyThing, holder: Text | None = None) -> Facts:  # noqa: ARG001
    """一件事现在轮到谁办,写法同 by;没有人要办的,写 nobody。"""
    return {"holder": _holder(stage.any_thing(of), stage)}


@expectation(example="balanced: true")
def expect_books(stage: Stage, *, balanced: Flag | None = None) -> Facts:  # noqa: ARG001
    """账簿是否平衡:与 cairong books check 是同一套核对。"""
    return {"balanced": books_check(stage.city)["balanced"]}


_holder = holder


def _duty(thing: Model, kind: str) -> Duty:
    ids: list[UUID] = [thing.pk]
    if isinstance(thing, Award) and kind != "sign_contract":
        ids += list(Contract.objects.filter(award=thing).values_list("pk", flat=True))
    if isinstance(thing, Contract) and kind == "sign_contract":
        ids.append(thing.award_id)
    for one in ids:
        if found := newest(one, kind):
            return found
    raise Absent(f"没有「{DUTIES[kind].word}」这项职责")


def _receivable(stage: Stage, contract: str) -> Receivable:
    found = Receivable.objects.filter(contract=stage.thing(contract, Contract)).order_by("seq")
    first = found.first()
    if first is None:
        raise Absent(f"「{contract}」还没有应收账款")
    return first


def _loan(thing: Model) -> Loan:
    if isinstance(thing, Loan):
        return thing
    by = "offer" if isinstance(thing, Offer) else "contract"
    found = Loan.objects.filter(**{by: thing.pk}).order_by("pk").last()
    if found is None:
        raise Absent("还没有放过款")
    return found
