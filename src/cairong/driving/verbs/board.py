"""The joint board: tasks set by a desk or by minutes, taken on, done and confirmed."""

from datetime import date
from typing import Any

from cairong.board.actions import change_task as changing
from cairong.board.actions import draft_minutes as drafting
from cairong.board.actions import propose_task as proposing
from cairong.board.actions import write_minutes as writing
from cairong.board.models import Minutes, Task
from cairong.driving.situation import Situation
from cairong.driving.verb import verb
from cairong.kernel.actor import Actor

CLAUSES = "三(一)-1"


@verb(proposing.propose_task, example="owner: pboc, title: 摸清未放款的合同, due_on: 2025-11-14")
def propose_task(
    _: Situation,
    actor: Actor,
    *,
    owner: str,
    title: str,
    due_on: date,
    words: str = "逐家核对,列出原因和打算。",
    clauses: str = CLAUSES,
    partners: str = "",
    region: str = "",
) -> dict[str, Any]:
    """四部门之一提出联席任务。

    owner 承办、partners 协办(用顿号隔开):procurement-officer、treasury-officer、pboc、
    sme-authority、regulator;clauses 是条款编号,用顿号隔开;region 不写是全市。
    """
    said = _task(
        actor, owner=owner, title=title, due_on=due_on, clauses=clauses, partners=partners,
        region=region,
    )  # fmt: skip
    return said | {"words": words}


@verb(
    changing.ask_task_change,
    example="task: 任务, due_on: 2025-11-28, reasons: 企业较多走访不完",
)
def ask_task_change(
    _: Situation, __: Actor, *, task: Task, reasons: str, due_on: date | None = None
) -> dict[str, Any]:
    """申请把联席任务改到另一天;不写 due_on 是终止。"""
    return {"task_id": task.pk, "due_on": due_on, "reason": reasons}


@verb(drafting.draft_minutes, example="title: 第四季度联席会议, met_on: 2025-10-17, there: pboc")
def draft_minutes(
    _: Situation, actor: Actor, *, title: str, met_on: date, there: str, place: str = "三楼会议室"
) -> dict[str, Any]:
    """起草会议纪要;there 是本部门以外参加的部门,用顿号隔开。"""
    desks = [actor.role.value, *filter(None, there.split("、"))]
    people = {desk: f"{number} 号代表" for number, desk in enumerate(desks, start=1)}
    return {"title": title, "met_on": met_on, "place": place, "people": people}


@verb(
    writing.write_line,
    example="minutes: 纪要, words: 走访一批企业, owner: pboc, title: 走访企业, due_on: 2025-11-14",
)
def write_line(
    _: Situation,
    actor: Actor,
    *,
    minutes: Minutes,
    words: str,
    owner: str = "",
    title: str = "",
    due_on: date | None = None,
    clauses: str = CLAUSES,
    partners: str = "",
    region: str = "",
) -> dict[str, Any]:
    """在纪要里写一条;写了 owner 的,各方确认以后设一项任务。"""
    said = {"minutes_id": minutes.pk, "words": words}
    if not owner or due_on is None:
        return {**said, "clauses": [], "partners": [], "title": title, "owner": owner}
    return said | _task(
        actor, owner=owner, title=title, due_on=due_on, clauses=clauses, partners=partners,
        region=region,
    )  # fmt: skip


def _task(
    actor: Actor,
    *,
    owner: str,
    title: str,
    due_on: date,
    clauses: str,
    partners: str,
    region: str,
) -> dict[str, Any]:
    return {
        "title": title,
        "clauses": list(filter(None, clauses.split("、"))),
        "owner": owner,
        "partners": list(filter(None, partners.split("、"))),
        "region": region or actor.city,
        "due_on": due_on,
    }
