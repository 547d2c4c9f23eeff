"""The questions that the gateway's pages put to a browser; nothing of them is kept in between."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.core import signing
from fido2.utils import websafe_encode
from fido2.webauthn import (
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from cairong.home.environment import gateway_host, gateway_url
from cairong.kernel.errors import Invalid
from cairong.kernel.orders import digest_of
from cairong.orders.signatures import BROKEN, SIGNATURES, PublicKey, descriptor, public_of, server
from cairong.orders.tickets import Ticket, challenge

WANTED = UserVerificationRequirement.REQUIRED
SALT, SECONDS = "cairong.gateway.who", 300


def origin() -> str:
    """Name the one origin whose pages a key may sign on."""
    return gateway_url()


def site() -> str:
    """Name the host that keys are made for."""
    return gateway_host(origin())


def to_sign(digest: str, keys: Sequence[PublicKey]) -> str:
    """Ask one of these keys to sign a digest."""
    options, _ = server(site(), origin()).authenticate_begin(
        credentials=[descriptor(key) for key in keys],
        user_verification=WANTED,
        challenge=bytes.fromhex(digest),
    )
    return _written(options)


def to_say_who(keys: Sequence[PublicKey]) -> tuple[str, str]:
    """Ask who sits here: a question good for five minutes, and the mark that comes back with it.

    What is signed so is the digest of no order.
    """
    mark = signing.dumps("who", salt=SALT)
    return to_sign(digest_of(f"cairong-who/1:{mark}"), keys), mark


def who[Key: PublicKey](mark: str, answer: str, keys: Sequence[Key]) -> Key:
    """Find whose key answered. Raises Invalid for an answer to nothing, or after five minutes."""
    try:
        signing.loads(mark, salt=SALT, max_age=SECONDS)
    except signing.BadSignature:
        raise _unverified() from None
    found = SIGNATURES.check(digest_of(f"cairong-who/1:{mark}"), answer, keys)
    if found is None:
        raise _unverified()
    return found


def to_make(word: str, ticket: Ticket, known: Sequence[PublicKey]) -> str:
    """Ask a browser to make the key of a word, on a device that holds none of the known ones.

    A device that holds somebody else's says so itself, where it keeps to the standard.
    """
    options, _ = server(site(), origin()).register_begin(
        user=PublicKeyCredentialUserEntity(
            id=ticket.person.bytes, name=ticket.name, display_name=ticket.name
        ),
        resident_key_requirement=ResidentKeyRequirement.DISCOURAGED,
        user_verification=WANTED,
        challenge=challenge(word),
        credentials=[descriptor(key) for key in known],
    )
    return _written(options)


def made(word: str, answer: str) -> tuple[str, str]:
    """Read a key that a browser made for a word: its credential and its public half.

    Raises Invalid for what is none, or made at another site.
    """
    asked = {"challenge": websafe_encode(challenge(word)), "user_verification": WANTED}
    try:
        said = json.loads(answer)
        data = server(site(), origin()).register_complete(asked, said)
        assert data.credential_data is not None
        return public_of(data.credential_data)
    except BROKEN:
        raise _unverified() from None


def _written(options: Mapping[str, Any]) -> str:
    return json.dumps(dict(options), default=dict)


def _unverified() -> Invalid:
    return Invalid("orders.unverified", field="answer", site=origin(), short="—")
