"""Open a duty, pause it, end it: called inside the transaction of the act that causes it."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from cairong.audit.rows import insert
from cairong.clocks.counting import counted_again, days_lost, stretches
from cairong.clocks.models import Duty, Mark
from cairong.kernel.actor import Role
from cairong.kernel.calendar import Calendar, Unit, day_of
from cairong.parties.models import Organisation
from cairong.parties.reads import ran_before
from cairong.policy.duties import DUTIES, Agreed, DutyKind, due_days
from cairong.rulebook import reads as rulebook


def open_duty(
    *,
    city: str,
    kind: str,
    subject_id: UUID,
    holder: Organisation | None,
    region: str,
    title: str,
    start_on: date,
    now: datetime,
    about: Iterable[UUID] = (),
    agreed: Agreed | None = None,
    calendar: Calendar | None = None,
    role: Role | None = None,
    latest: date | None = None,
) -> Duty | None:
    """Open a duty that begins on `start_on`, by the numbers and days that hold in the city.

    What began before the city opened runs from today: no breach is dated back. None where it
    begins before its number does. `agreed` is the period of a contract for payment, `role` stands
    where the kind says none, `latest` where days end sooner. Writes: clocks.Duty, clocks.Mark.
    """
    of_kind = DUTIES[kind]
    days = agreed.days if agreed else _days_in_force(city, of_kind, start_on, latest)
    if days is None:
        return None
    start_on = _here(city, start_on, day_of(now))
    known = calendar or rulebook.calendar_of(city)
    due = due_days(kind, start=start_on, calendar=known, days=days, agreed=agreed)
    duty = Duty(
        city_id=city,
        kind=kind,
        subject_id=subject_id,
        about=list(dict.fromkeys([subject_id, *about])),
        holder_organisation=holder,
        holder_role=role or of_kind.holder,
        region=region,
        title=title[:300],
        start_on=start_on,
        days=days,
        unit=agreed.unit if agreed else of_kind.unit,
        due_on=due.due,
        due_law_on=due.due_law,
        counted=[day.isoformat() for day in due.counted],
        provisional=due.provisional,
        calendar_version=known.version,
    )
    insert(duty)
    insert(Mark(duty=duty, kind=Mark.Kind.OPENED, on=start_on, at=now))
    return duty


def fulfil_duty(
    *, subject_id: UUID, kind: str, on: date, now: datetime, reason: str = ""
) -> Duty | None:
    """Mark the oldest running duty of a subject as done; None where none is running."""
    duty = running(subject_id, kind).first()
    if duty is not None:
        _end(duty, Mark.Kind.DONE, on=on, now=now, reason=reason)
    return duty


def fulfil_duties(*, subject_id: UUID, on: date, now: datetime, reason: str) -> None:
    """Mark all that is running for a subject as done, by what was done."""
    for duty in running(subject_id):
        _end(duty, Mark.Kind.DONE, on=on, now=now, reason=reason)


def cancel_duties(
    *, subject_id: UUID, on: date, now: datetime, reason: str, kind: str = ""
) -> None:
    """Cancel what is running for a subject, of one kind or of all, with the reason."""
    for duty in running(subject_id, kind):
        _end(duty, Mark.Kind.CANCELLED, on=on, now=now, reason=reason)


def pause_duty(duty: Duty, *, on: date, until: date, now: datetime, reason: str) -> None:
    """Let a running duty's clock stand still from a day on, up to `until` at the latest.

    Its due day becomes the latest there can be, so that nobody is called late meanwhile.
    Writes: clocks.Mark. Source: D14.
    """
    _count(duty, Mark.Kind.PAUSED, on=on, now=now, reason=reason, until=until)


def resume_duty(duty: Duty, *, on: date, now: datetime, reason: str) -> None:
    """Let a paused duty's clock run again from a day on, which counts. Writes: clocks.Mark."""
    _count(duty, Mark.Kind.RESUMED, on=on, now=now, reason=reason)


def begin_earlier(duty: Duty, *, start_on: date, now: datetime, reason: str) -> None:
    """Count a duty's days from another day, whatever became of it since. Writes: clocks.Mark."""
    _count(duty, Mark.Kind.RECOUNTED, on=day_of(now), now=now, reason=reason, start=start_on)


def _count(
    duty: Duty,
    kind: Mark.Kind,
    *,
    on: date,
    now: datetime,
    reason: str,
    until: date | None = None,
    start: date | None = None,
) -> None:
    """Mark what moves the days of a duty, with the days it has from then on."""
    calendar, pauses, lost = rulebook.calendar_of(duty.city_id), stretches(duty), None
    if until is not None:
        pauses.append((on, until))
    if kind == Mark.Kind.RESUMED:
        pauses[-1] = (pauses[-1][0], on)
        unit: Unit = "working" if duty.unit == "working" else "calendar"
        lost = days_lost(duty.start_on, *pauses[-1], unit, calendar)
    due = counted_again(duty, calendar, start=start, pauses=pauses)
    insert(
        Mark(
            duty=duty,
            kind=kind,
            on=on,
            at=now,
            start_on=start,
            until=until,
            paused_days=lost,
            due_on=due.due,
            due_law_on=due.due_law,
            counted=[day.isoformat() for day in due.counted],
            provisional=due.provisional,
            calendar_version=calendar.version,
            reason=reason[:300],
        )
    )
    duty.refresh_from_db()


def _end(duty: Duty, kind: Mark.Kind, *, on: date, now: datetime, reason: str) -> None:
    """End a duty; a pause that lasts ends with it."""
    if duty.state == Duty.State.PAUSED:
        resume_duty(duty, on=on, now=now, reason=reason)
    insert(Mark(duty=duty, kind=kind, on=on, at=now, reason=reason))


def running(subject_id: UUID, kind: str = "") -> QuerySet[Duty]:
    """List the running duties of a subject, oldest first."""
    rows = Duty.objects.filter(subject_id=subject_id, done_on=None).exclude(
        state=Duty.State.CANCELLED
    )
    rows = rows.filter(kind=kind) if kind else rows
    return rows.order_by("start_on", "pk")


def _here(city: str, start_on: date, today: date) -> date:
    return today if start_on < today and ran_before(city, start_on) else start_on


def _days_in_force(city: str, kind: DutyKind, on: date, latest: date | None) -> int | None:
    held = rulebook.parameter_if_any(city, kind.parameter, on=on)
    if held is None or latest is None:
        return held.value if held else None
    return max(0, min(held.value, (latest - on).days))
