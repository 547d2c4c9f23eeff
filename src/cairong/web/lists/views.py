"""The one view of all lists: a page of it, or all of it as a workbook; and their addresses."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from types import ModuleType
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_safe

from cairong.doors.actors import moment_of
from cairong.doors.export import MOST_ROWS
from cairong.doors.limits import limit_address
from cairong.doors.page import View, page, public_page
from cairong.kernel.actor import Actor
from cairong.listing.declared import Asked
from cairong.listing.reading import Page, Row, read_all, read_page
from cairong.web import parts
from cairong.web.frame import draw, draw_public
from cairong.web.lists.asking import Asking, always_chosen, asking, chosen_words
from cairong.web.lists.declared import List
from cairong.web.lists.sheets import workbook
from cairong.web.parts import Column, Pages, Table

MOST_EXPORTS = 20  # of one public list a minute, from one address

type AllWords = Mapping[str, Mapping[Any, str]]
type Answering = Callable[[HttpRequest, Actor, List], HttpResponseBase]


def addresses(of: List, *, shown: View | None = None) -> list[URLPattern]:
    """Make the two addresses of a list; a page that does more than show it brings its view."""
    return [
        path(of.address, shown or _view(of, answer), name=of.name),
        path(f"{of.address}{of.sheet}", _view(of, answer_sheet), name=f"{of.name}-export"),
    ]


def lists_in(*modules: ModuleType) -> Iterator[List]:
    """Find the lists that modules declare."""
    for module in modules:
        yield from (var for var in vars(module).values() if isinstance(var, List))


def answer(request: HttpRequest, actor: Actor, of: List) -> HttpResponse:
    """Answer one page of a list."""
    asked = asking(request, actor, of)
    tools = [
        (tool, reverse(tool.opens))
        for tool in of.tools
        if not tool.roles or actor.role in tool.roles
    ]
    table = table_of(of, asked)
    context = {"page": of, "table": table, "tools": tools, "chosen": asked.asked.chosen}
    if of.around is not None:
        context |= of.around(request, actor, asked)
    return (draw_public if of.public else draw)(request, actor, of.template, context)


def answer_sheet(request: HttpRequest, actor: Actor, of: List) -> HttpResponse:
    """Answer all of a list as a workbook."""
    asked = asking(request, actor, of)
    if of.public:
        limit_address(request, f"export-{of.name}", most=MOST_EXPORTS, seconds=60)
    if of.noted is not None:
        of.noted(actor=actor, now=asked.now, listed=of.title)
    columns = [column for column in asked.columns if column.exported]
    rows = read_all(
        of,
        columns,
        actor=actor,
        now=asked.now,
        asked=asked.asked,
        most=min(MOST_ROWS, of.most) + 1,  # one more, so that the cut is said
    )
    return workbook(
        " ".join([of.title, *always_chosen(of, asked)]),
        columns,
        (_cells(columns, row, asked.words) for row in rows),
        filters={**chosen_words(asked), "说明": " ".join(asked.notes)},
        made_at=asked.now,
        most=min(MOST_ROWS, of.most),
    )


def table_of(of: List, asked: Asking) -> Table:
    """Lay out the page of a list that is asked for."""
    columns = [column for column in asked.columns if column.shown]
    found = read_page(of, columns, actor=asked.actor, now=asked.now, asked=asked.asked)
    return Table(
        caption=of.title,
        heading=False,
        columns=columns,
        rows=[_row(of, columns, row, asked.words) for row in found.rows],
        empty=of.empty,
        pages=Pages(number=found.number, last=found.last, total=found.total),
        sort=asked.asked.sort,
        filters=asked.form if asked.form.fields else None,
        notes=[*asked.notes, *_bounds(found, asked.asked.page)],
        export_href=reverse(f"{of.name}-export") if of.name else "",
        total=found.sums,
    )


def first_of(of: List, actor: Actor, now: datetime, *, most: int) -> Table:
    """Lay out the first rows of a list, for a page about more."""
    columns = [each for each in of.seen_by(actor.role) if each.shown]
    asked = Asked(fields=columns, sort=of.default)
    listed = replace(of, per_page=most)
    found = read_page(listed, columns, actor=actor, now=now, asked=asked)
    more = f"(只列最近 {most} 条,共 {found.total} 条)" if found.total > most else ""
    return Table(
        caption=f"{of.title}{more}",
        columns=[replace(column, sort=False) for column in columns],
        rows=[_row(of, columns, row, {}) for row in found.rows],
        empty=of.empty,
    )


def _view(of: List, answering: Answering) -> View:
    def view(request: HttpRequest, actor: Actor) -> HttpResponseBase:
        if of.admits is not None:
            of.admits(actor, moment_of(request))
        return answering(request, actor, of)

    return require_safe(public_page(view) if of.public else page(*of.roles)(view))


def _bounds(found: Page, asked: int) -> Iterator[str]:
    """Say where a list ends."""
    if asked > found.last:
        yield "没有那么多页,这是最后一页。"
    if found.more:
        yield f"符合条件的超过 {found.total} 条,只能翻看和导出前 {found.total} 条。请缩小范围。"


def _row(of: List, columns: list[Column], row: Row, words: AllWords) -> parts.Row:
    return parts.Row(
        cells=_cells(columns, row, words),
        href=of.href_of(row),
        acts=of.acts(row) if of.acts else (),
    )


def _cells(columns: list[Column], row: Row, words: AllWords) -> Mapping[str, Any]:
    return {column.key: column.cell(row[column.key], words.get(column.key)) for column in columns}
