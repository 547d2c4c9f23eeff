"""Who holds a duty: its organisation, or whichever bureau decides in its region (D19)."""

from collections.abc import Callable, Collection
from datetime import date, datetime
from functools import cache
from uuid import UUID

from django.db.models import Case, OuterRef, Q, Subquery, UUIDField, Value, When
from django.db.models.lookups import Exact, IsNull

from cairong.clocks.models import Duty
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.parties.deciding import decides, deciding_bureau, desk_of_role
from cairong.parties.models import Organisation
from cairong.parties.reads import line_of, living, the_only
from cairong.policy.counties import DESK_OF, FOLLOWING


def county_holding(on: date, fact: str = "pk") -> Case:
    """Ask in SQL which county's bureau decides on a day in the region of a duty of a bureau's desk.

    NULL where the city's does, and of a duty that does not follow who decides.
    """
    desk = desk_of_role(OuterRef("holder_role"))
    bureau = decides(OuterRef("city_id"), OuterRef("region"), desk, on)
    rows = Organisation.objects.filter(pk=bureau).exclude(region=OuterRef("city_id"))
    found = Subquery(rows.values(fact)[:1])
    return Case(When(kind__in=FOLLOWING, then=found), default=None)


def held_by_organisation(actor: Actor, now: datetime, organisation_id: str | UUID) -> Q:
    """Keep the duties that an organisation holds now: its own, and what its desks decide."""
    if not organisation_id:
        return Q()
    county, bureau = county_holding(day_of(now)), the_only(actor.city, Organisation.Kind.BUREAU)
    follows, own = (
        Q(kind__in=FOLLOWING),
        Q(holder_organisation__in=line_of(organisation_id)),
    )
    decides_it = Q(Exact(county, Value(str(organisation_id), output_field=UUIDField())))
    if str(bureau.pk) == str(organisation_id):
        own |= Q(holder_organisation=None)
        decides_it = ~Q(IsNull(county, rhs=False))
    return ~follows & own | follows & decides_it


def holder_ids(city: str, on: date) -> Callable[[Duty], UUID]:
    """Make a read that says who holds a duty on a day; each region and desk is asked once."""
    bureau = cache(lambda: the_only(city, Organisation.Kind.BUREAU).pk)
    now = cache(_now)
    decider = cache(lambda region, desk: deciding_bureau(city, region, desk, on).pk)

    def holder(duty: Duty) -> UUID:
        if duty.kind in FOLLOWING:
            found: UUID = decider(duty.region, DESK_OF[Role(duty.holder_role)])
            return found
        named = duty.holder_organisation_id
        return now(named) if named else bureau()

    return holder


def _now(named: UUID) -> UUID:
    return living([named]).get(named, named)


def holder_name(duty: Duty) -> str:
    """Name who holds a duty, read with its `county` (`county_holding`); empty where none is."""
    own = duty.holder_organisation
    return getattr(duty, "county", None) or (own.name if own else "")


def county_holders(actor: Actor, now: datetime, ids: Collection[UUID]) -> dict[UUID, str]:
    """Name the county's bureau that holds each of these duties, where one does."""
    rows = Duty.objects.filter(pk__in=list(ids), city=actor.city, kind__in=FOLLOWING)
    named = rows.annotate(county=county_holding(day_of(now), "name")).exclude(county=None)
    return dict(named.values_list("pk", "county"))
