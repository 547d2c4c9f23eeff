"""A duty's days, counted once more: by another calendar, under another number, with its pauses."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from cairong.clocks.models import Duty
from cairong.kernel.calendar import Calendar, Pauses, Unit, days_between
from cairong.policy.duties import DUTIES, Agreed, DutyDue, due_days

DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Pause:
    """A stretch that did not count, and why. `until` is empty while it lasts."""

    since: date
    reason: str
    until: date | None = None


def counted_again(
    duty: Duty,
    calendar: Calendar,
    *,
    days: int | None = None,
    start: date | None = None,
    pauses: Pauses | None = None,
) -> DutyDue:
    """Count a duty's days by a calendar, under what it was opened with or under another.

    A pause that lasts is taken to its latest day.
    """
    kind = DUTIES[duty.kind]
    unit: Unit = "working" if duty.unit == "working" else "calendar"
    number = duty.days if days is None else days
    bound = duty.due_law_on is not None
    agreed = Agreed(days=number, unit=unit, to_sme=bound) if kind.agreed else None
    return due_days(
        kind.code,
        start=start or duty.start_on,
        calendar=calendar,
        days=number,
        agreed=agreed,
        pauses=stretches(duty) if pauses is None else pauses,
    )


def stretches(duty: Duty) -> list[tuple[date, date]]:
    """List the pauses of a duty as counting takes them."""
    return [
        (date.fromisoformat(each["since"]), date.fromisoformat(each["until"]))
        for each in duty.pauses
    ]


def pauses_of(duty: Duty) -> Sequence[Pause]:
    """List the pauses of a duty as they are told."""
    return [
        Pause(
            since=date.fromisoformat(each["since"]),
            until=date.fromisoformat(each["until"]) if each["ended"] else None,
            reason=each["reason"],
        )
        for each in duty.pauses
    ]


def days_lost(start: date, since: date, until: date, unit: Unit, calendar: Calendar) -> int:
    """Count the days of a duty's own unit that a pause took from it."""
    first, last = max(since - DAY, start), until - DAY
    return days_between(first, last, unit, calendar) if first < last else 0
