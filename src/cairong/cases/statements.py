"""The statements made of the sources: the balls of a case, of records, of a desk."""

from collections.abc import Collection
from functools import cache

from cairong.cases.places import PLACES, Place
from cairong.cases.sources import HOLDERS, NOTHING, SOURCES, Source, listed
from cairong.kernel.actor import BUREAU, Role
from cairong.policy.counties import DESK_WORDS, FOLLOWING

# Which bureau a duty (`d`) names at whose desk it lies: none where it follows who decides.
DUTY_OF = (
    f"CASE WHEN d.kind NOT IN ({listed(FOLLOWING)})"
    " THEN coalesce(d.holder_organisation_id, parties_bureau(d.city_id)) END"
)


OWN_LINE = "ANY((SELECT parties_line(%(own)s::uuid))::uuid[])"  # and whom it followed


@cache
def in_case(but: tuple[str, ...] = ()) -> str:
    """Write what finds the balls of contracts (`contracts`), without things of these kinds."""
    parts = [
        source.select(source.on_contract)
        for source in SOURCES
        if source.contract_id != NOTHING and source.thing not in but
    ]
    return " UNION ALL ".join(parts)


def of_records(things: Collection[str]) -> str:
    """Write what finds the balls of records (`records`), which are of these kinds."""
    parts = [
        source.select("t.id = ANY(%(records)s::uuid[])")
        for source in SOURCES
        if source.thing in things
    ]
    return " UNION ALL ".join(parts)


@cache
def to_tell(first: tuple[str, ...]) -> str:
    """Write what finds the balls of contracts, and of records of the kinds that come first."""
    return f"{of_records(first)} UNION ALL {in_case(first)}"


def held_at(places: Collection[Place], *, whole_city: bool) -> str:
    """Write what finds the balls in these places that an organisation (`own`) holds.

    A bureau's desks hold what it decides in their `region`: the city's, or a county's own.
    """
    parts = []
    for source in SOURCES:
        wanted = [
            (place.state.holder, place.key) for place in places if place.thing == source.thing
        ]
        for holder in dict.fromkeys(role for role, _ in wanted if role is not None):
            keys = [key for role, key in wanted if role == holder]
            parts.append(source.select(_held(source, holder, whole_city=whole_city), keys))
    return " UNION ALL ".join(parts)


def _held(source: Source, role: Role, *, whole_city: bool) -> str:
    if role in BUREAU | {Role.AUDITOR}:
        here = "TRUE" if whole_city else f"{source.region} = %(region)s"
        if role is Role.AUDITOR:
            return here
        if source.bureau_of != NOTHING:
            return f"{here} AND parties_living({source.bureau_of}) = %(own)s"
        return f"{here} AND {decided_here(source.region, f"'{role}'")}"
    return f"{getattr(source, HOLDERS[role])} = %(own)s"


def decided_here(region: str, role: str) -> str:
    """Write whether an organisation (`own`) decides in a region what a role's desk decides.

    The regions that another decides in are read once for each desk.
    """
    desks = " ".join(
        f"WHEN '{desk}' THEN (SELECT parties_elsewhere("
        f"%(city)s, %(own)s::uuid, '{desk}', %(today)s::date))"
        for desk in DESK_WORDS
    )
    return f"({region} = ANY(CASE parties_desk({role}) {desks} END)) IS NOT TRUE"


def duty_decided_here() -> str:
    """Write whether an organisation's desk (`own`) holds a duty, named or as it decides there."""
    return f"coalesce({DUTY_OF} = {OWN_LINE}, {decided_here('d.region', 'd.holder_role')})"


def standing(kind: str) -> str:
    """Write whether what a duty (`d`) of a kind is about still waits where the duty hangs on it."""
    found = []
    for source in SOURCES:
        keys = [
            place.key
            for place in PLACES.values()
            if place.thing == source.thing and place.acts and kind in place.duties
        ]
        if keys:
            found.append(
                f"EXISTS (SELECT 1 FROM {source.bare} WHERE t.id = d.subject_id AND {source.live}"
                f" AND ({source.place}) IN ({listed(keys)}))"
            )
    return " OR ".join(found) or "FALSE"
