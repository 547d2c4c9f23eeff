"""Admit an organisation: purchaser, supplier, institution, authority."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from cairong.audit.recording import record
from cairong.audit.transaction import use_case
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import Invalid
from cairong.kernel.identifiers import check_uscc
from cairong.kernel.text import clean_text
from cairong.parties.models import InstitutionProfile, Organisation, SupplierProfile
from cairong.parties.steps.facts import known_facts, noted, plain_contact, require_regions
from cairong.policy.size import size_of

Kind = Organisation.Kind


@dataclass(frozen=True, kw_only=True)
class SupplierFacts:
    """What decides a supplier's size class, as of a day; revenue and assets in 万元."""

    industry: str
    employees: int | None = None
    revenue_wan: Decimal | None = None
    assets_wan: Decimal | None = None
    figures_on: date | None = None


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


@use_case(Role.OPERATOR, Role.SYSTEM, word="接入单位")
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

    Raises Invalid for a region the city does not have, a wrong USCC, facts that cannot stand.
    Writes: parties.Organisation and its profile.
    """
    require_regions(actor.city, [region], field="region")
    made = Organisation.objects.create(
        city_id=actor.city,
        kind=Kind(kind),
        name=clean_text(name, field="name", most=200),
        uscc=check_uscc(uscc, field="uscc") if uscc else "",
        region=region,
        address=clean_text(address, field="address", most=200),
        demo=demo,
        **plain_contact(contact_name, contact_phone),
    )
    keep_profile(made, on=day_of(now), supplier=supplier, institution=institution)
    record(
        actor=actor,
        now=now,
        type="parties.organisation.admitted",
        subject=made,
        after={"kind": made.kind, "region": region, **noted(known_facts(made))},
        basis=basis_of(made),
    )
    return made


def basis_of(one: Organisation) -> list[str]:
    """Name the obligation by which an organisation of its kind takes part."""
    return ["一(一)-4" if one.kind == Kind.INSTITUTION else "一(一)-5"]


def keep_profile(
    made: Organisation,
    *,
    on: date,
    supplier: SupplierFacts | None,
    institution: InstitutionFacts | None,
) -> None:
    """Keep what only a supplier or an institution has, as it is known on a day.

    Raises Invalid for facts that cannot stand. Writes: the profile's row.
    """
    if supplier is not None:
        size = sized(supplier, on)
        SupplierProfile.objects.update_or_create(
            organisation=made, defaults={**vars(supplier), "size": size}
        )
    if institution is not None:
        InstitutionProfile.objects.update_or_create(
            organisation=made, defaults=_institution(made.city_id, institution, on)
        )


def sized(supplier: SupplierFacts, on: date) -> str:
    """Tell the size class that figures make. Raises Invalid for one missing or of a later day."""
    _require_past(supplier.figures_on, on, field="figures_on")
    found = size_of(
        supplier.industry,
        employees=supplier.employees,
        revenue_wan=supplier.revenue_wan,
        assets_wan=supplier.assets_wan,
    )
    return found.size


def _institution(city: str, facts: InstitutionFacts, on: date) -> dict[str, Any]:
    """Check an institution's facts; a connection has a day and its evidence, or neither (D20)."""
    if not facts.regions:
        raise Invalid("parties.serves_nowhere", field="regions")
    require_regions(city, facts.regions, field="regions")
    _require_past(facts.connected_on, on, field="connected_on")
    evidence = clean_text(facts.connected_evidence, field="connected_evidence", most=200)
    if facts.connected_on and not evidence:
        raise Invalid("parties.connected_evidence", field="connected_evidence")
    if evidence and not facts.connected_on:
        raise Invalid("parties.connected_on", field="connected_on")
    return {
        "regions": list(dict.fromkeys(facts.regions)),
        "licence_no": clean_text(facts.licence_no, field="licence_no", most=40),
        "licence_kind": clean_text(facts.licence_kind, field="licence_kind", least=1, most=40),
        "connected_on": facts.connected_on,
        "connected_evidence": evidence,
        "local_legal_person": facts.local_legal_person,
        "rules_text": clean_text(facts.rules_text, field="rules_text", most=2000, lines=True),
    }


def _require_past(day: date | None, on: date, *, field: str) -> None:
    if day is not None and day > on:
        raise Invalid("parties.later_day", field=field, value=day.isoformat())
