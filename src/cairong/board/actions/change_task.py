"""Move a task's due day, or call it off: asked for by one authority, agreed to by another."""

from datetime import date, datetime
from uuid import UUID

from cairong.audit.recording import record
from cairong.audit.rows import insert
from cairong.audit.transaction import use_case
from cairong.board.models import Change, Task
from cairong.board.reads import change_for, task_for
from cairong.board.states import BOARD, CHANGE, TASK
from cairong.board.steps.desks import ask, at_desks, desk_of, require_apart, seen_by
from cairong.board.steps.tasks import await_work, desks_of, end_asking, facts_of
from cairong.clocks.steps.duties import cancel_duties, fulfil_duty
from cairong.kernel.actor import Actor
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import Conflict, Invalid, NotAllowed
from cairong.kernel.text import clean_text
from cairong.policy.board import (
    ANSWER,
    CLAUSE,
    DESKS,
    WORK,
    change_of_two,
    confirmer,
    due_in_time,
    not_over,
    same_authority,
)
from cairong.policy.rule import require
from cairong.rulebook.reads import calendar_of


@use_case(*BOARD, word="申请调整联席任务")
def ask_task_change(
    *, actor: Actor, now: datetime, task_id: UUID, due_on: date | None, reason: str
) -> Change:
    """Ask that a running task be due another day, or end (no day).

    Where one's own desk owns it, any other authority may agree; else its owner alone.
    Raises NotFound, NotAllowed for the owner's other desk, WrongState, Conflict while another
    change waits, Invalid for its own day, PolicyBreach for a day that is over or of rest.
    Writes: board.Change, clocks.Duty. Source: 三(一)-1.
    """
    desk, task = desk_of(actor), task_for(actor, task_id, lock=True)
    TASK.after(task.state, "ask")
    if task.owner != desk and same_authority(task.owner, desk):
        raise NotAllowed("board.not_owner", CLAUSE, no=task.no, owner=DESKS[task.owner])
    text = clean_text(reason, "reason", least=4, most=300, lines=True)
    if due_on == task.due_on:
        raise Invalid("board.same_day", CLAUSE, field="due_on", value=due_on)
    if due_on is not None:
        since = max(task.since_on, day_of(now))
        require(due_in_time(since=since, due_on=due_on, calendar=calendar_of(actor.city)))
    if task.changes.filter(state="asked").exists():
        raise Conflict("board.change_waits", CLAUSE, no=task.no)
    assert actor.person_id is not None
    made = insert(
        Change(
            task=task, before_on=task.due_on, due_on=due_on, reason=text, asked_by=desk,
            asker_id=actor.person_id, asked_at=now,
        )
    )  # fmt: skip
    concerned = desks_of(task)
    asked = task.owner if task.owner != desk else confirmer(desk, concerned).value
    title = f"联席任务 {task.no}「{task.title}」:{'改期' if due_on else '终止'}是否同意"
    ask(actor.city, asked, subject_id=made.pk, title=title, now=now, about=[task.pk])
    told = [*concerned, asked]
    record(
        actor=actor,
        now=now,
        type="board.change.asked",
        subject=made,
        about=[task.pk],
        visible_to=seen_by(actor.city, told),
        before={"due_on": task.due_on},
        after=facts_of(task, desk=DESKS[desk], due_on=due_on or "终止", reason=text),
        basis=[CLAUSE],
        tell=at_desks(actor.city, told, task.pk, but=desk),
    )
    return made


@use_case(*BOARD, word="同意调整联席任务")
def agree_task_change(*, actor: Actor, now: datetime, task_change_id: UUID) -> Task:
    """Agree, as the second of two authorities, to another due day of a task, or to its end.

    Raises NotFound, WrongState, PolicyBreach where one of the two is not the owner's.
    Writes: board.Change, board.Task, board.Partner, clocks.Mark, clocks.Duty. Source: 三(一)-1.
    """
    desk = desk_of(actor)
    task = task_for(actor, change_for(actor, task_change_id).task_id, lock=True)
    change = change_for(actor, task_change_id, lock=True)
    before = {"state": task.state, "due_on": task.due_on}
    change.state = CHANGE.after(change.state, "agree")
    state = TASK.after(task.state, "move" if change.due_on else "call_off")
    require(
        change_of_two(no=task.no, owner=task.owner, asked_by=change.asked_by, desk=desk),
        not_over(no=task.no, due_on=change.due_on, today=day_of(now)) if change.due_on else None,
    )
    require_apart(actor, change.asker_id, task.no)
    _decide(change, desk, now, "")
    concerned = desks_of(task)
    task.state = state
    if change.due_on:
        _move(task, change.due_on, now)
    else:
        task.ended_at, task.reason = now, change.reason
        task.save(update_fields=["state", "ended_at", "reason"])
        end_asking(task, now, "任务已终止")
    said = facts_of(task, desk=DESKS[desk], reason=change.reason)
    record(
        actor=actor,
        now=now,
        type="board.change.agreed" if change.due_on else "board.task.called_off",
        subject=change,
        about=[task.pk],
        visible_to=seen_by(actor.city, concerned),
        before=before,
        after={**said, "due_on": task.due_on},
        basis=[CLAUSE],
        tell=at_desks(actor.city, concerned, task.pk, but=desk),
    )
    return task


@use_case(*BOARD, word="不同意调整联席任务")
def decline_task_change(*, actor: Actor, now: datetime, task_change_id: UUID, reason: str) -> Task:
    """Leave a task as it is: as the second authority, or as the desk that asked, taking it back.

    Raises NotFound, WrongState, PolicyBreach for a desk that has no say in it, Invalid.
    Writes: board.Change, clocks.Mark. Source: 三(一)-1.
    """
    desk = desk_of(actor)
    task = task_for(actor, change_for(actor, task_change_id).task_id, lock=True)
    change = change_for(actor, task_change_id, lock=True)
    own = change.asked_by == desk
    change.state = CHANGE.after(change.state, "withdraw" if own else "decline")
    if not own:
        require(change_of_two(no=task.no, owner=task.owner, asked_by=change.asked_by, desk=desk))
    text = clean_text(reason, "reason", least=2, most=300, lines=True)
    _decide(change, desk, now, text)
    concerned = desks_of(task)
    record(
        actor=actor,
        now=now,
        type="board.change.withdrawn" if own else "board.change.declined",
        subject=change,
        about=[task.pk],
        visible_to=seen_by(actor.city, [*concerned, change.asked_by]),
        before={"due_on": task.due_on},
        after=facts_of(task, desk=DESKS[desk], due_on=task.due_on, reason=text),
        basis=[CLAUSE],
        tell=at_desks(actor.city, [*concerned, change.asked_by], task.pk, but=desk),
    )
    return task


def _decide(change: Change, desk: str, now: datetime, answer: str) -> None:
    change.decided_by, change.decided_at, change.answer = desk, now, answer
    change.save(update_fields=["state", "decided_by", "decided_at", "answer"])
    fulfil_duty(subject_id=change.pk, kind=ANSWER, on=day_of(now), now=now)


def _move(task: Task, due_on: date, now: datetime) -> None:
    """Let other days of the owner's run; those that are over before stay missed."""
    task.due_on = due_on
    task.save(update_fields=["state", "due_on"])
    cancel_duties(subject_id=task.pk, on=day_of(now), now=now, reason="两家同意改期", kind=WORK)
    await_work(task, now)
