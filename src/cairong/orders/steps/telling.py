"""Who is told of what becomes of keys, and on what basis: everybody who could see it is wrong."""

from collections.abc import Iterable

from cairong.audit.recording import Tell
from cairong.orders.desks import TOLD
from cairong.orders.models import PersonKey
from cairong.parties.reads import desks_told

BASIS = ["二(三)-4", "三(一)-1"]


def named(keys: Iterable[PersonKey]) -> str:
    """Name keys by their persons and fingerprints."""
    return "、".join(f"{key.person.name} {key.fingerprint}" for key in keys) or "没有"


def told(city: str) -> list[Tell]:
    """Tell the treasury desk, the auditor and the operator of a city."""
    return desks_told(city, *TOLD)
