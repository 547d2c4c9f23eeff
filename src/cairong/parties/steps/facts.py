"""Steps on what is known of an organisation: read as one, compared, written without telephones."""

from collections.abc import Iterable, Mapping
from typing import Any

from cairong.kernel.errors import Invalid
from cairong.kernel.identifiers import mask_phone
from cairong.kernel.text import clean_text
from cairong.parties.models import (
    Region,
)
from cairong.parties.steps.invitations import plain_phone


def noted(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Write facts as an event keeps them for good: of a telephone number only its ends."""
    return {
        key: mask_phone(fact) if key == "contact_phone" else fact for key, fact in facts.items()
    }


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
