"""The gateway's own list, read on from where it was read last: it grows, and is asked each round.

What one file said is kept for the whole process. It is read anew where it is another file, is
shorter, or says something else before the place where it was left; what somebody rewrites further
up, at its old length or longer, is read at the next start.
"""

import json
import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import BinaryIO

TAIL = 4096  # bytes before the place that have to be the same
_KEPT: dict[Path, "Said"] = {}
_READING = Lock()


@dataclass
class Said:
    """What a list says: what was sent, of one number the first; what keys ended, what is settled.

    `keys` name the rows of the orders sent; `over` are the numbers that were dropped and are never
    to leave.
    Read up to `place` of the file `file`; `tail` stands before it.
    """

    sent: dict[str, str] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    ended: set[str] = field(default_factory=set)
    over: set[str] = field(default_factory=set)
    settled: set[str] = field(default_factory=set)
    file: tuple[int, int] | None = None
    place: int = 0
    tail: bytes = b""
    _compared: dict[str, tuple[object, list[str]]] = field(default_factory=dict)

    def compared(self, city: str, mark: object, compare: Callable[[], list[str]]) -> list[str]:
        """Compare with rows that stand at a mark, unless that was done since either changed."""
        kept = self._compared.get(city)
        if kept is None or kept[0] != (self.place, mark):
            kept = self._compared[city] = (self.place, mark), compare()
        return list(kept[1])

    def take(self, text: bytes) -> None:
        """Read what was added, line by line; one that is not whole stays for the next time.

        What a power cut tore is none. Whole without an end, it counts.
        """
        read = 0
        for line in text.splitlines(keepends=True):
            whole = self._line(line) or line.endswith(b"\n")
            read += len(line) if whole else 0
        self.tail = (self.tail + text[:read])[-TAIL:]
        self.place += read

    def _line(self, line: bytes) -> bool:
        with suppress(ValueError):
            said = json.loads(line)
            if isinstance(said, Mapping):
                self._keep(said)
            return True
        return False

    def _keep(self, said: Mapping[str, object]) -> None:
        if "number" in said:
            self.sent.setdefault(str(said["number"]), str(said.get("digest")))
            self.keys.setdefault(str(said["number"]), str(said.get("key", "")))
        if "ended" in said:
            self.ended.add(str(said["ended"]))
        if "over" in said:
            self.over.add(str(said["over"]))
        settled = said.get("settled", ())
        self.settled |= {str(each) for each in settled} if isinstance(settled, list) else set()


def read_on(path: Path) -> Said:
    """Read what a list says now. Raises OSError."""
    with _READING:
        try:
            with path.open("rb") as stream:
                said = _goes_on(stream, _KEPT.get(path)) or Said(file=_file(stream))
                stream.seek(said.place)
                said.take(stream.read())
                _KEPT[path] = said
        except FileNotFoundError:
            said = _KEPT[path] = Said()
        return said


def _goes_on(stream: BinaryIO, before: Said | None) -> Said | None:
    """Find the place to read on from, where it is the same file and says the same before it."""
    if before is None or before.file != _file(stream):
        return None
    stream.seek(before.place - len(before.tail))
    return before if stream.read(len(before.tail)) == before.tail else None


def _file(stream: BinaryIO) -> tuple[int, int]:
    state = os.fstat(stream.fileno())
    return state.st_dev, state.st_ino
