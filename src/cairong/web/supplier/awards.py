"""The supplier's awards whose contract is not signed yet: the whole list, and the newest of it."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from django import forms
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from cairong.contracts.models import Award
from cairong.doors.lists import filters
from cairong.doors.page import page
from cairong.kernel.actor import Actor, Role
from cairong.web.forms import PageForm
from cairong.web.listing import ListPage, answer_list
from cairong.web.parts import Column, Empty, Paper, Row, Table
from cairong.web.supplier.holdings import open_awards, shares_in

SHOWN = 5
LIST = ListPage(
    title="还没有签合同的中标项目",
    columns=(
        Column(key="title", word="中标(成交)项目", sort="title"),
        Column(key="no", word="编号", kind="code", sort="no"),
        Column(key="purchaser", word="采购人", sort="purchaser"),
        Column(key="amount", word="本单位金额", kind="money"),
        Column(key="notice", word="通知书日期", kind="date", sort="notice"),
    ),
    sorts={
        "title": "title",
        "no": "no",
        "purchaser": "purchaser_name",
        "notice": "notice_on",
    },
    default="-notice",
    export="supplier-awards-export",
    empty=Empty(text="没有这样的项目。中标(成交)以后、签合同以前,会列在这里,可以提前登记意向。"),
)


class WordsFilter(PageForm):
    """Search by number or name."""

    words = forms.CharField(label="编号或名称", required=False, max_length=60)


@require_safe
@page(Role.SUPPLIER)
def awards(request: HttpRequest, actor: Actor, *, sheet: bool = False) -> HttpResponse:
    """List one's awards that wait for their contract; or answer them as a workbook."""
    form = filters(request, WordsFilter)
    found = open_awards(actor)
    if words := form.cleaned_data["words"]:
        found = found.filter(
            Q(title__icontains=words)
            | Q(no__icontains=words)
            | Q(project_no__icontains=words)
            | Q(purchaser_name__icontains=words)
        )

    def rows(listed: Sequence[Award]) -> list[Row]:
        return _rows(actor, listed)

    return answer_list(request, actor, LIST, form, found=found, rows=rows, sheet=sheet)


def newest_awards(actor: Actor) -> Table | None:
    """Lay out the newest of them for a page about more; nothing where there is none."""
    found = list(open_awards(actor)[: SHOWN + 1])
    if not found:
        return None
    more = f"(最近 {SHOWN} 个)" if len(found) > SHOWN else ""
    return Table(
        caption=f"{LIST.title}{more}",
        columns=[replace(one, sort="") for one in LIST.columns],
        rows=_rows(actor, found[:SHOWN]),
        empty=LIST.empty,
    )


def _rows(actor: Actor, found: Iterable[Award]) -> list[Row]:
    return [
        Row(
            cells={
                "title": one.title,
                "no": one.no,
                "purchaser": one.purchaser_name,
                "amount": own_fen,
                "notice": one.notice_on,
            },
            acts=[Paper(word="提前登记意向", href=reverse("finance-award", args=[one.pk]))]
            if own_fen
            else [],
        )
        for one, own_fen in shares_in(actor, found)
    ]
