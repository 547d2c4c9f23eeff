"""待办: what waits for me."""

from collections.abc import Sequence
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from cairong.cases.desk import Waiting, waiting_for
from cairong.cases.renewals import people_waiting
from cairong.doors.access import last_in
from cairong.doors.actors import account_of, moment_of
from cairong.doors.page import page
from cairong.kernel.actor import Actor
from cairong.outreach import reads as outreach
from cairong.web.desk.boards import summary_of
from cairong.web.desk.rows import COLUMNS, row_of
from cairong.web.frame import draw
from cairong.web.lists.asking import page_asked
from cairong.web.parts import Empty, Pages, Table

PEOPLE = {
    "account-people": "待证实的同事",
    "account-invite": "还没有经两人证实的审计员,请邀请或证实",
    "account-unproven": "待证实的外单位人员",
    "account-words": "找回登录待第二人核对",
    "account-invitations": "待同意的管理员邀请",
    "account-organisations": "财政局待证实人员(要邀请第二位管理员)",
}
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
        "people": _people(request, actor, now),
        "last": last_in(request),
    }
    return draw(request, actor, summary.page, context)


def _people(request: HttpRequest, actor: Actor, now: datetime) -> list[tuple[str, int, str]]:
    """Say what waits about people: how many, in words, and where it is done."""
    account = account_of(request)
    held = account.mandate if account else None
    administers = held is not None and held.administrator
    counts = people_waiting(actor, administrator=administers, now=now)
    return [(PEOPLE[name], count, reverse(name)) for name, count in counts.items()]


def todo_table(actor: Actor, waiting: Waiting, notes: Sequence[str] = ()) -> Table:
    """Lay out a page of what waits."""
    pages = Pages(number=waiting.number, last=waiting.last, total=waiting.total)
    return Table(
        caption="待办" if waiting.mine or actor.rests else "本机构待办",
        heading=not waiting.total,
        columns=COLUMNS,
        rows=[row_of(actor, ball, mine=waiting.mine) for ball in waiting.balls],
        pages=pages if waiting.total else None,
        empty=EMPTY,
        notes=notes,
    )
