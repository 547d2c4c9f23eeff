"""The desk of targets: a year's principal against its lines, city and counties, on one page."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from cairong.doors.page import page
from cairong.kernel.actor import Actor
from cairong.oversight.coverage import Cover, coverage
from cairong.oversight.reads import Board, financed, months, refinanced, years
from cairong.policy.catalogue import sentence
from cairong.policy.targets import BASE_WORDS, pace
from cairong.web.frame import draw
from cairong.web.lists.asking import asking
from cairong.web.lists.views import table_of
from cairong.web.overseer.lists import COVER, LINES, TARGETS, WATCHING, tried_in
from cairong.web.overseer.map import map_of
from cairong.web.overseer.trend import trend
from cairong.web.overseer.words import loans_href
from cairong.web.parts import Linked, Sum, Why


@require_safe
@page(*WATCHING)
def targets(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show a year against its target lines."""
    asked = asking(request, actor, TARGETS)
    tried = tried_in(asked.asked.chosen)
    board = financed(actor, int(asked.asked.chosen["year"]), tried=tried)
    before, head = financed(actor, board.year - 1), board.headline
    covers = coverage(actor, board, today=asked.today)
    whole = replace(table_of(replace(TARGETS, rows=lambda *_: covers), asked), pages=None)
    context = {
        "board": board,
        "headline": head,
        "tried": tried if any(tried.values()) else {},
        "aside": board.aside,
        "before": before.headline,
        "pace": pace(found=head.growth, loans=head.loans, on=asked.today)
        if board.year == asked.today.year
        else None,
        "years": sorted({board.year, asked.today.year, *years(actor.city)}, reverse=True),
        "loans_href": loans_href(board.year, region=board.region),
        "brief_href": loans_href(board.year, region=board.region, brief=1),
        "refinanced_fen": refinanced(actor, board.year, board.region),
        "why": why_of(board),
        "targets": replace(
            whole,
            caption="各级次与目标线",
            heading=True,
            columns=[line for line in LINES if line.shown],
            total=_total(board) if len(whole.rows) == len(board.levels) > 1 else {},
        ),
        "coverage": replace(
            whole,
            caption="覆盖:备案、机构、融资、企业",
            heading=True,
            columns=[LINES[0], *COVER],
            filters=None,
            notes=(),
            export_href="",
        ),
        **_gaps(covers),
        "map": map_of(board, actor.city),
        "chart": trend(
            board,
            months(actor, board.year, board.region),
            today=asked.today,
            href=loans_href(board.year, region=board.region),
        ),
        "finding": sentence(head.finding) if head.finding else "",
        "base_words": BASE_WORDS[head.growth.base],
    }
    return draw(request, actor, "overseer/targets.html", context)


def _gaps(covers: list[Cover]) -> dict[str, list[str]]:
    """Name the levels without a filing, and those without a loan."""
    return {
        "unfiled": [cover.level.name for cover in covers if not cover.filed],
        "unlent": [cover.level.name for cover in covers if not cover.level.loans],
    }


def why_of(board: Board) -> Why:
    """Open the arithmetic of the line that the headline is held against."""
    grown = board.headline.growth
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
        obligation="一(二)-3" if board.headline.city_level else "一(二)-4",
        sums=sums,
        mender="目标增幅、小基数界限和「市级」的口径是参数,由采购科按三(一)-2 两人调整。",
    )


def _total(board: Board) -> dict[str, Linked]:
    year, grown = board.year, board.whole.growth
    return {
        "amount": Linked(value=grown.year_fen, href=loans_href(year)),
        "base": Linked(value=grown.base_fen, href=loans_href(year - 1)),
    }
