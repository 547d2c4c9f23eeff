"""One list as a page or as a workbook: the same columns, filter, order and rows in both."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model, QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from cairong.doors.actors import moment_of
from cairong.doors.export import MOST_ROWS
from cairong.doors.lists import PER_PAGE, Listing, page_of, sorted_by
from cairong.kernel.actor import Actor
from cairong.web.frame import draw
from cairong.web.parts import Column, Empty, Pages, Paper, Row, Table
from cairong.web.sheets import workbook

TEMPLATE = "lists/list.html"


@dataclass(frozen=True, kw_only=True)
class ListPage:
    """A list: its title, columns, orders (word → column), what it says when empty.

    `export` names the address of its workbook; `lead` is one line under the title.
    """

    title: str
    columns: Sequence[Column]
    sorts: Mapping[str, str]
    default: str
    empty: Empty
    export: str
    lead: str = ""
    per_page: int = PER_PAGE


@dataclass(frozen=True, kw_only=True)
class Around:
    """What stands around a list: buttons beside the title, sums below it, more of the page."""

    tools: Sequence[Paper] = ()
    total: Mapping[str, Any] = field(default_factory=dict)
    context: Mapping[str, Any] = field(default_factory=dict)
    template: str = TEMPLATE


PLAIN = Around()


def answer_list[M: Model](
    request: HttpRequest,
    actor: Actor,
    of: ListPage,
    form: Form,
    *,
    found: QuerySet[M],
    rows: Callable[[Sequence[M]], list[Row]],
    sheet: bool = False,
    around: Around = PLAIN,
) -> HttpResponse:
    """Answer one page of a list, or all of it as a workbook.

    `rows` lays out the records of one page together, so that what belongs to them is read once.
    """
    if sheet:
        whole, _ = sorted_by(request, found, sorts=of.sorts, default=of.default)
        laid = rows(list(whole[: MOST_ROWS + 1]))  # one more, so that the cut is said
        return workbook(of.title, of.columns, laid, filters=form, made_at=moment_of(request))
    listing = page_of(request, found, sorts=of.sorts, default=of.default, per_page=of.per_page)
    table = _table(of, form, listing, rows(listing.rows), around.total)
    return _drawn(request, actor, of, table, around)


def _table(
    of: ListPage, form: Form, listing: Listing[Any], rows: list[Row], total: Mapping[str, Any]
) -> Table:
    return Table(
        caption=of.title,
        heading=False,
        columns=of.columns,
        rows=rows,
        empty=of.empty,
        pages=Pages(number=listing.number, last=listing.last, total=listing.total),
        sort=listing.sort,
        filters=form,
        export_href=reverse(of.export),
        total=total if rows else {},
    )


def _drawn(
    request: HttpRequest, actor: Actor, of: ListPage, table: Table, around: Around
) -> HttpResponse:
    context = {"page": of, "table": table, "tools": around.tools, **around.context}
    return draw(request, actor, around.template, context)
