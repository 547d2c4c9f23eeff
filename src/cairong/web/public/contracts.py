"""The list of everything that is public, and its export."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html

from cairong.disclosure.models import PublicContract
from cairong.disclosure.reads import SORTS, PublicFilter, narrowed, public_list
from cairong.doors.actors import moment_of
from cairong.doors.export import SheetColumn, export
from cairong.doors.limits import limit_address
from cairong.doors.lists import filters, page_number
from cairong.doors.page import public_page
from cairong.kernel.actor import Actor
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import Invalid
from cairong.kernel.states import State
from cairong.parties.reads import regions
from cairong.web.frame import draw_public
from cairong.web.parts import Column, Empty, Pages, Row, Table
from cairong.web.public.contract import SHAPES, Kind
from cairong.web.public.forms import ContractFilter

DEFAULT = "-dated_on"
MOST_EXPORTED = 10_000
COLUMNS = (
    Column(key="title", word="合同"),
    Column(key="purchaser", word="采购人", kind="name"),
    Column(key="supplier", word="供应商", kind="name"),
    Column(key="amount", word="金额", kind="money", sort="amount"),
    Column(key="dated_on", word="日期", kind="date", sort="dated_on"),
    Column(key="state", word="状态", kind="status"),
)
SHEET = (
    SheetColumn(key="no", word="平台编号"),
    SheetColumn(key="title", word="名称"),
    SheetColumn(key="purchaser_name", word="采购人"),
    SheetColumn(key="supplier_names", word="供应商"),
    SheetColumn(key="purchaser_no", word="采购人合同编号"),
    SheetColumn(key="project_no", word="项目编号"),
    SheetColumn(key="amount_fen", word="金额", kind="yuan"),
    SheetColumn(key="place", word="地区"),
    SheetColumn(key="method", word="采购方式"),
    SheetColumn(key="dated_on", word="日期", kind="day"),
    SheetColumn(key="state", word="状态"),
    SheetColumn(key="published_at", word="公开时间", kind="moment"),
    SheetColumn(key="sha256", word="散列值"),
)
STATES = {one.value: State(word=one.label, shape=SHAPES[one]) for one in Kind}
EMPTY = Empty(
    text="没有符合条件的合同。采购人签订并公告的合同当天出现在这里;请放宽条件,或看全部。",
    begin_word="看全部合同",
    begin_href="/contracts/",
)


@public_page
def contracts(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List what is public: search, filters, order, pages."""
    form, wanted = _asked(request, actor)
    page = page_number(request)
    found = public_list(actor.city, wanted, page=page)
    table = Table(
        caption="公开的合同",
        heading=False,
        columns=COLUMNS,
        rows=[_row(one) for one in found.rows],
        empty=EMPTY,
        pages=Pages(number=found.page, last=found.pages, total=found.total),
        sort=wanted.sort,
        filters=form,
        export_href=reverse("public-contracts-export"),
    )
    context = {"table": table, "more": not found.counted_all, "clamped": page > found.page}
    return draw_public(request, actor, "public/contracts.html", context)


@public_page
def contracts_export(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Export the list as it is filtered, the filter in its first lines."""
    form, wanted = _asked(request, actor)
    limit_address(request, "export-contracts", most=20, seconds=60)
    rows = narrowed(actor.city, wanted)[:MOST_EXPORTED]
    return export(
        name="公开的合同",
        columns=SHEET,
        rows=({**vars(one), "state": STATES[one.kind].word} for one in rows.iterator()),
        filters={**_chosen(form), "行数": f"最多 {MOST_EXPORTED} 行"},
        made_at=moment_of(request),
    )


def _asked(request: HttpRequest, actor: Actor) -> tuple[ContractFilter, PublicFilter]:
    """Read filters and order. Raises Invalid for an order that is not offered."""
    known = list(regions(actor.city, on=day_of(moment_of(request))))
    form = filters(request, ContractFilter, regions=known)
    given: dict[str, Any] = form.cleaned_data
    sort = request.GET.get("sort") or DEFAULT
    if sort not in SORTS:
        raise Invalid("doors.sort", field="sort", value=sort, choices="、".join(SORTS))
    return form, PublicFilter(
        words=given["words"],
        region=given["region"],
        kind=given["kind"],
        sample={"yes": True, "no": False}.get(given["sample"]),
        from_day=given["since"],
        to_day=given["until"],
        least_fen=given["least"],
        most_fen=given["most"],
        sort=sort,
    )


def _chosen(form: ContractFilter) -> dict[str, str]:
    """Say the filters in force as they were typed or chosen."""
    chosen = {}
    for bound in form:
        typed = str(bound.data or "")
        words = dict(getattr(bound.field, "choices", ()))
        chosen[str(bound.label)] = str(words.get(typed, typed)) if typed else ""
    return chosen


def _row(one: PublicContract) -> Row:
    return Row(
        cells={
            "title": format_html('{} <span class="quiet code">{}</span>', one.title, one.no),
            "purchaser": format_html(
                '<span>{} <span class="quiet">{}</span></span>', one.purchaser_name, one.place
            ),
            "supplier": one.supplier_names,
            "amount": one.amount_fen,
            "dated_on": one.dated_on,
            "state": STATES[one.kind],
        },
        href=reverse("public-contract", args=[one.no]),
    )
