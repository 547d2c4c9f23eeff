"""The folder by which the treasury is reached: `out/` holds what leaves, `in/` what it answers.

It needs no network, a person can carry it, and each file proves itself to whoever has the keys.
"""

import json
import logging
import os
import re
import stat
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from cairong.home.folder import Home, write_whole

LOGGER = logging.getLogger(__name__)
VARIABLE = "CAIRONG_GATEWAY_FOLDER"
NUMBER = re.compile(r"[0-9]{6}-[0-9]{6,}")
LONGEST = 64 * 1024


@dataclass(frozen=True, kw_only=True)
class TreasuryAnswer:
    """What a file in `in/` says of one instruction."""

    number: str
    order: str
    serial: str
    arrived_on: date


class Exchange:
    """One folder with the two, made where they are not."""

    def __init__(self, folder: Path) -> None:
        self.out, self.into = folder / "out", folder / "in"
        self._unread: dict[str, float] = {}
        for path in (self.out, self.into):
            path.mkdir(mode=0o700, parents=True, exist_ok=True)

    def put(self, number: str, facts: dict[str, Any]) -> None:
        """Write what leaves, whole; written again it is the same file."""
        text = json.dumps(facts, ensure_ascii=False, indent=1) + "\n"
        write_whole(self.out / f"{number}.json", text)

    def take_back(self, number: str) -> None:
        """Take away what does not leave."""
        (self.out / f"{number}.json").unlink(missing_ok=True)

    def answers(self) -> Iterator[TreasuryAnswer]:
        """Read every answer that is whole; what cannot be read stays, and is logged once."""
        for path in sorted(self.into.glob("*.json")):
            if NUMBER.fullmatch(path.stem) and (answer := self._read(path)):
                yield answer

    def done(self, number: str) -> None:
        """Put an answer away that was taken."""
        with suppress(FileNotFoundError):
            (self.into / f"{number}.json").rename(self.into / f"{number}.taken")

    def refuse(self, number: str, why: str) -> None:
        """Keep a refused answer apart, with why beside it; it is not tried again."""
        with suppress(FileNotFoundError):
            (self.into / f"{number}.json").rename(self.into / f"{number}.refused")
            write_whole(self.into / f"{number}.why", f"{why}\n")

    def _read(self, path: Path) -> TreasuryAnswer | None:
        changed = 0.0
        try:
            state = path.lstat()
            changed = state.st_mtime
            said: Any = json.loads(path.read_bytes()) if _plain(state) else None
            return TreasuryAnswer(
                number=path.stem,
                order=str(said["order"]),
                serial=str(said["bank_serial"]),
                arrived_on=date.fromisoformat(said["arrived_on"]),
            )
        except (OSError, ValueError, TypeError, LookupError, RecursionError) as error:
            if self._unread.get(path.name) != changed:
                self._unread[path.name] = changed
                LOGGER.warning("%s is no answer of the treasury: %r", path, error)
            return None


def _plain(state: os.stat_result) -> bool:
    """Whether it is a file that can be read at once; a pipe would keep us waiting."""
    return stat.S_ISREG(state.st_mode) and state.st_size <= LONGEST


def exchange(place: Home) -> Exchange:
    """Name the folder: CAIRONG_GATEWAY_FOLDER, or one in the data folder."""
    return Exchange(Path(os.environ.get(VARIABLE) or place.gateway / "exchange"))
