"""A signed head: what it says, its exact bytes, and whether its signature is a key's own."""

import base64
import hashlib
import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import rfc8785

from cairong.notary.keys import ALGORITHMS

FORMAT, EVENTS = "cairong-head/1", "events"
TOKEN = re.compile(r"cairong-head:c(\d{6}):n(\d+):h([0-9a-f]{64})")
LOG_ID = re.compile(rf"\d{{6}}/{EVENTS}")


@dataclass(frozen=True, kw_only=True)
class Signature:
    """Who signed by which algorithm, and the signature itself in base64."""

    alg: str
    key_id: str
    value: str


@dataclass(frozen=True, kw_only=True)
class SignedHead:
    """One signed head: its body, which is signed as RFC 8785 has it, and the signature."""

    body: dict[str, Any]
    signature: Signature

    @property
    def text(self) -> str:
        """The signed bytes, which are UTF-8."""
        return canonical(self.body)

    @property
    def digest(self) -> str:
        """The hash by which the next head names this one."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    @property
    def city(self) -> str:
        """The city whose log it is of."""
        return str(self.body["log_id"]).split("/", 1)[0]

    @property
    def size(self) -> int:
        """How many events the log had."""
        return int(self.body["tree_size"])

    @property
    def at(self) -> datetime:
        """When it was signed."""
        return datetime.fromisoformat(self.body["timestamp"])

    def written(self) -> dict[str, Any]:
        """Write it for whoever keeps it."""
        return {"head": self.body, "digest": self.digest, "signature": vars(self.signature)}

    def is_by(self, public_key: bytes) -> bool:
        """Whether this key signed exactly these bytes, and is the key that they name."""
        algorithm = ALGORITHMS.get(self.signature.alg)
        named = {self.signature.key_id, self.body.get("key_id")} == {fingerprint(public_key)}
        if algorithm is None or not named:
            return False
        try:
            value = base64.b64decode(self.signature.value, validate=True)
        except ValueError:
            return False
        return algorithm.verify(public_key, self.text.encode(), value)


def canonical(value: Any) -> str:
    """Write plain values as RFC 8785 has them."""
    return rfc8785.dumps(value).decode()


def body_of(
    *,
    city: str,
    size: int,
    root: bytes,
    chain_hash: bytes,
    now: datetime,
    key_id: str,
    previous: str,
    **further: Any,
) -> dict[str, Any]:
    """Say what a head says; of what is `further` (day_end, break) what is not empty."""
    return {
        "format": FORMAT,
        "log_id": f"{city}/{EVENTS}",
        "tree_size": size,
        "root_hash": root.hex(),
        "chain_hash": chain_hash.hex(),
        "timestamp": moment(now),
        "key_id": key_id,
        "previous": previous,
        **{name: value for name, value in further.items() if value},
    }


def read_head(said: Any) -> SignedHead:
    """Read a head that somebody kept. Raises ValueError for what is none."""
    try:
        body, signature = said["head"], Signature(**said["signature"])
        bytes.fromhex(body["root_hash"]), bytes.fromhex(body["chain_hash"])
        head = SignedHead(body=body, signature=signature)
        fits = body["format"] == FORMAT and LOG_ID.fullmatch(body["log_id"])
        if not (fits and head.size >= 0 and head.at and head.text):
            raise ValueError(FORMAT)
    except (LookupError, TypeError, AttributeError, rfc8785.CanonicalizationError) as error:
        raise ValueError(str(error)) from error
    return head


def stored(text: str, alg: str, value: str) -> SignedHead:
    """Read a head as the database and the signer's own memory keep it."""
    body = json.loads(text)
    return SignedHead(body=body, signature=Signature(alg=alg, key_id=body["key_id"], value=value))


def moment(at: datetime) -> str:
    """Write a moment as heads have it: UTC, milliseconds."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def token_of(city: str, size: int, chain_hash: str) -> str:
    """Write a head in one word for a line of a message: what anybody can compare later."""
    return f"cairong-head:c{city}:n{size}:h{chain_hash}"


def fingerprint(public_key: bytes) -> str:
    """Name a public key by its SHA-256."""
    return hashlib.sha256(public_key).hexdigest()
