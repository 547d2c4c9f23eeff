"""全部待办: all that waits at a desk, searched, narrowed, sorted, and as a workbook."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django import forms
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from cairong.clocks.models import Duty
from cairong.doors.actors import moment_of
from cairong.doors.lists import filters
from cairong.doors.page import page
from cairong.kernel.actor import Actor, Role
from cairong.kernel.acts import act_words
from cairong.kernel.calendar import Calendar, day_of
from cairong.parties.models import Proposal
from cairong.policy.duties import DUTIES
from cairong.rulebook.reads import calendar_of
from cairong.web.desk.reads import APPROVAL, of_case, of_whole_case, roles_at, todo_of
from cairong.web.desk.sent import is_sent, with_sent
from cairong.web.duties import deadline_of
from cairong.web.forms import PageForm
from cairong.web.listing import ListPage, answer_list
from cairong.web.parts import Column, Empty, Paper, Row

TODO = ListPage(
    title="全部待办",
    columns=(
        Column(key="what", word="事项", sort="what"),
        Column(key="case", word="合同或项目"),
        Column(key="on", word="对象"),
        Column(key="since", word="起算(提交)日", kind="date", sort="since"),
        Column(key="deadline", word="还剩", kind="deadline", sort="due"),
    ),
    sorts={"what": "what", "since": "since", "due": "until"},
    default="due",
    export="desk-todo-export",
    empty=Empty(text="没有符合条件的待办事项。"),
    lead="等待复核的在前,其余按到期日。",
)


class TodoFilter(PageForm):
    """Search what waits by its case, by what is to be done, and by when it is due."""

    words = forms.CharField(label="合同编号或项目名称", required=False, max_length=60)
    kind = forms.ChoiceField(label="事项", required=False)
    due = forms.ChoiceField(
        label="到期",
        required=False,
        choices=[("", "全部"), ("over", "已超期"), ("today", "今天到期"), ("later", "还没到期")],
    )

    def __init__(self, *args: Any, roles: Sequence[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(key, one.word) for key, one in DUTIES.items() if one.holder in roles]
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            ("", "全部"), (APPROVAL, "复核"), *kinds,
        ]  # fmt: skip


@require_safe
@page()
def todo(request: HttpRequest, actor: Actor, *, sheet: bool = False) -> HttpResponse:
    """List all that waits for me; or answer it as a workbook."""
    today = day_of(moment_of(request))
    form = filters(request, TodoFilter, roles=roles_at(actor))
    asked = form.cleaned_data
    dues = {"over": Q(due_on__lt=today), "today": Q(due_on=today), "later": Q(due_on__gt=today)}
    found = todo_of(actor, words=asked["words"], kind=asked["kind"], due=dues.get(asked["due"]))

    def rows(listed: Sequence[Any]) -> list[Row]:
        return _rows(actor, listed, today)

    return answer_list(request, actor, TODO, form, found=found, rows=rows, sheet=sheet)


def approval_row(one: Any) -> Row:
    """Lay out a proposal, its case named, that waits for the second person."""
    href = reverse("proposal", args=[one.pk])
    return Row(
        cells={
            "what": f"复核:{act_words(one.act)}",
            "on": f"{one.case} {one.prepared_by.name} 提交".strip(),
            "deadline": None,
        },
        href=href,
        acts=[Paper(word="看差异", href=href)],
    )


def duty_row(duty: Any, today: date, calendar: Calendar) -> Row:
    """Lay out a duty with what is left of its days, and whether it is with the second person."""
    deadline = deadline_of(duty, today=today, calendar=calendar)
    href = reverse("find", args=[duty.subject_id])
    return Row(
        cells={"what": deadline.word, "on": duty.title, "deadline": deadline},
        href=href,
        acts=[Paper(word="已送复核" if is_sent(duty) else "去办理", href=href)],
    )


def _rows(actor: Actor, listed: Sequence[Any], today: date) -> list[Row]:
    ids = [one["id"] for one in listed]
    calendar = calendar_of(actor.city)
    proposals = Proposal.objects.filter(pk__in=ids).select_related("prepared_by")
    laid = {
        one.pk: _with(approval_row(one), case=one.case, on=f"{one.prepared_by.name} 提交")
        for one in of_case(proposals)
    }
    for one in of_whole_case(with_sent(Duty.objects.filter(pk__in=ids))):
        row, on = duty_row(one, today, calendar), beside_case(one.title, one.whole_case)
        laid[one.pk] = _with(row, case=one.whole_case, on="" if on == row.cells["what"] else on)
    return [_with(laid[one["id"]], since=one["since"]) for one in listed]


def beside_case(title: str, case: str) -> str:
    """Say of a duty's title only what the name of its case, beside it, does not say."""
    for name in filter(None, (case, case.rpartition(" ")[0])):
        if title.startswith(name):
            return title.removeprefix(name).lstrip(": ")
        if title.endswith(name):
            return title.removesuffix(name).rstrip()
    return title


def _with(row: Row, **cells: Any) -> Row:
    return replace(row, cells={**row.cells, **{key: one or None for key, one in cells.items()}})
