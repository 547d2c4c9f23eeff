"""Verify that an event is in a signed log, from a proof alone (`checking.proof_of`)."""

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from cairong.kernel.merkle import leaf_of, node_of
from cairong.notary.heads import fingerprint, read_head


def fingerprint_of(proof: Mapping[str, Any]) -> str:
    """Name the key that signed the head an event is under.

    Raises ValueError where the proof does not hold, LookupError or TypeError where it is none.
    """
    head = read_head(proof["tree_head"])
    content = str(proof["event"]).encode()
    entry = hashlib.sha256(bytes.fromhex(proof["previous_hash"]) + content).digest()
    place = int(proof["leaf_index"])
    if not 0 <= place < head.size or json.loads(content)["seq"] != place + 1:
        raise ValueError("记录不在它的位置")
    path = [bytes.fromhex(each) for each in proof["inclusion_path"]]
    if root_from(leaf_of(entry), place, head.size, path).hex() != head.body["root_hash"]:
        raise ValueError("记录不在签发过的日志里")
    key = base64.b64decode(proof["public_key"])
    if not head.is_by(key):
        raise ValueError("日志头不是这把密钥签的")
    return fingerprint(key)


def root_from(leaf: bytes, place: int, size: int, path: Sequence[bytes]) -> bytes:
    """Work out the root from a leaf and its path (RFC 9162, 2.1.3.2). Raises ValueError."""
    last, found = size - 1, leaf
    for other in path:
        if last == 0:
            raise ValueError("证明的长度不对")
        if place & 1 or place == last:
            found = node_of(other, found)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            found = node_of(found, other)
        place, last = place >> 1, last >> 1
    if last != 0:
        raise ValueError("证明的长度不对")
    return found
