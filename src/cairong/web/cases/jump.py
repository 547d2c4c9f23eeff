"""Jump from the head of any desk to a record, by its number or by a name."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from cairong.contracts.reads import awards_of, contracts_of
from cairong.contracts.states import AWARD, CONTRACT
from cairong.doors.lists import filters
from cairong.doors.page import page
from cairong.kernel.actor import INSTITUTION, PURCHASER, Actor
from cairong.kernel.states import StateTable
from cairong.kernel.text import half_width
from cairong.lending.reads import intents_of, loans_of
from cairong.lending.states import INTENT, LOAN
from cairong.treasury.reads import payments_for
from cairong.treasury.states import PAYMENT
from cairong.web.forms import PageForm
from cairong.web.frame import draw
from cairong.web.parts import Column, Empty, Row, Table

MOST = 10
COLUMNS = (
    Column(key="title", word="名称"),
    Column(key="kind", word="类别"),
    Column(key="no", word="编号", kind="code"),
    Column(key="who", word="单位"),
    Column(key="state", word="状态", kind="status"),
)
HEAD = {
    "title": "查找",
    "lead": f"输入编号直接打开那一件;输入名称,每类最多列 {MOST} 件,写得更完整可以缩小范围。",
}
EMPTY = Empty(text="没有找到。请核对编号或名称;只能找到您有权限查看的事项。")
BEGIN = Empty(
    text="可以查找合同、中标(成交)记录、融资意向、贷款、支付凭证的编号,或项目、单位名称。"
)


@dataclass(frozen=True, kw_only=True)
class Sort:
    """One sort of record: where it is read, its number, its names, how a row says it."""

    word: str
    rows: Callable[[Actor], QuerySet[Any]]
    number: str
    names: Sequence[str]
    title: Callable[[Any], str]
    who: Callable[[Any], str]
    states: StateTable


def _notices(actor: Actor) -> QuerySet[Any]:
    """List the awards for those who have a page of an award, without those under contract."""
    if actor.role not in PURCHASER | INSTITUTION:
        return awards_of(actor).none()
    return awards_of(actor).exclude(state="contracted")


SORTS = (
    Sort(
        word="合同",
        rows=lambda actor: contracts_of(actor).filter(sample=False).exclude(state="draft"),
        number="no",
        names=("title", "purchaser_name", "suppliers__name"),
        title=lambda one: one.title,
        who=lambda one: one.purchaser_name,
        states=CONTRACT,
    ),
    Sort(
        word="中标(成交)记录",
        rows=_notices,
        number="no",
        names=("title", "purchaser_name", "project_no"),
        title=lambda one: one.title,
        who=lambda one: one.purchaser_name,
        states=AWARD,
    ),
    Sort(
        word="融资意向",
        rows=intents_of,
        number="no",
        names=("supplier__name",),
        title=lambda one: (one.contract or one.award).title,
        who=lambda one: one.supplier.name,
        states=INTENT,
    ),
    Sort(
        word="贷款",
        rows=loans_of,
        number="no",
        names=("supplier__name",),
        title=lambda one: one.contract.title,
        who=lambda one: one.supplier.name,
        states=LOAN,
    ),
    Sort(
        word="支付",
        rows=payments_for,
        number="voucher_no",
        names=(),
        title=lambda one: one.receivable.contract.title,
        who=lambda one: one.receivable.supplier.name,
        states=PAYMENT,
    ),
)


class JumpForm(PageForm):
    """What somebody looks for."""

    words = forms.CharField(label="编号或名称", required=False, min_length=2, max_length=60)


@require_safe
@page()
def jump(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """Open the one record of a number or name; list them where there are several."""
    form = filters(request, JumpForm)
    words = form.cleaned_data["words"]
    hits = [hit for sort in SORTS for hit in _hits(actor, sort, words)] if words else []
    exact = [hit for hit in hits if _number(hit).casefold() == half_width(words).casefold()]
    only = exact or hits
    if len(only) == 1:
        return redirect("find", only[0][1].pk)
    table = Table(
        caption="找到的事项",
        heading=False,
        columns=COLUMNS,
        rows=[_row(*hit) for hit in hits],
        empty=EMPTY if words else BEGIN,
        filters=form,
    )
    return draw(request, actor, "lists/list.html", {"page": HEAD, "table": table})


def _hits(actor: Actor, sort: Sort, words: str) -> list[tuple[Sort, Any]]:
    asked = Q(**{f"{sort.number}__icontains": half_width(words)})
    for name in sort.names:
        asked |= Q(**{f"{name}__icontains": words})
    return [(sort, one) for one in sort.rows(actor).filter(asked).distinct()[:MOST]]


def _number(hit: tuple[Sort, Any]) -> str:
    sort, one = hit
    return str(getattr(one, sort.number))


def _row(sort: Sort, one: Any) -> Row:
    return Row(
        cells={
            "title": sort.title(one),
            "kind": sort.word,
            "no": _number((sort, one)),
            "who": sort.who(one),
            "state": sort.states.states[one.state],
        },
        href=reverse("find", args=[one.pk]),
    )
