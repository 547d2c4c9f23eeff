"""Steps on what is known of an organisation: read as one, compared, written without telephones."""

from collections.abc import Iterable, Mapping
from typing import Any

from cairong.kernel.errors import Invalid
from cairong.kernel.identifiers import mask_phone
from cairong.kernel.text import clean_text
from cairong.parties.models import (
    InstitutionProfile,
    Organisation,
    Region,
    SupplierProfile,
)
from cairong.parties.steps.invitations import plain_phone

CONTACT = ("contact_name", "contact_phone")
OWN = ("name", "uscc", "address", *CONTACT)
SUPPLIER = ("industry", "employees", "revenue_wan", "assets_wan", "figures_on", "size")
INSTITUTION = (
    "regions", "licence_no", "licence_kind", "connected_on", "connected_evidence",
    "local_legal_person", "rules_text",
)  # fmt: skip


def known_facts(one: Organisation) -> dict[str, Any]:
    """Read what is known of an organisation, with its profile as it stands in the database."""
    supplier = SupplierProfile.objects.filter(pk=one.pk).values(*SUPPLIER).first()
    institution = InstitutionProfile.objects.filter(pk=one.pk).values(*INSTITUTION).first()
    return {key: getattr(one, key) for key in OWN} | (supplier or {}) | (institution or {})


def noted(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Write facts as an event keeps them for good: of a telephone number only its ends."""
    return {key: mask_phone(one) if key == "contact_phone" else one for key, one in facts.items()}


def plain_contact(name: str, phone: str, *, needed: bool = False) -> dict[str, str]:
    """Write down whom to call. Raises Invalid, for nobody too where somebody is needed."""
    least = 1 if needed else 0
    plain = plain_phone(phone, field="contact_phone")
    return {
        "contact_name": clean_text(name, field="contact_name", least=least, most=60),
        "contact_phone": clean_text(plain, field="contact_phone", least=5 * least, most=30),
    }


def require_regions(city: str, codes: Iterable[str], *, field: str) -> None:
    """Refuse a region that a city never had. Raises Invalid naming the first."""
    known = set(Region.objects.filter(city_id=city).values_list("code", flat=True))
    for code in codes:
        if code not in known:
            raise Invalid("parties.no_region", field=field, value=code)
