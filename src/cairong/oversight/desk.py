"""What an authority's first screen shows beside its board: overdue duties, and what was refused."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from cairong.audit.models import RefusalRecord
from cairong.clocks.holders import county_holding, holder_name
from cairong.clocks.models import Duty
from cairong.clocks.reads import Deadline, deadline_of, open_duties
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of, start_of
from cairong.lending.reads import applications_of
from cairong.listing.counting import SEATS, Counting, counted_for, number_of
from cairong.listing.written import Written, written
from cairong.products.reads import on_shelf
from cairong.rulebook.reads import calendar_of

SHOWN = 6
LATELY, MONTH, DAY = timedelta(days=90), timedelta(days=30), timedelta(days=1)
OF_INSTITUTIONS = Q(holder_role__startswith="institution")
WATCHED: Mapping[Role, Q] = {Role.PBOC: OF_INSTITUTIONS, Role.REGULATOR: OF_INSTITUTIONS}


@dataclass(frozen=True, kw_only=True)
class OverdueDuty:
    """A duty beyond its day: what it is about, whose it is, and how long it has been over."""

    title: str
    kind: str
    subject_id: UUID
    holder: str
    role: Role
    deadline: Deadline


def watched_figures(actor: Actor, now: datetime) -> dict[str, int]:
    """Count what an authority watches, in one statement.

    Overdue duties, those of its own side among them (`watched`), applications waiting for an
    answer or turned down in 90 days; for who watches over institutions products on the shelf that
    ask for collateral, for the regulator also refusals of 30 days. Today counts as one of the days.
    """
    return counted_for(_watched, actor, now)


def _watched(actor: Actor, on: date) -> list[Counting]:
    asked: list[Counting] = [
        (
            _overdue(actor, on),
            {"overdue": number_of(), "watched": number_of(WATCHED.get(actor.role, Q()))},
        ),
        (
            applications_of(actor).filter(state__in=["submitted", "complete"]),
            {"deciding": number_of()},
        ),
        (
            applications_of(actor).filter(state="rejected", decided_at__gte=_since(on, LATELY)),
            {"rejected": number_of()},
        ),
    ]
    if actor.role in WATCHED:
        asked.append((on_shelf(actor.city).exclude(collateral=""), {"collateral": number_of()}))
    if actor.role is Role.REGULATOR:
        records = RefusalRecord.objects.filter(city=actor.city, at__gte=_since(on, MONTH))
        asked.append((records, {"refusals": number_of()}))
    return asked


def longest_overdue(actor: Actor, now: datetime) -> list[OverdueDuty]:
    """List the duties that have been overdue longest, of those an authority watches."""
    watched = WATCHED.get(actor.role, Q())
    rows = _overdue(actor, day_of(now)).filter(watched).select_related("holder_organisation")
    duties = list(rows.annotate(county=county_holding(day_of(now), "name"))[:SHOWN])
    if not duties:
        return []
    today, calendar = day_of(now), calendar_of(actor.city)
    return [
        OverdueDuty(
            title=duty.title,
            kind=duty.kind,
            subject_id=duty.subject_id,
            holder=holder_name(duty),
            role=Role(duty.holder_role),
            deadline=deadline_of(duty, today=today, calendar=calendar),
        )
        for duty in duties
    ]


def rejected_for(actor: Actor, now: datetime) -> list[tuple[str, int]]:
    """Count the applications turned down in 90 days by the code of their reason."""
    return [(code, count) for code, count in _rejected(actor.seat, day_of(now)).rows()]


@lru_cache(maxsize=SEATS)
def _rejected(seat: Actor, on: date) -> Written:
    rows = (
        applications_of(seat)
        .filter(state="rejected", decided_at__gte=_since(on, LATELY))
        .order_by()
        .values_list("reject_code")
        .annotate(count=Count("pk"))
    )
    return written(rows.order_by("-count", "reject_code")[:SHOWN])


def _overdue(actor: Actor, on: date) -> QuerySet[Duty]:
    return open_duties(actor).filter(due_on__lt=on)


def _since(on: date, days: timedelta) -> datetime:
    return start_of(on - days + DAY)
