"""How a task ends: its owner says what was done, another authority confirms it or sends it back."""

from datetime import datetime
from uuid import UUID

from cairong.audit.recording import record
from cairong.audit.rows import insert
from cairong.audit.transaction import use_case
from cairong.board.models import Note, Task
from cairong.board.reads import task_for
from cairong.board.states import BOARD, TASK
from cairong.board.steps.desks import ask, at_desks, desk_of, require_apart, seen_by
from cairong.board.steps.tasks import await_work, desks_of, end_asking, facts_of
from cairong.clocks.steps.duties import fulfil_duty
from cairong.kernel.actor import Actor
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import Conflict, NotAllowed
from cairong.kernel.text import clean_text
from cairong.policy.board import ANSWER, CLAUSE, DESKS, WORK, another_authority, confirmer
from cairong.policy.rule import require


@use_case(*BOARD, word="报联席任务办结")
def finish_task(*, actor: Actor, now: datetime, task_id: UUID, evidence: str) -> Task:
    """Say as its owner what was done of a task; another authority is asked to confirm it.

    Raises NotFound, NotAllowed for another desk, WrongState, Conflict while a change of it waits
    for an answer, Invalid. Writes: board.Task, clocks.Mark, clocks.Duty. Source: 三(一)-1.
    """
    desk, task = desk_of(actor), task_for(actor, task_id, lock=True)
    if task.owner != desk:
        raise NotAllowed("board.not_owner", CLAUSE, no=task.no, owner=DESKS[task.owner])
    before = task.state
    task.state = TASK.after(before, "finish")
    if task.changes.filter(state="asked").exists():
        raise Conflict("board.change_waits", CLAUSE, no=task.no)
    task.evidence = clean_text(evidence, "evidence", least=8, most=1000, lines=True)
    task.finished_at, task.finished_by_id = now, actor.person_id
    task.save(update_fields=["state", "evidence", "finished_at", "finished_by"])
    fulfil_duty(subject_id=task.pk, kind=WORK, on=day_of(now), now=now)
    concerned = desks_of(task)
    asked = confirmer(task.owner, concerned)
    title = f"联席任务 {task.no}「{task.title}」:确认办结"
    ask(actor.city, asked, subject_id=task.pk, title=title, now=now)
    papers = task.papers.order_by("kept_at", "pk").values_list("name", "sha256")
    record(
        actor=actor,
        now=now,
        type="board.task.finished",
        subject=task,
        visible_to=seen_by(actor.city, [*concerned, asked]),
        before={"state": before},
        after=facts_of(
            task,
            result=task.evidence,
            materials=[f"{name}({sha[:12]})" for name, sha in papers],
        ),
        basis=[CLAUSE, *task.clauses],
        tell=at_desks(actor.city, [*concerned, asked], task.pk, but=desk),
    )
    return task


@use_case(*BOARD, word="确认联席任务办结")
def confirm_task(*, actor: Actor, now: datetime, task_id: UUID) -> Task:
    """Confirm, as another authority than the owner's, that a task was done.

    Raises NotFound, WrongState, PolicyBreach for the owner's own authority, NotAllowed for whoever
    said that it was done. Writes: board.Task, clocks.Mark. Source: 三(一)-1.
    """
    desk, task = desk_of(actor), task_for(actor, task_id, lock=True)
    before = task.state
    task.state = TASK.after(before, "confirm")
    require(another_authority(no=task.no, owner=task.owner, desk=desk))
    require_apart(actor, task.finished_by_id, task.no)
    task.confirmed_by, task.confirmed_at = desk, now
    task.save(update_fields=["state", "confirmed_by", "confirmed_at"])
    fulfil_duty(subject_id=task.pk, kind=ANSWER, on=day_of(now), now=now)
    concerned = desks_of(task)
    end_asking(task, now, "任务已办结")
    record(
        actor=actor,
        now=now,
        type="board.task.confirmed",
        subject=task,
        visible_to=seen_by(actor.city, concerned),
        before={"state": before},
        after=facts_of(task, desk=DESKS[desk]),
        basis=[CLAUSE, *task.clauses],
        tell=at_desks(actor.city, concerned, task.pk, but=desk),
    )
    return task


@use_case(*BOARD, word="退回联席任务")
def send_task_back(*, actor: Actor, now: datetime, task_id: UUID, reason: str) -> Task:
    """Send back, as another authority than the owner's, what is not done yet; its days run on.

    Raises NotFound, WrongState, PolicyBreach for the owner's own authority, Invalid.
    Writes: board.Task, board.Note, clocks.Mark, clocks.Duty. Source: 三(一)-1.
    """
    desk, task = desk_of(actor), task_for(actor, task_id, lock=True)
    before = task.state
    task.state = TASK.after(before, "send_back")
    require(another_authority(no=task.no, owner=task.owner, desk=desk))
    text = clean_text(reason, "reason", least=4, most=300, lines=True)
    task.save(update_fields=["state"])
    assert actor.person_id is not None
    insert(Note(task=task, desk=desk, by_id=actor.person_id, words=f"退回:{text}", at=now))
    fulfil_duty(subject_id=task.pk, kind=ANSWER, on=day_of(now), now=now)
    await_work(task, now)
    concerned = desks_of(task)
    record(
        actor=actor,
        now=now,
        type="board.task.sent_back",
        subject=task,
        visible_to=seen_by(actor.city, concerned),
        before={"state": before},
        after=facts_of(task, desk=DESKS[desk], reason=text),
        basis=[CLAUSE],
        tell=at_desks(actor.city, concerned, task.pk, but=desk),
    )
    return task
