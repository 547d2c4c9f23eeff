"""Pages of the board's tasks: propose one, and everything that is done with one."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from cairong.board.actions.answer_task import accept_task, decline_task
from cairong.board.actions.change_task import (
    agree_task_change,
    ask_task_change,
    decline_task_change,
)
from cairong.board.actions.finish_task import confirm_task, finish_task, send_task_back
from cairong.board.actions.propose_task import propose_task, withdraw_task
from cairong.board.actions.work_on_task import keep_task_paper, note_progress
from cairong.board.reads import change_for, clause_words, task_for, task_page, task_paper, usual_due
from cairong.board.states import BOARD, CHANGE, PARTNER, TASK
from cairong.doors import uploads
from cairong.doors.actors import moment_of
from cairong.doors.page import page
from cairong.kernel.actor import Actor
from cairong.kernel.papers import MIMES
from cairong.parties.reads import desk_regions
from cairong.policy.board import DESKS
from cairong.web.acting import act_view, carry_out, look_view, page_of, sent
from cairong.web.board.forms import ChangeForm, FinishForm, NoteForm, PaperForm, SayForm, TaskForm
from cairong.web.board.handling import content_of, taking_cut
from cairong.web.board.lists import WATCHING
from cairong.web.duties import shown
from cairong.web.forms import ActForm, PageForm
from cairong.web.frame import draw
from cairong.web.handing import hand_out

PLACES = {
    "board.clause": "clause",
    "board.clauses": "clause",
    "board.due_on": "due_on",
    "board.rest_day": "due_on",
    "board.over": "due_on",
    "board.co_owner": "partners",
}


@page(*BOARD)
def new(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """Propose a task, or take one on oneself."""
    now = moment_of(request)
    initial = {"due_on": usual_due(actor, now), "region": actor.city}
    return carry_out(
        request,
        sent(request, TaskForm, regions=desk_regions(actor, now), initial=initial),
        lambda typed: propose_task(actor=actor, now=now, **typed),
        draw=lambda form: draw(request, actor, "board/task_new.html", {"form": form}),
        done=lambda made: reverse("board-task", args=[made]),
        said="已提出。本部门承办的马上开始;请其他部门承办、协办的,等对方答复。",
        places=PLACES,
    )


def _task(actor: Actor, now: datetime, task_id: UUID) -> dict[str, Any]:
    found = task_page(actor, now, task_id)
    task = found.task
    return {
        "found": found,
        "task": task,
        "state": TASK.states[task.state],
        "owner": DESKS[task.owner],
        "proposer": DESKS[task.proposed_by],
        "confirmer": DESKS.get(task.confirmed_by, ""),
        "clauses": clause_words(task),
        "deadline": shown(found.deadline) if found.deadline else None,
        "partners": [
            (DESKS[each.desk], PARTNER.states[each.state], each) for each in found.partners
        ],
        "notes": [(DESKS[each.desk], each) for each in found.notes],
        "papers": [(DESKS[each.desk], each) for each in found.papers],
        "changes": [
            (DESKS[each.asked_by], CHANGE.states[each.state], DESKS.get(each.decided_by, ""), each)
            for each in found.changes
        ],
        "form": ActForm(),
        "decline_form": SayForm(),
        "withdraw_form": SayForm(),
        "note_form": NoteForm(),
        "paper_form": PaperForm(),
        "finish_form": FinishForm(),
        "back_form": SayForm(),
        "change_form": ChangeForm(),
        "answer_form": SayForm(),
    }


drawn = page_of("board/task.html", _task)


def _of_change(
    request: HttpRequest, actor: Actor, task_change_id: UUID, **forms: PageForm
) -> HttpResponse:
    return drawn(request, actor, change_for(actor, task_change_id).task_id, **forms)


def _to_task(found: Any, _: str) -> str:
    return reverse("board-task", args=[found.task_id])


task = look_view(drawn, *WATCHING)
accept = act_view(
    accept_task, draw=drawn, only_posted=True, done="board-task", said="已答复,其他部门收到消息。"
)
decline = act_view(
    decline_task, SayForm, "decline_form", draw=drawn, only_posted=True, done="board-task",
    said="已答复,提出部门收到理由。",
)  # fmt: skip
withdraw = act_view(
    withdraw_task, SayForm, "withdraw_form", draw=drawn, only_posted=True, done="board-task",
    said="已撤回。",
)  # fmt: skip
note = act_view(
    note_progress, NoteForm, "note_form", draw=drawn, only_posted=True, done="board-task",
    said="已记下,有关部门收到消息。",
)  # fmt: skip
finish = act_view(
    finish_task, FinishForm, "finish_form", draw=drawn, only_posted=True, done="board-task",
    said="已报办结,等其他部门确认。",
)  # fmt: skip
confirm = act_view(
    confirm_task, draw=drawn, only_posted=True, done="board-task", said="已确认办结。"
)
send_back = act_view(
    send_task_back, SayForm, "back_form", draw=drawn, only_posted=True, done="board-task",
    said="已退回,期限继续计算。",
)  # fmt: skip
change = act_view(
    ask_task_change, ChangeForm, "change_form", draw=drawn, only_posted=True, done="board-task",
    said="已申请,等对方部门同意。", places=PLACES,
)  # fmt: skip
agree_change = act_view(
    agree_task_change, draw=_of_change, of=change_for, only_posted=True, done=_to_task,
    said="已同意,任务已按此调整。",
)  # fmt: skip
decline_change = act_view(
    decline_task_change, SayForm, "answer_form", draw=_of_change, of=change_for,
    only_posted=True, done=_to_task, said="已答复,任务照旧。",
)  # fmt: skip


@uploads.takes_files
@page(*BOARD)
def add_paper(request: HttpRequest, actor: Actor, task_id: UUID) -> HttpResponseBase:
    """Take a paper that shows what was done."""
    now = moment_of(request)
    found = task_for(actor, task_id)

    def act(typed: dict[str, Any]) -> object:
        content = content_of(request, typed["file"])
        return keep_task_paper(
            actor=actor, now=now, task_id=found.pk, name=typed["name"], content=content or b""
        )

    return carry_out(
        request,
        taking_cut(request, PaperForm),
        act,
        draw=lambda form: drawn(request, actor, found.pk, paper_form=form),
        done=reverse("board-task", args=[found.pk]),
        said="已上传。",
    )


@require_safe
@page(*WATCHING)
def paper(request: HttpRequest, actor: Actor, paper_id: UUID) -> HttpResponse:
    """Hand a paper of a task out."""
    del request
    found = task_paper(actor, paper_id)
    return hand_out(bytes(found.content), MIMES[found.kind], f"{found.name}.{found.kind}")
