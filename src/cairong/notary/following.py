"""Follow a chain of events from a place that is known: only what follows from it is taken in."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from cairong.kernel.events import is_whole
from cairong.kernel.merkle import Frontier


@dataclass(frozen=True, kw_only=True)
class Parted(Exception):  # noqa: N818 - what was found, not an error of the program
    """A chain is not what it must be, from event `seq` on."""

    kind: str
    seq: int


def follow(
    events: Iterable[Any], frontier: Frontier, chain_hash: bytes, vouched: Mapping[int, str]
) -> bytes:
    """Take events in, each worked out anew; the hash of the newest. Raises Parted.

    `vouched` are the sealed events that later ones name (`is_whole`).
    """
    for event in events:
        if event.seq != frontier.size + 1:
            raise Parted(kind="gap", seq=frontier.size + 1)
        if bytes(event.previous_hash) != chain_hash:
            raise Parted(kind="link", seq=event.seq)
        if not is_whole(event, vouched):
            raise Parted(kind="content", seq=event.seq)
        chain_hash = bytes(event.hash)
        frontier.append(chain_hash)
    return chain_hash
