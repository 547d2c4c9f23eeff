"""Disputes about the start of clock A as each actor may see them."""

from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from cairong.audit.rows import fetch
from cairong.clocks.models import Duty
from cairong.clocks.reads import newest
from cairong.kernel.actor import Actor
from cairong.kernel.calendar import Calendar, add_working_days, day_of
from cairong.lending.models import Application, StartDispute
from cairong.lending.reads import applications_of
from cairong.rulebook.reads import Numbers, calendar_of, numbers_of

START_WORD, DAYS, DECIDING = "起算日异议", "start_dispute_days", "decide_application"


def starts_of(actor: Actor) -> QuerySet[StartDispute]:
    """List the disputes about a start that an actor may see: those of its applications."""
    mine = applications_of(actor).order_by().values("pk")
    rows = StartDispute.objects.filter(city_id=actor.city, application__in=mine)
    return rows.select_related(
        "application__institution", "application__intent__supplier", "application__intent__contract"
    ).order_by("-disputed_at", "pk")


def start_for(actor: Actor, start_id: UUID, *, lock: bool = False) -> StartDispute:
    """Fetch a dispute about a start that the actor may see. Raises NotFound."""
    return fetch(starts_of(actor), start_id, START_WORD, lock=lock)


def clock_of(application: Application) -> Duty | None:
    """Find clock A of an application, whatever became of it."""
    return newest(application.pk, DECIDING)


def disputable_until(duty: Duty, days: Numbers, calendar: Calendar) -> date:
    """Give the last day on which the start of clock A may be disputed (D14).

    The days run from when the start was recorded, which by silence is a day later.
    """
    known = day_of(min(mark.at for mark in duty.marks.all()))
    return add_working_days(known, days(DAYS, known), calendar).due


def there_on(application: Application) -> date:
    """Give the day from which the papers can have been complete: asked for, and announced."""
    contract = application.intent.contract
    moments = [application.submitted_at, contract.announced_at if contract else None]
    return day_of(max(each for each in moments if each is not None))


def disputable_of(
    applications: Iterable[Application], disputed: Collection[UUID], today: date
) -> set[UUID]:
    """Name the applications whose supplier may still dispute the start, of those not `disputed`.

    There is an earlier day to claim, and the days for it are not over.
    """
    open_ = {
        each.pk: each
        for each in applications
        if each.state == "complete"
        and each.pk not in disputed
        and each.complete_on is not None
        and there_on(each) < each.complete_on
    }
    if not open_:
        return set()
    duties = Duty.objects.filter(subject_id__in=open_, kind=DECIDING).prefetch_related("marks")
    city = next(iter(open_.values())).city_id
    days, calendar = numbers_of(city, DAYS), calendar_of(city)
    return {duty.subject_id for duty in duties if today <= disputable_until(duty, days, calendar)}
