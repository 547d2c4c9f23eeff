"""Who keeps its days, by distribution: median, nine in ten, share in time, and how many (三(一)-2).

A mean hides the one case that took months. What is not done yet counts with its days until now, so
that nobody gains by leaving it. Few cases say little: they are shown apart and bear no rank.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import accumulate
from typing import Any
from uuid import UUID

from django.db.models import Aggregate, DateField, F, Func, IntegerField, Max, Min, Q, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Greatest

from cairong.clocks.reads import punctuality
from cairong.kernel.actor import BUREAU, Actor
from cairong.kernel.calendar import Calendar, Unit
from cairong.oversight.desk import WATCHED
from cairong.oversight.performance import duties_promised
from cairong.policy.duties import DUTIES
from cairong.rulebook.reads import calendar_of

FEW = 5  # fewer duties than these bear no rank
TENTHS = 1000
SIDES: Mapping[str, str] = {
    code: duty.word for code, duty in DUTIES.items() if duty.holder not in BUREAU
}
FIRST = "decide_application"
LEAGUES: Mapping[str, str] = {FIRST: SIDES[FIRST], **SIDES}


@dataclass(frozen=True, kw_only=True)
class Standing:
    """One organisation's year in one kind of duty.

    `judged` duties were done or overdue, `kept` of them in time (`tenths` of a percent, rounded
    down); `median`, `p90` and `longest` are days in the duty's own unit, those not done counted
    until today. `rank` is None where they are few.
    """

    organisation_id: UUID
    name: str
    kind: str
    judged: int
    kept: int
    median: int
    p90: int
    longest: int
    rank: int | None = None

    @property
    def tenths(self) -> int:
        """The share in time in tenths of a percent, rounded down: not all is never 100."""
        return self.kept * TENTHS // self.judged

    @property
    def few(self) -> bool:
        """Whether there are too few to say much."""
        return self.judged < FEW

    @property
    def order(self) -> tuple[int, int, int]:
        """By what it is ranked: the share in time, then the days."""
        return (-self.tenths, self.p90, self.median)


class Disc(Aggregate):
    """A percentile that is one of the values: the first that so many do not exceed."""

    template = "percentile_disc(%(share)s) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = IntegerField()


class _Worked(Func):
    """The working days between the first day of a list and a day, by the list."""

    template = "('{%(sums)s}'::int[])[(%(expressions)s - DATE '%(first)s') + 1]"
    output_field = IntegerField()


class _Between(Func):
    """The days between two days, as a number."""

    template = "(%(expressions)s)"
    arg_joiner = " - "
    output_field = IntegerField()


def league(actor: Actor, year: int, kind: str, *, today: date) -> list[Standing]:
    """Rank the organisations that an actor watches by a kind of duty judged in a year.

    Those with few cases stand behind, without a rank.
    """
    rows = duties_promised(actor.city, year, kind, today=today).order_by()
    rows = rows.filter(WATCHED.get(actor.role, Q())).exclude(holder_organisation=None)
    rows = rows if actor.whole_city else rows.filter(region=actor.region)
    first = rows.aggregate(first=Min("start_on"))["first"]
    if first is None:
        return []
    days = _days(DUTIES[kind].unit, calendar_of(actor.city), first, max(today, first))
    found: Iterable[Any] = (
        rows.values("holder_organisation_id")
        .annotate(
            name=Max("holder_organisation__name"),
            median=Disc(days, share="0.5"),
            p90=Disc(days, share="0.9"),
            longest=Max(days),
            **punctuality(today=today),
        )
    )  # fmt: skip
    return ranked(
        Standing(organisation_id=row.pop("holder_organisation_id"), kind=kind, **row)
        for row in found
    )


def ranked(found: Iterable[Standing]) -> list[Standing]:
    """Put the best first, equal ones at one rank, those with few cases last and without."""
    ordered = sorted(found, key=lambda each: (each.few, each.order, each.name))
    orders = [each.order for each in ordered if not each.few]
    return [
        each if each.few else replace(each, rank=orders.index(each.order) + 1) for each in ordered
    ]


def _days(unit: Unit, calendar: Calendar, first: date, last: date) -> Greatest:
    """Say how many days a duty took, pauses left out, until it ended or until the last day."""
    until = Coalesce("done_on", "cancelled_on", Value(last, output_field=DateField()))
    if unit == "calendar":
        taken: Combinable = _Between(until, "start_on")
    else:
        span = ((first + timedelta(days=n)) for n in range(1, (last - first).days + 1))
        worked = [0, *accumulate(int(calendar.is_working(day)) for day in span)]
        sums: Mapping[str, Any] = {"sums": ",".join(map(str, worked)), "first": first.isoformat()}
        taken = _Worked(until, **sums) - _Worked("start_on", **sums)
    return Greatest(taken - F("paused_days"), 0, output_field=IntegerField())
