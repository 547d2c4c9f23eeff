"""Open a duty, pause it, end it: called inside the transaction of the act that causes it."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from cairong.audit.rows import insert
from cairong.clocks.models import Duty, Mark
from cairong.kernel.actor import Role
from cairong.kernel.calendar import Calendar, day_of
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
        insert(Mark(duty=duty, kind=Mark.Kind.DONE, on=on, at=now, reason=reason))
    return duty


def fulfil_duties(*, subject_id: UUID, on: date, now: datetime, reason: str) -> None:
    """Mark all that is running for a subject as done, by what was done."""
    for duty in running(subject_id):
        insert(Mark(duty=duty, kind=Mark.Kind.DONE, on=on, at=now, reason=reason))


def cancel_duties(
    *, subject_id: UUID, on: date, now: datetime, reason: str, kind: str = ""
) -> None:
    """Cancel what is running for a subject, of one kind or of all, with the reason."""
    for duty in running(subject_id, kind):
        insert(Mark(duty=duty, kind=Mark.Kind.CANCELLED, on=on, at=now, reason=reason))


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
