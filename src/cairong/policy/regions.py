"""Cities and their counties, with the counties' periods and successors, as dated data."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from pydantic import TypeAdapter

from cairong.policy.clauses import read_data


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
    """A city's name and every county it has or had."""

    name: str
    counties: tuple[County, ...]


CITIES = TypeAdapter(Mapping[str, CityRegions])


@cache
def known_cities() -> Mapping[str, CityRegions]:
    """Read the cities of policy/data/regions.json by their codes."""
    found: Mapping[str, CityRegions] = CITIES.validate_python(read_data("regions.json")["cities"])
    return found
