"""Where a record of the evaluation leads its reader: to its year, its appeal, or the schemes."""

from uuid import UUID

from cairong.evaluation.models import AdoptedScheme, ClosedFlag, Support, Year
from cairong.evaluation.reads import appeals_for
from cairong.kernel.actor import INSTITUTION, OVERSEERS, Actor
from cairong.kernel.errors import NotFound


def evaluation_found(actor: Actor, record_id: UUID) -> tuple[str, str]:
    """Name the kind of page and its key. Raises NotFound for what an actor may not see."""
    if actor.role not in OVERSEERS | INSTITUTION:
        raise NotFound("access.not_found", thing="评价")
    if appeals_for(actor).filter(pk=record_id).exists():
        return ("appeal", str(record_id))
    if AdoptedScheme.objects.filter(city_id=actor.city, pk=record_id).exists():
        return ("schemes", "")
    years = Year.objects.filter(city_id=actor.city)
    year = years.filter(pk=record_id).values_list("year", flat=True).first()
    if year is not None:
        return ("evaluation", str(year))
    own = {} if actor.role in OVERSEERS else {"institution": actor.organisation_id}
    for model in (ClosedFlag, Support):
        rows = model.objects.filter(of__city_id=actor.city, pk=record_id, **own)
        found = rows.values_list("of__year", flat=True).first()
        if found is not None:
            return ("evaluation", str(found))
    raise NotFound("access.not_found", thing="评价")
