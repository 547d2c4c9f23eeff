"""Complaints of suppliers: made, answered, pressed, settled, rated, taken elsewhere."""

from datetime import date
from typing import Annotated, Any

from cairong.complaints.actions import answer_complaint as answering
from cairong.complaints.actions import complain as complaining
from cairong.complaints.actions import pass_complaint as passing
from cairong.complaints.actions import press_complaint as pressing
from cairong.complaints.actions import rate_complaint as rating_it
from cairong.complaints.actions import settle_complaint as settling
from cairong.complaints.actions import withdraw_complaint as withdrawing
from cairong.complaints.models import Complaint
from cairong.contracts.models import Award, Contract
from cairong.driving.situation import Situation
from cairong.driving.stories.reading import one_of
from cairong.driving.verb import plain, verb
from cairong.driving.verbs.offers import application_of
from cairong.kernel.actor import Actor
from cairong.lending.models import Intent, Loan
from cairong.policy.complaining import KINDS, OUTCOMES


@verb(
    complaining.complain,
    example="intent: 意向, kind: bundling, words: 经办说要先买理财才给报价",
)
def complain(
    situation: Situation,
    supplier: Actor,
    *,
    kind: Annotated[str, one_of(*KINDS)],
    words: str,
    intent: Intent | None = None,
    contract: Contract | None = None,
    award: Award | None = None,
    loan: Loan | None = None,
) -> dict[str, Any]:
    """供应商投诉一份意向的机构、一笔贷款的机构、一份合同或中标的采购人。

    kind:refusal 不说明理由、slow 拖延、collateral 要担保、bundling 搭售、fees 另收费;
    unsigned 拖签、unfiled 拖备案、unaccepted 拖验收、unlocked 拖锁定、unpaid 拖付款。
    """
    of = application_of(situation, supplier, intent) if intent else None
    record = loan or contract or award
    return {"case_id": of or (record.pk if record else None), "kind": kind, "words": words}


@verb(answering.answer_complaint, example="outcome: upheld, words: 已停止推荐理财并退款")
def answer_complaint(
    _: Situation,
    __: Actor,
    *,
    complaint: Complaint,
    outcome: Annotated[str, one_of(*OUTCOMES)],
    words: str,
) -> dict[str, Any]:
    """被投诉单位的负责人答复:upheld 属实、partly 部分属实、unfounded 不属实。"""
    return {"complaint_id": complaint.pk, "outcome": outcome, "words": words}


@verb(settling.settle_complaint, example="outcome: upheld, words: 录音属实;责令整改")
def settle_complaint(
    _: Situation,
    __: Actor,
    *,
    complaint: Complaint,
    outcome: Annotated[str, one_of(*OUTCOMES)],
    words: str,
) -> dict[str, Any]:
    """上级部门处理转上来的投诉,双方看到结论。"""
    return {"complaint_id": complaint.pk, "outcome": outcome, "words": words}


plain(
    pressing.press_complaint, "供应商不服答复,提请上级部门处理。",
    example="words: 答复没有说明为什么不给报价", paper=None, says={"paper_id": "paper"},
)  # fmt: skip
plain(withdrawing.withdraw_complaint, "供应商撤回投诉。", example="words: 和经办说清楚了;不再投诉")
plain(rating_it.rate_complaint, "供应商评价投诉的办理,1 到 5。", example="rating: 4", words="")


@verb(
    passing.pass_complaint,
    example="outside_no: TX-77, passed_on: 2025-11-10",
    gives="complaint",
    made=lambda _, passed: passed.complaint,
)
def pass_complaint(
    _: Situation,
    __: Actor,
    *,
    complaint: Complaint,
    outside_no: str,
    passed_on: date,
    channel: str = "违约拖欠中小企业款项登记(投诉)平台",
) -> dict[str, Any]:
    """登记拖欠款项投诉渠道给的编号。"""
    return {
        "complaint_id": complaint.pk, "channel": channel, "outside_no": outside_no,
        "passed_on": passed_on,
    }  # fmt: skip


@verb(
    passing.tell_passed,
    example="words: 已责成限期支付, answered_on: 2025-11-28",
    gives="complaint",
    made=lambda _, passed: passed.complaint,
)
def tell_passed(
    _: Situation, __: Actor, *, complaint: Complaint, words: str, answered_on: date
) -> dict[str, Any]:
    """登记渠道的答复。"""
    return {"complaint_id": complaint.pk, "words": words, "answered_on": answered_on}
