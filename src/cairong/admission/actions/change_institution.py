"""Write anew what is known of an institution, on papers; two persons of the bureau."""

from datetime import date, datetime
from uuid import UUID

from cairong.admission.steps.deciding import locked_institution, require_city
from cairong.kernel.actor import Actor, Role
from cairong.parties.four_eyes import two_person
from cairong.parties.kinds import InstitutionFacts
from cairong.parties.models import Organisation
from cairong.parties.steps.admitting import changed_on_papers


@two_person(Role.PROCUREMENT_OFFICER, word="变更金融机构登记")
def change_institution(
    *,
    actor: Actor,
    now: datetime,
    institution_id: UUID,
    papers: str,
    name: str,
    institution: InstitutionFacts,
    named_on: date | None = None,
    uscc: str = "",
    address: str = "",
    contact_name: str = "",
    contact_phone: str = "",
) -> Organisation:
    """Write an institution's name, licence, regions and connection anew, as `papers` say them.

    The institution hears of it; what was signed keeps what it says. Raises NotAllowed for a
    county's desk, NotFound, Invalid for facts that cannot stand, Conflict where nothing changes.
    Writes: parties.Organisation, NameLook, InstitutionProfile. Source: 一(一)-4, D20.
    """
    require_city(actor)
    found, _ = locked_institution(actor.city, institution_id)
    return changed_on_papers(
        actor,
        now,
        found,
        papers=papers,
        name=name,
        named_on=named_on,
        uscc=uscc,
        address=address,
        contact_name=contact_name,
        contact_phone=contact_phone,
        institution=institution,
    )
