"""Who is told of what becomes of keys, and on what basis: everybody who could see it is wrong."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from cairong.audit.recording import Tell
from cairong.kernel.actor import Role
from cairong.kernel.calendar import day_of
from cairong.orders.desks import TOLD
from cairong.orders.models import PersonKey
from cairong.parties.models import Mandate, Organisation
from cairong.parties.reads import city_of, desks_told

BASIS = ["二(三)-4", "三(一)-1"]


def named(keys: Iterable[PersonKey]) -> str:
    """Name keys by their persons and fingerprints."""
    return "、".join(f"{key.person.name} {key.fingerprint}" for key in keys) or "没有"


def told(city: str) -> list[Tell]:
    """Tell the treasury desk, the auditor and the operator of a city."""
    return desks_told(city, *TOLD)


def told_of_keys(city: str, persons: Iterable[UUID], now: datetime) -> list[Tell]:
    """Tell the same, and whoever the keys are said to be of, at whichever desk of the bureau.

    Of the keys that a demonstration keeps nobody is told: they are in nobody's hands.
    """
    if city_of(city).demo:
        return []
    seats = Mandate.objects.running(day_of(now)).filter(
        person_id__in=set(persons),
        organisation__city_id=city,
        organisation__kind=Organisation.Kind.BUREAU,
    )
    rows = seats.exclude(role__in=TOLD).values_list("organisation_id", "role", "region")
    own = {Tell(organisation_id=at, role=Role(role), region=region) for at, role, region in rows}
    return [*told(city), *sorted(own, key=lambda each: (each.role, each.region))]
