"""The one view of all lists: a page of it, or all of it as a workbook; and their addresses."""

from collections.abc import Callable, Iterator, Mapping
from types import ModuleType
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_safe

from cairong.doors.actors import moment_of
from cairong.doors.export import MOST_ROWS
from cairong.doors.page import View, page, public_page
from cairong.kernel.actor import Actor
from cairong.listing.reading import Row, read_all, read_page
from cairong.web import parts
from cairong.web.frame import draw, draw_public
from cairong.web.lists.asking import Asking, always_chosen, asking, chosen_words
from cairong.web.lists.declared import List
from cairong.web.lists.sheets import workbook
from cairong.web.parts import Column, Pages, Paper, Table

type Answering = Callable[[HttpRequest, Actor, List], HttpResponseBase]


def addresses(of: List, *, shown: View | None = None) -> list[URLPattern]:
    """Make the two addresses of a list; a page that does more than show it brings its view."""
    return [
        path(of.at, shown or _view(of, answer), name=of.name),
        path(f"{of.at}export/", _view(of, answer_sheet), name=f"{of.name}-export"),
    ]


def lists_in(*modules: ModuleType) -> Iterator[List]:
    """Find the lists that modules declare."""
    for module in modules:
        yield from (one for one in vars(module).values() if isinstance(one, List))


def answer(request: HttpRequest, actor: Actor, of: List) -> HttpResponse:
    """Answer one page of a list."""
    asked = asking(request, actor, of)
    tools = [
        Paper(word=one.word, href=reverse(one.opens))
        for one in of.tools
        if not one.roles or actor.role in one.roles
    ]
    table = table_of(of, asked)
    context = {"page": of, "table": table, "tools": tools, "chosen": asked.asked.chosen}
    if of.around is not None:
        context |= of.around(request, actor, asked)
    return (draw_public if of.public else draw)(request, actor, of.template, context)


def answer_sheet(request: HttpRequest, actor: Actor, of: List) -> HttpResponse:
    """Answer all of a list as a workbook."""
    asked = asking(request, actor, of)
    if of.noted is not None:
        of.noted(actor=actor, now=asked.now, listed=of.title)
    columns = [one for one in asked.columns if one.exported]
    rows = read_all(
        of,
        columns,
        actor=actor,
        now=asked.now,
        asked=asked.asked,
        most=MOST_ROWS + 1,  # one more, so that the cut is said
    )
    return workbook(
        " ".join([of.title, *always_chosen(of, asked)]),
        columns,
        (_cells(columns, row, asked) for row in rows),
        filters={**chosen_words(asked), "说明": " ".join(asked.notes)},
        made_at=asked.now,
    )


def table_of(of: List, asked: Asking) -> Table:
    """Lay out the page of a list that is asked for."""
    columns = [one for one in asked.columns if one.shown]
    found = read_page(of, columns, actor=asked.actor, now=asked.now, asked=asked.asked)
    return Table(
        caption=of.title,
        heading=False,
        columns=columns,
        rows=[
            parts.Row(
                cells=_cells(columns, row, asked),
                href=of.href_of(row),
                acts=of.acts(row) if of.acts else (),
            )
            for row in found.rows
        ],
        empty=of.empty,
        pages=Pages(number=found.number, last=found.last, total=found.total),
        sort=asked.asked.sort,
        filters=asked.form,
        notes=asked.notes,
        export_href=reverse(f"{of.name}-export"),
        total=found.sums,
    )


def _view(of: List, answering: Answering) -> View:
    def view(request: HttpRequest, actor: Actor) -> HttpResponseBase:
        if of.admits is not None:
            of.admits(actor, moment_of(request))
        return answering(request, actor, of)

    return require_safe(public_page(view) if of.public else page(*of.roles)(view))


def _cells(columns: list[Column], row: Row, asked: Asking) -> Mapping[str, Any]:
    return {one.key: _cell(one, row[one.key], asked.words.get(one.key)) for one in columns}


def _cell(column: Column, value: Any, words: Mapping[Any, str] | None) -> Any:
    """Show what was read in a column: by its word, or as the column makes it; "" is nothing."""
    if column.show is not None and column.many:
        shown = column.show(*value)
    elif value is None or value == "":
        return column.blank
    elif column.show is not None:
        shown = column.show(value)
    elif column.states is not None:
        shown = column.states.states[value]
    else:
        shown = words.get(value, value) if words is not None else value
    return column.blank if shown is None or shown == "" else shown
