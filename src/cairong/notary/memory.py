"""What the signer remembers outside the database: its last head of each city, and its alarm."""

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from cairong.home.folder import write_whole
from cairong.kernel.merkle import Frontier
from cairong.notary.heads import SignedHead, stored


@dataclass(frozen=True, kw_only=True)
class Alarm:
    """Why a chain is not signed: what was kept, what was found, and at which event they part.

    `kind`: cut, fork, gap, link, content, head (the chain itself); memory, heads, key (the
    signer's own: nothing remembered, stored heads that are not its, a key that signed none).
    """

    id: str
    kind: str
    at: str
    kept_size: int
    kept_hash: str
    found_size: int
    found_hash: str
    seq: int


@dataclass(frozen=True, kw_only=True)
class Kept:
    """One city's chain as it was last signed; the newest head, and the alarm that stands."""

    size: int = 0
    chain_hash: str = ""
    roots: tuple[str, ...] = ()
    last: Mapping[str, str] | None = None
    alarm: Alarm | None = None

    @property
    def frontier(self) -> Frontier:
        """The tree over the events that were signed."""
        return Frontier(self.size, [bytes.fromhex(each) for each in self.roots])

    @property
    def head(self) -> SignedHead | None:
        """The newest head."""
        return stored(**self.last) if self.last else None

    def signed(self, head: SignedHead, frontier: Frontier) -> "Kept":
        """What is remembered once a head is signed: no alarm is left."""
        return Kept(
            size=frontier.size,
            chain_hash=head.body["chain_hash"],
            roots=tuple(each.hex() for each in frontier.roots),
            last={
                "text": head.text,
                "alg": head.signature.alg,
                "value": head.signature.value,
            },
        )


class Memory:
    """One file a city, in the folder that only the signer reads."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def read(self, city: str) -> Kept | None:
        """Read what is remembered of a city; None where nothing is."""
        try:
            said: dict[str, Any] = json.loads(self._path(city).read_text())
        except FileNotFoundError:
            return None
        alarm = said.pop("alarm")
        roots = tuple(said.pop("roots"))
        return Kept(**said, roots=roots, alarm=Alarm(**alarm) if alarm else None)

    def write(self, city: str, kept: Kept) -> None:
        """Remember it: whole and on the disk, or not at all. Raises Trouble on a full disk."""
        write_whole(self._path(city), json.dumps(asdict(kept), indent=1) + "\n")
        folder = os.open(self.folder, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def cities(self) -> set[str]:
        """Name the cities of which something is remembered."""
        return {path.name.split(".")[1] for path in self.folder.glob("head.*.json")}

    def _path(self, city: str) -> Path:
        return self.folder / f"head.{city}.json"
