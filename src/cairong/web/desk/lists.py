"""已办, 我发起的, 消息: what I did, what I laid before a second person, what I was told."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from cairong.audit.models import Event
from cairong.cases.done import done_by, of_case, started_by
from cairong.doors.actors import moment_of
from cairong.doors.lists import filters
from cairong.doors.page import page
from cairong.kernel.actor import Actor
from cairong.kernel.acts import act_words
from cairong.kernel.states import State
from cairong.outreach import reads as outreach
from cairong.outreach.actions.mark_read import mark_read
from cairong.outreach.sentences import happening_of
from cairong.parties.models import City
from cairong.parties.states import PROPOSAL
from cairong.web.forms import PageForm
from cairong.web.listing import ListPage, answer_list
from cairong.web.parts import Column, Empty, Row

IMPORTED = "contracts.awards.imported"
READ, UNREAD = State(word="已读", shape="done"), State(word="未读", shape="work")
DONE = ListPage(
    title="已办",
    columns=(
        Column(key="what", word="事项"),
        Column(key="on", word="对象"),
        Column(key="at", word="时间", kind="moment", sort="at"),
    ),
    sorts={"at": "seq"},
    default="-at",
    export="desk-done-export",
    empty=Empty(text="没有办过的事项。您办过的每一步都会留在这里。"),
)
STARTED = ListPage(
    title="我发起的",
    columns=(
        Column(key="what", word="事项"),
        Column(key="on", word="对象"),
        Column(key="state", word="状态", kind="status", sort="state"),
        Column(key="at", word="提交时间", kind="moment", sort="at"),
        Column(key="reason", word="复核意见"),
    ),
    sorts={"at": "prepared_at", "state": "state"},
    default="-at",
    export="desk-started-export",
    empty=Empty(text="没有提交过需要复核的事项。"),
)
MESSAGES = ListPage(
    title="消息",
    columns=(
        Column(key="sentence", word="消息"),
        Column(key="on", word="对象"),
        Column(key="at", word="时间", kind="moment", sort="at"),
        Column(key="state", word="状态", kind="status"),
    ),
    sorts={"at": "pk"},
    default="-at",
    export="messages-export",
    empty=Empty(text="没有消息。别人办完一步、轮到下一步时,会在这里提示。"),
)


class CaseFilter(PageForm):
    """Search what was done by the case it was done on."""

    words = forms.CharField(label="合同编号或项目名称", required=False, max_length=60)


class StartedFilter(CaseFilter):
    """Search what was laid before a second person by its case, and by what became of it."""

    state = forms.ChoiceField(
        label="状态",
        required=False,
        choices=[("", "全部"), *((key, one.word) for key, one in PROPOSAL.states.items())],
    )


class MessageFilter(PageForm):
    """Search messages by their words or their case, and by whether I have read them."""

    words = forms.CharField(label="消息、合同编号或项目", required=False, max_length=60)
    read = forms.ChoiceField(
        label="已读", required=False, choices=[("", "全部"), ("no", "未读"), ("yes", "已读")]
    )


@require_safe
@page()
def done(request: HttpRequest, actor: Actor, *, sheet: bool = False) -> HttpResponse:
    """Show what I have done, newest first; or answer it all as a workbook."""
    form = filters(request, CaseFilter)
    found = of_case(done_by(actor), form.cleaned_data["words"])
    return answer_list(request, actor, DONE, form, found=found, rows=_done_rows, sheet=sheet)


@require_safe
@page()
def started(request: HttpRequest, actor: Actor, *, sheet: bool = False) -> HttpResponse:
    """Show what I have laid before a second person, and what became of it."""
    form = filters(request, StartedFilter)
    found = of_case(started_by(actor), form.cleaned_data["words"])
    if state := form.cleaned_data["state"]:
        found = found.filter(state=state)
    return answer_list(request, actor, STARTED, form, found=found, rows=_started_rows, sheet=sheet)


@require_safe
@page()
def messages(request: HttpRequest, actor: Actor, *, sheet: bool = False) -> HttpResponse:
    """Show the messages to my role, newest first, read and unread."""
    form = filters(request, MessageFilter)
    found = _narrowed(of_case(outreach.inbox(actor), about="event__about"), form)
    return answer_list(request, actor, MESSAGES, form, found=found, rows=_message_rows, sheet=sheet)


@require_safe
@page()
def message(request: HttpRequest, actor: Actor, message_id: int) -> HttpResponseBase:
    """Go where a message leads; its first reading by this person is noted, no browser's guess."""
    one = outreach.message_for(actor, message_id)
    opened = request.method == "GET" and not request.headers.get("Sec-Purpose")
    if opened and not getattr(one, "read", False):
        mark_read(actor=actor, now=moment_of(request), message_ids=[message_id])
    return HttpResponseRedirect(reverse("find", args=[one.subject_id]))


def _message_rows(found: Iterable[Any]) -> list[Row]:
    """Lay out messages of one's own inbox."""
    return [
        Row(
            cells={
                "sentence": one.sentence,
                "on": one.case or None,
                "at": one.sent_at,
                "state": READ if one.read else UNREAD,
            },
            href=reverse("message", args=[one.pk]),
        )
        for one in found
    ]


def _narrowed(rows: QuerySet[Any], form: MessageFilter) -> QuerySet[Any]:
    words, read = form.cleaned_data["words"], form.cleaned_data["read"]
    if words:
        rows = rows.filter(Q(sentence__icontains=words) | Q(case__icontains=words))
    return rows.filter(read=read == "yes") if read else rows


def _done_rows(found: Iterable[Any]) -> list[Row]:
    return [
        Row(
            cells={"what": happening_of(one), "on": one.case or None, "at": one.at},
            href=_leads_to(one),
        )
        for one in found
    ]


def _leads_to(event: Event) -> str:
    """Name where an event leads; one about the city as a whole leads nowhere but for an import."""
    if event.subject_type != City._meta.label:
        return reverse("find", args=[event.subject_id])
    return reverse("import-upload") if event.type == IMPORTED else ""


def _started_rows(found: Iterable[Any]) -> list[Row]:
    return [
        Row(
            cells={
                "what": act_words(one.act),
                "on": one.case or None,
                "state": PROPOSAL.states[one.state],
                "at": one.prepared_at,
                "reason": one.reason or None,
            },
            href=reverse("proposal", args=[one.pk]),
        )
        for one in found
    ]
