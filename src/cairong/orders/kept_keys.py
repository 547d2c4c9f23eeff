"""The signing keys that a demonstration keeps for its people: anybody may know them.

Each follows from its person's id alone, so nothing is stored, and its signature is checked as a
passkey's assertion is. A real city knows none of them: its keys are made in hand, in a ceremony.
"""

import json
from hashlib import sha256
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestedCredentialData, AuthenticatorData, CollectedClientData

from cairong.orders.signatures import NO_MODEL, Made, public_of

SITE, ORIGIN = "localhost", "http://localhost"
CURVE = ec.SECP256R1()
SAFE = 2**255  # below the order of the curve
VERIFIED = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV
GET = "webauthn.get"


def kept_for(person_id: UUID) -> Made:
    """Make the key that a demonstration keeps for a person: the same each time."""
    half = _private(person_id).public_key()
    public = ES256.from_cryptography_key(half)  # type: ignore[no-untyped-call]
    credential, written = public_of(
        AttestedCredentialData.create(NO_MODEL, _credential(person_id), public)
    )
    return Made(credential=credential, public_key=written, site=SITE, origin=ORIGIN)


def signed_by(person_id: UUID, digest: str) -> str:
    """Sign an order's digest by a person's key, as a browser answers for a passkey."""
    data = AuthenticatorData.create(sha256(SITE.encode()).digest(), VERIFIED, 0)
    said = CollectedClientData.create(GET, bytes.fromhex(digest), ORIGIN)
    signed = _private(person_id).sign(data + sha256(said).digest(), ec.ECDSA(SHA256()))
    name = websafe_encode(_credential(person_id))
    response = {
        "authenticatorData": websafe_encode(data),
        "clientDataJSON": websafe_encode(said),
        "signature": websafe_encode(signed),
    }
    return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": response})


def _private(person_id: UUID) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int.from_bytes(_drawn("key", person_id)) % SAFE + 1, CURVE)


def _credential(person_id: UUID) -> bytes:
    return _drawn("credential", person_id)


def _drawn(what: str, person_id: UUID) -> bytes:
    return sha256(f"cairong-demonstration/1:{what}:{person_id}".encode()).digest()
