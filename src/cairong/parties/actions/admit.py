"""Admit an organisation: purchaser, supplier, institution, authority."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from cairong.audit.recording import record
from cairong.audit.transaction import use_case
from cairong.kernel.actor import Actor, Role
from cairong.kernel.errors import Invalid
from cairong.kernel.identifiers import check_uscc
from cairong.kernel.text import clean_text
from cairong.parties.models import InstitutionProfile, Organisation, Region, SupplierProfile
from cairong.policy.size import size_of

Kind = Organisation.Kind


@dataclass(frozen=True, kw_only=True)
class SupplierFacts:
    """What decides a supplier's size class; revenue and assets in 万元."""

    industry: str
    employees: int | None = None
    revenue_wan: Decimal | None = None
    assets_wan: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class InstitutionFacts:
    """An institution's licence, the regions it serves, and since when it is connected."""

    regions: Sequence[str]
    licence_no: str = ""
    licence_kind: str = "银行"
    connected_on: date | None = None
    connected_evidence: str = ""
    local_legal_person: bool = False
    rules_text: str = ""


@use_case(Role.OPERATOR, Role.SYSTEM)
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

    Raises Invalid for a region the city does not have, a wrong USCC, a name that cannot stand.
    Writes: parties.Organisation and its profile.
    """
    if not Region.objects.filter(city_id=actor.city, code=region).exists():
        raise Invalid("parties.no_region", field="region", value=region)
    made = Organisation.objects.create(
        city_id=actor.city,
        kind=Kind(kind),
        name=clean_text(name, field="name", most=200),
        uscc=check_uscc(uscc, field="uscc") if uscc else "",
        region=region,
        address=clean_text(address, field="address", most=200),
        contact_name=contact_name,
        contact_phone=contact_phone,
        demo=demo,
    )
    keep_profile(made, supplier=supplier, institution=institution)
    record(
        actor=actor,
        now=now,
        type="parties.organisation.admitted",
        subject=made,
        after={"kind": made.kind, "name": made.name, "uscc": made.uscc, "region": region},
        basis=["一(一)-4"] if kind == Kind.INSTITUTION else ["一(一)-5"],
    )
    return made


def keep_profile(
    made: Organisation,
    *,
    supplier: SupplierFacts | None,
    institution: InstitutionFacts | None,
) -> None:
    """Keep what only a supplier or an institution has. Writes: the profile's row."""
    if supplier is not None:
        sized = size_of(
            supplier.industry,
            employees=supplier.employees,
            revenue_wan=supplier.revenue_wan,
            assets_wan=supplier.assets_wan,
        )
        SupplierProfile.objects.create(organisation=made, size=sized.size, **vars(supplier))
    if institution is not None:
        InstitutionProfile.objects.create(
            organisation=made, **{**vars(institution), "regions": list(institution.regions)}
        )
