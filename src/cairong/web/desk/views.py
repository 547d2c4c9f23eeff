"""待办: what waits for me."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse

from cairong.cases.desk import Waiting, waiting_for
from cairong.doors.actors import moment_of
from cairong.doors.page import page
from cairong.kernel.actor import Actor
from cairong.outreach import reads as outreach
from cairong.web.desk.boards import summary_of
from cairong.web.desk.rows import COLUMNS, row_of
from cairong.web.frame import draw
from cairong.web.lists.asking import page_asked
from cairong.web.parts import Empty, Pages, Table

EMPTY = Empty(text="现在没有待办事项。新的事项会出现在这里,并写明到哪一天、依据哪一条。")


@page()
def desk(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show what waits for me, until when, by which obligation, and what is new."""
    now = moment_of(request)
    notes: list[str] = []
    waiting = waiting_for(actor, now=now, page=page_asked(request, notes))
    summary = summary_of(actor, now)
    context = {
        "waiting": waiting,
        "table": todo_table(actor, waiting, notes),
        "summary": summary,
        "messages_new": outreach.newest_messages(actor),
    }
    return draw(request, actor, summary.page, context)


def todo_table(actor: Actor, waiting: Waiting, notes: Sequence[str] = ()) -> Table:
    """Lay out a page of what waits."""
    pages = Pages(number=waiting.number, last=waiting.last, total=waiting.total)
    return Table(
        caption="待办" if waiting.mine else "本机构待办",
        heading=not waiting.total,
        columns=COLUMNS,
        rows=[row_of(actor, ball, mine=waiting.mine) for ball in waiting.balls],
        pages=pages if waiting.total else None,
        empty=EMPTY,
        notes=notes,
    )
