"""The pages of the assessment: schemes, a year, an institution's year, an objection."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from cairong.assessment.actions.answer_objection import answer_objection
from cairong.assessment.actions.enter_assessment_values import enter_assessment_values
from cairong.assessment.actions.freeze_assessment import freeze_assessment
from cairong.assessment.actions.object_to_assessment import object_to_assessment
from cairong.assessment.actions.publish_assessment import publish_assessment
from cairong.assessment.actions.publish_assessment_scheme import publish_assessment_scheme
from cairong.assessment.reads import indicators_of, objection_for, scheme_for, version_for
from cairong.assessment.showing import (
    institution_page,
    schemes,
    text_of_facts,
    year_page,
    years,
)
from cairong.assessment.states import OBJECTION, YEAR
from cairong.doors.actors import moment_of
from cairong.doors.page import page
from cairong.kernel.actor import INSTITUTION, OVERSEERS, Actor, Role
from cairong.web.acting import act_view, look_view, page_of
from cairong.web.assessment import tables
from cairong.web.assessment.forms import (
    AgainForm,
    AnswerForm,
    CorrectForm,
    ObjectionForm,
    SchemeForm,
    ValuesForm,
)
from cairong.web.evaluations.year import json_file
from cairong.web.forms import ActForm

READERS = tuple(sorted(OVERSEERS))
MEMBERS = tuple(sorted(INSTITUTION))
ALL = tuple(sorted(OVERSEERS | INSTITUTION))


def _home(actor: Actor, now: datetime) -> dict[str, Any]:
    enters = actor.role is Role.PBOC
    return {
        "schemes": tables.schemes_table(schemes(actor)),
        "years": tables.years_table(years(actor, now), own=actor.role in INSTITUTION),
        "enters": enters,
        **({"form": SchemeForm()} if enters else {}),
    }


home_drawn = page_of("assessment/home.html", _home)
home = look_view(home_drawn, *ALL)
scheme_published = act_view(
    publish_assessment_scheme, SchemeForm, draw=home_drawn, only_posted=True,
    then="方案公布,各机构收到消息。", places={"assessment.late": "first_year"},
)  # fmt: skip


def _scheme(actor: Actor, _now: datetime, scheme_id: UUID) -> dict[str, Any]:
    found = scheme_for(actor, scheme_id)
    return {"found": found, "indicators": tables.indicators_table(indicators_of(found))}


scheme = look_view(page_of("assessment/scheme.html", _scheme), *ALL)


def _year(actor: Actor, now: datetime, year: int) -> dict[str, Any]:
    found = year_page(actor, now, year)
    record = found.view.record
    forms: dict[str, ActForm] = {}
    if found.publishes:
        forms["publish_form"] = ActForm()
    if found.corrects:
        forms |= {"again_form": AgainForm(), "freeze_form": ActForm()}
    return {
        "found": found,
        "year": year,
        "state": YEAR.states[record.state] if record else None,
        "rows": tables.placed_table(found),
        "versions": tables.versions_table(found),
        "objections": tables.objections_table(found.objections),
        **forms,
    }


year_drawn = page_of("assessment/year.html", _year)
year = look_view(year_drawn, *READERS)
published = act_view(
    publish_assessment, ActForm, "publish_form", draw=year_drawn, only_posted=True,
    then="暂定结果公布给各机构,从那天起 {} 内可以提异议。", days="appeal_days",
)  # fmt: skip
again = act_view(
    publish_assessment, AgainForm, "again_form", draw=year_drawn, only_posted=True,
    then="更正后的一版公布给各机构,从那天起 {} 内可以提异议。", days="appeal_days",
)  # fmt: skip
frozen = act_view(
    freeze_assessment, ActForm, "freeze_form", draw=year_drawn, only_posted=True,
    then="结果冻结,不再变更,可以作为政策支持的依据。",
)  # fmt: skip


def _of(actor: Actor, now: datetime, year: int, institution_id: UUID) -> dict[str, Any]:
    found = institution_page(actor, now, year, institution_id)
    forms: dict[str, ActForm] = {}
    if found.lacking:
        forms["values_form"] = ValuesForm(lacking=found.lacking)
    if found.entered:
        forms["correct_form"] = CorrectForm(entered=found.entered)
    return {**_said(found), **forms}


def _said(found: Any) -> dict[str, Any]:
    record = found.view.record
    return {
        "found": found,
        "year": found.view.year,
        "score": tables.score_of(found.found),
        "state": YEAR.states[record.state] if record else None,
        "points": tables.points_table(found),
        "objections": tables.objections_table(found.objections),
        "missing": found.found.assessed.missing,
    }


def _lacking(actor: Actor, now: datetime, record: Mapping[str, Any]) -> dict[str, Any]:
    return {"lacking": institution_page(actor, now, **record).lacking}


def _entered(actor: Actor, now: datetime, record: Mapping[str, Any]) -> dict[str, Any]:
    return {"entered": institution_page(actor, now, **record).entered}


of_drawn = page_of("assessment/institution.html", _of)
institution = look_view(of_drawn, *READERS)
entered = act_view(
    enter_assessment_values, ValuesForm, "values_form", draw=of_drawn, only_posted=True,
    needs=_lacking,
    then="数值录入,机构看得到自己的。",
)  # fmt: skip
corrected = act_view(
    enter_assessment_values, CorrectForm, "correct_form", draw=of_drawn, only_posted=True,
    needs=_entered,
    then="数值更正;结果已经公布的,还要重新公布。",
)  # fmt: skip


def _own(actor: Actor, now: datetime, year: int) -> dict[str, Any]:
    assert actor.organisation_id is not None
    found = institution_page(actor, now, year, actor.organisation_id)
    return {**_said(found), **({"form": ObjectionForm()} if found.objects else {})}


own_drawn = page_of("assessment/own.html", _own)
own = look_view(own_drawn, *MEMBERS)
objected = act_view(
    object_to_assessment, ObjectionForm, draw=own_drawn, only_posted=True, done="assessment-own",
    said="异议已提出,人民银行两人答复后您会收到消息。",
)  # fmt: skip


def _objection(actor: Actor, _now: datetime, objection_id: UUID) -> dict[str, Any]:
    found = objection_for(actor, objection_id)
    answers = found.state == "open" and actor.role is Role.PBOC
    return {
        "found": found,
        "year": found.version.of.year,
        "state": OBJECTION.states[found.state],
        "inside": actor.role in INSTITUTION,
        **({"form": AnswerForm()} if answers else {}),
    }


objection_drawn = page_of("assessment/objection.html", _objection)
objection = look_view(objection_drawn, *ALL)
answered = act_view(
    answer_objection, AnswerForm, draw=objection_drawn, only_posted=True,
    then="机构收到答复。", places={"assessment.not_corrected": "verdict"},
)  # fmt: skip


@require_safe
@page(*ALL)
def scheme_file(request: HttpRequest, actor: Actor, scheme_id: UUID) -> HttpResponse:
    """Hand out a scheme as it was published, byte for byte."""
    del request
    found = scheme_for(actor, scheme_id)
    return json_file(found.document, f"导向效果评估方案-{found.first_year}年起.json")


@require_safe
@page(*READERS)
def result(request: HttpRequest, actor: Actor, year: int, number: int) -> HttpResponse:
    """Hand out a version of a year's result, byte for byte."""
    del request
    return json_file(
        version_for(actor, year, number).result, f"导向效果评估-{year}-第{number}版.json"
    )


@require_safe
@page(*READERS)
def facts(request: HttpRequest, actor: Actor, year: int) -> HttpResponse:
    """Hand out the facts of which a year is worked out anew elsewhere, byte for byte."""
    return json_file(
        text_of_facts(actor, moment_of(request), year), f"导向效果评估事实-{year}.json"
    )
