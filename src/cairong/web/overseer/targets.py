"""The desk of targets: a year's principal against its lines, city and counties, on one page."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from cairong.doors.actors import moment_of
from cairong.doors.lists import filters
from cairong.doors.page import page
from cairong.kernel.actor import Actor
from cairong.kernel.calendar import day_of
from cairong.oversight.coverage import Cover, coverage
from cairong.oversight.reads import Board, Financed, financed, months, years
from cairong.policy.catalogue import sentence
from cairong.policy.targets import BASE_WORDS, pace
from cairong.web.frame import draw
from cairong.web.overseer.filters import WATCHING, YearFilter
from cairong.web.overseer.trend import trend
from cairong.web.parts import Column, Empty, Linked, Row, Sum, Table, Why
from cairong.web.sheets import workbook

TARGETS = (
    Column(key="level", word="级次"),
    Column(key="amount", word="本年融资", kind="money"),
    Column(key="line", word="目标线", kind="money"),
    Column(key="missing", word="还差", kind="money"),
    Column(key="base", word="上年融资", kind="money"),
    Column(key="percent", word="增幅(%)", kind="number"),
    Column(key="verdict", word="说明"),
)
COVERAGE = (
    Column(key="level", word="级次"),
    Column(key="filed", word="备案合同(份)", kind="number"),
    Column(key="serving", word="服务机构(家)", kind="number"),
    Column(key="institutions", word="放款机构(家)", kind="number"),
    Column(key="loans", word="贷款(笔)", kind="number"),
    Column(key="suppliers", word="受惠企业(家)", kind="number"),
    Column(key="smes", word="其中中小微(家)", kind="number"),
    Column(key="gaps", word="覆盖情况"),
)
EMPTY = Empty(text="还没有设置县区。城市开通后,每个县区在这里各占一行。")


@require_safe
@page(*WATCHING)
def targets(request: HttpRequest, actor: Actor, *, sheet: bool = False) -> HttpResponse:
    """Show a year against its target lines; or answer every level as a workbook."""
    now = moment_of(request)
    form = filters(request, YearFilter, today=day_of(now))
    board = financed(actor, form.chosen)
    covers = coverage(actor, board)
    if sheet:
        columns = [*TARGETS, *COVERAGE[1:]]
        rows = [Row(cells=target_cells(one.level, board.year) | cover_cells(one)) for one in covers]
        name = f"融资目标与覆盖 {board.year}年"
        return workbook(name, columns, rows, filters=form, made_at=now)
    before = financed(actor, board.year - 1)
    running = board.year == form.today.year
    context = {
        "board": board,
        "whole": board.whole,
        "before": before.whole,
        "pace": pace(found=board.whole.growth, loans=board.whole.loans, on=form.today)
        if running
        else None,
        "years": sorted({board.year, form.today.year, *years(actor.city)}, reverse=True),
        "loans_href": loans_href(board.year),
        "why": why_of(board),
        "targets": _targets(board),
        "coverage": _coverage(covers),
        "unfiled": [one.level.name for one in covers if not one.filed],
        "unlent": [one.level.name for one in covers if not one.level.loans],
        "chart": trend(board, months(actor, board.year), href=loans_href(board.year)),
        "finding": sentence(board.whole.finding) if board.whole.finding else "",
        "base_words": BASE_WORDS[board.whole.growth.base],
    }
    return draw(request, actor, "overseer/targets.html", context)


def loans_href(year: int, **more: object) -> str:
    """Give the address of the loans that make a number."""
    return f"{reverse('overseer-loans')}?{urlencode({'year': year, **more})}"


def target_cells(one: Financed, year: int) -> dict[str, Any]:
    """Write one level's figures, each amount leading to its loans."""
    grown = one.growth
    return {
        "level": one.name,
        "amount": Linked(value=grown.year_fen, href=loans_href(year, region=one.code)),
        "line": grown.line_fen,
        "missing": grown.missing_fen,
        "base": Linked(value=grown.base_fen, href=loans_href(year - 1, region=one.code)),
        "percent": grown.percent,
        "verdict": verdict_words(one),
    }


def verdict_words(one: Financed) -> str:
    """Say whether the target is reached, and what to think of the base."""
    words = BASE_WORDS[one.growth.base]
    if one.growth.reached is None:
        return words
    said = "已达到目标" if one.growth.reached else "未达到目标"
    return f"{said};{words}" if words else said


def cover_cells(cover: Cover) -> dict[str, Any]:
    """Write what one level has and lacks."""
    one = cover.level
    return {
        "level": one.name,
        "filed": cover.filed,
        "serving": cover.serving,
        "institutions": one.institutions,
        "loans": one.loans,
        "suppliers": one.suppliers,
        "smes": one.smes,
        "gaps": "、".join(cover.gaps) or "已覆盖",
    }


def why_of(board: Board) -> Why:
    """Open the arithmetic of the whole's target line."""
    grown = board.whole.growth
    sums = [
        Sum(word="上年放款本金(基数)", fen=grown.base_fen),
        Sum(word="要求增幅", value=f"{grown.required_percent} %"),
    ]
    if grown.line_fen is not None:
        sums += [
            Sum(word="目标线 = 基数 ×(1 + 要求增幅)", fen=grown.line_fen),
            Sum(word="本年放款本金", fen=grown.year_fen),
            Sum(word="还差", fen=grown.missing_fen),
        ]
    return Why(
        rule="按自然年内实际放款的本金计算,每一笔提款只计一次,归合同所在级次",
        obligation="一(二)-3" if board.whole.city_level else "一(二)-4",
        sums=sums,
        mender="目标增幅和小基数界限是参数,由采购科按三(一)-2 两人调整。",
    )


def _targets(board: Board) -> Table:
    whole = target_cells(board.whole, board.year)
    return Table(
        caption="各级次与目标线",
        columns=TARGETS,
        rows=[
            Row(
                cells=target_cells(one, board.year),
                href=loans_href(board.year, region=one.code),
            )
            for one in board.levels
        ],
        total={key: whole[key] for key in ("amount", "base")} if len(board.levels) > 1 else {},
        empty=EMPTY,
        export_href=reverse("overseer-targets-export"),
    )


def _coverage(covers: list[Cover]) -> Table:
    return Table(
        caption="覆盖:备案、机构、融资、企业",
        columns=COVERAGE,
        rows=[Row(cells=cover_cells(one)) for one in covers],
        empty=EMPTY,
    )
