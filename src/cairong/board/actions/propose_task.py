"""Propose a task to an authority, or take one on oneself; withdraw what nobody took on."""

from datetime import date, datetime
from uuid import UUID

from cairong.audit.recording import record
from cairong.audit.transaction import use_case
from cairong.board.models import Task
from cairong.board.reads import task_for
from cairong.board.states import BOARD, TASK
from cairong.board.steps.desks import at_desks, desk_of, seen_by
from cairong.board.steps.saying import said_of
from cairong.board.steps.tasks import desks_of, end_asking, facts_of, said_whole, set_task
from cairong.kernel.actor import Actor
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import NotAllowed
from cairong.kernel.text import clean_text
from cairong.policy.board import CLAUSE, DESKS


@use_case(*BOARD, word="提出联席任务")
def propose_task(
    *,
    actor: Actor,
    now: datetime,
    title: str,
    words: str,
    clauses: list[str],
    owner: str,
    partners: list[str],
    region: str,
    due_on: date,
) -> Task:
    """Propose a task; it runs once its owner's desk takes it on, at once where that is one's own.

    Raises NotAllowed for a county's desk, Invalid by field, PolicyBreach for a desk, clause or day
    that is none. Writes: board.Task, board.Partner, clocks.Duty. Source: 三(一)-1.
    """
    desk = desk_of(actor)
    said = said_of(
        actor, day_of(now), title=title, words=words, clauses=clauses, owner=owner,
        partners=partners, region=region, due_on=due_on,
    )  # fmt: skip
    made = set_task(
        actor.city, now, said={**said, "proposed_by": desk, "since_on": day_of(now)},
        partners=partners, joined=[desk], accepted=owner == desk,
    )  # fmt: skip
    concerned = desks_of(made)
    record(
        actor=actor,
        now=now,
        type="board.task.proposed",
        subject=made,
        visible_to=seen_by(actor.city, concerned),
        after=said_whole(made, partners),
        basis=[CLAUSE, *made.clauses],
        tell=at_desks(actor.city, concerned, made.pk, but=desk),
    )
    return made


@use_case(*BOARD, word="撤回联席任务")
def withdraw_task(*, actor: Actor, now: datetime, task_id: UUID, reason: str) -> Task:
    """Withdraw a task that one's own desk proposed and nobody took on, with the reason.

    Raises NotFound, NotAllowed for another desk's, WrongState, Invalid.
    Writes: board.Task, board.Partner, clocks.Mark. Source: 三(一)-1.
    """
    desk, task = desk_of(actor), task_for(actor, task_id, lock=True)
    if task.proposed_by != desk:
        raise NotAllowed("board.not_proposer", CLAUSE, no=task.no, desk=DESKS[task.proposed_by])
    before, concerned = task.state, desks_of(task)
    task.state = TASK.after(before, "withdraw")
    task.reason = clean_text(reason, "reason", least=2, most=300, lines=True)
    task.ended_at = now
    task.save(update_fields=["state", "reason", "ended_at"])
    end_asking(task, now, "任务已撤回")
    record(
        actor=actor,
        now=now,
        type="board.task.withdrawn",
        subject=task,
        visible_to=seen_by(actor.city, concerned),
        before={"state": before},
        after=facts_of(task, reason=task.reason),
        basis=[CLAUSE],
        tell=at_desks(actor.city, concerned, task.pk, but=desk),
    )
    return task
