"""Steps on invitations: one is written down, and found again by its token."""

import hashlib
import re
import secrets
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta

from cairong.kernel.actor import Actor
from cairong.kernel.text import clean_text
from cairong.parties.models import Invitation, Organisation
from cairong.policy.names import clean_name

DAYS = 14
CODE_DIGITS = 8
MOBILE = re.compile(r"1[0-9]{10}")


@dataclass(frozen=True, kw_only=True)
class Issued[R]:
    """A record and the secret that leads to it; the secret is told once and kept as a hash."""

    record: R
    token: str


def new_token() -> str:
    """Make the secret of a link."""
    return secrets.token_urlsafe(24)


def new_code() -> str:
    """Make a code that one person reads out and another types."""
    return f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"


def hashed(token: str) -> str:
    """Hash a token as it is kept."""
    return hashlib.sha256(token.encode()).hexdigest()


def stand_invitation(
    *,
    actor: Actor,
    now: datetime,
    organisation: Organisation,
    role: str,
    region: str,
    name: str,
    phone: str = "",
    administrator: bool = False,
    papers: str = "",
    asks_second: bool = False,
) -> Issued[Invitation]:
    """Write an invitation down, valid for 14 days. Writes: parties.Invitation."""
    token = new_token()
    invitation = Invitation.objects.create(
        city_id=actor.city,
        organisation=organisation,
        role=role,
        region=region,
        administrator=administrator,
        name=clean_name(name, field="name", least=1, most=60),
        phone=plain_phone(phone),
        token_hash=hashed(token),
        invited_by_id=actor.person_id,
        created_at=now,
        expires_at=now + timedelta(days=DAYS),
        papers=papers,
        asks_second=asks_second,
    )
    return Issued(record=invitation, token=token)


def plain_phone(phone: str, *, field: str = "phone") -> str:
    """Write a telephone number in the one way by which it is compared. Raises Invalid."""
    text = clean_text(unicodedata.normalize("NFKC", phone), field=field, most=30)
    plain = "".join(text.split())
    digits = plain.replace("-", "")
    return digits if MOBILE.fullmatch(digits) else plain
