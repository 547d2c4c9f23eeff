"""Where a record of the assessment leads its reader: to its year, objection or scheme."""

from uuid import UUID

from cairong.assessment.models import Scheme, Value, Year
from cairong.assessment.reads import objections_for
from cairong.kernel.actor import INSTITUTION, OVERSEERS, Actor
from cairong.kernel.errors import NotFound


def assessment_found(actor: Actor, record_id: UUID) -> tuple[str, str]:
    """Name the kind of page and its key. Raises NotFound for what an actor may not see."""
    if actor.role not in OVERSEERS | INSTITUTION:
        raise NotFound("access.not_found", thing="评估")
    if objections_for(actor).filter(pk=record_id).exists():
        return ("assessment_objection", str(record_id))
    if Scheme.objects.filter(city_id=actor.city, pk=record_id).exists():
        return ("assessment_scheme", str(record_id))
    own = {} if actor.role in OVERSEERS else {"institution": actor.organisation_id}
    found = (
        Year.objects.filter(city_id=actor.city, pk=record_id).values_list("year", flat=True).first()
        or Value.objects.filter(city_id=actor.city, pk=record_id, **own)
        .values_list("year", flat=True)
        .first()
    )
    if found is None:
        raise NotFound("access.not_found", thing="评估")
    return ("assessment", str(found))
