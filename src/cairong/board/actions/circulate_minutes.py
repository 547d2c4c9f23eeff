"""Send minutes round to all who met: each desk confirms them, or sends them back and says why."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from cairong.audit.recording import record
from cairong.audit.transaction import use_case
from cairong.board.minutes import lines_of, minutes_for, own_attendance, own_draft
from cairong.board.models import Attendance, Line, Minutes
from cairong.board.states import BOARD, MINUTES
from cairong.board.steps.desks import ask, at_desks, desk_of, seen_by
from cairong.board.steps.tasks import desks_of, set_task
from cairong.clocks.steps.duties import cancel_duties, fulfil_duty
from cairong.kernel.actor import Actor
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import Conflict, Invalid
from cairong.kernel.text import clean_text
from cairong.oversight.steps.series import next_number
from cairong.policy.board import ANSWER, CLAUSE, DESKS, due_in_time, met_by_two
from cairong.policy.rule import require
from cairong.rulebook.reads import calendar_of

WORD = "联席纪要"


@use_case(*BOARD, word="送各方确认会议纪要")
def circulate_minutes(*, actor: Actor, now: datetime, minutes_id: UUID) -> Minutes:
    """Send a draft round to the desks that met; the drafter's own confirms by it.

    Raises NotFound, WrongState, Invalid without a line, PolicyBreach where one authority met alone
    or a task is due before the meeting.
    Writes: board.Minutes, board.Attendance, clocks.Duty. Source: 三(一)-1.
    """
    found = own_draft(actor, minutes_id, lock=True)
    found.state = MINUTES.after(found.state, "circulate")
    lines = lines_of(actor, found)
    if not lines:
        raise Invalid("board.no_lines", CLAUSE, field="words")
    there = list(found.attendances.order_by("pk"))
    calendar = calendar_of(actor.city)
    require(
        met_by_two(attended=[each.desk for each in there], drafter=found.drafter),
        *(
            due_in_time(since=found.met_on, due_on=each.due_on, calendar=calendar)
            for each in lines
            if each.due_on
        ),
    )
    found.circulated_at, found.reason = now, ""
    found.save(update_fields=["state", "circulated_at", "reason"])
    for each in there:
        if each.desk == found.drafter:
            _confirm(each, actor, now)
        else:
            title = f"联席会议纪要「{found.title}」:确认"
            ask(actor.city, each.desk, subject_id=each.pk, title=title, now=now, about=[found.pk])
    desks = [each.desk for each in there]
    record(
        actor=actor,
        now=now,
        type="board.minutes.circulated",
        subject=found,
        visible_to=seen_by(actor.city, desks),
        before={"state": "draft"},
        after={
            "title": found.title,
            "met_on": found.met_on,
            "state": found.state,
            "people": [f"{DESKS[each.desk]} {each.people}" for each in there],
            "lines": [_said(each) for each in lines],
        },
        basis=[CLAUSE],
        tell=at_desks(actor.city, desks, found.pk, but=found.drafter),
    )
    return found


@use_case(*BOARD, word="确认会议纪要")
def confirm_minutes(*, actor: Actor, now: datetime, minutes_id: UUID) -> Minutes:
    """Confirm minutes for one's own desk; with the last desk they get their number and stand.

    The tasks in them run at once where the owner's desk confirmed; others are proposed to theirs.
    Raises NotFound for a desk that was not there, WrongState, Conflict where it confirmed before.
    Writes: board.Minutes, board.Attendance, board.Task, clocks.Duty, clocks.Mark. Source: 三(一)-1.
    """
    desk, found = desk_of(actor), minutes_for(actor, minutes_id, lock=True)
    own = own_attendance(actor, found)
    state = MINUTES.after(found.state, "confirm")
    if own.confirmed_at is not None:
        raise Conflict("board.confirmed_already", CLAUSE, at=own.confirmed_at)
    _confirm(own, actor, now)
    fulfil_duty(subject_id=own.pk, kind=ANSWER, on=day_of(now), now=now)
    there = list(found.attendances.order_by("pk"))
    missing = [DESKS[each.desk] for each in there if each.confirmed_at is None]
    tasks = [] if missing else _stand(actor, found, state, now)
    desks = [each.desk for each in there]
    told = dict.fromkeys([*desks, *(each for task in tasks for each in desks_of(task))])
    record(
        actor=actor,
        now=now,
        type="board.minutes.signed" if missing else "board.minutes.confirmed",
        subject=found,
        about=[task.pk for task in tasks],
        visible_to=seen_by(actor.city, told),
        before={"state": "circulated"},
        after={
            "no": found.no,
            "title": found.title,
            "state": found.state,
            "desk": DESKS[desk],
            **({"missing": "、".join(missing)} if missing else {}),
            **({"tasks": [f"{task.no} {task.title}" for task in tasks]} if tasks else {}),
        },
        basis=[CLAUSE],
        tell=[] if missing else at_desks(actor.city, told, found.pk, but=desk),
    )
    return found


@use_case(*BOARD, word="退回会议纪要")
def return_minutes(*, actor: Actor, now: datetime, minutes_id: UUID, reason: str) -> Minutes:
    """Send circulated minutes back to be mended, as a desk that met; what was confirmed is void.

    Raises NotFound for a desk that was not there, WrongState, Invalid.
    Writes: board.Minutes, board.Attendance, clocks.Mark. Source: 三(一)-1.
    """
    desk, found = desk_of(actor), minutes_for(actor, minutes_id, lock=True)
    own_attendance(actor, found)
    found.state = MINUTES.after(found.state, "return")
    found.reason = clean_text(reason, "reason", least=4, most=300, lines=True)
    found.circulated_at, found.changed_at = None, now
    found.save(update_fields=["state", "reason", "circulated_at", "changed_at"])
    there = list(found.attendances.order_by("pk"))
    for each in there:
        each.confirmed_at = each.confirmed_by = None
        each.save(update_fields=["confirmed_at", "confirmed_by"])
        cancel_duties(subject_id=each.pk, on=day_of(now), now=now, reason="纪要退回修改")
    desks = [each.desk for each in there]
    record(
        actor=actor,
        now=now,
        type="board.minutes.returned",
        subject=found,
        visible_to=seen_by(actor.city, desks),
        before={"state": "circulated"},
        after={
            "title": found.title,
            "state": found.state,
            "desk": DESKS[desk],
            "reason": found.reason,
        },
        basis=[CLAUSE],
        tell=at_desks(actor.city, [found.drafter], found.pk, but=desk),
    )
    return found


def _confirm(attendance: Attendance, actor: Actor, now: datetime) -> None:
    attendance.confirmed_at, attendance.confirmed_by_id = now, actor.person_id
    attendance.save(update_fields=["confirmed_at", "confirmed_by"])


def _stand(actor: Actor, found: Minutes, state: str, now: datetime) -> list[Any]:
    """Give minutes their number, and set the tasks that are in them."""
    today: date = day_of(now)
    found.state, found.confirmed_at, found.word, found.year = state, now, WORD, today.year
    found.number = next_number(Minutes.objects, actor.city, WORD, today.year)
    found.save(update_fields=["state", "confirmed_at", "word", "year", "number"])
    signed = set(found.attendances.values_list("desk", flat=True))
    return [
        set_task(
            actor.city,
            now,
            said={
                "title": each.title, "words": each.words, "clauses": each.clauses,
                "owner": each.owner, "region": each.region, "due_on": each.due_on,
                "proposed_by": found.drafter, "since_on": found.met_on,
            },
            partners=each.partners,
            joined=[desk for desk in each.partners if desk in signed],
            accepted=each.owner in signed,
            line=each,
        )
        for each in lines_of(actor, found)
        if each.owner
    ]  # fmt: skip


def _said(line: Line) -> str:
    if not line.owner or line.due_on is None:
        return line.words
    return f"{line.words}({DESKS[line.owner]},{line.due_on.isoformat()} 前)"
