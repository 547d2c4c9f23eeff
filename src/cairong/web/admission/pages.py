"""One institution as the bureau decides about it; a new one; its facts written anew."""

from datetime import datetime
from typing import Any
from uuid import UUID

from cairong.admission.actions.admit_institution import admit_institution
from cairong.admission.actions.change_institution import change_institution
from cairong.admission.actions.review_institution import review_institution
from cairong.admission.actions.suspend_institution import resume_institution, suspend_institution
from cairong.admission.reads import READERS, AdmissionPage, admission_page, papers_said
from cairong.cases.proposals import waiting_about
from cairong.kernel.actor import INSTITUTION, Actor, Role
from cairong.kernel.acts import act_words
from cairong.kernel.calendar import day_of
from cairong.parties.reads import region_names
from cairong.policy.admission import DECISIONS
from cairong.web.acting import act_view, look_view, page_of
from cairong.web.admission.forms import (
    AdmitForm,
    ChangeForm,
    ResumeForm,
    ReviewForm,
    SuspendForm,
)
from cairong.web.admission.lists import STANDING, UNDECIDED
from cairong.web.duties import shown
from cairong.web.evaluations.points import points
from cairong.web.facts import facts_of, placed
from cairong.web.forms import PageForm
from cairong.web.parts import Column, plain_table

DECIDED = (
    Column("at", "时间", "moment"),
    Column("kind", "决定"),
    Column("words", "意见"),
    Column("papers", "材料"),
)
RATED = (Column("year", "年度"), Column("score", "总分", "number"), Column("grade", "等级"))


def _admitting(actor: Actor, now: datetime, _: object) -> dict[str, Any]:
    """Offer the regions there are now."""
    regions = [*region_names(actor.city, on=day_of(now)).items()]
    return {"choices": {"regions": regions, "region": [("", "请选择"), *regions]}}


def _changing(actor: Actor, now: datetime, record: dict[str, UUID]) -> dict[str, Any]:
    """Begin with what is known of an institution."""
    found = admission_page(actor, now, record["institution_id"])
    served = [*region_names(actor.city, on=day_of(now)).items()]
    return {"initial": found.facts, "choices": {"regions": served}}


def _change(actor: Actor, now: datetime, institution_id: UUID) -> dict[str, Any]:
    return {"institution": admission_page(actor, now, institution_id).institution}


def _shows(actor: Actor, now: datetime, institution_id: UUID) -> dict[str, Any]:
    found = admission_page(actor, now, institution_id)
    decided = [
        {
            "at": each.at,
            "kind": DECISIONS[each.kind] + ("(并停止放款)" if each.draws_stopped else ""),
            "words": each.words,
            "papers": papers_said(each) or "—",
        }
        for each in found.decisions
    ]
    rated = [
        {"year": each.year, "score": points(each.score), "grade": each.grade}
        for each in found.ratings
    ]
    holds = found.holds
    return {
        "found": found,
        "own": actor.role in INSTITUTION,
        "institution": found.institution,
        "standing": STANDING[holds.kind] if holds else UNDECIDED,
        "facts": facts_of(placed(found.facts, region_names(actor.city))),
        "deadline": shown(found.deadline) if found.deadline else None,
        "decisions": plain_table("历次决定", DECIDED, decided, empty="还没有决定。"),
        "ratings": plain_table("合作成效评级(年度综合评价)", RATED, rated, empty=UNRATED),
        "waiting": [(act_words(each.act), each) for each in waiting_about(actor, [institution_id])],
        "decides": actor.role is Role.PROCUREMENT_OFFICER,
        **(_forms(found) if actor.role is Role.PROCUREMENT_OFFICER else {}),
    }


UNRATED = "还没有定稿的年度。评价由人民银行每年按公布的方案办理。"


def _forms(found: AdmissionPage) -> dict[str, PageForm]:
    """Give the officer's page what can be decided now."""
    if found.suspended_on:
        resuming = ResumeForm(auto_id="resume_%s", initial=_shown(found))
        forms: dict[str, PageForm] = {"resume_form": resuming}
        if not found.draws_stopped:
            forms["suspend_form"] = SuspendForm(auto_id="suspend_%s", initial={"stop_draws": True})
        return forms
    return {
        "review_form": ReviewForm(auto_id="review_%s", initial=_shown(found)),
        "suspend_form": SuspendForm(auto_id="suspend_%s"),
    }


def _shown(found: AdmissionPage) -> dict[str, Any]:
    """Begin with the papers as they were shown last."""
    return {
        "licence": found.shown("licence") or found.facts["licence_no"],
        "licence_until": found.shown("licence", "until"),
        "agreement": found.shown("agreement"),
        "agreement_until": found.shown("agreement", "until"),
        "authority": found.shown("authority"),
        "other": found.shown("other"),
    }


new = act_view(
    admit_institution, AdmitForm, draw=page_of("admission/new.html", lambda *_: {}),
    needs=_admitting,
    then="机构即准入,由平台运维邀请它的第一位管理员,人民银行和监管部门会收到消息。",
)  # fmt: skip
changed = act_view(
    change_institution, ChangeForm, draw=page_of("admission/change.html", _change), needs=_changing,
    then="新的登记信息即时生效,机构会收到通知。",
)  # fmt: skip
drawn = page_of("admission/institution.html", _shows)
institution = look_view(drawn, *READERS)
own = look_view(
    lambda request, actor: drawn(request, actor, actor.organisation_id), *sorted(INSTITUTION)
)
reviewed = act_view(
    review_institution, ReviewForm, "review_form", draw=drawn, only_posted=True,
    needs=lambda *_: {"auto_id": "review_%s"}, then="结论生效,机构会收到,下次复核从当天起算。",
)  # fmt: skip
suspended = act_view(
    suspend_institution, SuspendForm, "suspend_form", draw=drawn, only_posted=True,
    needs=lambda *_: {"auto_id": "suspend_%s"}, then="即时生效,未办结的申请逐件退回供应商。",
)  # fmt: skip
resumed = act_view(
    resume_institution, ResumeForm, "resume_form", draw=drawn, only_posted=True,
    needs=lambda *_: {"auto_id": "resume_%s"}, then="即时生效,产品重新上架。",
)  # fmt: skip
