"""A duty as the part that shows it, and the time its parameter gives."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from cairong.clocks import reads as clocks
from cairong.clocks.models import Duty
from cairong.clocks.reads import OPEN
from cairong.kernel.actor import Actor
from cairong.kernel.calendar import Calendar, day_of
from cairong.rulebook.reads import parameter_row
from cairong.web.parts import Column, Deadline


def time_given(actor: Actor, code: str, now: datetime) -> str:
    """Say how long a party has by the parameter in force: 10 个工作日."""
    return parameter_row(actor.city, code, on=day_of(now)).said


def deadline_of(duty: Duty, *, today: date, calendar: Calendar) -> Deadline:
    """Show a duty on a day."""
    return shown(clocks.deadline_of(duty, today=today, calendar=calendar))


def shown(deadline: clocks.Deadline) -> Deadline:
    """Make the part of a page that shows a deadline."""
    return Deadline(**vars(deadline))


def deadline_column(word: str, *kinds: str) -> Column:
    """Make the column of a list that shows what is due first; duties of these kinds sort it."""
    return Column(
        "due", word, "deadline",
        batch=clocks.open_deadlines, sort=clocks.due_day(*kinds), show=shown,
    )  # fmt: skip


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
