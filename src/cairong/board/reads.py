"""The board's tasks as pages and acts read them: the four authorities all, a county its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from cairong.audit.rows import fetch
from cairong.board.models import Change, Note, Partner, Task, TaskPaper
from cairong.board.states import BOARD
from cairong.clocks.reads import Deadline, open_deadlines
from cairong.kernel.actor import Actor
from cairong.kernel.calendar import add_working_days, day_of
from cairong.oversight.reads import WATCHERS
from cairong.parties.reads import region_names
from cairong.policy.board import desk_words, same_authority
from cairong.policy.clauses import clause
from cairong.rulebook.reads import calendar_of, parameter

USUAL = "board_task_days"
RUNNING = ("proposed", "open", "finished")


def is_member(actor: Actor) -> bool:
    """Whether an actor acts for a desk of the board; a county's desk only reads."""
    return actor.role in BOARD and actor.whole_city


def tasks_of(actor: Actor) -> QuerySet[Task]:
    """List the tasks an actor may see, the newest first: a county's desk those of its county."""
    rows = Task.objects.filter(city_id=actor.city).order_by("-no")
    if actor.role not in WATCHERS:
        return rows.none()
    return rows if actor.whole_city else rows.filter(region=actor.region)


def task_for(actor: Actor, task_id: UUID, *, lock: bool = False) -> Task:
    """Fetch a task an actor may see. Raises NotFound."""
    return fetch(tasks_of(actor), task_id, "联席任务", lock=lock)


def change_for(actor: Actor, change_id: UUID, *, lock: bool = False) -> Change:
    """Fetch what was asked of a task an actor may see. Raises NotFound."""
    rows = Change.objects.filter(task__in=tasks_of(actor).order_by())
    return fetch(rows if lock else rows.select_related("task"), change_id, "任务调整", lock=lock)


def partner_for(actor: Actor, partner_id: UUID) -> Partner:
    """Fetch the part of a desk in a task an actor may see. Raises NotFound."""
    rows = Partner.objects.filter(task__in=tasks_of(actor).order_by())
    return fetch(rows, partner_id, "协办")


def task_paper(actor: Actor, paper_id: UUID) -> TaskPaper:
    """Fetch a paper of a task an actor may see. Raises NotFound."""
    rows = TaskPaper.objects.filter(task__in=tasks_of(actor).order_by())
    return fetch(rows, paper_id, "办理材料")


def with_desk(_actor: Actor, _now: datetime, desk: str) -> Q:
    """Keep the tasks that a desk owns, set, or works on."""
    if not desk:
        return Q()
    joined = Partner.objects.filter(task=OuterRef("pk"), desk=desk)
    joined = joined.exclude(state__in=["declined", "ended"])
    return Q(owner=desk) | Q(proposed_by=desk) | Q(Exists(joined))


def overdue_only(_actor: Actor, now: datetime, chosen: str) -> Q:
    """Keep the tasks that are overdue, or those that still run."""
    if chosen == "overdue":
        return Q(state="open", due_on__lt=day_of(now))
    return Q(state__in=RUNNING) if chosen == "running" else Q()


def with_clause(_actor: Actor, _now: datetime, chosen: str) -> Q:
    """Keep the tasks that serve a clause."""
    return Q(clauses__contains=[chosen]) if chosen else Q()


def clause_words(task: Task) -> list[tuple[str, str]]:
    """Name the clauses of a task with the words of each."""
    return [(each, clause(each).words) for each in task.clauses]


def partners_on(_actor: Actor, _now: datetime, ids: Sequence[UUID]) -> dict[UUID, str]:
    """Say of each of these tasks who works with its owner."""
    rows = Partner.objects.filter(task__in=ids).exclude(state__in=["declined", "ended"])
    found: dict[UUID, list[str]] = {}
    for task_id, desk in rows.order_by("pk").values_list("task", "desk"):
        found.setdefault(task_id, []).append(desk)
    return {task_id: desk_words(desks) for task_id, desks in found.items()}


@dataclass(frozen=True, kw_only=True)
class May:
    """What a desk may do with a task now."""

    accepts: bool = False
    withdraws: bool = False
    works: bool = False
    finishes: bool = False
    confirms: bool = False
    asks: bool = False
    decides: bool = False
    takes_back: bool = False


@dataclass(frozen=True, kw_only=True)
class TaskPage:
    """A task with all that was said of it, and what its reader may do now."""

    task: Task
    region: str
    partners: list[Partner]
    notes: list[Note]
    papers: list[TaskPaper]
    changes: list[Change]
    deadline: Deadline | None
    change: Change | None
    may: May


def task_page(actor: Actor, now: datetime, task_id: UUID) -> TaskPage:
    """Read a task for its page. Raises NotFound."""
    task = fetch(tasks_of(actor).select_related("line"), task_id, "联席任务")
    partners = list(task.partners.order_by("pk"))
    changes = list(task.changes.order_by("-asked_at", "-pk"))
    waiting = next((each for each in changes if each.state == "asked"), None)
    part = next((each.state for each in partners if each.desk == actor.role.value), "")
    return TaskPage(
        task=task,
        region=region_names(actor.city).get(task.region, task.region),
        partners=partners,
        notes=list(task.notes.select_related("by").order_by("-at", "-pk")),
        papers=list(task.papers.defer("content").order_by("kept_at", "pk")),
        changes=changes,
        deadline=open_deadlines(actor, now, [task.pk]).get(task.pk),
        change=waiting,
        may=_may(task, actor.role.value, part, waiting) if is_member(actor) else May(),
    )


def _may(task: Task, desk: str, part: str, waiting: Change | None) -> May:
    """Say what a desk may do with a task in which it has this part, if any."""
    if task.state == "proposed":
        return May(accepts=task.owner == desk, withdraws=task.proposed_by == desk)
    if task.state == "finished":
        return May(confirms=not same_authority(task.owner, desk))
    return _while_open(task, desk, part, waiting) if task.state == "open" else May()


def _while_open(task: Task, desk: str, part: str, waiting: Change | None) -> May:
    own = task.owner == desk
    if waiting is not None:
        return May(
            accepts=part == "asked",
            works=own or part == "joined",
            decides=_decides(task, waiting, desk),
            takes_back=waiting.asked_by == desk,
        )
    return May(
        accepts=part == "asked",
        works=own or part == "joined",
        finishes=own,
        asks=own or not same_authority(task.owner, desk),
    )


def _decides(task: Task, change: Change, desk: str) -> bool:
    """Whether a desk is the second authority to a change: one of the two is the owner's."""
    apart = not same_authority(change.asked_by, desk)
    return apart and task.owner in (change.asked_by, desk)


def overdue_tasks(actor: Actor, now: datetime) -> list[Task]:
    """List the tasks that are overdue, the oldest first: what the next meeting is to speak of."""
    rows = tasks_of(actor).filter(overdue_only(actor, now, "overdue"))
    return list(rows.order_by("due_on", "no")[:20])


def usual_due(actor: Actor, now: datetime) -> date:
    """Give the day on which a task set today is usually due: a working day."""
    today = day_of(now)
    calendar = calendar_of(actor.city)
    due = today + timedelta(days=parameter(actor.city, USUAL, on=today))
    return due if calendar.is_working(due) else add_working_days(due, 1, calendar).due
