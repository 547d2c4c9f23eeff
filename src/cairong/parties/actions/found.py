"""Found a city: its regions, its authorities, the chain of its events."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from cairong.audit.models import Chain
from cairong.audit.recording import record
from cairong.audit.transaction import use_case
from cairong.kernel.actor import Actor, Role
from cairong.kernel.errors import Conflict
from cairong.parties.alike import keep_look
from cairong.parties.models import City, Organisation, Region
from cairong.policy.regions import County

Kind = Organisation.Kind
AUTHORITIES = (Kind.BUREAU, Kind.PBOC, Kind.SME_AUTHORITY, Kind.REGULATOR, Kind.OPERATOR)


@use_case(Role.SYSTEM, word="开通城市")
def found_city(
    *,
    actor: Actor,
    now: datetime,
    name: str,
    opened_on: date,
    regions: Sequence[County],
    authorities: Mapping[str, str],
    demo: bool = False,
) -> City:
    """Found the actor's city with its regions and authorities (kind → name).

    The city itself is a region of its own, under its own code. Raises Conflict where it stands
    already, or a real one beside a demonstration. Writes: parties.City, parties.Region,
    parties.Organisation, parties.NameLook, audit.Chain.
    """
    if City.objects.filter(pk=actor.city).exists():
        raise Conflict("parties.city_stands", city=actor.city)
    if City.objects.exclude(demo=demo).exists():
        raise Conflict("parties.demo_apart")
    city = City.objects.create(code=actor.city, name=name, opened_on=opened_on, demo=demo)
    Chain.objects.create(city=actor.city)
    Region.objects.bulk_create(
        [
            Region(city=city, code=actor.city, name=name),
            *(Region(city=city, **vars(region)) for region in regions if region.code != actor.city),
        ]
    )
    bodies = Organisation.objects.bulk_create(
        Organisation(city=city, kind=kind, name=authorities[kind], region=actor.city, demo=demo)
        for kind in AUTHORITIES
        if kind in authorities
    )
    for body in bodies:
        keep_look(body, now)
    record(
        actor=actor,
        now=now,
        type="parties.city.founded",
        subject=city,
        after={"name": name, "regions": len(regions), "authorities": dict(authorities)},
        basis=["一(二)-1", "三(一)-1"],
    )
    return city
