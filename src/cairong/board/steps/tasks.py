"""Set a task, let its days run, and say it as its history keeps it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from cairong.audit.rows import insert
from cairong.board.models import Line, Partner, Task
from cairong.board.steps.desks import ask, authority_of
from cairong.clocks.steps.duties import cancel_duties, open_duty
from cairong.contracts.steps.numbers import next_numbers
from cairong.kernel.actor import Role
from cairong.kernel.calendar import day_of
from cairong.policy.board import DESKS, WORK, desk_words
from cairong.policy.duties import Agreed

SERIES = "LX"


def set_task(
    city: str,
    now: datetime,
    *,
    said: dict[str, Any],
    partners: Sequence[str],
    joined: Sequence[str] = (),
    accepted: bool,
    line: Line | None = None,
) -> Task:
    """Make a task, taken on already or not, and ask whoever has not yet said so.

    `joined` are those of the partners who signed that they work with its owner.
    Writes: board.Task, board.Partner, clocks.Duty.
    """
    made = Task(
        city_id=city,
        no=next_numbers(city, SERIES, day_of(now).year)[0],
        state="open" if accepted else "proposed",
        proposed_at=now,
        accepted_at=now if accepted else None,
        line=line,
        **said,
    )
    insert(made)
    for desk in partners:
        there = desk in joined
        partner = insert(
            Partner(
                task=made, desk=desk, state="joined" if there else "asked",
                answered_at=now if there else None,
            )
        )  # fmt: skip
        if accepted and not there:
            ask_partner(partner, now)
    if accepted:
        await_work(made, now)
    else:
        title = f"联席任务 {made.no}「{made.title}」:是否承担"
        ask(city, made.owner, subject_id=made.pk, title=title, now=now)
    return made


def ask_partner(partner: Partner, now: datetime) -> None:
    """Ask a desk whether it works with the owner. Writes: clocks.Duty."""
    task = partner.task
    title = f"联席任务 {task.no}「{task.title}」:是否协办"
    ask(task.city_id, partner.desk, subject_id=partner.pk, title=title, now=now, about=[task.pk])


def await_work(task: Task, now: datetime) -> None:
    """Let the owner's days run until the due day. Writes: clocks.Duty."""
    days = (task.due_on - task.since_on).days
    open_duty(
        city=task.city_id,
        kind=WORK,
        subject_id=task.pk,
        holder=authority_of(task.city_id, task.owner),
        region=task.city_id,
        title=f"联席任务 {task.no}「{task.title}」",
        start_on=task.since_on,
        now=now,
        agreed=Agreed(days=days, unit="calendar", to_sme=False),
        role=Role(task.owner),
    )


def end_asking(task: Task, now: datetime, reason: str) -> None:
    """Let partners who have not answered go, and end all that was asked of a task.

    Writes: board.Partner, clocks.Mark.
    """
    today = day_of(now)
    for partner in task.partners.filter(state="asked"):
        partner.state, partner.answered_at = "ended", now
        partner.save(update_fields=["state", "answered_at"])
        cancel_duties(subject_id=partner.pk, on=today, now=now, reason=reason)
    cancel_duties(subject_id=task.pk, on=today, now=now, reason=reason)


def desks_of(task: Task) -> list[str]:
    """Name the desks a task concerns: who set it, its owner, and who works with it."""
    partners = task.partners.exclude(state__in=["declined", "ended"]).order_by("pk")
    named = [task.proposed_by, task.owner, *partners.values_list("desk", flat=True)]
    return list(dict.fromkeys(named))


def facts_of(task: Task, **more: object) -> dict[str, Any]:
    """Say a task as its history keeps it."""
    return {
        "no": task.no,
        "title": task.title,
        "owner": DESKS[task.owner],
        "state": task.state,
        **more,
    }


def said_whole(task: Task, partners: Sequence[str]) -> dict[str, Any]:
    """Say all of a task that is new."""
    return facts_of(
        task,
        words=task.words,
        clauses="、".join(task.clauses),
        partners=desk_words(partners) or "无",
        region=task.region,
        due_on=task.due_on,
    )
