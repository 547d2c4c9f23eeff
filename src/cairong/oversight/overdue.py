"""What is overdue, counted by side and by who has to do it (三(一)-2)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, Max, Min, Q, QuerySet, UUIDField, Value, When
from django.db.models.functions import Coalesce

from cairong.clocks.models import Duty
from cairong.clocks.reads import BUREAU_KIND, held_by, missed_duties, open_duties
from cairong.kernel.actor import Actor
from cairong.kernel.calendar import day_of
from cairong.parties.reads import KIND_WORDS

MOST_HOLDERS = 50


@dataclass(frozen=True, kw_only=True)
class Holder:
    """Who has overdue duties: their number, those beyond the law's day too, the oldest day.

    The bureau's desks are one holder, without an organisation of their own.
    """

    side: str
    organisation_id: UUID | None
    name: str
    count: int
    law: int
    oldest: date


def overdue_figures(actor: Actor, now: datetime) -> dict[str, int]:
    """Count what is overdue: in `total`, beyond the law's day, by side; and what was cancelled so.

    A side is named by the kind of its organisations (`institution`), `gone` what was cancelled.
    """
    rows, law = _overdue(actor, now), _beyond_law(now)
    sides = {_name(side): Count("pk", filter=held_by(actor, now, side)) for side in KIND_WORDS}
    found: dict[str, int] = rows.aggregate(total=Count("pk"), law=law, **sides)
    return {**found, "gone": missed_duties(actor).order_by().count()}


def overdue_by_holder(actor: Actor, now: datetime) -> list[Holder]:
    """List who has overdue duties, the most first."""
    side = Coalesce("holder_organisation__kind", Value(BUREAU_KIND))
    organisation = Case(
        When(side=BUREAU_KIND, then=None),
        default="holder_organisation_id",
        output_field=UUIDField(),
    )
    rows: QuerySet[Any] = (
        _overdue(actor, now)
        .annotate(side=side)
        .values_list("side")
        .annotate(
            holder=organisation,
            name=Max("holder_organisation__name"),
            count=Count("pk"),
            law=_beyond_law(now),
            oldest=Min("due_on"),
        )
        .order_by("-count", "oldest")[:MOST_HOLDERS]
    )
    return [
        Holder(
            side=kind,
            organisation_id=holder,
            name=name or KIND_WORDS[kind],
            count=count,
            law=beyond,
            oldest=oldest,
        )
        for kind, holder, name, count, beyond, oldest in rows
    ]


def _overdue(actor: Actor, now: datetime) -> QuerySet[Duty]:
    return open_duties(actor).order_by().filter(due_on__lt=day_of(now))


def _beyond_law(now: datetime) -> Count:
    return Count("pk", filter=Q(due_law_on__lt=day_of(now)))


def _name(side: str) -> str:
    return side.replace("-", "_")
