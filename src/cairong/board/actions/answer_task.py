"""Take a task on, or not: as the desk that is to own it, or as one that is to work with it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from cairong.audit.recording import record
from cairong.audit.transaction import use_case
from cairong.board.models import Partner, Task
from cairong.board.reads import task_for
from cairong.board.states import BOARD, PARTNER, TASK
from cairong.board.steps.desks import at_desks, desk_of, seen_by
from cairong.board.steps.tasks import ask_partner, await_work, desks_of, end_asking, facts_of
from cairong.clocks.steps.duties import fulfil_duty
from cairong.kernel.actor import Actor
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import NotAllowed
from cairong.kernel.text import clean_text
from cairong.policy.board import ANSWER, CLAUSE, DESKS, not_over
from cairong.policy.rule import require


@use_case(*BOARD, word="承担联席任务")
def accept_task(*, actor: Actor, now: datetime, task_id: UUID) -> Task:
    """Take a task on for one's own desk: its owner's days run, a partner works with it.

    Raises NotFound, NotAllowed for a desk that was not asked, WrongState, PolicyBreach where the
    due day is over. Writes: board.Task, board.Partner, clocks.Duty, clocks.Mark. Source: 三(一)-1.
    """
    desk, task = desk_of(actor), task_for(actor, task_id, lock=True)
    today = day_of(now)
    if task.owner == desk:
        before = task.state
        task.state = TASK.after(before, "accept")
        require(not_over(no=task.no, due_on=task.due_on, today=today))
        task.accepted_at = now
        task.save(update_fields=["state", "accepted_at"])
        fulfil_duty(subject_id=task.pk, kind=ANSWER, on=today, now=now)
        await_work(task, now)
        for each in task.partners.filter(state="asked").order_by("pk"):
            ask_partner(each, now)
        how: dict[str, Any] = {"part": "承担"}
    else:
        part = _part(task, desk)
        before = task.state
        TASK.after(before, "work")
        part.state, part.answered_at = PARTNER.after(part.state, "accept"), now
        part.save(update_fields=["state", "answered_at"])
        fulfil_duty(subject_id=part.pk, kind=ANSWER, on=today, now=now)
        how = {"part": "协办"}
    concerned = desks_of(task)
    record(
        actor=actor,
        now=now,
        type="board.task.accepted",
        subject=task,
        visible_to=seen_by(actor.city, concerned),
        before={"state": before},
        after=facts_of(task, desk=DESKS[desk], due_on=task.due_on, **how),
        basis=[CLAUSE],
        tell=at_desks(actor.city, concerned, task.pk, but=desk),
    )
    return task


@use_case(*BOARD, word="不承担联席任务")
def decline_task(*, actor: Actor, now: datetime, task_id: UUID, reason: str) -> Task:
    """Say for one's own desk that it does not take a task on, or does not work with its owner.

    Without its owner a task ends; without a partner it goes on.
    Raises NotFound, NotAllowed for a desk that was not asked, WrongState, Invalid.
    Writes: board.Task, board.Partner, clocks.Mark. Source: 三(一)-1.
    """
    desk, task = desk_of(actor), task_for(actor, task_id, lock=True)
    before, concerned = task.state, desks_of(task)
    text = clean_text(reason, "reason", least=2, most=300, lines=True)
    if task.owner == desk:
        task.state, task.ended_at, task.reason = TASK.after(before, "decline"), now, text
        task.save(update_fields=["state", "ended_at", "reason"])
        fulfil_duty(subject_id=task.pk, kind=ANSWER, on=day_of(now), now=now)
        end_asking(task, now, "没有承担")
        part_word = "承担"
    else:
        part = _part(task, desk)
        TASK.after(before, "work")
        part.state, part.answered_at = PARTNER.after(part.state, "decline"), now
        part.reason = text
        part.save(update_fields=["state", "answered_at", "reason"])
        fulfil_duty(subject_id=part.pk, kind=ANSWER, on=day_of(now), now=now)
        part_word = "协办"
    record(
        actor=actor,
        now=now,
        type="board.task.declined",
        subject=task,
        visible_to=seen_by(actor.city, concerned),
        before={"state": before},
        after=facts_of(task, desk=DESKS[desk], part=part_word, reason=text),
        basis=[CLAUSE],
        tell=at_desks(actor.city, concerned, task.pk, but=desk),
    )
    return task


def _part(task: Task, desk: str) -> Partner:
    """Find the part of a desk in a task. Raises NotAllowed where it was not asked."""
    part = task.partners.filter(desk=desk).first()
    if part is None:
        raise NotAllowed("board.not_asked", CLAUSE, no=task.no, owner=DESKS[task.owner])
    return part
