"""Shortages of funds that local institutions declared: the priority list, and each one's own.

The place in the list is worked out anew whenever it is read: principal drawn on the platform in
the days of the window, small loans too.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet, Sum

from cairong.audit.rows import fetch
from cairong.clocks.reads import Deadline, open_deadlines
from cairong.guidance.models import Shortage
from cairong.guidance.reads import of_pboc
from cairong.kernel.actor import INSTITUTION, Actor, Role
from cairong.kernel.calendar import day_of
from cairong.lending.counted import COUNTED
from cairong.lending.models import Loan
from cairong.parties.models import InstitutionProfile
from cairong.policy.relending import WINDOW
from cairong.rulebook.reads import parameter

NONE = (0, 0)


def shortages_of(actor: Actor) -> QuerySet[Shortage]:
    """List the declarations an actor may see, the newest first: an institution's own, or all."""
    rows = Shortage.objects.filter(city_id=actor.city).select_related("institution", "authority")
    if actor.role in INSTITUTION:
        rows = rows.filter(institution=actor.organisation_id)
    elif not of_pboc(actor):
        rows = rows.none()
    return rows.order_by("-declared_at", "-no")


def shortage_for(actor: Actor, shortage_id: UUID, *, lock: bool = False) -> Shortage:
    """Fetch a declaration an actor may see. Raises NotFound."""
    return fetch(shortages_of(actor), shortage_id, "资金困难申报", lock=lock)


def is_local(institution_id: UUID | None) -> bool:
    """Whether an institution is a local legal person."""
    rows = InstitutionProfile.objects.filter(pk=institution_id, local_legal_person=True)
    return rows.exists()


def window_of(city: str, today: date) -> tuple[date, int]:
    """Give the first day of the window that ends today, and how many days it has."""
    days = parameter(city, WINDOW, on=today)
    return today - timedelta(days=days - 1), days


def volumes(city: str, today: date) -> dict[UUID, tuple[int, int]]:
    """Add up what each institution lent in the window: fen of principal, and number of loans."""
    since, _ = window_of(city, today)
    rows = Loan.counted.filter(city_id=city, drawn_on__range=(since, today)).order_by()
    sums = rows.values("institution").annotate(fen=Sum(COUNTED), count=Count("pk"))
    return {row["institution"]: (row["fen"], row["count"]) for row in sums}


@dataclass(frozen=True, kw_only=True)
class Placed:
    """One declaration with its place among those that wait, by what its institution lent."""

    shortage_id: UUID
    place: int
    name: str
    no: str
    amount_fen: int
    months: int
    volume_fen: int
    loans: int
    declared_at: datetime


def ranked(actor: Actor, now: datetime, _chosen: Mapping[str, Any]) -> list[Placed]:
    """Rank the declarations that wait, the largest lender first; equal ones by the first declared.

    Equal volumes share a place.
    """
    waiting = list(shortages_of(actor).filter(state="open"))
    lent = volumes(actor.city, day_of(now))
    waiting.sort(
        key=lambda each: (-lent.get(each.institution_id, NONE)[0], each.declared_at, each.no)
    )
    sums = [lent.get(each.institution_id, NONE) for each in waiting]
    return [
        Placed(
            shortage_id=each.pk,
            place=1 + sum(fen > volume for fen, _ in sums),
            name=each.institution.name,
            no=each.no,
            amount_fen=each.amount_fen,
            months=each.months,
            volume_fen=volume,
            loans=loans,
            declared_at=each.declared_at,
        )
        for each, (volume, loans) in zip(waiting, sums, strict=True)
    ]


@dataclass(frozen=True, kw_only=True)
class ShortagePage:
    """A declaration with what its institution lent in the window, and what its reader may do."""

    shortage: Shortage
    deadline: Deadline | None
    since: date
    days: int
    volume_fen: int
    loans: int
    answers: bool
    withdraws: bool


def shortage_page(actor: Actor, now: datetime, shortage_id: UUID) -> ShortagePage:
    """Read a declaration for its page. Raises NotFound."""
    found = shortage_for(actor, shortage_id)
    on = day_of(found.answered_at or now)
    since, days = window_of(actor.city, on)
    volume, loans = volumes(actor.city, on).get(found.institution_id, NONE)
    waits = found.state == "open"
    return ShortagePage(
        shortage=found,
        deadline=open_deadlines(actor, now, [found.pk]).get(found.pk),
        since=since,
        days=days,
        volume_fen=volume,
        loans=loans,
        answers=waits and actor.role is Role.PBOC,
        withdraws=waits and actor.role is Role.INSTITUTION_MANAGER,
    )
