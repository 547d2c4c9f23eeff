"""The statements made of the sources: the balls of a case, of records, of a desk."""

from collections.abc import Collection

from cairong.cases.places import PLACES, Place
from cairong.cases.sources import HOLDERS, NOTHING, SOURCES, Source, listed
from cairong.kernel.actor import BUREAU, Role


def in_case() -> str:
    """Write what finds the balls of a contract (`contract`)."""
    return " UNION ALL ".join(
        one.select(one.on_contract) for one in SOURCES if one.contract_id != NOTHING
    )


def of_records(things: Collection[str]) -> str:
    """Write what finds the balls of records (`records`), which are of these kinds."""
    parts = [
        one.select("t.id = ANY(%(records)s::uuid[])") for one in SOURCES if one.thing in things
    ]
    return " UNION ALL ".join(parts)


def held_at(places: Collection[Place], *, whole_city: bool) -> str:
    """Write what finds the balls in these places that an organisation (`own`) holds.

    There is one bureau in a city: its desks hold what is in their `region`.
    """
    parts = []
    for one in SOURCES:
        wanted = [(place.state.holder, place.key) for place in places if place.thing == one.thing]
        for holder in dict.fromkeys(role for role, _ in wanted if role is not None):
            keys = [key for role, key in wanted if role == holder]
            parts.append(one.select(_held(one, holder, whole_city=whole_city), keys))
    return " UNION ALL ".join(parts)


def _held(source: Source, role: Role, *, whole_city: bool) -> str:
    if role in BUREAU:
        return "TRUE" if whole_city else f"{source.region} = %(region)s"
    return f"{getattr(source, HOLDERS[role])} = %(own)s"


def standing(kind: str) -> str:
    """Write whether what a duty (`d`) of a kind is about still waits where the duty hangs on it."""
    found = []
    for one in SOURCES:
        keys = [
            place.key
            for place in PLACES.values()
            if place.thing == one.thing and place.acts and kind in place.duties
        ]
        if keys:
            found.append(
                f"EXISTS (SELECT 1 FROM {one.rows} WHERE t.id = d.subject_id AND {one.live}"
                f" AND ({one.place}) IN ({listed(keys)}))"
            )
    return " OR ".join(found) or "FALSE"
