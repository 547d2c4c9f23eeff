"""The city in figures, counted from the same rows as every other page."""

from dataclasses import dataclass

from django.db.models import Count, Q, Sum

from cairong.disclosure.models import PublicContract, PublishedVersion
from cairong.lending.models import Loan
from cairong.parties.models import Organisation

OF_CITY = ~Q(kind=PublishedVersion.Kind.SAMPLE)


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What stands on the first page: contracts of the city, samples, loans of a year."""

    contracts: int
    contracts_fen: int
    filed: int
    samples: int
    loans: int
    drawn_fen: int
    suppliers: int


def figures(city: str, year: int) -> Figures:
    """Count a city's public contracts, and what was drawn on them in a calendar year.

    Two statements.
    """
    public = PublicContract.objects.filter(city_id=city).aggregate(
        contracts=Count("pk", filter=OF_CITY),
        contracts_fen=Sum("amount_fen", filter=OF_CITY, default=0),
        filed=Count("pk", filter=Q(kind__in=["filed", "corrected"])),
        samples=Count("pk", filter=~OF_CITY),
    )
    lent = Loan.objects.filter(city_id=city, drawn_on__year=year).aggregate(
        loans=Count("pk"),
        drawn_fen=Sum("principal_fen", default=0),
        suppliers=Count("supplier", distinct=True),
    )
    return Figures(**public, **lent)


def institutions(city: str) -> list[Organisation]:
    """List the active institutions with their profile and how many products they offer."""
    return list(
        Organisation.objects.filter(city_id=city, kind=Organisation.Kind.INSTITUTION, active=True)
        .select_related("institution_profile")
        .annotate(offered=Count("products", filter=Q(products__state="published")))
        .order_by("name")
    )
