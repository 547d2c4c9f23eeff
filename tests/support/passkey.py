"""A device that holds passkeys: answers a page's question as a browser would, or wrongly."""

import json
import secrets
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import (
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

SITE, ORIGIN = "localhost", "http://localhost"
PRESENT, KEY = AuthenticatorData.FLAG.UP, AuthenticatorData.FLAG.AT


def question_on(page: str) -> dict[str, Any]:
    """The question that the text of a page puts to the browser."""
    _, mark, rest = page.partition('data-passkey="')
    assert mark, "no question is put"
    return json.JSONDecoder().raw_decode(rest)[0]["publicKey"]


def new_key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


@dataclass
class Device:
    """One passkey of one site; a `counter` of None is a device that does not count."""

    site: str = SITE
    origin: str = ORIGIN
    counter: int | None = 0
    key: ec.EllipticCurvePrivateKey = field(default_factory=new_key)
    credential_id: bytes = field(default_factory=lambda: secrets.token_bytes(32))

    def makes(self, page: str, **changed: Any) -> str:
        """Answer the question for a new passkey."""
        asked = question_on(page)
        data = AttestedCredentialData.create(
            b"\0" * 16, self.credential_id, ES256.from_cryptography_key(self.key.public_key())
        )
        made = self._data(PRESENT | KEY, data)
        said = {
            "attestationObject": websafe_encode(AttestationObject.create("none", made, {})),
            "clientDataJSON": websafe_encode(self._said("webauthn.create", asked)),
        }
        return self._answer(said | changed)

    def shows(self, page: str, **changed: Any) -> str:
        """Sign the question of a page."""
        asked = question_on(page)
        if self.counter is not None:
            self.counter += 1
        data, said = self._data(PRESENT), self._said("webauthn.get", asked)
        signed = self.key.sign(data + sha256(said).digest(), ec.ECDSA(SHA256()))
        return self._answer(
            {
                "authenticatorData": websafe_encode(data),
                "clientDataJSON": websafe_encode(said),
                "signature": websafe_encode(signed),
            }
            | changed
        )

    def _said(self, kind: str, asked: dict[str, Any]) -> CollectedClientData:
        return CollectedClientData.create(kind, asked["challenge"], self.origin)

    def _data(self, flags: int, credential: bytes = b"") -> AuthenticatorData:
        digest = sha256(self.site.encode()).digest()
        return AuthenticatorData.create(digest, flags, self.counter or 0, credential)

    def _answer(self, said: dict[str, str]) -> str:
        name = websafe_encode(self.credential_id)
        return json.dumps(
            {"id": name, "rawId": name, "type": "public-key", "response": said,
             "clientExtensionResults": {}}
        )  # fmt: skip
