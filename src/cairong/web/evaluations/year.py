"""The page of a year: its scheme, its versions, its appeals, and what the bank does of it."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from cairong.doors.actors import moment_of
from cairong.doors.page import page
from cairong.evaluation.actions.adopt_scheme import adopt_scheme
from cairong.evaluation.actions.freeze_year import freeze_year
from cairong.evaluation.actions.publish_year import publish_year
from cairong.evaluation.scheme import adoption_for, adoptions
from cairong.evaluation.showing import text_of_facts, version_for, year_page
from cairong.evaluation.states import APPEAL, YEAR
from cairong.kernel.actor import INSTITUTION, OVERSEERS, Actor, Role
from cairong.policy.evaluation import FLAG_WORDS, MEASURE_WORDS, NEWEST, SCHEMES, Scheme
from cairong.policy.incentives import SUPPORT_WORDS, clause_of
from cairong.web.acting import act_view, look_view, page_of
from cairong.web.evaluations.forms import AdoptForm
from cairong.web.forms import ActForm
from cairong.web.parts import Column, Paper, plain_table

READERS = tuple(sorted(OVERSEERS))
ALL = tuple(sorted(OVERSEERS | INSTITUTION))
VERSIONS = (
    Column("number", "版本", "number"),
    Column("cut_off", "数据截止", "moment"),
    Column("appeal_on", "申诉截止", "date"),
    Column("reason", "为什么改", blank="首次公布"),
    Column("sha256", "结果校验值"),
)
APPEALS = (
    Column("institution", "金融机构", of="institution__name"),
    Column("measure", "指标", words=MEASURE_WORDS),
    Column("answer_on", "答复期限", "date"),
    Column("state", "状态", "status", states=APPEAL),
)
SUPPORTS = (
    Column("institution", "金融机构", of="institution__name"),
    Column("code", "政策支持", words=SUPPORT_WORDS),
    Column("granted", "决定", words={True: "给予", False: "不给予"}),
    Column("words", "理由"),
    Column("at", "时间", "moment"),
)
MEASURES = (
    Column("word", "指标"),
    Column("weight", "权重", "number"),
    Column("none", "零分线", "number"),
    Column("full", "满分线", "number"),
)
GRADES = (Column("code", "政策支持"), Column("clause", "依据"), Column("grades", "可以取得的等级"))
FLAGS = (Column("word", "待查看的情况"), Column("line", "分界"))
ADOPTED = (
    Column("first_year", "起用年度", "number"),
    Column("version", "版本", "number"),
    Column("published_at", "公布", "moment"),
    Column("sha256", "校验值"),
    Column("file", "文件"),
)


def _shows(actor: Actor, now: datetime, year: int) -> dict[str, Any]:
    found = year_page(actor, now, year)
    record = found.record
    forms = {}
    if found.publishes:
        forms["publish_form"] = ActForm()
    if found.freezes:
        forms["freeze_form"] = ActForm()
    return {
        "found": found,
        "year": year,
        "scheme": found.scheme,
        "adopted": found.adopted,
        "trial": found.trial,
        "state": YEAR.states[record.state] if record else None,
        "versions": plain_table(
            "各版结果", VERSIONS, found.versions, empty="还没有公布。",
            opens=lambda row: reverse("evaluation-result", args=[year, row.number]),
        ),
        "appeals": plain_table(
            "申诉", APPEALS, found.appeals, empty="没有申诉。",
            opens=lambda row: reverse("evaluation-appeal", args=[row.pk]),
        ),
        "supports": plain_table(
            "政策支持", SUPPORTS, found.supports, empty="还没有决定。",
            opens=lambda row: reverse("overseer-evaluated", args=[year, row.institution_id]),
        ),
        **forms,
    }  # fmt: skip


drawn = page_of("evaluations/year.html", _shows)
year = look_view(drawn, *READERS)
published = act_view(
    publish_year, ActForm, "publish_form", draw=drawn, only_posted=True,
    then="暂定结果公布给各机构,从那天起 {} 内可以申诉。", days="appeal_days",
)  # fmt: skip
frozen = act_view(
    freeze_year, ActForm, "freeze_form", draw=drawn, only_posted=True,
    then="结果冻结,不再变更,可以据此决定政策支持。",
)  # fmt: skip


def _schemes(actor: Actor, now: datetime) -> dict[str, Any]:
    rows = adoptions(actor.city, now)
    scheme = SCHEMES[NEWEST]
    pboc = actor.role is Role.PBOC and actor.whole_city
    return {
        "adopted": plain_table(
            "已公布的方案", ADOPTED, [_adopted_row(each) for each in rows],
            empty="还没有公布。公布以前各年只作试算。",
        ),
        "scheme": scheme,
        **tables_of(scheme),
        **({"form": AdoptForm()} if pboc else {}),
    }  # fmt: skip


def _adopted_row(row: Any) -> dict[str, Any]:
    return {
        "first_year": row.first_year,
        "version": row.version,
        "published_at": row.published_at,
        "sha256": row.sha256,
        "file": Paper(word="下载", href=reverse("evaluation-scheme-file", args=[row.pk])),
    }


def tables_of(scheme: Scheme) -> dict[str, Any]:
    """Lay out a formula: its measures, what each grade can earn, what is to be looked at."""
    return {
        "measures": plain_table(
            "指标和权重", MEASURES,
            [
                {
                    "word": MEASURE_WORDS[each.code], "weight": each.weight,
                    "none": _end(each.code, each.none), "full": _end(each.code, each.full),
                }
                for each in scheme.measures
            ],
            empty="没有。",
        ),
        "supports": plain_table(
            "等级和政策支持", GRADES,
            [
                {"code": word, "clause": clause_of(key), "grades": "、".join(scheme.supports[key])}
                for key, word in SUPPORT_WORDS.items()
            ],
            empty="没有。",
        ),
        "flags": plain_table(
            "请人民银行查看的情况", FLAGS,
            [
                {"word": FLAG_WORDS[code], "line": f"达到 {line.least} 且占 {line.percent}%"}
                for code, line in scheme.flags.items()
            ],
            empty="没有。",
        ),
    }  # fmt: skip


def _end(code: str, value: int) -> int:
    return value // 1_000_000 if code == "amount" else value


schemes_drawn = page_of("evaluations/scheme.html", _schemes)
schemes = look_view(schemes_drawn, *ALL)
adopted = act_view(
    adopt_scheme, AdoptForm, draw=schemes_drawn, only_posted=True,
    then="方案公布,各机构收到消息。", places={"evaluation.scheme_late": "first_year"},
)  # fmt: skip


@require_safe
@page(*ALL)
def scheme_file(request: HttpRequest, actor: Actor, scheme_id: Any) -> HttpResponse:
    """Hand out a formula as it was published, byte for byte."""
    del request
    found = adoption_for(actor, scheme_id)
    return json_file(found.document, f"评价方案-{found.first_year}年起.json")


@require_safe
@page(*READERS)
def result(request: HttpRequest, actor: Actor, year: int, number: int) -> HttpResponse:
    """Hand out a version of a year's result, byte for byte."""
    del request
    found = version_for(actor, year, number)
    return json_file(found.result, f"综合评价-{year}-第{number}版.json")


@require_safe
@page(*READERS)
def facts(request: HttpRequest, actor: Actor, year: int) -> HttpResponse:
    """Hand out the facts of which a year is worked out anew elsewhere, byte for byte."""
    return json_file(text_of_facts(actor, moment_of(request), year), f"综合评价事实-{year}.json")


def json_file(text: str, name: str) -> HttpResponse:
    """Answer a text as a file of its own bytes."""
    response = HttpResponse(text.encode(), content_type="application/json; charset=utf-8")
    named = content_disposition_header(as_attachment=True, filename=name)
    response["Content-Disposition"] = named or "attachment"
    response["Cache-Control"] = "no-store"
    return response
