"""Files of which nothing may be left: written over before they are given up."""

import os
from collections.abc import Sequence
from pathlib import Path

BLOCK = 1024 * 1024


def wipe(path: Path) -> None:
    """Write a file over, and take it away."""
    _write_over(path)
    path.unlink()


def empty(path: Path) -> None:
    """Write a file over that another may hold open, and leave it without a byte."""
    _write_over(path)
    os.truncate(path, 0)


def strike(path: Path, words: Sequence[str]) -> int:
    """Take every line that holds one of the words out of a text file; answers how many."""
    sought = [word.encode() for word in words]
    lines = path.read_bytes().splitlines(keepends=True)
    kept = [line for line in lines if not any(word in line for word in sought)]
    if len(kept) < len(lines):
        _write_over(path)
        with path.open("r+b") as file:
            file.writelines(kept)
            file.truncate()
            os.fsync(file.fileno())
    return len(lines) - len(kept)


def _write_over(path: Path) -> None:
    with path.open("r+b") as file:
        left = path.stat().st_size
        while left > 0:
            left -= file.write(bytes(min(left, BLOCK)))
        file.flush()
        os.fsync(file.fileno())
