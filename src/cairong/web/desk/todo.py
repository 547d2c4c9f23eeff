"""全部待办: all that waits at a desk, searched, narrowed, sorted, and as a workbook."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from cairong.cases.ball import Ball
from cairong.cases.desk import all_waiting, kinds_at, waits_itself
from cairong.doors.actors import moment_of
from cairong.doors.lists import filters
from cairong.doors.page import page
from cairong.kernel.actor import Actor
from cairong.kernel.calendar import day_of
from cairong.web.desk.rows import row_of, what_of
from cairong.web.forms import PageForm
from cairong.web.listing import ListPage, answer_rows
from cairong.web.parts import Column, Empty

APPROVAL = "approval"
TODO = ListPage(
    title="全部待办",
    columns=(
        Column(key="what", word="事项", sort="what"),
        Column(key="case", word="合同或项目", sort="case"),
        Column(key="other", word="对方"),
        Column(key="amount", word="金额", kind="money", sort="amount"),
        Column(key="since", word="起始日", kind="date", sort="since"),
        Column(key="deadline", word="期限", kind="deadline", sort="due"),
        Column(key="obligation", word="依据"),
    ),
    sorts={
        "what": "what", "case": "case", "amount": "amount", "since": "since", "due": "deadline",
    },
    default="due",
    export="desk-todo-export",
    empty=Empty(text="没有符合条件的待办事项。"),
    lead="超期的在前,其余按期限先后;没有期限的按起始日。",
)  # fmt: skip
DUES = {"over": "已超期", "today": "今天到期", "later": "还没到期", "none": "没有期限"}


class TodoFilter(PageForm):
    """Search what waits by its case, by what is to be done, and by when it is due."""

    words = forms.CharField(label="合同编号、项目或对方", required=False, max_length=60)
    kind = forms.ChoiceField(label="事项", required=False)
    due = forms.ChoiceField(label="期限", required=False, choices=[("", "全部"), *DUES.items()])

    def __init__(self, *args: Any, kinds: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            ("", "全部"), (APPROVAL, "复核"), *kinds.items(),
        ]  # fmt: skip


def kind_of(ball: Ball) -> str:
    """Name what is to be done with a ball; whatever is proposed is to be approved."""
    return APPROVAL if ball.proposal is not None else ball.act


@require_safe
@page()
def todo(request: HttpRequest, actor: Actor, *, sheet: bool = False) -> HttpResponse:
    """List all that waits for me; or answer it as a workbook."""
    now = moment_of(request)
    form = filters(request, TodoFilter, kinds=kinds_at(actor))
    mine = waits_itself(actor)
    found = _narrowed(all_waiting(actor, now=now), form.cleaned_data, day_of(now))
    rows = [row_of(actor, one, mine=mine) for one in found]
    return answer_rows(request, actor, TODO, form, rows=rows, sheet=sheet)


def _narrowed(balls: Iterable[Ball], asked: dict[str, str], today: date) -> Sequence[Ball]:
    words = asked["words"].casefold()
    return [
        one
        for one in balls
        if (not words or words in _said(one).casefold())
        and asked["kind"] in ("", kind_of(one))
        and asked["due"] in ("", _due(one, today))
    ]


def _said(ball: Ball) -> str:
    prepared = ball.proposal.prepared_by if ball.proposal else ""
    of = ball.of
    names = (of.no, of.title, of.purchaser, of.supplier, of.institution)
    return " ".join((what_of(ball), prepared, *names))


def _due(ball: Ball, today: date) -> str:
    if ball.until is None:
        return "none"
    if ball.until < today:
        return "over"
    return "today" if ball.until == today else "later"
