"""Recommended suppliers: what the SME authority says of them, and what institutions answer."""

from datetime import date
from typing import Any
from uuid import UUID

from cairong.driving.situation import Absent, Situation
from cairong.driving.verb import verb
from cairong.kernel.actor import Actor
from cairong.parties.models import Organisation
from cairong.recommending.actions import answer_by_offer as answering
from cairong.recommending.actions import explain_no_offer as explaining
from cairong.recommending.actions import recommend_supplier as recommending
from cairong.recommending.actions import reply_correction as replying
from cairong.recommending.models import Ask, Recommendation
from cairong.recommending.reads import grounds_of

LEAD = "带动本地 23 家配套企业,年采购 1200 万元"
CREDIT = "纳税信用 A 级,三年没有不良记录"
OPERATION = "三年营业收入增长,负债率 38%"


@verb(recommending.recommend_supplier, example="supplier: 供应商, until: 2026-03-31")
def recommend_supplier(
    _: Situation,
    __: Actor,
    *,
    supplier: Organisation,
    until: date,
    lead: str = LEAD,
    credit: str = CREDIT,
    operation: str = OPERATION,
) -> dict[str, Any]:
    """中小企业主管部门推荐一家企业,三项依据不写的用平常的;服务该县区的机构逐家有期限答复。"""
    return {
        "uscc": supplier.uscc,
        "until": until,
        "lead": lead,
        "credit": credit,
        "operation": operation,
    }


@verb(explaining.explain_no_offer, example="code: no-need, reasons: 已上门了解企业暂不需要融资")
def explain_no_offer(
    _: Situation, officer: Actor, *, recommendation: Recommendation, code: str, reasons: str
) -> dict[str, Any]:
    """金融机构说明为什么没有给推荐的企业报价。"""
    return {"ask_id": ask_of(officer, recommendation), "code": code, "words": reasons}


@verb(answering.answer_by_offer)
def answer_by_offer(
    _: Situation, officer: Actor, *, recommendation: Recommendation
) -> dict[str, Any]:
    """金融机构以平台上已有的报价或贷款答复推荐;不办,平台当晚也会记下。"""
    return {"ask_id": ask_of(officer, recommendation)}


@verb(replying.reply_correction, example="reply: 已按年报更正负债率")
def reply_correction(
    _: Situation,
    __: Actor,
    *,
    recommendation: Recommendation,
    reply: str,
    lead: str = "",
    credit: str = "",
    operation: str = "",
) -> dict[str, Any]:
    """中小企业主管部门答复企业的更正请求;不写的依据不变。"""
    said = {"lead": lead, "credit": credit, "operation": operation}
    now = {each.kind: each.words for each in grounds_of(recommendation)}
    kept = {kind: words or now[kind] for kind, words in said.items()}
    return {"recommendation_id": recommendation.pk, "reply": reply, **kept}


def ask_of(officer: Actor, recommendation: Recommendation) -> UUID:
    """Find what an institution is asked about a recommendation. Raises Absent."""
    found = Ask.objects.filter(
        recommendation=recommendation, institution=officer.organisation_id
    ).first()
    if found is None:
        raise Absent("这家机构没有被请求答复")
    key: UUID = found.pk
    return key
