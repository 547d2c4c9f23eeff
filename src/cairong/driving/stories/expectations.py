"""What a line may expect: each function finds facts, the runner compares those asked for."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from django.db.models import Count, Model

from cairong.agencies.models import ProcurementFile
from cairong.alerts.models import Alert
from cairong.board.models import Minutes, Task
from cairong.clocks.models import Duty
from cairong.clocks.reads import OPEN, newest, verdict_of
from cairong.contracts.models import Award, Contract
from cairong.contracts.states import PUBLIC_STATES
from cairong.driving.situation import Absent
from cairong.driving.stories.balls import holder
from cairong.driving.stories.reading import one_of
from cairong.driving.stories.stage import Stage
from cairong.driving.stories.vocabulary import expectation
from cairong.evaluation.reads import year_view
from cairong.guidance.models import Guidance, Guided, RosterEntry, RosterPush, Shortage
from cairong.guidance.roster import pushes_of
from cairong.guidance.shortages import ranked
from cairong.kernel.actor import Role
from cairong.lending.checking import books_check
from cairong.lending.models import Loan, Offer
from cairong.outreach.models import Letter
from cairong.oversight.models import Urging
from cairong.oversight.replay import as_recorded, replayed
from cairong.parties.models import Organisation, SupplierProfile
from cairong.policy.alerts import KINDS
from cairong.policy.duties import DUTIES
from cairong.policy.evaluation import PLACES
from cairong.products.models import Product
from cairong.products.reads import version_in_force
from cairong.promotion.effect import effect_of
from cairong.promotion.models import OutreachEvent
from cairong.promotion.reads import taken
from cairong.recommending.models import Ask, Recommendation
from cairong.sizing.models import Dispute
from cairong.treasury.arithmetic import headroom_fen
from cairong.treasury.models import Lock, Receivable

Facts = dict[str, Any]


@expectation(
    example="of: 中标, duty: sign_contract, due: 2025-09-30, due_law: 2025-10-15, verdict: open",
    due=date,
    due_law=date | None,
    verdict=Annotated[str, one_of("open", "kept", "late", "breached")],
    provisional=bool,
)
def expect_duty(stage: Stage, *, of: Model, duty: Annotated[str, one_of(*DUTIES)]) -> Facts:
    """一项职责的期限和结论;有几项的,看最新的一项。

    due 是市里(或合同约定)的到期日,due_law 是法定的到期日;
    verdict:open 在期限内、kept 按期、late 过了 due、breached 过了 due_law。
    """
    found = _duty(of, duty)
    return {
        "due": found.due_on,
        "due_law": found.due_law_on,
        "verdict": verdict_of(found, today=stage.today),
        "provisional": found.provisional,
    }


@expectation(
    example="of: 意向, duty: decide_application, days: 8, due: 2025-10-15, verdict: late",
    due=date,
    verdict=Annotated[str, one_of("open", "kept", "late", "breached")],
    counted=int,
    like=bool,
)
def expect_replay(
    stage: Stage, *, of: Model, duty: Annotated[str, one_of(*DUTIES)], days: int
) -> Facts:
    """一项职责按别的天数重算的到期日、结论和数了几天;like 是按它自己的天数重算与记录一致。"""
    watching = replace(stage.system, role=Role.PROCUREMENT_APPROVER)
    found = replayed(watching, stage.now, _duty(of, duty).pk, days)
    return {
        "due": found.after.due,
        "verdict": found.would_be,
        "counted": len(found.after.counted),
        "like": as_recorded(found, today=stage.today),
    }


@expectation(example="kind: evidence, open: 1", open=int, closed=int)
def expect_alerts(_: Stage, *, kind: Annotated[str, one_of(*KINDS)]) -> Facts:
    """一种监管预警有几份待查看(open)、几份已办结(closed)。"""
    states = list(Alert.objects.filter(kind=kind).values_list("state", flat=True))
    return {state: states.count(state) for state in ("open", "closed")}


@expectation(
    example="of: 异议, state: decided, size: large, holds: large", state=str, size=str, holds=str
)
def expect_dispute(_: Stage, *, of: Dispute) -> Facts:
    """一份规模异议的状态、认定的类型(size)和企业现在有效的类型(holds)。"""
    now = SupplierProfile.objects.get(pk=of.supplier_id).size
    return {"state": of.state, "size": of.size, "holds": now}


@expectation(example="of: 意向, running: 0", running=int)
def expect_duties(_: Stage, *, of: Model) -> Facts:
    """与一件事有关、既没有履行也没有取消的职责还有几项。"""
    return {"running": Duty.objects.filter(about__contains=[of.pk], state__in=OPEN).count()}


@expectation(example="contract: 合同, product: 甲贷, yuan: 479640.00", yuan=int)
def expect_headroom(_: Stage, *, contract: Contract, product: Product | None = None) -> Facts:
    """一份合同按某个产品还能融资多少;不写 product 的,按合同自己的比例上限。"""
    cap = version_in_force(product).cap_percent if product else None
    return {"yuan": headroom_fen(_receivable(contract), cap)}


@expectation(
    example="of: 报价甲, rate_percent: 3.45, interest_yuan: 5175.00, "
    "simple_percent: 3.4979, irr_percent: 3.5289",
    rate_percent=Decimal,
    interest_yuan=int,
    simple_percent=Decimal | None,
    irr_percent=Decimal | None,
    until=date,
    state=str,
)
def expect_offer(_: Stage, *, of: Offer) -> Facts:
    """一份报价的年利率、全部利息、年化成本(单利、内部收益率)、有效期的最后一天和状态。"""
    return {
        "rate_percent": Decimal(of.rate_bp) / 100,
        "interest_yuan": of.interest_fen,
        "simple_percent": of.simple_percent,
        "irr_percent": of.irr_percent,
        "until": of.valid_until,
        "state": of.state,
    }


@expectation(
    example="of: 贷款, outstanding_yuan: 26552.50, interest_paid_yuan: 632.50, state: repaying",
    outstanding_yuan=int,
    interest_paid_yuan=int,
    state=str,
)
def expect_loan(_: Stage, *, of: Loan | Offer | Contract) -> Facts:
    """一笔贷款的未偿本金、已付利息和状态;of 写报价或合同的,看它最新的一笔。"""
    loan = of if isinstance(of, Loan) else _newest_loan(of)
    return {
        "outstanding_yuan": loan.outstanding_fen,
        "interest_paid_yuan": loan.interest_paid_fen,
        "state": loan.state,
    }


@expectation(
    example="of: 合同, paid_yuan: 274080.00, owed_yuan: 0.00, to_supplier_yuan: 0.00, public: true",
    owed_yuan=int,
    paid_yuan=int,
    to_supplier_yuan=int,
    state=str,
    public=bool,
)
def expect_contract(_: Stage, *, of: Contract) -> Facts:
    """一份合同已验收待申请的、已支付的、已归供应商的金额,状态,是否已公开。"""
    receivables = list(Receivable.objects.filter(contract=of))
    return {
        "owed_yuan": sum(row.due_fen for row in receivables),
        "paid_yuan": sum(row.paid_fen for row in receivables),
        "to_supplier_yuan": sum(row.to_supplier_fen for row in receivables),
        "state": of.state,
        "public": of.state in PUBLIC_STATES,
    }


@expectation(example="of: 合同, state: active", state=str)
def expect_lock(_: Stage, *, of: Model) -> Facts:
    """一份合同上最新的账户锁定的状态,没有申请过的是 none;of 也可以写锁定自己的名字。"""
    if isinstance(of, Lock):
        return {"state": of.state}
    found = Lock.objects.filter(receivable__contract_id=of.pk).order_by("pk").last()
    return {"state": found.state if found else "none"}


@expectation(example="of: 合同, bank: 乙银行, version: 2", payee=str, no=str, bank=str, version=int)
def expect_account(_: Stage, *, of: Contract) -> Facts:
    """一份合同现在的回款账户:户名、账号、开户行,是第几版;备案同意之前没有。"""
    current = _receivable(of).current
    if current is None:
        raise Absent(f"{of.no} 还没有回款账户")
    return {
        "payee": current.payee,
        "no": current.account_no,
        "bank": current.bank,
        "version": current.version,
    }


@expectation(
    example="of: 督办函, no: 洛财督〔2025〕1号, state: closed, verdict: mended",
    no=str,
    state=str,
    verdict=str,
    late=int,
)
def expect_urging(_: Stage, *, of: Urging) -> Facts:
    """一份督办函的编号、状态、办结结论,发函时第一项已超几个工作日。"""
    first = of.items.order_by("due_on", "pk").values_list("late_days", flat=True)[0]
    return {"no": of.no, "state": of.state, "verdict": of.verdict, "late": first}


@expectation(
    example="of: 指导函, institution: 甲银行, no: 洛银导〔2026〕1号, state: closed, verdict: met",
    no=str,
    state=str,
    verdict=str,
    loans=int,
    lent=int,
)
def expect_guidance(_: Stage, *, of: Guidance, institution: Organisation) -> Facts:
    """一份信贷指导函在一家机构的状态、结论,发函时记下的本年放款笔数(loans)和元(lent)。"""
    found = Guided.objects.get(letter=of, institution=institution)
    figures = found.figures
    return {
        "no": of.no,
        "state": found.state,
        "verdict": found.verdict,
        "loans": figures["loans"],
        "lent": figures["amount_fen"] // 100,
    }


@expectation(
    example="of: 申报, place: 1, lent: 400000, state: open",
    place=int,
    lent=int,
    state=str,
    granted=int,
)
def expect_shortage(stage: Stage, *, of: Shortage) -> Facts:
    """一份资金困难申报的状态、支持金额(元),等待答复的在优先名单里的位次和窗口期放款(元)。"""
    pboc = replace(stage.system, role=Role.PBOC)
    rows = {each.shortage_id: each for each in ranked(pboc, stage.now, {})}
    row = rows.get(of.pk)
    return {
        "state": of.state,
        "granted": (of.granted_fen or 0) // 100,
        "place": row.place if row else 0,
        "lent": row.volume_fen // 100 if row else 0,
    }


@expectation(
    example="of: 在库, institution: 甲银行, state: visited",
    state=str,
    listed=bool,
    shown=bool,
)
def expect_push(stage: Stage, *, of: RosterEntry, institution: Organisation) -> Facts:
    """名录库企业在一家机构的对接(waiting、visited、lent……),listed 在库,shown 看得到。"""
    push = RosterPush.objects.get(entry=of, institution=institution)
    role = Role.INSTITUTION_OFFICER
    seen = pushes_of(replace(stage.system, role=role, organisation_id=institution.pk))
    return {"state": push.state, "listed": of.state == "listed", "shown": push in seen}


@expectation(
    example="year: 2026, institution: 甲银行, state: frozen, version: 2, grade: B",
    state=str,
    version=int,
    score=str,
    grade=str,
)
def expect_evaluation(stage: Stage, *, year: int, institution: Organisation) -> Facts:
    """一家机构一年的综合评价:状态、第几版、得分、等级(试算和不评等的没有)。"""
    view = year_view(stage.city, year, now=stage.now)
    row = view.of(institution.pk)
    return {
        "state": view.record.state if view.record else "",
        "version": view.version.number if view.version else 0,
        "score": f"{row.evaluation.score / PLACES:.2f}" if row else "",
        "grade": row.evaluation.grade if row else "",
    }


@expectation(example="of: 锁, holder: 供应商", holder=str)
def expect_ball(stage: Stage, *, of: Model) -> Facts:
    """一件事现在轮到谁办,写法同 by;没有人要办的,写 nobody。"""
    return {"holder": holder(of, stage)}


@expectation(example="of: 推荐, institution: 甲银行, state: offered", state=str, code=str)
def expect_answer(_: Stage, *, of: Recommendation, institution: Organisation) -> Facts:
    """一家机构对推荐的答复:waiting、explained、offered、lent,closed 是没有答复就结束。"""
    ask = Ask.objects.get(recommendation=of, institution=institution)
    return {"state": ask.state, "code": ask.code}


@expectation(
    example="of: 活动, state: held, invited: 2, signed: 2, came: 1",
    state=str,
    invited=int,
    signed=int,
    came=int,
    contacts=int,
)
def expect_event(_: Stage, *, of: OutreachEvent) -> Facts:
    """一场活动的状态,邀请、报名、到场几家,还留着几个没有账号的联系方式。"""
    counts = taken(of)
    return {
        "state": of.state,
        "invited": of.invitations.count(),
        "signed": counts["taken"],
        "came": counts["came"],
        "contacts": of.sign_ups.exclude(contact="").count(),
    }


@expectation(
    example="of: 活动, came: 2, intents: 1, loans: 0, compared: 2",
    came=int,
    intents=int,
    loans=int,
    compared=int,
    whole=bool,
)
def expect_effect(stage: Stage, *, of: OutreachEvent) -> Facts:
    """活动的成效:来的供应商几家,其中登记意向几家,放款几笔,与几家同类没来的相比,天数满了没有。"""
    found = effect_of(of, stage.now)
    return {
        "came": found.came,
        "intents": found.intents,
        "loans": found.loans,
        "compared": found.by_intent.stayed if found.by_intent else 0,
        "whole": found.whole,
    }


@expectation(
    example="of: 任务, state: open, due_on: 2025-11-14", state=str, due_on=date, confirmed_by=str
)
def expect_task(_: Stage, *, of: Task) -> Facts:
    """一项联席任务的状态、完成期限、由哪个部门确认。"""
    return {"state": of.state, "due_on": of.due_on, "confirmed_by": of.confirmed_by}


@expectation(
    example="of: 纪要, state: confirmed, no: 联席纪要〔2025〕1号, tasks: 1",
    state=str,
    no=str,
    tasks=int,
)
def expect_minutes(_: Stage, *, of: Minutes) -> Facts:
    """一份会议纪要的状态、编号,设了几项任务。"""
    return {"state": of.state, "no": of.no, "tasks": Task.objects.filter(line__minutes=of).count()}


@expectation(example="of: 文件, sent: 2, read: 1, served: 1", sent=int, read=int, served=int)
def expect_letters(_: Stage, *, of: ProcurementFile) -> Facts:
    """随采购文件发出几封告知函,读了几封,登记送达了几封。"""
    letters = Letter.objects.filter(recipient__file=of)
    return letters.aggregate(sent=Count("pk"), read=Count("opened_at"), served=Count("served_on"))


@expectation(example="balanced: true", balanced=bool)
def expect_books(stage: Stage) -> Facts:
    """账簿是否平衡:与 cairong books check 是同一套核对。"""
    return {"balanced": bool(books_check(stage.city)["balanced"])}


def _duty(thing: Model, kind: str) -> Duty:
    ids: list[UUID] = [thing.pk]
    if isinstance(thing, Award) and kind != "sign_contract":
        ids += list(Contract.objects.filter(award=thing).values_list("pk", flat=True))
    if isinstance(thing, Contract) and kind == "sign_contract":
        ids.append(thing.award_id)
    for subject_id in ids:
        if found := newest(subject_id, kind):
            return found
    raise Absent(f"没有「{DUTIES[kind].word}」这项职责")


def _receivable(contract: Contract) -> Receivable:
    found = Receivable.objects.filter(contract=contract).order_by("seq").first()
    if found is None:
        raise Absent(f"{contract.no} 还没有应收账款")
    return found


def _newest_loan(of: Offer | Contract) -> Loan:
    by = "offer" if isinstance(of, Offer) else "contract"
    found = Loan.objects.filter(**{by: of.pk}).order_by("pk").last()
    if found is None:
        raise Absent("还没有放过款")
    return found
