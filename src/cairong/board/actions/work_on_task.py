"""Note how a task goes on, and keep papers that show it: as its owner, or as one that joined."""

import hashlib
from datetime import datetime
from uuid import UUID

from cairong.audit.recording import record
from cairong.audit.rows import insert
from cairong.audit.transaction import use_case
from cairong.board.models import Note, Task, TaskPaper
from cairong.board.reads import task_for
from cairong.board.states import BOARD, TASK
from cairong.board.steps.desks import at_desks, desk_of, seen_by
from cairong.board.steps.tasks import desks_of, facts_of
from cairong.kernel.actor import Actor
from cairong.kernel.errors import Conflict, NotAllowed
from cairong.kernel.papers import kind_of
from cairong.kernel.text import clean_text
from cairong.policy.board import CLAUSE, DESKS


@use_case(*BOARD, word="记录联席任务进展")
def note_progress(*, actor: Actor, now: datetime, task_id: UUID, words: str) -> Note:
    """Note how a running task goes on; who has a part in it is told.

    Raises NotFound, NotAllowed for a desk that has no part in it, WrongState, Invalid.
    Writes: board.Note. Source: 三(一)-1.
    """
    task, desk = _worked_on(actor, task_id)
    said = clean_text(words, "words", least=4, most=500, lines=True)
    assert actor.person_id is not None
    made = insert(Note(task=task, desk=desk, by_id=actor.person_id, words=said, at=now))
    concerned = desks_of(task)
    record(
        actor=actor,
        now=now,
        type="board.task.noted",
        subject=task,
        visible_to=seen_by(actor.city, concerned),
        after=facts_of(task, desk=DESKS[desk], words=said),
        basis=[CLAUSE],
        tell=at_desks(actor.city, concerned, task.pk, but=desk),
    )
    return made


@use_case(*BOARD, word="上传联席任务材料")
def keep_task_paper(
    *, actor: Actor, now: datetime, task_id: UUID, name: str, content: bytes
) -> TaskPaper:
    """Keep a PDF or a picture that shows what was done.

    Raises NotFound, NotAllowed, WrongState, Invalid for another kind of file or above 5 MB,
    Conflict for the same twice. Writes: board.TaskPaper. Source: 三(一)-1.
    """
    task, desk = _worked_on(actor, task_id)
    called = clean_text(name, "name", least=2, most=60)
    kind, sha256 = kind_of(content, what="办理材料"), hashlib.sha256(content).hexdigest()
    if task.papers.filter(sha256=sha256).exists():
        raise Conflict("board.paper_twice", CLAUSE, title=task.title)
    made = TaskPaper.objects.create(
        city_id=actor.city, task=task, desk=desk, name=called, kind=kind, sha256=sha256,
        content=content, kept_at=now,
    )  # fmt: skip
    record(
        actor=actor,
        now=now,
        type="board.task.paper_kept",
        subject=task,
        visible_to=seen_by(actor.city, desks_of(task)),
        after=facts_of(task, desk=DESKS[desk], name=called, sha256=sha256),
        basis=[CLAUSE],
    )
    return made


def _worked_on(actor: Actor, task_id: UUID) -> tuple[Task, str]:
    """Fetch a running task in which the actor's desk has a part. Raises NotAllowed."""
    desk, task = desk_of(actor), task_for(actor, task_id, lock=True)
    joined = task.partners.filter(desk=desk, state="joined").exists()
    if task.owner != desk and not joined:
        raise NotAllowed("board.not_asked", CLAUSE, no=task.no, owner=DESKS[task.owner])
    TASK.after(task.state, "work")
    return task, desk
