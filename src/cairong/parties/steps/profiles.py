"""Steps on profiles: what only a supplier or an institution has, checked and kept."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from cairong.kernel.errors import Invalid
from cairong.kernel.text import clean_text
from cairong.parties.kinds import InstitutionFacts, SupplierFacts
from cairong.parties.models import InstitutionProfile, Organisation, SupplierProfile
from cairong.parties.steps.facts import require_regions
from cairong.policy.size import size_of


def keep_profile(
    made: Organisation,
    *,
    on: date,
    supplier: SupplierFacts | None,
    institution: InstitutionFacts | None,
) -> None:
    """Keep what only a supplier or an institution has, as it is known on a day.

    A class that the authority decided stays, whatever new figures make (802§29). Raises Invalid
    for facts that cannot stand. Writes: the profile's row.
    """
    if supplier is not None:
        size = sized(supplier, on)
        known = SupplierProfile.objects.filter(organisation=made, decided_at__isnull=False)
        if not known.update(**vars(supplier)):
            SupplierProfile.objects.update_or_create(
                organisation=made, defaults={**vars(supplier), "size": size}
            )
    if institution is not None:
        InstitutionProfile.objects.update_or_create(
            organisation=made, defaults=_institution(made.city_id, institution, on)
        )


def keep_decided_size(supplier_id: UUID, size: str, *, now: datetime) -> None:
    """Let the class that the authority decided hold from now on. Writes: the profile's row."""
    SupplierProfile.objects.filter(pk=supplier_id).update(size=size, decided_at=now)


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
    }


def _require_past(day: date | None, on: date, *, field: str) -> None:
    if day is not None and day > on:
        raise Invalid("parties.later_day", field=field, value=day.isoformat())
