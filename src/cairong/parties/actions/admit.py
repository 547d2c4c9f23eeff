"""Admit an organisation: purchaser, supplier, institution, a county's bureau."""

from datetime import date, datetime

from cairong.audit.recording import record
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import Invalid
from cairong.kernel.identifiers import check_uscc
from cairong.kernel.text import clean_text
from cairong.parties.alike import keep_look, noted_alike
from cairong.parties.four_eyes import two_person
from cairong.parties.kinds import InstitutionFacts, SupplierFacts
from cairong.parties.models import Organisation
from cairong.parties.reads import known_facts, regions
from cairong.parties.steps.facts import noted, plain_contact, require_regions
from cairong.parties.steps.profiles import keep_profile
from cairong.policy.names import clean_name

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
    """Admit an organisation of the city, with its profile where its kind has one.

    The operator prepares it on papers, the bureau's second person admits. A county's bureau comes
    in likewise, one a county.

    Whose names look like its own under another code, the second person reads beside it.

    Raises Invalid for a region the city does not have, a wrong USCC, facts that cannot stand.
    Writes: parties.Organisation, its profile, parties.NameLook.
    """
    require_regions(actor.city, [region], field="region")
    if kind == Kind.BUREAU:
        _require_county(actor.city, region, day_of(now))
    made = Organisation.objects.create(
        city_id=actor.city,
        kind=Kind(kind),
        name=clean_name(name, field="name", most=200),
        uscc=check_uscc(uscc, field="uscc") if uscc else "",
        region=region,
        address=clean_text(address, field="address", most=200),
        demo=demo,
        **plain_contact(contact_name, contact_phone),
    )
    keep_profile(made, on=day_of(now), supplier=supplier, institution=institution)
    others = noted_alike(keep_look(made, now))
    record(
        actor=actor,
        now=now,
        type="parties.organisation.admitted",
        subject=made,
        after={"kind": made.kind, "region": region, **noted(known_facts(made)), **others},
        basis=basis_of(made),
    )
    return made


def _require_county(city: str, region: str, on: date) -> None:
    """Refuse a bureau for what is no county now. Raises Invalid. Source: D19."""
    if region == city or not regions(city, on=on).filter(code=region).exists():
        raise Invalid("parties.bureau_county", "采购法§47", field="region", value=region)


def basis_of(organisation: Organisation) -> list[str]:
    """Name the obligation by which an organisation of its kind takes part."""
    if organisation.kind == Kind.BUREAU:
        return ["采购法§47"]
    return ["一(一)-4" if organisation.kind == Kind.INSTITUTION else "一(一)-5"]
