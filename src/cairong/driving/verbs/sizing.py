"""A disputed size class: asked, heard, decided here or answered elsewhere."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from cairong.driving.situation import Situation
from cairong.driving.stories.reading import one_of
from cairong.driving.verb import plain, verb
from cairong.driving.verbs.urging import PAPER
from cairong.kernel.actor import Actor
from cairong.parties.models import Organisation
from cairong.policy.sizing import SIZES
from cairong.sizing.actions import answer_dispute as hearing
from cairong.sizing.actions import decide_size as deciding
from cairong.sizing.actions import dispute_size as asking
from cairong.sizing.actions import forward_dispute as forwarding
from cairong.sizing.actions import record_size_answer as recording
from cairong.sizing.actions import withdraw_dispute as withdrawing
from cairong.sizing.actions.keep_size_paper import keep_size_paper
from cairong.sizing.models import Dispute

SERIES = "洛工信函"


@verb(asking.dispute_size, example="supplier: 供应商, words: 声明函写从业人员 42 人;清点约 380 人")
def dispute_size(
    _: Situation, __: Actor, *, supplier: Organisation, words: str, letter_no: str = ""
) -> dict[str, Any]:
    """对供应商申报的规模类型提出异议;财政部门的写协查函文号 letter_no。"""
    return {"uscc": supplier.uscc, "words": words, "letter_no": letter_no}


plain(
    hearing.answer_dispute, "企业对规模异议陈述意见。", example="words: 其中 340 人是劳务派遣",
    paper=None, says={"paper_id": "paper"},
)  # fmt: skip
plain(
    forwarding.forward_dispute, "主管部门两人把不属本市登记的企业的异议转送登记地。",
    example="addressee: 北京市经济和信息化局", series=SERIES,
)  # fmt: skip
plain(
    withdrawing.withdraw_dispute, "提出的单位撤回规模异议。",
    example="reasons: 核对以后没有异议了",
)  # fmt: skip


@verb(
    deciding.decide_size,
    example="industry: 软件和信息技术服务业, employees: 380, reasons: 照社保名册认定",
)
def decide_size(
    situation: Situation,
    actor: Actor,
    *,
    dispute: Dispute,
    industry: str,
    reasons: str,
    employees: int | None = None,
    revenue_wan: Decimal | None = None,
    assets_wan: Decimal | None = None,
    tied: bool = False,
) -> dict[str, Any]:
    """主管部门两人按查到的数据认定规模;tied 是与大企业同一负责人或有控股、管理关系。"""
    return {
        "dispute_id": dispute.pk, "industry": industry, "employees": employees,
        "revenue_wan": revenue_wan, "assets_wan": assets_wan, "tied": tied, "reason": reasons,
        "paper_id": _paper(actor, situation.now), "series": SERIES,
    }  # fmt: skip


@verb(
    recording.record_size_answer,
    example="size: medium, answer_no: 京经信函88号, answered_on: 2025-10-10, words: 核定为中型企业",
)
def record_size_answer(
    situation: Situation,
    actor: Actor,
    *,
    dispute: Dispute,
    size: Annotated[str, one_of(*SIZES)],
    answer_no: str,
    answered_on: date,
    words: str,
) -> dict[str, Any]:
    """主管部门两人登记外地的答复;size:large 大型、medium 中型、small 小型、micro 微型。"""
    return {
        "dispute_id": dispute.pk, "size": size, "answer_no": answer_no,
        "answered_on": answered_on, "words": words, "paper_id": _paper(actor, situation.now),
    }  # fmt: skip


def _paper(actor: Actor, now: datetime) -> Any:
    return keep_size_paper(actor=actor, now=now, name="依据.pdf", content=PAPER).pk
