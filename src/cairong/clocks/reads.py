"""Duties as pages and stories read them: whose, due when, and the verdict of a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, DateField, F, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from cairong.clocks.models import Duty
from cairong.kernel.actor import BUREAU, OVERSEERS, Actor, Role
from cairong.kernel.calendar import Calendar, Unit, days_between
from cairong.policy.duties import DUTIES, DutyKind, Verdict, verdict

OPEN = (Duty.State.RUNNING, Duty.State.PAUSED)


@dataclass(frozen=True, kw_only=True)
class DutyView:
    """A duty on a given day: its kind, the days left (negative when over) and the verdict."""

    duty: Duty
    kind: DutyKind
    days_left: int
    verdict: Verdict


def duties_about(ids: Iterable[UUID]) -> QuerySet[Duty]:
    """List every duty that concerns any of these records, by its start."""
    return Duty.objects.filter(about__overlap=list(ids)).order_by("start_on", "pk")


def newest(about_id: UUID, kind: str) -> Duty | None:
    """Find the newest duty of a kind that concerns a record."""
    return Duty.objects.filter(about__contains=[about_id], kind=kind).order_by("pk").last()


def verdict_of(duty: Duty, *, today: date) -> Verdict:
    """Judge a duty on a day: open, kept, late or breached; a cancelled one as it stood then."""
    return verdict(
        due=duty.due_on,
        due_law=duty.due_law_on,
        done_on=duty.done_on,
        today=duty.cancelled_on or today,
    )


def punctuality(*, today: date) -> dict[str, Count]:
    """Give the two counts of punctuality: duties kept, and those judged: done, or their day over.

    A duty that was cancelled is judged by the day it was: only once overdue does it count, not
    kept. Says of many in one statement what `verdict_of` says of each.
    """
    day = Coalesce("cancelled_on", Value(today, output_field=DateField()))
    in_law = Q(due_law_on__isnull=True) | Q(done_on__lte=F("due_law_on"))
    kept = Q(done_on__lte=F("due_on")) & in_law
    judged = Q(done_on__isnull=False) | Q(due_on__lt=day) | Q(due_law_on__lt=day)
    return {"kept": Count("due_on", filter=kept), "judged": Count("due_on", filter=judged)}


def view_of(duty: Duty, *, today: date, calendar: Calendar) -> DutyView:
    """See a duty on a day, with the days left in its own unit."""
    unit: Unit = "working" if duty.unit == "working" else "calendar"
    return DutyView(
        duty=duty,
        kind=DUTIES[duty.kind],
        days_left=days_between(duty.cancelled_on or today, duty.due_on, unit, calendar),
        verdict=verdict_of(duty, today=today),
    )


def open_duties(actor: Actor) -> QuerySet[Duty]:
    """List the open duties an actor answers for or watches over, the next due first.

    An organisation's people see its own; the bureau's desks and the overseers see their region.
    """
    return _of(actor).filter(state__in=OPEN)


def missed_duties(actor: Actor) -> QuerySet[Duty]:
    """List the duties that were overdue already when they were cancelled, as `open_duties` does.

    What was not done in time stays to be seen (三(一)-2), though nobody can do it any more.
    """
    return _of(actor).filter(cancelled_on__gt=F("due_on"))


def _of(actor: Actor) -> QuerySet[Duty]:
    rows = Duty.objects.filter(city_id=actor.city)
    if actor.role in BUREAU | OVERSEERS | {Role.OPERATOR}:
        rows = rows if actor.whole_city else rows.filter(region=actor.region)
    else:
        rows = rows.filter(
            Q(holder_organisation_id=actor.organisation_id)
            | Q(about__contains=[actor.organisation_id])
        )
    return rows.order_by("due_on", "pk")
