"""Which counties have filings, institutions and loans, and which have none (一(二)-1, -2)."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count

from cairong.contracts.models import Contract
from cairong.kernel.actor import Actor
from cairong.kernel.calendar import start_of
from cairong.oversight.reads import Board, Financed, newcomers, watched_regions
from cairong.parties.models import InstitutionProfile
from cairong.policy.targets import Pace, pace


@dataclass(frozen=True, kw_only=True)
class Cover:
    """One level of one year: contracts filed, institutions that serve it, its loans and SMEs.

    `first_time` of its SMEs had never borrowed on the platform before. `pace` is where a running
    year leads; None of a year that is over.
    """

    level: Financed
    filed: int
    serving: int
    first_time: int
    pace: Pace | None = None

    @property
    def gaps(self) -> tuple[str, ...]:
        """Say what this level still lacks."""
        found = (
            ("无备案", not self.filed),
            ("无机构服务", not self.serving),
            ("无融资", not self.level.loans),
        )
        return tuple(word for word, lacking in found if lacking)


def coverage(actor: Actor, board: Board, *, today: date | None = None) -> list[Cover]:
    """Lay the filings and institutions of a board's year beside its loans, level by level.

    Seen from a day of that year, each level says where it leads.
    """
    heirs = watched_regions(actor)
    filed = _filed(actor.city, board, heirs)
    serving, new = _serving(actor.city, heirs), newcomers(actor.city, board.year)
    return [
        Cover(
            level=level,
            filed=filed[level.code],
            serving=serving[level.code],
            first_time=len(level.sme_ids & new),
            pace=pace(found=level.growth, loans=level.loans, on=today)
            if today and today.year == board.year
            else None,
        )
        for level in board.levels
    ]


def _filed(city: str, board: Board, heirs: dict[str, str]) -> Counter[str]:
    """Count the contracts whose filing was accepted in a board's year, until its day."""
    rows = (
        Contract.objects.filter(
            city_id=city,
            sample=False,
            filed_at__year=board.year,
            filed_at__lt=start_of(board.until + timedelta(days=1)),
            region__in=list(heirs),
        )
        .order_by()
        .values_list("region")
        .annotate(count=Count("pk"))
    )
    found: Counter[str] = Counter()
    for region, count in rows:
        found[heirs[region]] += count
    return found


def _serving(city: str, heirs: dict[str, str]) -> Counter[str]:
    """Count the active institutions that serve each level; the city's code serves all."""
    rows = InstitutionProfile.objects.filter(
        organisation__city_id=city, organisation__active=True
    ).values_list("regions", flat=True)
    found: Counter[str] = Counter()
    for regions in rows:
        whole = city in regions
        found.update({heir for region, heir in heirs.items() if whole or region in regions})
    return found
