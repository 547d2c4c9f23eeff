"""Whom to ask at the institutions of a region, for all sides. 二(四)-1"""

from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter
from uuid import UUID

from cairong.kernel.actor import Actor
from cairong.kernel.calendar import day_of
from cairong.parties.models import Organisation
from cairong.parties.reads import (
    institutions_serving,
    own_organisation,
    region_names,
    served_regions,
)
from cairong.products.models import Liaison
from cairong.products.on_duty import OnDuty, Standing, asked_in, seats_of, standings


@dataclass(frozen=True, kw_only=True)
class County:
    """A region that an institution serves: whom it named, and who is asked there today.

    `by_city`: whoever is asked was named for the whole city. One that is `served` no more stands
    here until its liaison ends.
    """

    name: str
    liaison: Liaison | None
    duty: OnDuty | None
    by_city: bool
    served: bool = True


@dataclass(frozen=True, kw_only=True)
class Counter:
    """An institution in a region, and whom to ask there today; None where it named nobody."""

    institution: Organisation
    duty: OnDuty | None


def counties_of(actor: Actor, now: datetime) -> list[County]:
    """List the regions that an actor's institution serves. Raises NotAllowed."""
    own = own_organisation(actor)
    named = {each.liaison.region: each for each in standings(actor.city, [own], day_of(now))}
    city = named.get(actor.city)
    served = served_regions(actor, now)
    names = region_names(actor.city)
    return [
        *(_county(name, named.get(code), city) for code, name in served.items()),
        *(
            County(name=names.get(code, code), liaison=each.liaison, duty=each.duty,
                   by_city=False, served=False)
            for code, each in named.items() if code not in served
        ),
    ]  # fmt: skip


def _county(name: str, own: Standing | None, city: Standing | None) -> County:
    duty = own.duty if own else None
    by_city = duty is None and city is not None
    return County(
        name=name,
        liaison=own.liaison if own else None,
        duty=city.duty if by_city and city else duty,
        by_city=by_city,
    )


def people_of(actor: Actor, now: datetime) -> list[tuple[UUID, str]]:
    """List the people of an actor's institution who have a seat now, by name."""
    own = own_organisation(actor)
    seats = seats_of([own], day_of(now))[own]
    return sorted({(seat.person_id, seat.person.name) for seat in seats}, key=itemgetter(1))


def counters_in(actor: Actor, region: str, now: datetime) -> list[Counter]:
    """List the institutions that serve a region and take new business, each with whom to ask."""
    rows = list(institutions_serving(actor.city, region))
    asked = asked_in(actor.city, [each.pk for each in rows], region, day_of(now))
    return [Counter(institution=each, duty=asked.get(each.pk)) for each in rows]
