"""Complaints counted per institution and purchaser: no supplier is named."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce, Least

from cairong.clocks.models import Duty
from cairong.complaints.models import Complaint
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import end_of, start_of
from cairong.parties.models import Organisation
from cairong.policy.complaining import ANSWER, KINDS, PARTLY, UNFOUNDED, UPHELD

OF_INSTITUTIONS = Q(accused__kind=Organisation.Kind.INSTITUTION)
WATCHED: Mapping[Role, Q] = {Role.PBOC: OF_INSTITUTIONS, Role.REGULATOR: OF_INSTITUTIONS}
TENTH = Decimal("0.1")


@dataclass(frozen=True, kw_only=True)
class Counted:
    """What was complained of one organisation in a year.

    `late` were not answered in time, `upheld` holds those upheld in part too, `waiting` have no
    outcome yet, `suppliers` is how many complained. `rating` is the mean, None where nobody rated.
    """

    organisation_id: UUID
    name: str
    kind: str
    made: int
    suppliers: int
    waiting: int
    upheld: int
    unfounded: int
    withdrawn: int
    late: int
    rating: Decimal | None


def counted(actor: Actor, year: int, *, until: date) -> list[Counted]:
    """Count the complaints that were made in a year up to a day, by who is complained of.

    The People's Bank and the regulator see institutions, a county's desk its county; what came of
    them is as it stands now. Most complained of first. Source: 三(一)-2, 三(一)-3.
    """
    rows = _made(actor, year, until).filter(WATCHED.get(actor.role, Q()))
    return _summed(rows if actor.whole_city else rows.filter(region=actor.region), until)


def made_by_kind(actor: Actor, year: int, until: date) -> dict[str, int]:
    """Count the complaints that were made in a year up to a day by kind, in the whole city."""
    grouped = _made(actor, year, until).order_by().values_list("kind").annotate(Count("pk"))
    made: dict[str, int] = dict(grouped)
    return {kind: made.get(kind, 0) for kind in KINDS}


def _made(actor: Actor, year: int, until: date) -> QuerySet[Complaint]:
    span = (start_of(date(year, 1, 1)), end_of(until))
    return Complaint.objects.filter(city_id=actor.city, made_at__range=span)


def _summed(rows: QuerySet[Complaint], until: date) -> list[Counted]:
    answers = Duty.objects.filter(subject_id=OuterRef("pk"), kind=ANSWER)
    over = answers.filter(due_on__lt=Coalesce(Least("done_on", "cancelled_on"), until))
    found: Iterable[Any] = (
        rows.annotate(over=Exists(over))
        .order_by()
        .values("accused_id")
        .annotate(
            name=Max("accused__name"),
            kind=Max("accused__kind"),
            made=Count("pk"),
            suppliers=Count("supplier", distinct=True),
            waiting=Count("pk", filter=Q(state__in=("open", "raised"))),
            upheld=Count("pk", filter=Q(outcome__in=(UPHELD, PARTLY))),
            unfounded=Count("pk", filter=Q(outcome=UNFOUNDED)),
            withdrawn=Count("pk", filter=Q(state="withdrawn")),
            late=Count("pk", filter=Q(over=True)),
            rated=Count("rating"),
            stars=Coalesce(Sum("rating"), 0),
        )
        .order_by(F("made").desc(), "name")
    )
    return [
        Counted(
            organisation_id=row.pop("accused_id"),
            rating=_mean(row.pop("stars"), row.pop("rated")),
            **row,
        )
        for row in found
    ]


def _mean(stars: int, rated: int) -> Decimal | None:
    return (Decimal(stars) / rated).quantize(TENTH) if rated else None
