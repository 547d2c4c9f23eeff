"""The yearly evaluation: a scheme, a year, its appeals, and what it earns."""

from typing import Any

from cairong.driving.situation import Absent, Situation
from cairong.driving.verb import plain, verb
from cairong.evaluation.actions import adopt_scheme as adopting
from cairong.evaluation.actions import answer_appeal as answering
from cairong.evaluation.actions import appeal_result as appealing
from cairong.evaluation.actions import close_flag as looking
from cairong.evaluation.actions import decide_support as supporting
from cairong.evaluation.actions import freeze_year as freezing
from cairong.evaluation.actions import publish_year as publishing
from cairong.evaluation.models import Appeal
from cairong.evaluation.reads import newest, own_facts, year_record
from cairong.kernel.actor import Actor
from cairong.parties.models import Organisation

plain(
    adopting.adopt_scheme, "人民银行两人公布评价方案,从哪一年起用。",
    example="first_year: 2026", version=1,
)  # fmt: skip
plain(publishing.publish_year, "人民银行两人公布一年的暂定结果。", example="year: 2026")
plain(freezing.freeze_year, "人民银行两人冻结一年的评价。", example="year: 2026")
plain(
    appealing.appeal_result, "金融机构对本机构的结果申诉;measure 是指标。",
    example="year: 2026, measure: approvals, words: 超期的原因是企业补正", facts=None, paper=None,
    says={"paper_id": "paper"},
)  # fmt: skip


@verb(answering.answer_appeal, example="verdict: upheld, reply: 已核对;按期")
def answer_appeal(
    _: Situation,
    __: Actor,
    *,
    appeal: Appeal,
    verdict: str,
    reply: str,
    dropped: str = "",
) -> dict[str, Any]:
    """人民银行两人答复申诉:upheld 更正、overruled 维持;dropped 写 duties,期限都不计入。"""
    keys: list[str] = []
    if dropped:
        version = newest(appeal.version.of)
        facts = own_facts(version, appeal.institution_id)
        keys = [key for key, _ in facts if key.startswith(f"{dropped}/")]
    return {"appeal_id": appeal.pk, "verdict": verdict, "reply": reply, "aside": keys}


@verb(looking.close_flag, example="year: 2026, institution: 甲银行, code: split, words: 属实")
def close_flag(
    _: Situation, __: Actor, *, year: int, institution: Organisation, code: str, words: str
) -> dict[str, Any]:
    """人民银行一人查明一项待查看的情况。"""
    return {"year": year, "institution_id": institution.pk, "code": code, "words": words}


@verb(
    supporting.decide_support,
    example="year: 2026, institution: 甲银行, code: bonus, granted: true, words: 加 2 分",
)
def decide_support(
    situation: Situation,
    actor: Actor,
    *,
    year: int,
    institution: Organisation,
    code: str,
    granted: bool,
    words: str,
) -> dict[str, Any]:
    """人民银行两人按冻结的结果决定一项政策支持。"""
    del situation
    if year_record(actor.city, year) is None:
        raise Absent(f"{year} 年的评价没有公布")
    return {
        "year": year, "institution_id": institution.pk, "code": code, "granted": granted,
        "words": words,
    }  # fmt: skip
