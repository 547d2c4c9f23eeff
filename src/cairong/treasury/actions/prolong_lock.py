"""A holiday notice gives a lock that is asked for the days it counts on: later, never earlier."""

from datetime import date, datetime
from uuid import UUID

from cairong.audit.recording import record
from cairong.audit.transaction import use_case
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import Calendar, day_of
from cairong.rulebook.reads import calendar_of
from cairong.rulebook.steps.later import put_later
from cairong.treasury.models import Lock
from cairong.treasury.reads import lock_for
from cairong.treasury.states import PENDING
from cairong.treasury.steps.locks import lapse_day
from cairong.treasury.steps.tellings import about, institution, parties_of, purchaser, supplier


def locks_to_prolong(city: str, calendar: Calendar) -> list[UUID]:
    """List the locks asked for whose last day a calendar puts later."""
    rows = Lock.objects.filter(city_id=city, state__in=PENDING)
    return [row.pk for row in rows if _last_day(row, calendar) > row.lapses_on]


@use_case(Role.SYSTEM, word="锁定申请期限顺延")
def prolong_lock(*, actor: Actor, now: datetime, lock_id: UUID) -> Lock:
    """Move the last day of a lock asked for to where the days off known now put it; all are told.

    Raises WrongState where it became active, ended or was moved meanwhile. Writes: treasury.Lock.
    Source: 三(一)-2, D11, D15.
    """
    lock = lock_for(actor, lock_id, lock=True)
    last = _last_day(lock, calendar_of(actor.city))
    before = put_later(lock, "lapses_on", last, stands=lock.state in PENDING)
    receivable = lock.receivable
    record(
        actor=actor,
        now=now,
        type="treasury.lock.prolonged",
        subject=lock,
        about=about(receivable),
        visible_to=parties_of(receivable, lock.institution_id),
        before={"lapses_on": before},
        after={"from": before, "lapses_on": lock.lapses_on},
        basis=["三(一)-2"],
        tell=[institution(lock), supplier(receivable), purchaser(receivable)],
    )
    return lock


def _last_day(lock: Lock, calendar: Calendar) -> date:
    return lapse_day(lock.city_id, day_of(lock.requested_at), calendar)
