"""A duty as the part that shows it, and the time its parameter gives."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from cairong.clocks.models import Duty
from cairong.clocks.reads import OPEN, view_of
from cairong.kernel.actor import Actor
from cairong.kernel.calendar import Calendar, Unit, day_of
from cairong.rulebook.reads import parameter_row
from cairong.web.parts import Deadline
from cairong.web.parts.deadlines import Verdict


def time_given(actor: Actor, code: str, now: datetime) -> str:
    """Say how long a party has by the parameter in force: 10 个工作日."""
    return parameter_row(actor.city, code, on=day_of(now)).said


def deadline_of(duty: Duty, *, today: date, calendar: Calendar) -> Deadline:
    """Show a duty on a day."""
    view = view_of(duty, today=today, calendar=calendar)
    unit: Unit = "working" if duty.unit == "working" else "calendar"
    return Deadline(
        due=duty.due_on,
        today=today,
        days_left=view.days_left,
        unit=unit,
        obligation=view.kind.obligation,
        word=view.kind.word,
        start=duty.start_on,
        due_law=duty.due_law_on if duty.due_law_on != duty.due_on else None,
        counted=tuple(date.fromisoformat(day) for day in duty.counted),
        provisional=duty.provisional,
        calendar_version=duty.calendar_version,
        verdict=_verdict(duty, view.verdict),
        done_on=duty.done_on,
    )


def open_deadlines(
    subjects: Iterable[UUID], *, today: date, calendar: Calendar
) -> dict[UUID, Deadline]:
    """Show for each of these records its open duty that is due first; one statement."""
    return {
        one.subject_id: deadline_of(one, today=today, calendar=calendar)
        for one in reversed(open_duties_of(subjects))
    }


def open_duties_of(subjects: Iterable[UUID]) -> list[Duty]:
    """List the open duties of these records, the one due first before the others."""
    rows = Duty.objects.filter(subject_id__in=list(subjects), state__in=OPEN)
    return list(rows.order_by("due_on", "pk"))


def _verdict(duty: Duty, verdict: Verdict) -> Verdict:
    if duty.state == Duty.State.CANCELLED:
        return "cancelled"
    if duty.done_on is None:
        return "open"
    return verdict
