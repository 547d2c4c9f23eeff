"""Pages of minutes: draft them, write their lines, send them round, confirm them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from cairong.board.actions.circulate_minutes import (
    circulate_minutes,
    confirm_minutes,
    return_minutes,
)
from cairong.board.actions.draft_minutes import change_minutes, draft_minutes, drop_minutes
from cairong.board.actions.write_minutes import (
    keep_minutes_paper,
    strike_line,
    strike_minutes_paper,
    write_line,
)
from cairong.board.minutes import minutes_page, minutes_paper, minutes_pdf, own_draft, to_correct
from cairong.board.reads import overdue_tasks
from cairong.board.states import BOARD, MINUTES
from cairong.doors import uploads
from cairong.doors.actors import moment_of
from cairong.doors.page import page
from cairong.kernel.actor import Actor
from cairong.kernel.papers import MIMES
from cairong.parties.reads import desk_regions
from cairong.policy.board import DESKS
from cairong.web.acting import act_view, carry_out, look_view, page_of, sent
from cairong.web.board.forms import LineForm, MinutesForm, PaperForm, SayForm, came_of
from cairong.web.board.handling import content_of, taking_cut
from cairong.web.board.lists import WATCHING
from cairong.web.board.tasks import PLACES as OF_TASK
from cairong.web.forms import ActForm, PageForm
from cairong.web.frame import draw
from cairong.web.handing import hand_out

PLACES = {
    **OF_TASK,
    "board.met_on": "met_on",
    "board.alone": "place",
    "board.not_there": "place",
}


@page(*BOARD)
def new(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """Draft minutes; what is overdue stands beside, to be spoken of."""
    now = moment_of(request)
    overdue = [(DESKS[each.owner], each) for each in overdue_tasks(actor, now)]
    return carry_out(
        request,
        sent(request, MinutesForm, earlier=to_correct(actor)),
        lambda typed: draft_minutes(actor=actor, now=now, **typed),
        draw=lambda form: draw(
            request, actor, "board/minutes_new.html", {"form": form, "overdue": overdue}
        ),
        done=lambda made: reverse("board-minutes-one", args=[made]),
        said="已存为草稿,只有本部门看得到。逐条写议定事项,再送各方确认。",
        places=PLACES,
    )


def _minutes(actor: Actor, now: datetime, minutes_id: UUID) -> dict[str, Any]:
    found = minutes_page(actor, now, minutes_id)
    minutes = found.minutes
    there = {each.desk: each.people for each in found.attendances}
    said = {"title": minutes.title, "met_on": minutes.met_on, "place": minutes.place}
    return {
        "found": found,
        "minutes": minutes,
        "state": MINUTES.states[minutes.state],
        "drafter": DESKS[minutes.drafter],
        "attendances": [(DESKS[each.desk], each) for each in found.attendances],
        "whole": actor.whole_city,
        "form": ActForm(),
        "return_form": SayForm(),
        "drop_form": SayForm(),
        "paper_form": PaperForm(),
        "line_form": LineForm(
            regions=desk_regions(actor, now),
            initial={"region": actor.city},
        ),
        "change_form": MinutesForm(
            earlier=to_correct(actor),
            initial={**said, "corrects": minutes.corrects_id, **came_of(there)},
        ),
    }


def _regions(actor: Actor, now: datetime, _found: object) -> dict[str, Any]:
    return {"regions": desk_regions(actor, now)}


def _earlier(actor: Actor, _now: datetime, _found: object) -> dict[str, Any]:
    return {"earlier": to_correct(actor)}


drawn = page_of("board/minutes.html", _minutes)
DONE = "board-minutes-one"
shown = look_view(drawn, *WATCHING)
change = act_view(
    change_minutes, MinutesForm, "change_form", draw=drawn, needs=_earlier, only_posted=True,
    done=DONE, said="已改好。", places=PLACES,
)  # fmt: skip
line = act_view(
    write_line, LineForm, "line_form", draw=drawn, needs=_regions, only_posted=True, done=DONE,
    said="已写上。", places=PLACES,
)  # fmt: skip
circulate = act_view(
    circulate_minutes, draw=drawn, only_posted=True, done=DONE,
    said="已送各方确认。各参加部门的待办里出现「答复联席事项」。", places=PLACES,
)  # fmt: skip
confirm = act_view(
    confirm_minutes, draw=drawn, only_posted=True, done=DONE,
    said="已确认。各方都确认以后编号,不再改动,其中的任务开始计算期限。",
)  # fmt: skip
send_back = act_view(
    return_minutes, SayForm, "return_form", draw=drawn, only_posted=True,
    done=lambda _, __: reverse("board-minutes"), said="已退回起草部门修改,已有的确认作废。",
)  # fmt: skip
drop = act_view(
    drop_minutes, SayForm, "drop_form", draw=drawn, only_posted=True, done=DONE, said="已作废。"
)


def _with_part(
    request: HttpRequest, actor: Actor, minutes_id: UUID, _part_id: UUID, **forms: PageForm
) -> HttpResponse:
    return drawn(request, actor, minutes_id, **forms)


def _back(record: Any, _: str) -> str:
    return reverse(DONE, args=[record["minutes_id"]])


strike = act_view(strike_line, draw=_with_part, only_posted=True, done=_back, said="已删去。")
strike_paper = act_view(
    strike_minutes_paper, draw=_with_part, only_posted=True, done=_back, said="已撤下。"
)


@uploads.takes_files
@page(*BOARD)
def add_paper(request: HttpRequest, actor: Actor, minutes_id: UUID) -> HttpResponseBase:
    """Take a paper that is attached to a draft."""
    now = moment_of(request)
    found = own_draft(actor, minutes_id)

    def act(typed: dict[str, Any]) -> object:
        content = content_of(request, typed["file"])
        return keep_minutes_paper(
            actor=actor, now=now, minutes_id=found.pk, name=typed["name"], content=content or b""
        )

    return carry_out(
        request,
        taking_cut(request, PaperForm),
        act,
        draw=lambda form: drawn(request, actor, found.pk, paper_form=form),
        done=reverse(DONE, args=[found.pk]),
        said="已上传。",
    )


@require_safe
@page(*WATCHING)
def paper(request: HttpRequest, actor: Actor, paper_id: UUID) -> HttpResponse:
    """Hand out a paper that is attached to minutes."""
    del request
    found = minutes_paper(actor, paper_id)
    return hand_out(bytes(found.content), MIMES[found.kind], f"{found.name}.{found.kind}")


@require_safe
@page(*WATCHING)
def pdf(request: HttpRequest, actor: Actor, minutes_id: UUID) -> HttpResponse:
    """Hand confirmed minutes out as PDF."""
    del request
    no, content = minutes_pdf(actor, minutes_id)
    return hand_out(content, "application/pdf", f"会议纪要 {no}.pdf")
