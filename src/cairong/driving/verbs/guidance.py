"""What the People's Bank asks of institutions: letters, and support that local ones ask for."""

from datetime import date
from typing import Any
from uuid import UUID

from cairong.driving.situation import Absent, Situation
from cairong.driving.verb import verb
from cairong.guidance.actions import answer_guidance as answering
from cairong.guidance.actions import close_guidance as closing
from cairong.guidance.actions import declare_shortage as declaring
from cairong.guidance.actions import grant_relending as granting
from cairong.guidance.actions import issue_guidance as issuing
from cairong.guidance.actions import receive_guidance as receiving
from cairong.guidance.models import Guidance, Guided, Shortage
from cairong.kernel.actor import Actor
from cairong.parties.models import Organisation

SUBJECT = "扩大政府采购合同融资投放"
DEMAND = "请对照本年放款,说明下一步措施、承诺的放款数额和时间。"


@verb(issuing.issue_guidance, example="institutions: [甲银行], subject: 扩大政府采购合同融资投放")
def issue_guidance(
    _: Situation,
    __: Actor,
    *,
    institutions: list[Organisation],
    subject: str = SUBJECT,
    demand: str = DEMAND,
    series: str = "洛银导",
) -> dict[str, Any]:
    """人民银行给一家、几家或全部机构发信贷指导函,各附当时的数据;series 是字号。"""
    return {
        "institution_ids": [each.pk for each in institutions],
        "series": series,
        "subject": subject,
        "demand": demand,
    }


@verb(receiving.receive_guidance)
def receive_guidance(_: Situation, officer: Actor, *, guidance: Guidance) -> dict[str, Any]:
    """金融机构签收信贷指导函。"""
    return {"guided_id": at(guidance, officer.organisation_id)}


@verb(
    answering.answer_guidance,
    example="words: 已单列额度并简化审批, promised_yuan: 5000000, by_on: 2026-06-30",
)
def answer_guidance(
    _: Situation, officer: Actor, *, guidance: Guidance, words: str, promised_fen: int, by_on: date
) -> dict[str, Any]:
    """金融机构答复信贷指导函:措施、承诺放款的数额和时间。"""
    return {
        "guided_id": at(guidance, officer.organisation_id),
        "words": words,
        "promised_fen": promised_fen,
        "by_on": by_on,
    }


@verb(closing.close_guidance, example="institution: 甲银行, verdict: met, finding: 已超过承诺")
def close_guidance(
    _: Situation,
    __: Actor,
    *,
    guidance: Guidance,
    institution: Organisation,
    verdict: str,
    finding: str,
) -> dict[str, Any]:
    """人民银行两人就一家机构办结;verdict:met 已落实、partly 部分落实、unmet 未落实。"""
    return {
        "guided_id": at(guidance, institution.pk), "verdict": verdict, "finding": finding,
    }  # fmt: skip


@verb(
    declaring.declare_shortage,
    example="amount_yuan: 20000000, months: 12, purpose: 政采贷投放较快;头寸不足",
)
def declare_shortage(
    _: Situation, __: Actor, *, amount_fen: int, months: int, purpose: str
) -> dict[str, Any]:
    """地方法人机构的主管申报资金困难,复核同意后送人民银行。"""
    return {"amount_fen": amount_fen, "months": months, "purpose": purpose}


@verb(granting.grant_relending, example="instrument: relending, amount_yuan: 15000000")
def grant_relending(
    _: Situation,
    __: Actor,
    *,
    shortage: Shortage,
    instrument: str,
    amount_fen: int,
    words: str = "",
) -> dict[str, Any]:
    """人民银行两人给予支持;instrument:relending 再贷款、rediscount 再贴现。"""
    return {
        "shortage_id": shortage.pk,
        "instrument": instrument,
        "granted_fen": amount_fen,
        "words": words,
    }


def at(guidance: Guidance, institution_id: UUID | None) -> UUID:
    """Find a letter as it went to an institution. Raises Absent."""
    found = Guided.objects.filter(letter=guidance, institution=institution_id).first()
    if found is None:
        raise Absent("信贷指导函没有发给这家机构")
    key: UUID = found.pk
    return key
