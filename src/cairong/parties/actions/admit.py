"""Admit an organisation: purchaser, supplier, a county's bureau. Institutions: `admission`."""

from datetime import date, datetime

from cairong.audit.recording import record
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import Invalid
from cairong.parties.four_eyes import two_person
from cairong.parties.kinds import InstitutionFacts, SupplierFacts
from cairong.parties.models import Organisation
from cairong.parties.reads import regions
from cairong.parties.steps.admitting import basis_of, made_organisation, require_not_institution

Kind = Organisation.Kind


@two_person(Role.OPERATOR, word="接入单位", put=True)
def admit_organisation(
    *,
    actor: Actor,
    now: datetime,
    kind: str,
    name: str,
    region: str,
    uscc: str = "",
    address: str = "",
    contact_name: str = "",
    contact_phone: str = "",
    supplier: SupplierFacts | None = None,
    institution: InstitutionFacts | None = None,
    demo: bool = False,
) -> Organisation:
    """Admit an organisation on papers: the operator prepares it, the bureau's second person admits.

    A county's bureau comes in likewise, one a county. An institution the bureau itself admits (room
    `admission`); only a founding makes one here.
    Whose names look like its own under another code, the second person reads beside it.
    Raises Invalid for a region the city does not have, a wrong USCC, facts that cannot stand;
    Conflict for an institution.
    Writes: parties.Organisation, its profile, parties.NameLook.
    """
    if kind == Kind.BUREAU:
        _require_county(actor.city, region, day_of(now))
    require_not_institution(actor, kind)
    made, facts = made_organisation(
        actor.city,
        now,
        kind=kind,
        name=name,
        region=region,
        uscc=uscc,
        address=address,
        contact_name=contact_name,
        contact_phone=contact_phone,
        supplier=supplier,
        institution=institution,
        demo=demo,
    )
    record(
        actor=actor,
        now=now,
        type="parties.organisation.admitted",
        subject=made,
        after=facts,
        basis=basis_of(made),
    )
    return made


def _require_county(city: str, region: str, on: date) -> None:
    """Refuse a bureau for what is no county now. Raises Invalid. Source: D19."""
    if region == city or not regions(city, on=on).filter(code=region).exists():
        raise Invalid("parties.bureau_county", "采购法§47", field="region", value=region)
