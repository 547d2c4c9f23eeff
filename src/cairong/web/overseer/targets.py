"""The desk of targets: a year's principal against its lines, city and counties, on one page."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from cairong.doors.actors import moment_of
from cairong.doors.lists import filters, page_number
from cairong.doors.page import page
from cairong.kernel.actor import Actor
from cairong.kernel.calendar import day_of
from cairong.oversight.coverage import Cover, coverage
from cairong.oversight.reads import Board, Financed, financed, months, years
from cairong.policy.catalogue import sentence
from cairong.policy.targets import BASE_WORDS, pace
from cairong.web.frame import draw
from cairong.web.listing import ListPage, in_order
from cairong.web.overseer.filters import WATCHING, NamedYearFilter
from cairong.web.overseer.trend import trend
from cairong.web.parts import Column, Empty, Linked, Row, Sum, Table, Why
from cairong.web.sheets import workbook

TARGETS = (
    Column(key="level", word="级次", sort="level"),
    Column(key="amount", word="本年融资", kind="money", sort="amount"),
    Column(key="line", word="目标线", kind="money", sort="line"),
    Column(key="missing", word="还差", kind="money", sort="missing"),
    Column(key="base", word="上年融资", kind="money", sort="base"),
    Column(key="percent", word="增幅(%)", kind="number", sort="percent"),
    Column(key="verdict", word="说明"),
)
COVERAGE = (
    Column(key="level", word="级次", sort="level"),
    Column(key="filed", word="备案合同(份)", kind="number", sort="filed"),
    Column(key="serving", word="服务机构(家)", kind="number", sort="serving"),
    Column(key="institutions", word="放款机构(家)", kind="number", sort="institutions"),
    Column(key="loans", word="贷款(笔)", kind="number", sort="loans"),
    Column(key="suppliers", word="受惠企业(家)", kind="number", sort="suppliers"),
    Column(key="smes", word="其中中小微(家)", kind="number", sort="smes"),
    Column(key="gaps", word="覆盖情况"),
)
LIST = ListPage(
    title="融资目标与覆盖",
    columns=(*TARGETS, *COVERAGE[1:]),
    sorts={"place": "place", **{one.sort: one.key for one in (*TARGETS, *COVERAGE) if one.sort}},
    default="place",
    export="overseer-targets-export",
    empty=Empty(text="没有这样的县区。城市开通后,每个县区在这里各占一行。"),
)


@require_safe
@page(*WATCHING)
def targets(request: HttpRequest, actor: Actor, *, sheet: bool = False) -> HttpResponse:
    """Show a year against its target lines; or answer every level as a workbook."""
    now = moment_of(request)
    form = filters(request, NamedYearFilter, today=day_of(now))
    board = financed(actor, form.chosen)
    covers = coverage(actor, board)
    asked = [one for one in covers if form.names(one.level.name)]
    rows, sort = in_order(request, LIST, _rows(asked, board.year))
    if sheet:
        name = f"{LIST.title} {board.year}年"
        return workbook(name, LIST.columns, rows, filters=form, made_at=now)
    page_number(request)  # one page holds every level: what is no number is refused all the same
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
        "targets": replace(
            _table("各级次与目标线", TARGETS, rows, sort),
            filters=form,
            export_href=reverse(LIST.export),
            total=_total(board) if len(rows) == len(board.levels) > 1 else {},
        ),
        "coverage": _table("覆盖:备案、机构、融资、企业", COVERAGE, rows, sort),
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
    sums = [Sum(word="上年放款本金(基数)", fen=grown.base_fen)]
    if grown.required_percent is not None:
        sums.append(Sum(word="要求增幅", value=f"{grown.required_percent} %"))
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


def _rows(covers: list[Cover], year: int) -> list[Row]:
    """Lay out levels in their place, the city's own first."""
    return [
        Row(
            cells={"place": place, **target_cells(one.level, year), **cover_cells(one)},
            href=loans_href(year, region=one.level.code),
        )
        for place, one in enumerate(covers)
    ]


def _total(board: Board) -> dict[str, Any]:
    whole = target_cells(board.whole, board.year)
    return {key: whole[key] for key in ("amount", "base")}


def _table(caption: str, columns: Sequence[Column], rows: list[Row], sort: str) -> Table:
    return Table(caption=caption, columns=columns, rows=rows, sort=sort, empty=LIST.empty)
