"""Ways to sign an order, each behind one class: it needs public keys and bytes, no more."""

import base64
import json
import struct
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from cryptography.exceptions import UnsupportedAlgorithm
from fido2 import cbor
from fido2.cose import CoseKey
from fido2.server import Fido2Server
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import (
    AttestedCredentialData,
    PublicKeyCredentialRpEntity,
    UserVerificationRequirement,
)

# What the library raises for bytes that are none of a key's.
BROKEN = (
    ValueError, TypeError, LookupError, AttributeError, AssertionError, RecursionError,
    struct.error, UnsupportedAlgorithm,
)  # fmt: skip
NAME, NO_MODEL = "采融签名网关", b"\0" * 16
WANTED = UserVerificationRequirement.REQUIRED


class PublicKey(Protocol):
    """What is known of a key: how it is used, its public half, and the site it was made at."""

    algorithm: Any
    credential: Any
    public_key: Any
    site: Any
    origin: Any


@dataclass(frozen=True, kw_only=True)
class Made:
    """A key as its holder's device made it, and the site it was made at."""

    credential: str
    public_key: str
    site: str
    origin: str


class Way(Protocol):
    """One way to sign: a passkey's, later a UKey's."""

    def signed(self, digest: str, text: str, key: PublicKey) -> bool:
        """Whether a signature's text is this key's over an order's digest."""


class WebAuthn:
    """A passkey's assertion whose challenge is the digest of the order.

    Its holder was verified by the device; origin and site are compared exactly, so that what was
    signed at another site, or on another port of the same host, is none.
    """

    def signed(self, digest: str, text: str, key: PublicKey) -> bool:
        """Whether an assertion is this key's over an order's digest."""
        try:
            said = json.loads(text)
            if not isinstance(said, dict):
                return False
            asked = {
                "challenge": websafe_encode(bytes.fromhex(digest)),
                "user_verification": WANTED,
            }
            server(key.site, key.origin).authenticate_complete(asked, [_kept(key)], said)
        except BROKEN:
            return False
        return True


class Signatures:
    """All ways to sign; orders, rows and pages do not know which was taken."""

    ways: Mapping[str, Way] = {"webauthn": WebAuthn()}

    def check[Key: PublicKey](self, digest: str, text: str, keys: Iterable[Key]) -> Key | None:
        """Find the key, among these, that signed an order's digest; None where none of them did."""
        for key in keys:
            way = self.ways.get(key.algorithm)
            if way is not None and way.signed(digest, text, key):
                return key
        return None


SIGNATURES = Signatures()


def server(site: str, origin: str) -> Fido2Server:
    """Make the relying party of a site; it believes exactly one origin."""
    return Fido2Server(
        PublicKeyCredentialRpEntity(id=site, name=NAME), verify_origin=lambda said: said == origin
    )


def descriptor(key: PublicKey) -> AttestedCredentialData:
    """Name a key as a browser is asked for it."""
    return _kept(key)


def public_of(made: AttestedCredentialData) -> tuple[str, str]:
    """Write a new passkey's credential and public key as they are kept."""
    public = base64.b64encode(cbor.encode(dict(made.public_key))).decode()
    return websafe_encode(made.credential_id), public


def _kept(key: PublicKey) -> AttestedCredentialData:
    said: Any = cbor.decode(base64.b64decode(key.public_key))
    public = CoseKey.parse(said)
    return AttestedCredentialData.create(NO_MODEL, websafe_decode(key.credential), public)
