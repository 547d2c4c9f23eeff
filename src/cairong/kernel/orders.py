"""An order: plain facts, the exact bytes that persons sign, their digest, and its short code."""

import hashlib
from collections.abc import Mapping
from typing import Any

import rfc8785

FORMAT = "cairong-order/1"
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_BYTES, GROUP = 5, 4


def text_of(facts: Mapping[str, Any]) -> str:
    """Write facts as RFC 8785 has them; the UTF-8 of this text is what is signed."""
    return rfc8785.dumps(dict(facts)).decode()


def digest_of(text: str) -> str:
    """Name a text by its SHA-256, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def code_of(digest: str) -> str:
    """Write the first 40 bits of a digest as people compare them: `7K3M-Q9TA`.

    Crockford's base 32. It proves nothing by itself.
    """
    number = int.from_bytes(bytes.fromhex(digest)[:CODE_BYTES], "big")
    whole = "".join(CROCKFORD[number >> shift & 31] for shift in range(35, -1, -5))
    return f"{whole[:GROUP]}-{whole[GROUP:]}"
