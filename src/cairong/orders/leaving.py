"""What leaves for the treasury: the order, both signatures, the code, the keys that prove it."""

from typing import Any

from cairong.orders.models import Order
from cairong.orders.reads import signatures_of

FORMAT = "cairong-instruction/1"


def leaving(order: Order) -> dict[str, Any]:
    """Write an order with its signatures, so that it proves itself to whoever has the keys.

    `order` is the exact text that was signed; its SHA-256 is the challenge of each assertion.
    """
    return {
        "format": FORMAT,
        "number": order.number,
        "code": order.code,
        "digest": order.digest,
        "order": order.text,
        "signatures": [
            {
                "person": signature.person.name,
                "algorithm": signature.key.algorithm,
                "fingerprint": signature.key.fingerprint,
                "public_key": signature.key.public_key,
                "credential": signature.key.credential,
                "site": signature.key.site,
                "origin": signature.key.origin,
                "signature": signature.text,
                "at": signature.at.isoformat(),
            }
            for signature in signatures_of(order)
        ],
    }
