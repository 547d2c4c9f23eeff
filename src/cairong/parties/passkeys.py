"""Passkeys (WebAuthn) as they are kept, and the questions that are put to a browser.

What a passkey answers is bound to the site it was made at: its relying party is the host by which
somebody visits.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal.auth import get_credentials
from fido2.server import Fido2Server
from fido2.webauthn import (
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from cairong.parties.factors import Type
from cairong.parties.models import Account

NAME = "采融"
WANTED = UserVerificationRequirement.PREFERRED  # a finger, a face, a PIN, where there is one


@dataclass(frozen=True, kw_only=True)
class Signed:
    """A browser's answer as it came, the question it is to, and the host it was put at."""

    answer: str
    state: Mapping[str, Any]
    site: str


@dataclass(frozen=True, kw_only=True)
class Question:
    """What a browser is asked, as it takes it, and what has to be kept until it answers."""

    options: Mapping[str, Any]
    state: Mapping[str, Any]


def passkeys_of(account: Account) -> list[Authenticator]:
    """List the passkeys of an account, the oldest first."""
    rows = Authenticator.objects.filter(user_id=account.pk, type=Type.WEBAUTHN)
    return list(rows.order_by("created_at", "pk"))


def to_create(account: Account, site: str) -> Question:
    """Ask a browser to make a passkey for an account, but on a device that holds one of it."""
    user = PublicKeyCredentialUserEntity(
        id=str(account.pk).encode(), name=account.username, display_name=account.person.name
    )
    options, state = server(site).register_begin(
        user=user,
        credentials=get_credentials(account),
        resident_key_requirement=ResidentKeyRequirement.DISCOURAGED,
        user_verification=WANTED,
    )
    return Question(options=dict(options), state=state)


def to_show(account: Account, site: str) -> Question | None:
    """Ask a browser to sign with one of an account's passkeys; None where it has none."""
    keys = get_credentials(account)
    if not keys:
        return None
    options, state = server(site).authenticate_begin(credentials=keys, user_verification=WANTED)
    return Question(options=dict(options), state=state)


def server(site: str) -> Fido2Server:
    """Make the relying party of a host; it believes no origin but that host's."""
    return Fido2Server(PublicKeyCredentialRpEntity(id=site, name=NAME))
