"""Duties as pages and stories read them: whose, due when, and the verdict of a day."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from django.db.models import Count, DateField, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from cairong.clocks.counting import Pause, pauses_of
from cairong.clocks.models import ClockWatch, DailyRun, Duty
from cairong.kernel.actor import BUREAU, OVERSEERS, Actor, Role
from cairong.kernel.calendar import Calendar, Unit, day_of, days_between
from cairong.parties.reads import line_of
from cairong.policy.duties import DUTIES, QUIET, DutyKind, Verdict, verdict
from cairong.policy.outreach import soon
from cairong.rulebook.reads import calendar_of

OPEN = (Duty.State.RUNNING, Duty.State.PAUSED)
MISSED = Q(cancelled_on__gt=F("due_on"))
BUREAU_KIND = "bureau"


@dataclass(frozen=True, kw_only=True)
class DutyView:
    """A duty on a given day: its kind, the days left (negative when over) and the verdict."""

    duty: Duty
    kind: DutyKind
    days_left: int
    verdict: Verdict


@dataclass(frozen=True, kw_only=True)
class Deadline:
    """A duty on a day, as plain facts: what is to be done until when, and how it stands.

    `days_left` is in `unit`, negative when overdue; `due` is the city's day, `due_law` the law's
    where it is later; `counted` lists the days counted one by one. While a pause lasts `due` is the
    latest day it can come to, and `days_left` are those the clock has still to run.
    """

    due: date
    today: date
    days_left: int
    obligation: str = ""
    word: str = ""
    unit: Unit = "working"
    start: date | None = None
    due_law: date | None = None
    counted: Sequence[date] = ()
    provisional: bool = False
    calendar_version: str = ""
    verdict: Verdict | Literal["cancelled"] = "open"
    done_on: date | None = None
    pauses: Sequence[Pause] = ()


def duties_about(ids: Iterable[UUID]) -> QuerySet[Duty]:
    """List every duty that concerns any of these records, by its start."""
    return Duty.objects.filter(about__overlap=list(ids)).order_by("start_on", "pk")


def newest(about_id: UUID, kind: str) -> Duty | None:
    """Find the newest duty of a kind that concerns a record."""
    return Duty.objects.filter(about__contains=[about_id], kind=kind).order_by("pk").last()


def verdict_of(duty: Duty, *, today: date) -> Verdict:
    """Judge a duty on a day: open, kept, late or breached; a cancelled one as it was then."""
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


def reviews_begun(actor: Actor, year: int) -> QuerySet[Duty]:
    """List the reviews of filings that began in a year, of an actor's city or region."""
    rows = Duty.objects.filter(city_id=actor.city, kind="review_filing", start_on__year=year)
    return rows if actor.whole_city else rows.filter(region=actor.region)


def view_of(duty: Duty, *, today: date, calendar: Calendar) -> DutyView:
    """See a duty on a day, with the days left in its own unit."""
    unit: Unit = "working" if duty.unit == "working" else "calendar"
    left = days_between(duty.cancelled_on or today, duty.due_on, unit, calendar)
    if duty.paused_on is not None:
        left = sum(day >= duty.paused_on.isoformat() for day in duty.counted)
    return DutyView(
        duty=duty,
        kind=DUTIES[duty.kind],
        days_left=left,
        verdict=verdict_of(duty, today=today),
    )


def deadline_of(duty: Duty, *, today: date, calendar: Calendar) -> Deadline:
    """Say what is left of a duty's days on a day, and how it stands."""
    view = view_of(duty, today=today, calendar=calendar)
    ended: Verdict = "open" if duty.done_on is None else view.verdict
    return Deadline(
        due=duty.due_on,
        today=today,
        days_left=view.days_left,
        unit="working" if duty.unit == "working" else "calendar",
        obligation=view.kind.obligation,
        word=view.kind.word,
        start=duty.start_on,
        due_law=duty.due_law_on if duty.due_law_on != duty.due_on else None,
        counted=tuple(date.fromisoformat(day) for day in duty.counted),
        provisional=duty.provisional,
        calendar_version=duty.calendar_version,
        verdict="cancelled" if duty.state == Duty.State.CANCELLED else ended,
        done_on=duty.done_on,
        pauses=pauses_of(duty),
    )


def open_deadlines(actor: Actor, now: datetime, ids: Iterable[UUID]) -> dict[UUID, Deadline]:
    """Say for each of these records how its open duty that is due first stands."""
    rows = list(Duty.objects.filter(subject_id__in=list(ids), state__in=OPEN))
    calendar, today = calendar_of(actor.city), day_of(now)
    rows.sort(key=lambda each: (each.due_on, each.pk), reverse=True)
    return {row.subject_id: deadline_of(row, today=today, calendar=calendar) for row in rows}


def deadlines(actor: Actor, now: datetime, ids: Iterable[UUID]) -> dict[UUID, Deadline]:
    """Say of each of these duties how it stands."""
    calendar, today = calendar_of(actor.city), day_of(now)
    return {
        duty.pk: deadline_of(duty, today=today, calendar=calendar)
        for duty in Duty.objects.filter(pk__in=list(ids))
    }


def deadlines_about(
    actor: Actor, now: datetime, ids: Iterable[UUID], kinds: Collection[str]
) -> list[Deadline]:
    """Say how the duties of these kinds about any of these records stand, by their start."""
    rows = duties_about(ids).filter(kind__in=kinds).exclude(state="cancelled")
    calendar, today = calendar_of(actor.city), day_of(now)
    return [deadline_of(row, today=today, calendar=calendar) for row in rows]


def standing_so(actor: Actor, now: datetime, standing: str) -> Q:
    """Keep the duties that stand so; those that are overdue where nothing is asked."""
    today, is_open = day_of(now), Q(state__in=OPEN)
    if standing == "soon":
        return is_open & Q(due_on__range=(today, soon(today, calendar_of(actor.city))))
    asked = {
        "law": is_open & Q(due_law_on__lt=today),
        "today": is_open & Q(due_on=today),
        "open": is_open,
        "gone": MISSED,
    }
    return asked.get(standing, is_open & Q(due_on__lt=today))


def held_by(_actor: Actor, _now: datetime, side: str) -> Q:
    """Keep the duties of one side; there is one bureau in a city, and its own may not name it."""
    if not side:
        return Q()
    held = Q(holder_organisation__kind=side)
    return held | Q(holder_organisation__isnull=True) if side == BUREAU_KIND else held


def newest_deadlines(kind: str) -> Callable[..., dict[UUID, Deadline]]:
    """Make a read that says how the newest duty of a kind about each of some records stands."""

    def read(actor: Actor, now: datetime, ids: Sequence[UUID]) -> dict[UUID, Deadline]:
        calendar, today = calendar_of(actor.city), day_of(now)
        return {
            each.subject_id: deadline_of(each, today=today, calendar=calendar)
            for each in duties_about(ids).filter(kind=kind)
        }

    return read


def due_day(*kinds: str) -> Subquery:
    """Give by which a list of records is sorted by its open duty (of a kind) that is due first."""
    duties = Duty.objects.filter(subject_id=OuterRef("pk"), state__in=OPEN)
    if kinds:
        duties = duties.filter(kind__in=kinds)
    return Subquery(duties.order_by("due_on").values("due_on")[:1])


def open_duties(actor: Actor) -> QuerySet[Duty]:
    """List the open duties an actor answers for or watches over, the next due first.

    An organisation's people see its own; the bureau's desks and the overseers see their region.
    """
    return duties_for(actor).filter(state__in=OPEN)


def missed_duties(actor: Actor) -> QuerySet[Duty]:
    """List the duties that were overdue already when they were cancelled, as `open_duties` does.

    What was not done in time stays to be seen (三(一)-2), though nobody can do it any more.
    """
    return duties_for(actor).filter(MISSED)


def daily_runs(actor: Actor) -> QuerySet[DailyRun]:
    """List the daily work that ran in an actor's city."""
    return DailyRun.objects.filter(city_id=actor.city)


def ran_on(actor: Actor, day: date) -> frozenset[str]:
    """Name the daily work that ran in an actor's city on a day, by a clock that is believed."""
    rows = daily_runs(actor).filter(on=day, confirmation=confirmations(actor.city))
    return frozenset(rows.values_list("name", flat=True))


def confirmations(city: str) -> int:
    """Count how often an operator said that the clock of a city is right again."""
    found = ClockWatch.objects.filter(pk=city).values_list("confirmations", flat=True).first()
    return found or 0


def doubted(city: str) -> ClockWatch | None:
    """Say since when the clock of a city is not believed, and why; None while it is."""
    return ClockWatch.objects.filter(pk=city, doubted_at__isnull=False).first()


def duties_for(actor: Actor) -> QuerySet[Duty]:
    """List the duties an actor answers for or watches over, whatever became of them.

    What is quiet (policy/duties.py) its holder's side alone sees.
    """
    rows = Duty.objects.filter(city_id=actor.city)
    if actor.role in BUREAU | OVERSEERS | {Role.OPERATOR}:
        rows = rows if actor.whole_city else rows.filter(region=actor.region)
        mine = Q(holder_organisation_id__in=line_of(actor.organisation_id))
        rows = rows.filter(~Q(kind__in=QUIET) | mine)
    else:
        rows = rows.filter(
            Q(holder_organisation_id=actor.organisation_id)
            | Q(about__contains=[actor.organisation_id])
        )
    return rows.order_by("due_on", "pk")
