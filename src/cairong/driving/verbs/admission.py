"""Institutions: reviewed by the bureau, suspended, resumed."""

from typing import Any

from cairong.admission.actions import review_institution as reviewing
from cairong.admission.actions import suspend_institution as suspending
from cairong.driving.situation import Situation
from cairong.driving.verb import verb
from cairong.kernel.actor import Actor
from cairong.parties.models import Organisation
from cairong.policy.admission import Outcome, Paper

AGREEMENT = "洛财金合〔2025〕1号"
USUAL = "材料有效,合作正常"


@verb(reviewing.review_institution, example="institution: 甲银行, finding: kept")
def review_institution(
    _situation: Situation,
    _actor: Actor,
    *,
    institution: Organisation,
    finding: Outcome,
    words: str = USUAL,
    agreement: str = AGREEMENT,
    stop_draws: bool = False,
) -> dict[str, Any]:
    """采购科两人复核一家金融机构;agreement 写空的是没有合作协议。"""
    return {
        "institution_id": institution.pk,
        "finding": finding,
        "words": words,
        "papers": _papers(institution, agreement),
        "stop_draws": stop_draws,
    }


@verb(suspending.suspend_institution, example="institution: 甲银行, reasons: 许可证被责令整改")
def suspend_institution(
    _situation: Situation,
    _actor: Actor,
    *,
    institution: Organisation,
    reasons: str,
    stop_draws: bool = False,
) -> dict[str, Any]:
    """采购科两人暂停一家金融机构的新业务;stop_draws 的,已接受未放款的也退回供应商。"""
    return {"institution_id": institution.pk, "reason": reasons, "stop_draws": stop_draws}


@verb(suspending.resume_institution, example="institution: 甲银行, reasons: 整改已经验收")
def resume_institution(
    _situation: Situation,
    _actor: Actor,
    *,
    institution: Organisation,
    reasons: str,
    agreement: str = AGREEMENT,
) -> dict[str, Any]:
    """采购科两人凭材料恢复一家金融机构的合作;agreement 写空的是没有合作协议。"""
    papers = _papers(institution, agreement)
    return {"institution_id": institution.pk, "reason": reasons, "papers": papers}


def _papers(institution: Organisation, agreement: str) -> list[Paper]:
    papers = [Paper(kind="licence", number=institution.institution_profile.licence_no or "B0001")]
    return papers + ([Paper(kind="agreement", number=agreement)] if agreement else [])
