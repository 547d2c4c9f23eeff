"""待办, 已办, 我发起的, 消息."""

from datetime import date

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from cairong.doors.actors import moment_of
from cairong.doors.forms import refuse_fields
from cairong.doors.lists import page_number, page_of
from cairong.doors.page import page
from cairong.kernel.actor import Actor
from cairong.kernel.calendar import Calendar, day_of
from cairong.outreach import reads as outreach
from cairong.outreach.actions.mark_read import mark_read
from cairong.outreach.sentences import happening_of
from cairong.parties.states import PROPOSAL
from cairong.policy.calendar_data import CALENDAR
from cairong.policy.catalogue.words import act_words
from cairong.rulebook.reads import calendar_of
from cairong.web.desk.boards import summary_of
from cairong.web.desk.reads import Waiting, done_by, started_by, waiting_for
from cairong.web.duties import deadline_of
from cairong.web.frame import draw
from cairong.web.parts import Column, Empty, Pages, Paper, Row, Table

TODO = (
    Column(key="what", word="事项"),
    Column(key="on", word="对象"),
    Column(key="deadline", word="还剩", kind="deadline"),
)


@page()
def desk(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show what waits for me, until when, by which obligation, and what is new."""
    now = moment_of(request)
    today = day_of(now)
    waiting = waiting_for(actor, today=today, page=page_number(request))
    calendar = calendar_of(actor.city) if waiting.duties else CALENDAR
    summary = summary_of(actor, now)
    context = {
        "waiting": waiting,
        "table": todo_table(waiting, today, calendar),
        "summary": summary,
        "messages_new": list(outreach.inbox(actor)[:6]),
    }
    return draw(request, actor, summary.page, context)


def todo_table(waiting: Waiting, today: date, calendar: Calendar) -> Table:
    """Lay out what waits as one list: what to approve first, then duties by due day."""
    rows = [
        Row(
            cells={
                "what": f"复核:{act_words(one.act)}",
                "on": f"{one.prepared_by.name} 提交",
                "deadline": None,
            },
            href=(href := reverse("proposal", args=[one.pk])),
            acts=[Paper(word="看差异", href=href)],
        )
        for one in waiting.proposals
    ]
    for duty in waiting.duties:
        deadline = deadline_of(duty, today=today, calendar=calendar)
        href = reverse("find", args=[duty.subject_id])
        rows.append(
            Row(
                cells={"what": deadline.word, "on": duty.title, "deadline": deadline},
                href=href,
                acts=[Paper(word="去办理", href=href)],
            )
        )
    return Table(
        caption="待办",
        heading=False,
        columns=TODO,
        rows=rows,
        pages=(
            Pages(number=waiting.number, last=waiting.last, total=waiting.total)
            if waiting.total
            else None
        ),
        empty=Empty(
            text="现在没有等您办理的事项。新的事项会出现在这里,并写明到哪一天、依据哪一条。"
        ),
    )


@page()
def desk_done(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show what I have done, newest first."""
    listing = page_of(request, done_by(actor), sorts={"seq": "seq"}, default="-seq")
    table = Table(
        caption="已办",
        heading=False,
        columns=(Column(key="what", word="事项"), Column(key="at", word="时间", kind="moment")),
        rows=[
            Row(
                cells={"what": happening_of(one), "at": one.at},
                href=reverse("find", args=[one.subject_id]),
            )
            for one in listing.rows
        ],
        empty=Empty(text="您还没有办过事项。办过的每一步都会留在这里。"),
        pages=Pages(number=listing.number, last=listing.last, total=listing.total),
    )
    return draw(request, actor, "desk/list.html", {"title": "已办", "table": table})


@page()
def desk_started(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show what I have laid before a second person, and what became of it."""
    listing = page_of(request, started_by(actor), sorts={"at": "prepared_at"}, default="-at")
    table = Table(
        caption="我发起的",
        heading=False,
        columns=(
            Column(key="what", word="事项"),
            Column(key="state", word="状态", kind="status"),
            Column(key="at", word="提交时间", kind="moment"),
            Column(key="reason", word="复核意见"),
        ),
        rows=[
            Row(
                cells={
                    "what": act_words(one.act),
                    "state": PROPOSAL.states[one.state],
                    "at": one.prepared_at,
                    "reason": one.reason or None,
                },
                href=reverse("proposal", args=[one.pk]),
            )
            for one in listing.rows
        ],
        empty=Empty(text="您还没有提交过需要复核的事项。"),
        pages=Pages(number=listing.number, last=listing.last, total=listing.total),
    )
    return draw(request, actor, "desk/list.html", {"title": "我发起的", "table": table})


@page()
def messages(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show the messages to my role, newest first, read and unread."""
    listing = page_of(request, outreach.inbox(actor), sorts={"id": "pk"}, default="-id")
    context = {
        "listing": listing,
        "pages": Pages(number=listing.number, last=listing.last, total=listing.total),
    }
    return draw(request, actor, "desk/messages.html", context)


@page()
def message(request: HttpRequest, actor: Actor, message_id: int) -> HttpResponseBase:
    """Mark one message as read and go where it leads."""
    one = outreach.message_for(actor, message_id)
    if request.method == "POST":
        refuse_fields(request)
        mark_read(actor=actor, now=moment_of(request), message_ids=[message_id])
    return HttpResponseRedirect(reverse("find", args=[one.subject_id]))
