"""待办: what waits for me."""

from datetime import date

from django.http import HttpRequest, HttpResponse

from cairong.doors.actors import moment_of
from cairong.doors.lists import page_number
from cairong.doors.page import page
from cairong.kernel.actor import Actor
from cairong.kernel.calendar import Calendar, day_of
from cairong.outreach import reads as outreach
from cairong.policy.calendar_data import CALENDAR
from cairong.rulebook.reads import calendar_of
from cairong.web.desk.boards import summary_of
from cairong.web.desk.reads import Waiting, waiting_for
from cairong.web.desk.todo import approval_row, duty_row
from cairong.web.frame import draw
from cairong.web.parts import Column, Empty, Pages, Table

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
    rows = [approval_row(one) for one in waiting.proposals]
    rows += [duty_row(one, today, calendar) for one in waiting.duties]
    return Table(
        caption="待办",
        heading=not waiting.total,
        columns=TODO,
        rows=rows,
        pages=(
            Pages(number=waiting.number, last=waiting.last, total=waiting.total)
            if waiting.total
            else None
        ),
        empty=Empty(text="现在没有待办事项。新的事项会出现在这里,并写明到哪一天、依据哪一条。"),
    )
