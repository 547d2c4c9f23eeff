"""Cities and their counties, with the counties' periods and successors, as dated data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from pydantic import TypeAdapter

from cairong.policy.clauses import read_data

ACROSS = 5  # so many counties stand side by side where nobody said where each lies


@dataclass(frozen=True, kw_only=True)
class County:
    """One county: its code, name, period where known, and the code that came after it."""

    code: str
    name: str
    valid_from: date | None = None
    valid_to: date | None = None
    successor_code: str = ""


@dataclass(frozen=True, kw_only=True)
class CityRegions:
    """A city's name and every county it has or had.

    `places` says where each lies among the others, as column from the west and row from the north:
    a rough picture, no outline.
    """

    name: str
    counties: tuple[County, ...]
    places: Mapping[str, tuple[int, int]] = field(default_factory=dict)


CITIES = TypeAdapter(Mapping[str, CityRegions])


@cache
def known_cities() -> Mapping[str, CityRegions]:
    """Read the cities of policy/data/regions.json by their codes."""
    found: Mapping[str, CityRegions] = CITIES.validate_python(read_data("regions.json")["cities"])
    return found


def places_of(city: str, codes: Sequence[str]) -> tuple[Mapping[str, tuple[int, int]], bool]:
    """Give regions a column and a row each, and say whether that is where they lie.

    Where the place of any of them is not known, all stand in rows by their code.
    """
    found = known_cities().get(city)
    known = found.places if found else {}
    if codes and all(code in known for code in codes):
        return {code: known[code] for code in codes}, True
    return {code: (at % ACROSS, at // ACROSS) for at, code in enumerate(sorted(codes))}, False
