"""A Merkle tree over a log that only grows, as RFC 9162 has it (section 2.1).

A leaf is SHA-256(0x00 ‖ entry), a node SHA-256(0x01 ‖ left ‖ right). The tree is never kept whole:
its frontier, one hash for each 1 in the binary size, is all that growing takes.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field

EMPTY = hashlib.sha256(b"").digest()


def leaf_of(entry: bytes) -> bytes:
    """Hash one entry of the log."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_of(left: bytes, right: bytes) -> bytes:
    """Hash two neighbours into the node above them."""
    return hashlib.sha256(b"\x01" + left + right).digest()


@dataclass
class Frontier:
    """The roots of the full trees that a log of this size is made of, the largest first."""

    size: int = 0
    roots: list[bytes] = field(default_factory=list)

    def append(self, entry: bytes) -> None:
        """Add one entry at the end."""
        node, left = leaf_of(entry), self.size
        while left & 1:
            node, left = node_of(self.roots.pop(), node), left >> 1
        self.roots.append(node)
        self.size += 1

    @property
    def root(self) -> bytes:
        """The root of the whole tree."""
        if not self.roots:
            return EMPTY
        *above, node = self.roots
        for left in reversed(above):
            node = node_of(left, node)
        return node


def root_of(entries: Sequence[bytes]) -> bytes:
    """Work out the root of a tree over entries."""
    frontier = Frontier()
    for entry in entries:
        frontier.append(entry)
    return frontier.root


def inclusion_path(entries: Sequence[bytes], index: int) -> list[bytes]:
    """List the hashes beside the way from an entry up to the root, the leaf's sibling first."""
    if len(entries) == 1:
        return []
    half = _half(len(entries))
    if index < half:
        return [*inclusion_path(entries[:half], index), root_of(entries[half:])]
    return [*inclusion_path(entries[half:], index - half), root_of(entries[:half])]


def _half(count: int) -> int:
    """The largest power of two below a count of at least 2."""
    half: int = 1 << ((count - 1).bit_length() - 1)
    return half
