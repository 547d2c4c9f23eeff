"""融资进展: each month's figures as they were kept, for anybody to read, download and compare."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from cairong.doors.page import public_page
from cairong.kernel.actor import Actor
from cairong.kernel.errors import NotFound
from cairong.oversight.monthly import Kept, months_of, version_of
from cairong.policy.complaining import KIND_WORDS
from cairong.policy.funnel import STAGES, STEPS
from cairong.policy.targets import FEWEST
from cairong.web.lists import Filter, List
from cairong.web.lists.asking import Asking
from cairong.web.parts import Column, Empty, Paper, plain_table

NONE_YET = "还没有满月的数据。每月结束后的第一天保存上月的。"
MONTHS = (
    Column("month", "月份"),
    Column("version", "版本"),
    Column("kept_at", "保存时间", "moment"),
    Column("reason", "更正原因"),
    Column("sha256", "SHA-256"),
    Column("file", "文件"),
)


STAGE = (
    Column("stage", "阶段"),
    Column("count", "数量", "number"),
    Column("days", "到这一步的中位天数", "number", blank="—"),
)
COMPLAINT = (Column("kind", "投诉什么"), Column("count", "件数", "number"))
FIRST, FEW, UNTOLD = "其中首次融资的企业", "太少,不公布", "这个月没有保存这项数据。"


def _months(actor: Actor, _now: datetime) -> Mapping[str, str]:
    return {each.key: each.word for each in months_of(actor.city)} or {"": NONE_YET}


def _levels(actor: Actor, _now: datetime, chosen: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Read the levels of the last version of a month, and all of them together."""
    newest = next((each for each in months_of(actor.city) if each.key == chosen["month"]), None)
    if newest is None:
        return []
    said = json.loads(newest.document)
    return [_level(each, said["judged"]) for each in (*said["levels"], said["all"])]


def _level(said: dict[str, Any], judged: str) -> dict[str, Any]:
    note = "对目标线的口径" if said["name"] == judged else ""
    if not said["apart"]:
        note = f"不足 {FEWEST} 家,不单列金额"
    percent = Decimal(said["percent"]) if said.get("percent") else None
    blank = dict.fromkeys(column.key for column in FIGURES)
    return {**blank, **said, "percent": percent, "note": note}


FIGURES = (
    Column("name", "级次", sort=True, search=True),
    Column("year_fen", "本年放款", "money", sort=True),
    Column("line_fen", "目标线", "money", sort=True),
    Column("missing_fen", "还差", "money", sort=True),
    Column("base_fen", "上年放款", "money", sort=True),
    Column("outside_fen", "其中平台外:本年", "money", shown=False),
    Column("base_outside_fen", "其中平台外:上年", "money", shown=False),
    Column("percent", "增幅(%)", "number", sort=True),
    Column("loans", "贷款(笔)", "number", sort=True),
    Column("institutions", "放款机构(家)", "number", sort=True),
    Column("smes", "中小微企业(家)", "number", sort=True),
    Column("note", "说明"),
)


def _around(_request: HttpRequest, actor: Actor, asked: Asking) -> dict[str, Any]:
    """Show how far intents came and what was complained of; list every version with its hash."""
    every = months_of(actor.city)
    chosen = next((each for each in every if each.key == asked.asked.chosen["month"]), None)
    said = json.loads(chosen.document) if chosen else {}
    return {
        "stages": plain_table("融资漏斗", STAGE, _stages(said.get("funnel", {})), empty=UNTOLD),
        "complaints": plain_table(
            "投诉", COMPLAINT, _kinds(said.get("complaints", {})), empty=UNTOLD
        ),
        "months": plain_table("历月数据", MONTHS, [_month(each) for each in every], empty=NONE_YET),
    }


def _stages(told: Mapping[str, int | None]) -> list[dict[str, Any]]:
    """Say each stage with how many came so far and the median days to it; nothing where untold."""
    days = dict(zip(list(STAGES)[1:], STEPS, strict=True))
    return [
        {"stage": word, "count": _told(told[key]), "days": told.get(days.get(key, ""))}
        for key, word in {**STAGES, "first_time": FIRST}.items()
        if told
    ]


def _kinds(told: Mapping[str, int | None]) -> list[dict[str, Any]]:
    """Say how often each kind was complained of, those that nobody named left out."""
    words = {"all": "合计", **KIND_WORDS}
    return [
        {"kind": words[key], "count": _told(count)}
        for key, count in told.items()
        if key == "all" or count != 0
    ]


def _told(count: int | None) -> str:
    return FEW if count is None else f"{count:,}"


def _month(kept: Kept) -> dict[str, Any]:
    return {
        "month": kept.word,
        "version": f"第 {kept.version} 版",
        "kept_at": kept.kept_at,
        "reason": kept.reason,
        "sha256": kept.sha256,
        "file": Paper(word="下载", href=reverse("progress-month", args=[kept.key, kept.version])),
    }


PROGRESS = List(
    name="progress",
    sheet="export.xlsx",
    title="融资进展",
    public=True,
    rows=_levels,
    columns=FIGURES,
    filters=(Filter("month", "月份", _months, blank=None),),
    by="name",
    per_page=1000,
    template="public/progress.html",
    around=_around,
    empty=Empty(text=NONE_YET),
)


@require_safe
@public_page
def progress_month(request: HttpRequest, actor: Actor, month: str, version: int) -> HttpResponse:
    """Hand out one version of a month's figures, byte for byte. Raises NotFound."""
    del request
    try:
        first = date.fromisoformat(f"{month}-01")
    except ValueError:
        raise NotFound("access.not_found", thing="月度融资数据") from None
    found = version_of(actor.city, first, version)
    response = HttpResponse(found.document, content_type="application/json")
    name = f"cairong-targets-{actor.city}-{month}-v{version}.json"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
