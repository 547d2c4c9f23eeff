"""What was financed outside the platform, as two persons entered it with a paper (平台外)."""

from uuid import UUID

from django.db.models import QuerySet

from cairong.audit.rows import fetch
from cairong.kernel.actor import Actor
from cairong.oversight.models import OutsideAmount, OutsidePaper


def figures(actor: Actor) -> QuerySet[OutsideAmount]:
    """List every figure that was entered of the levels an actor watches over, revised ones too."""
    rows = OutsideAmount.objects.filter(city_id=actor.city)
    return rows if actor.whole_city else rows.filter(region=actor.region)


def in_force(city: str) -> QuerySet[OutsideAmount]:
    """List the figures that hold: those that no later one revises."""
    return OutsideAmount.objects.filter(city_id=city, revised_by=None)


def figure_in_force(
    city: str, *, year: int, region: str, institution_id: UUID | None
) -> OutsideAmount | None:
    """Find the figure that holds of a year at a level, of one institution or of none named."""
    found = in_force(city).filter(year=year, region=region, institution_id=institution_id)
    return found.select_related("institution", "paper").first()


def outside_paper(actor: Actor, paper_id: UUID) -> OutsidePaper:
    """Fetch a paper that was kept in the actor's city, with its content. Raises NotFound."""
    return fetch(OutsidePaper.objects.filter(city_id=actor.city), paper_id, "平台外融资依据")
