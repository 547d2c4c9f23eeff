"""The People's Bank's assessment: a scheme of samples, values, a year, an objection."""

from typing import Any

from cairong.assessment.actions import answer_objection as answering
from cairong.assessment.actions import enter_assessment_values as entering
from cairong.assessment.actions import freeze_assessment as freezing
from cairong.assessment.actions import object_to_assessment as objecting
from cairong.assessment.actions import publish_assessment as publishing
from cairong.assessment.actions import publish_assessment_scheme as adopting
from cairong.assessment.facts import GivenValue
from cairong.driving.samples import sample_indicators, sample_values
from cairong.driving.situation import Situation
from cairong.driving.verb import plain, verb
from cairong.kernel.actor import Actor
from cairong.parties.models import Organisation
from cairong.policy.assessment import HUNDREDTHS

plain(
    publishing.publish_assessment,
    "人民银行两人公布或更正一年的评估结果。",
    example="year: 2026",
    reasons="",
)
plain(freezing.freeze_assessment, "人民银行两人冻结一年的评估。", example="year: 2026")
plain(
    objecting.object_to_assessment, "金融机构对本机构的评估结果提出异议。",
    example="year: 2026, words: 第二项与报表口径不一致",
)  # fmt: skip
plain(
    answering.answer_objection, "人民银行两人答复异议:upheld 更正、overruled 维持。",
    example="objection: 评估异议, verdict: overruled, reply: 已核对报表",
    says={"objection_id": "objection"},
)  # fmt: skip


@verb(adopting.publish_assessment_scheme, example="no: 演示〔2025〕1号, first_year: 2026")
def publish_assessment_scheme(
    _: Situation, __: Actor, *, no: str, first_year: int
) -> dict[str, Any]:
    """人民银行两人公布评估方案;指标是演示用的,不是人民银行文本。"""
    return {"document_no": no, "first_year": first_year, "indicators": sample_indicators()}


@verb(entering.enter_assessment_values, example="year: 2026, institution: 甲银行")
def enter_assessment_values(
    _: Situation,
    __: Actor,
    *,
    year: int,
    institution: Organisation,
    indicator: str = "",
    value: int = 0,
    reasons: str = "",
) -> dict[str, Any]:
    """人民银行两人录入一家机构的手工数值;不写 indicator 的,演示的各项都录入。"""
    single = GivenValue(indicator=indicator, value=value * HUNDREDTHS, source="演示统计表")
    return {
        "year": year, "institution_id": institution.pk, "reason": reasons,
        "values": [single] if indicator else sample_values(year, 0),
    }  # fmt: skip
