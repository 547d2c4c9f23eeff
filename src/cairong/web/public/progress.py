"""融资进展: each month's figures as they were kept, for anybody to read, download and compare."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from cairong.doors.page import public_page
from cairong.kernel.actor import Actor
from cairong.kernel.errors import NotFound
from cairong.oversight.models import MonthlyFigures
from cairong.oversight.monthly import months_of, version_of
from cairong.policy.targets import FEWEST
from cairong.web.frame import draw_public
from cairong.web.parts import Column, Paper, plain_table

TOGETHER = f"不足 {FEWEST} 家,不单列"
LEVELS = (
    Column("name", "级次"),
    Column("year_fen", "本年放款", "money"),
    Column("line_fen", "目标线", "money"),
    Column("missing_fen", "还差", "money"),
    Column("base_fen", "上年放款", "money"),
    Column("percent", "增幅(%)", "number"),
    Column("loans", "贷款(笔)", "number"),
    Column("institutions", "放款机构(家)", "number"),
    Column("smes", "中小微企业(家)", "number"),
    Column("note", "说明"),
)
MONTHS = (
    Column("month", "月份"),
    Column("version", "版本"),
    Column("kept_at", "保存时间", "moment"),
    Column("reason", "更正原因"),
    Column("sha256", "SHA-256"),
    Column("file", "文件"),
)


@require_safe
@public_page
def progress(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show the newest month against the lines, and every month's versions with their hashes."""
    kept = months_of(actor.city)
    newest = kept[0] if kept else None
    said = json.loads(newest.document) if newest else {}
    levels = [*said["levels"], said["all"]] if said else []
    rows = [_level(each, said["judged"]) for each in levels]
    context = {
        "newest": newest,
        "cut_off": date.fromisoformat(said["cut_off"]) if said else None,
        "levels": plain_table("各级次与目标线", LEVELS, rows, empty="还没有满月的数据。"),
        "months": plain_table(
            "历月数据", MONTHS, [_month(each) for each in kept], empty="还没有满月的数据。"
        ),
    }
    return draw_public(request, actor, "public/progress.html", context)


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


def _level(said: dict[str, Any], judged: str) -> dict[str, Any]:
    note = TOGETHER if not said["apart"] else "对目标线的口径" if said["name"] == judged else ""
    percent = Decimal(said["percent"]) if said.get("percent") else None
    blank = dict.fromkeys(column.key for column in LEVELS)
    return {**blank, **said, "percent": percent, "note": note}


def _month(kept: MonthlyFigures) -> dict[str, Any]:
    month = kept.month.isoformat()[:7]
    return {
        "month": f"{kept.month.year}年{kept.month.month}月",
        "version": f"第 {kept.version} 版",
        "kept_at": kept.kept_at,
        "reason": kept.reason,
        "sha256": kept.sha256,
        "file": Paper(word="下载", href=reverse("progress-month", args=[month, kept.version])),
    }
