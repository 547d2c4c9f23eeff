"""The evidence for what a grade earns, as a ZIP made of a frozen result."""

import re
import zipfile
from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from cairong.assessment.reads import frozen_result
from cairong.doors.actors import demo_mark, moment_of
from cairong.doors.export import SheetColumn, export
from cairong.doors.page import page
from cairong.evaluation.behind import KIND_WORDS, facts_behind
from cairong.evaluation.showing import (
    Evaluated,
    YearPage,
    evaluations,
    frozen_page,
    version_for,
)
from cairong.kernel.actor import OVERSEERS, Actor
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import NotFound
from cairong.policy.cost import half_up
from cairong.policy.evaluation import MEASURE_WORDS
from cairong.policy.incentives import SUPPORT_WORDS
from cairong.web.evaluations.points import grade as grade_word
from cairong.web.evaluations.points import points

READERS = tuple(sorted(OVERSEERS))
POINTS = (
    SheetColumn(key="word", word="指标"),
    SheetColumn(key="cases", word="件数", kind="number"),
    SheetColumn(key="points", word="得分(百分)", kind="number"),
    SheetColumn(key="weight", word="权重", kind="number"),
    SheetColumn(key="earned", word="计入", kind="number"),
)
FACTS = (
    SheetColumn(key="kind", word="种类"),
    SheetColumn(key="title", word="编号和合同"),
    SheetColumn(key="on", word="日期", kind="day"),
    SheetColumn(key="amount_fen", word="金额", kind="yuan"),
    SheetColumn(key="said", word="计入的事实"),
    SheetColumn(key="aside", word="不计入的理由"),
    SheetColumn(key="event", word="日志第几条", kind="number"),
)


@require_safe
@page(*READERS)
def of_institution(
    request: HttpRequest, actor: Actor, year: int, institution_id: UUID
) -> HttpResponse:
    """Hand out the evidence of one institution."""
    now = moment_of(request)
    rows = [
        row for row in evaluations(actor, year, now=now)
        if row.institution_id == institution_id
    ]  # fmt: skip
    return _answer(actor, now, year, rows, rows[0].name if rows else "")


@require_safe
@page(*READERS)
def of_grade(request: HttpRequest, actor: Actor, year: int, grade: str) -> HttpResponse:
    """Hand out the evidence of all institutions with a grade."""
    now = moment_of(request)
    rows = [row for row in evaluations(actor, year, now=now) if row.evaluation.grade == grade]
    return _answer(actor, now, year, rows, f"等级 {grade}")


def _answer(
    actor: Actor, now: datetime, year: int, rows: Sequence[Evaluated], of: str
) -> HttpResponse:
    found = frozen_page(actor, now, year)
    if not rows:
        raise NotFound("access.not_found", thing="参加评价的金融机构")
    assert found.record is not None
    assert found.record.frozen_at is not None
    made, buffer = found.record.frozen_at, BytesIO()
    version = version_for(actor, year, found.versions[-1].number)
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as pack:
        _put(pack, "说明.txt", _told(found, rows, of), made)
        _put(pack, "评价结果.json", version.result, made)
        if assessed := frozen_result(actor.city, year, rows[0].institution_id):
            _put(pack, "导向效果评估结果.json", assessed[0].result, made)
        for row in rows:
            _put(pack, f"{row.name} 得分.xlsx", _points(row, made), made)
            _put(pack, f"{row.name} 贷款和期限.xlsx", _facts(actor, now, row, made), made)
    response = HttpResponse(buffer.getvalue(), content_type="application/zip")
    name = f"政策支持依据 {year}年 {of}{demo_mark()}.zip"
    named = content_disposition_header(as_attachment=True, filename=name)
    response["Content-Disposition"] = named or "attachment"
    response["Cache-Control"] = "no-store"
    return response


def _put(pack: zipfile.ZipFile, name: str, content: str | bytes, made: datetime) -> None:
    safe = re.sub(r"[/\\]", "_", name)
    pack.writestr(zipfile.ZipInfo(safe, made.timetuple()[:6]), content)


def _told(found: YearPage, rows: Sequence[Evaluated], of: str) -> str:
    last = found.versions[-1]
    assert found.record is not None
    lines = [
        f"{found.year}年金融机构综合评价:{of}",
        f"{demo_mark()}依据已冻结的第 {last.number} 版,{_day(found.record.frozen_at)}冻结。",
        f"「评价结果.json」的 SHA-256 是 {last.sha256}。",
        f"它写在日志第 {found.seq} 条里,日志头由平台签发,用 cairong audit proof 取证明。",
        "重算:下载这一年的事实,用 cairong evaluate 或 tools/evaluate.py 得出同样的字节。",
        "",
        *(
            f"{row.name}:{points(row.evaluation.score)} 分,"
            f"等级 {grade_word(row.evaluation, row.trial)},可以取得:{_earned(row) or '无'}"
            for row in rows
        ),
        "",
        "等级只说明可以取得哪些支持;是否给予由人民银行两人决定。",
    ]
    return "\r\n".join(lines)


def _day(moment: datetime | None) -> str:
    return day_of(moment).isoformat() if moment else ""


def _earned(row: Evaluated) -> str:
    supports = row.evaluation.scheme.supports
    return "、".join(
        word for code, word in SUPPORT_WORDS.items() if row.evaluation.grade in supports[code]
    )


def _points(row: Evaluated, made: datetime) -> bytes:
    return export(
        name=f"{row.name} {row.year}年综合评价得分",
        columns=POINTS,
        rows=[
            {
                "word": MEASURE_WORDS[each.measure.code],
                "cases": each.cases,
                "points": points(each.points),
                "weight": each.measure.weight,
                "earned": points(half_up(each.earned)),
            }
            for each in row.evaluation.measured
        ],
        filters={"总分": str(points(row.evaluation.score)), "等级": row.evaluation.grade},
        made_at=made,
    ).content


def _facts(actor: Actor, now: datetime, row: Evaluated, made: datetime) -> bytes:
    found = facts_behind(actor, now, row.year, row.institution_id)
    return export(
        name=f"{row.name} {row.year}年计入的贷款和期限",
        columns=FACTS,
        rows=[{**vars(each), "kind": KIND_WORDS[each.kind]} for each in found],
        filters={},
        made_at=made,
    ).content
