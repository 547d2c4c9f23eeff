"""Work due days out again when a year's holiday notice has been entered or corrected (D15)."""

from datetime import date, datetime

from django.db.models import Q

from cairong.audit.models import Event
from cairong.audit.recording import record
from cairong.audit.transaction import consumer
from cairong.clocks.counting import counted_again
from cairong.clocks.models import Duty, Mark
from cairong.clocks.reads import OPEN
from cairong.kernel.actor import Actor
from cairong.kernel.calendar import Calendar, day_of
from cairong.parties.reads import city_of
from cairong.policy.duties import DutyDue
from cairong.rulebook import reads as rulebook


@consumer("clocks.recount", word="重算暂定期限")
def recount(*, actor: Actor, now: datetime, event: Event) -> int:
    """Recount every open duty the year's days may move; each that moves gets a visible mark.

    Writes: clocks.Mark. Source: 民法典§201, D15.
    """
    calendar = rulebook.calendar_of(actor.city)
    changed = recounted(actor.city, calendar, event.after["year"])
    for duty, due in changed:
        Mark.objects.create(
            duty=duty,
            kind=Mark.Kind.RECOUNTED,
            on=day_of(now),
            at=now,
            due_on=due.due,
            due_law_on=due.due_law,
            counted=[day.isoformat() for day in due.counted],
            provisional=due.provisional,
            calendar_version=calendar.version,
            reason=f"{event.after['year']}年放假安排已录入",
        )
    record(
        actor=actor,
        now=now,
        type="clocks.recounted",
        subject=city_of(actor.city),
        after={"year": event.after["year"], "moved": len(changed)},
        basis=["三(一)-2"],
    )
    return len(changed)


def recounted(city: str, calendar: Calendar, year: int) -> list[tuple[Duty, DutyDue]]:
    """List the open duties of a city that another calendar of a year would change, and how.

    Provisional ones, and those that run in the year: a notice may correct an earlier one, as that
    of the spring of 2020 did.
    """
    first, last = date(year, 1, 1), date(year, 12, 31)
    in_year = Q(start_on__lte=last) & (Q(due_on__gte=first) | Q(due_law_on__gte=first))
    found = []
    for duty in Duty.objects.filter(Q(provisional=True) | in_year, city_id=city, state__in=OPEN):
        due = counted_again(duty, calendar)
        before = (duty.due_on, duty.due_law_on, duty.provisional)
        if (due.due, due.due_law, due.provisional) != before:
            found.append((duty, due))
    return found
