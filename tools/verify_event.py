"""Verify, without network or database, that an event is in a signed log: verify_event.py PROOF.json

Needs the standard library and `cryptography`. Answers 0 where the proof holds, 1 where it does not.
What it cannot know is whose the key is: compare the fingerprint with one you had before.
"""

import base64
import hashlib
import json
import sys
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


def node(mark: bytes, *parts: bytes) -> bytes:
    """Hash parts under the mark of a leaf (0) or of a node (1)."""
    return hashlib.sha256(mark + b"".join(parts)).digest()


def leads_to(leaf: bytes, place: int, size: int, path: list[bytes]) -> bytes:
    """Work out the root from a leaf (RFC 9162, 2.1.3.2). Raises ValueError for a wrong length."""
    last, found = size - 1, leaf
    for beside in path:
        if last == 0:
            raise ValueError("the path is too long")
        if place & 1 or place == last:
            found = node(b"\x01", beside, found)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            found = node(b"\x01", found, beside)
        place, last = place >> 1, last >> 1
    if last != 0:
        raise ValueError("the path is too short")
    return found


def canonical(head: dict) -> bytes:
    """Write a head as RFC 8785 has it: its values are texts and whole numbers alone."""
    return json.dumps(head, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def verify(proof: dict) -> str:
    """Name the fingerprint of the key that signed it. Raises ValueError where it does not hold."""
    head, signature = proof["tree_head"]["head"], proof["tree_head"]["signature"]
    hashed = hashlib.sha256(bytes.fromhex(proof["previous_hash"]) + proof["event"].encode())
    place, size = proof["leaf_index"], head["tree_size"]
    if not 0 <= place < size or json.loads(proof["event"])["seq"] != place + 1:
        raise ValueError("the event is not the one at this place")
    path = [bytes.fromhex(each) for each in proof["inclusion_path"]]
    if leads_to(node(b"\x00", hashed.digest()), place, size, path).hex() != head["root_hash"]:
        raise ValueError("the event is not in this log")
    key = base64.b64decode(proof["public_key"])
    if {hashlib.sha256(key).hexdigest()} != {head["key_id"], signature["key_id"]}:
        raise ValueError("the key is not the one that the head names")
    value = base64.b64decode(signature["value"])
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(value, canonical(head))
    except InvalidSignature:
        raise ValueError("the head was not signed by this key") from None
    return str(head["key_id"])


if __name__ == "__main__":
    try:
        print("holds; signed by key", verify(json.loads(Path(sys.argv[1]).read_text())))
    except (ValueError, LookupError, TypeError) as error:
        print(f"does not hold: {error}")
        sys.exit(1)
