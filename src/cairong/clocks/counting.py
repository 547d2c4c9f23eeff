"""A duty's days, counted once more: by another calendar, or under another number."""

from cairong.clocks.models import Duty
from cairong.kernel.calendar import Calendar, Unit
from cairong.policy.duties import DUTIES, Agreed, DutyDue, due_days


def counted_again(duty: Duty, calendar: Calendar, *, days: int | None = None) -> DutyDue:
    """Count a duty's days by a calendar, under the number it was opened with or under another."""
    kind = DUTIES[duty.kind]
    unit: Unit = "working" if duty.unit == "working" else "calendar"
    number = duty.days if days is None else days
    bound = duty.due_law_on is not None
    agreed = Agreed(days=number, unit=unit, to_sme=bound) if kind.agreed else None
    return due_days(kind.code, start=duty.start_on, calendar=calendar, days=number, agreed=agreed)
