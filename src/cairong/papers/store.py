"""Where the bytes of papers lie: once each, under their SHA-256, never half.

On disk under the data folder: one folder a paper, with the paper (`whole`) and the pictures of its
first pages, prepared apart and then renamed, so that a folder that is there is whole.
"""

import hashlib
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

from django.conf import settings

from cairong.home.wiping import wipe

WHOLE, PREPARED = "whole", "prepared"
LEFT_FOR = timedelta(days=1)  # what belongs to nothing is left so long, since it may be on its way


class DamagedError(Exception):
    """A paper is missing, or its bytes are no longer those of its hash."""


def folder() -> Path:
    """Where papers lie on disk."""
    return Path(settings.FILES_ROOT) / "papers"


def place_of(sha256: str) -> Path:
    """Where one paper lies on disk."""
    return folder() / sha256[:2] / sha256


def prepare() -> Path:
    """Make a folder in which a paper is prepared; `put` takes it, or it is swept."""
    made = folder() / PREPARED / uuid4().hex
    made.mkdir(mode=0o700, parents=True)
    return made


def put(prepared: Path, sha256: str) -> None:
    """Move a prepared folder to where its paper lies; one that lies there already stays."""
    place = place_of(sha256)
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    for path in (*prepared.iterdir(), prepared):
        _flush(path)
    try:
        prepared.rename(place)
    except OSError:
        if not (place / WHOLE).is_file():
            raise
        shutil.rmtree(prepared, ignore_errors=True)
    _flush(place.parent)


def read(sha256: str) -> bytes:
    """Read a paper. Raises DamagedError where it is missing or was changed."""
    try:
        content = (place_of(sha256) / WHOLE).read_bytes()
    except FileNotFoundError:
        raise DamagedError(sha256) from None
    if hashlib.sha256(content).hexdigest() != sha256:
        raise DamagedError(sha256)
    return content


def picture(sha256: str, page: int) -> bytes:
    """Read the picture of a page. Raises DamagedError where there is none."""
    try:
        return (place_of(sha256) / f"{page:03}.jpg").read_bytes()
    except FileNotFoundError:
        raise DamagedError(sha256) from None


def every(shard: str = "*") -> Iterator[Path]:
    """Go through the folders of papers, those of one shard (the first two digits) or all."""
    yield from (path for path in folder().glob(f"{shard}/*") if path.parent.name != PREPARED)


def sweep(shard: str, *, now: datetime, named: Callable[[Iterable[str]], set[str]]) -> int:
    """Remove what nothing names: of a shard, and what was prepared and never put. Says how many.

    `named` tells which of some hashes belong to something. What is younger than a day stays: it
    may be on its way into the database.
    """
    before = (now - LEFT_FOR).timestamp()
    old = [path for path in every(shard) if _is_older(path, before)]
    kept = named(path.name for path in old) if old else set()
    gone = [path for path in old if path.name not in kept]
    gone += [path for path in (folder() / PREPARED).glob("*") if _is_older(path, before)]
    for path in gone:
        remove(path)
    return len(gone)


def remove(path: Path) -> None:
    """Write a paper over and remove it with its pictures."""
    for each in path.glob("*"):
        with suppress(FileNotFoundError):  # another may sweep as well
            wipe(each)
    with suppress(FileNotFoundError):
        path.rmdir()


def _is_older(path: Path, before: float) -> bool:
    with suppress(FileNotFoundError):
        return path.stat().st_mtime < before
    return False


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
