"""Which formula holds of a city's year: the newest that its People's Bank published before it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, datetime
from typing import Any
from uuid import UUID

from cairong.audit.rows import fetch
from cairong.evaluation.models import AdoptedScheme
from cairong.kernel.actor import Actor
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import NotFound
from cairong.policy.evaluation import NEWEST, SCHEME_ROWS, Scheme, scheme_from
from cairong.policy.recount import canonical


@dataclass(frozen=True, kw_only=True)
class Governing:
    """The formula of a year, as it was published; where `adopted` is None the year is a trial."""

    scheme: Scheme
    row: Mapping[str, Any]
    adopted: AdoptedScheme | None

    @property
    def trial(self) -> bool:
        """Whether none was published before the year: what it gives is no result."""
        return self.adopted is None

    @property
    def first_year(self) -> int | None:
        """Give the first year that it was published for."""
        return self.adopted.first_year if self.adopted else None

    @property
    def published(self) -> dict[str, Any] | None:
        """Say when it was published and from which year on it holds."""
        if self.adopted is None:
            return None
        return {
            "first_year": self.adopted.first_year,
            "on": day_of(self.adopted.published_at).isoformat(),
            "sha256": self.adopted.sha256,
        }


def governing(city: str, year: int) -> Governing:
    """Find the formula of a city's year; where none was published, the newest that ships.

    Raises NotFound for a year that no calendar has.
    """
    if not MINYEAR < year < MAXYEAR:
        raise NotFound("access.not_found", thing="年度")
    rows = AdoptedScheme.objects.filter(city_id=city, first_year__lte=year)
    adopted = rows.order_by("-first_year").first()
    row = json.loads(adopted.document) if adopted else SCHEME_ROWS[NEWEST]
    return Governing(scheme=scheme_from(row), row=row, adopted=adopted)


def adoptions(city: str, _now: datetime) -> list[AdoptedScheme]:
    """List the formulas that a city's People's Bank published, the newest first."""
    return list(AdoptedScheme.objects.filter(city_id=city).order_by("-first_year"))


def document_of(version: int) -> str:
    """Write a formula that ships as it is published."""
    return canonical(SCHEME_ROWS[version])


def adoption_for(actor: Actor, scheme_id: UUID) -> AdoptedScheme:
    """Fetch a formula that was published in an actor's city. Raises NotFound."""
    return fetch(AdoptedScheme.objects.filter(city_id=actor.city), scheme_id, "评价方案")
