"""Who is asked at an institution in a region on a day. 二(四)-1"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from cairong.kernel.actor import INSTITUTION
from cairong.parties.models import Mandate
from cairong.policy.liaising import on_duty
from cairong.products.models import Liaison


@dataclass(frozen=True, kw_only=True)
class OnDuty:
    """Whom suppliers ask: name and number; whom it `deputises` for until which day, if so."""

    name: str
    phone: str
    deputises: str = ""
    until: date | None = None


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Whom one institution named for one region, and who is asked on the day; None for nobody."""

    liaison: Liaison
    duty: OnDuty | None


def seats_of(institution_ids: Collection[UUID], on: date) -> Mapping[UUID, list[Mandate]]:
    """List by institution the seats its people have on a day, the deputies' among them."""
    rows = Mandate.objects.running(on).filter(
        organisation__in=institution_ids, role__in=INSTITUTION
    )
    found = defaultdict[UUID, list[Mandate]](list)
    for seat in rows.select_related("person").order_by("pk"):
        found[seat.organisation_id].append(seat)
    return found


def standings(city: str, institution_ids: Collection[UUID], on: date) -> list[Standing]:
    """List whom these institutions named, each with who is asked on a day; two statements."""
    liaisons = Liaison.objects.filter(
        city_id=city, institution__in=institution_ids, ended_at=None
    ).select_related("person", "institution")
    seats = seats_of(institution_ids, on)
    return [
        Standing(liaison=liaison, duty=_duty(liaison, seats[liaison.institution_id]))
        for liaison in liaisons.order_by("region", "pk")
    ]


def _duty(liaison: Liaison, seats: Sequence[Mandate]) -> OnDuty | None:
    names = {seat.person_id: seat.person.name for seat in seats}
    sitting = _sitting(seats)
    turns = on_duty(
        liaison.person_id,
        {person_id: seat.person_id for person_id, seat in sitting.items()},
        seated=names.__contains__,
    )
    if not turns:
        return None
    *_, away, there = [None, *turns]
    return OnDuty(
        name=names[there],
        phone=liaison.phone,
        deputises=liaison.person.name if away else "",
        until=sitting[away].valid_to if away else None,
    )


def _sitting(seats: Sequence[Mandate]) -> dict[UUID, Mandate]:
    """Find by person who sits at its desks today: somebody is away from all of them, or is there.

    Where they have several deputies, the one of the first desk.
    """
    deputies = {seat.deputy_for_id: seat for seat in reversed(seats) if seat.deputy_for_id}
    own = defaultdict[UUID, list[Mandate | None]](list)
    for seat in seats:
        if seat.deputy_for_id is None:
            own[seat.person_id].append(deputies.get(seat.pk))
    return {person_id: found[0] for person_id, found in own.items() if found[0] and all(found)}


def asked_in(
    city: str, institution_ids: Collection[UUID], region: str, on: date
) -> Mapping[UUID, OnDuty]:
    """Find by institution who is asked in a region on a day: of it, else of the whole city."""
    found = dict[UUID, OnDuty]()
    rows = standings(city, institution_ids, on)
    for code in (city, region):  # the region's own takes the place of the city's
        for each in rows:
            if each.liaison.region == code and each.duty:
                found[each.liaison.institution_id] = each.duty
    return found
