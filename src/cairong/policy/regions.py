"""Cities and their counties, with the counties' periods and successors, as dated data."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

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


@cache
def known_cities() -> Mapping[str, CityRegions]:
    """Read the cities of policy/data/regions.json by their codes."""
    return {
        code: CityRegions(
            name=city["name"], counties=tuple(_county(row) for row in city["counties"])
        )
        for code, city in read_data("regions.json")["cities"].items()
    }


def _county(row: Mapping[str, str]) -> County:
    return County(
        code=row["code"],
        name=row["name"],
        valid_from=_day(row.get("valid_from")),
        valid_to=_day(row.get("valid_to")),
        successor_code=row.get("successor_code", ""),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
