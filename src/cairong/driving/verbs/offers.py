"""Intents, applications and offers."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from cairong.cases.background import background_for
from cairong.driving.situation import Absent, Situation
from cairong.driving.stories.reading import one_of
from cairong.driving.verb import plain, verb
from cairong.kernel.actor import Actor, Role
from cairong.lending.actions import approve_offer as approving
from cairong.lending.actions import ask_supplier as asking
from cairong.lending.actions import confirm_complete as completing
from cairong.lending.actions import consent as consenting
from cairong.lending.actions import list_defects as defecting
from cairong.lending.actions import reject_application as rejecting
from cairong.lending.actions import verify_contract as verifying
from cairong.lending.actions.accept_offer import accept_offer
from cairong.lending.actions.ask_draw import ask_draw
from cairong.lending.actions.check_background import check_background as checking
from cairong.lending.actions.decline_offer import decline_offer, withdraw_intent
from cairong.lending.actions.judge_eligibility import judge_eligibility as judging
from cairong.lending.actions.register_intent import register_intent
from cairong.lending.actions.waive_cooling import waive_cooling
from cairong.lending.models import Application, Inquiry, Intent, Verification
from cairong.lending.states import UNDECIDED
from cairong.parties.models import Mandate
from cairong.parties.reads import actor_of
from cairong.policy.background import JUDGED
from cairong.policy.eligibility import CRITERIA, RESULTS, Mark
from cairong.products.models import Product

SEEN = "已在网点看过合同原件,与公告和备案一致"

plain(
    register_intent,
    "供应商凭合同(或中标通知书)登记融资意向;不写 institutions 的,发给有合适在架产品的全部机构;"
    "readers 是可以看联系人和电话的机构,不写的谁也不能看;sources 是同意查询的外部数据。",
    example="contract: 合同, amount_yuan: 300000, days: 180, institutions: [甲银行], "
    "readers: [甲银行]",
)


@verb(consenting.read_contact)
def read_contact(situation: Situation, officer: Actor, *, intent: Intent) -> dict[str, Any]:
    """金融机构经办查看供应商的联系方式。"""
    return {"application_id": application_of(situation, officer, intent)}


@verb(completing.confirm_complete)
def confirm_complete(situation: Situation, officer: Actor, *, intent: Intent) -> dict[str, Any]:
    """金融机构确认申报材料齐全;审批期限从当天起算。"""
    return {"application_id": application_of(situation, officer, intent)}


@verb(
    defecting.list_defects,
    example="defects: 保证合同:机构审批规则第3条要求, new_fact: 供应商昨天换了法定代表人",
)
def list_defects(
    situation: Situation, officer: Actor, *, intent: Intent, defects: str, new_fact: str = ""
) -> dict[str, Any]:
    """金融机构一次列明补正事项,每行「缺什么:为什么需要」;再次列明的写明新的事实。"""
    application_id = application_of(situation, officer, intent)
    return {"application_id": application_id, "defects": defects, "new_fact": new_fact}


@verb(asking.ask_supplier, example="question: 上月回款为何减少, reasons: 判断还款来源")
def ask_supplier(
    situation: Situation, officer: Actor, *, intent: Intent, question: str, reasons: str
) -> dict[str, Any]:
    """金融机构在材料齐全后向供应商提问,写明为什么需要;审批停钟到供应商答复。"""
    application_id = application_of(situation, officer, intent)
    return {"application_id": application_id, "question": question, "reason": reasons}


@verb(defecting.answer_defects, example="reply: 保证合同没有签,改用应收账款质押")
def answer_defects(_: Situation, __: Actor, *, intent: Intent, reply: str) -> dict[str, Any]:
    """供应商答复补正清单,一次答复全部事项。"""
    return {"application_id": asked_of(intent, "defects"), "answer": reply}


@verb(asking.answer_lender, example="reply: 上月有一笔跨月到账")
def answer_lender(_: Situation, __: Actor, *, intent: Intent, reply: str) -> dict[str, Any]:
    """供应商答复金融机构的提问;审批继续计时。"""
    return {"application_id": asked_of(intent, "question"), "answer": reply}


def _application(_: object, check: Verification) -> Application:
    return check.application


def checked(drive: Any, application: Application) -> None:
    """Let the institution go on to the checklist of the trade, where nothing is decided yet."""
    if application.state in UNDECIDED:
        seats = Mandate.objects.running(drive.today).filter(
            organisation=application.institution_id, role=Role.INSTITUTION_OFFICER
        )
        officer = actor_of(seats.earliest("pk"), channel=drive.channel)
        drive.do("check_background", officer, intent=application.intent)


@verb(
    verifying.verify_contract,
    gives="application",
    made=_application,
    example="provincial_reference: HN-2025-1",
    then=checked,
)
def verify_contract(
    situation: Situation,
    officer: Actor,
    *,
    intent: Intent,
    provincial_reference: str = "",
    checked: bool = True,  # noqa: ARG001 - the checklist is confirmed once it is proved
) -> dict[str, Any]:
    """金融机构核验合同真实性,并记下在河南省电子化政府采购系统核对的编号。

    随即逐行看过、确认贸易背景核查清单;checked: false 的不确认。
    """
    return {
        "application_id": application_of(situation, officer, intent),
        "provincial_reference": provincial_reference,
    }


@verb(checking, example="opinion: 已当面看过合同原件,与公告一致, judged: [ordinary, read]")
def check_background(
    situation: Situation,
    officer: Actor,
    *,
    intent: Intent,
    opinion: str = SEEN,
    judged: list[str] | None = None,
) -> dict[str, Any]:
    """金融机构确认贸易背景核查清单;不写 judged 的,要人判断的各行都勾选。"""
    application_id = application_of(situation, officer, intent)
    shown = background_for(officer, application_id)
    return {
        "application_id": application_id,
        "judged": list(JUDGED) if judged is None else judged,
        "opinion": opinion,
        "seen": shown.digest if shown else "",
    }


@verb(
    judging,
    example="criterion: debt, result: unmet, source: 2025年10月的征信报告, on: 2025-10-09",
)
def judge_eligibility(
    situation: Situation,
    officer: Actor,
    *,
    intent: Intent,
    criterion: Annotated[str, one_of(*CRITERIA)],
    result: Annotated[str, one_of(*RESULTS)],
    source: str,
    on: date | None = None,
) -> dict[str, Any]:
    """金融机构判断一条准入条件(criterion 如 debt、credit),写明依据和查询日期,不写 on 的是当天。"""
    mark = Mark(
        criterion=criterion,
        result="met" if result == "met" else "unmet",
        source=source,
        on=on or situation.today,
    )
    return {"application_id": application_of(situation, officer, intent), "marks": [mark]}


@verb(
    approving.approve_offer,
    example="amount_yuan: 300000, days: 180, spread_bp: 45, method: bullet, instalments: 1, "
    "fee_yuan: 0",
)
def approve_offer(
    situation: Situation,
    officer: Actor,
    *,
    intent: Intent,
    product: Product,
    amount_fen: int,
    days: int,
    spread_bp: int,
    method: str = "bullet",
    instalments: int = 1,
    fee_fen: int = 0,
    amount_reason: str = "",
    term_reason: str = "",
    grade_reason: str = "",
) -> dict[str, Any]:
    """金融机构批准申请,给出报价;加点和费用可以低于产品公布的,不得高于;少于申请金额的、期限与预计付款日不合的、比评级较低的企业贵的写明理由。"""
    return {
        "application_id": application_of(situation, officer, intent),
        "product_id": product.pk,
        "amount_fen": amount_fen,
        "days": days,
        "spread_bp": spread_bp,
        "method": method,
        "instalments": instalments,
        "fee_fen": fee_fen,
        "amount_reason": amount_reason,
        "term_reason": term_reason,
        "grade_reason": grade_reason,
    }


@verb(
    rejecting.reject_application,
    example="code: term-mismatch, reasons: 预计付款日晚于产品最长期限,请缩短期限",
)
def reject_application(
    situation: Situation, officer: Actor, *, intent: Intent, code: str, reasons: str
) -> dict[str, Any]:
    """金融机构不予批准,写明理由代码和具体理由。"""
    application_id = application_of(situation, officer, intent)
    return {"application_id": application_id, "code": code, "words": reasons}


plain(
    accept_offer,
    "供应商接受报价;同一意向的其他报价随之落选。不写 draw_yuan 的,全部要提。",
    example="draw_yuan: 100000",
)
plain(
    ask_draw,
    "供应商再提一笔款,不超过报价里还没有提出的;放款期限从当天起另计,条件还没有具备的从最后一项具备那天起算。",
    example="amount_yuan: 100000",
)
plain(waive_cooling, "供应商放弃借款合同约定的冷静期;放款期限不变。")
plain(
    decline_offer,
    "供应商谢绝报价;已接受的可以退出,放过一部分款的是不再提余下的。占用的额度当场释放。",
)
plain(
    withdraw_intent,
    "供应商撤回意向:其下的申请和报价一并结束,占用的额度当场释放;接受报价之后不能再撤。",
)


def application_of(situation: Situation, actor: Actor, intent: Intent) -> UUID:
    """Find the actor's application of an intent; another's where it has none, to be refused it."""
    known = situation.made.get("application")
    if isinstance(known, Application) and (
        (known.intent_id, known.institution_id) == (intent.pk, actor.organisation_id)
    ):
        return known.pk
    rows = Application.objects.filter(intent=intent).order_by("pk")
    found = rows.filter(institution_id=actor.organisation_id).first() or rows.first()
    if found is None:
        raise Absent(f"{intent.no} 没有送达任何机构")
    return found.pk


def asked_of(intent: Intent, kind: str) -> UUID:
    """Find the application of an intent whose supplier was asked last."""
    rows = Inquiry.objects.filter(application__intent=intent, kind=kind).order_by("-asked_at")
    found = rows.first()
    if found is None:
        raise Absent(f"{intent.no} 没有等待供应商答复的补正或提问")
    return found.application_id
