"""What one command at a time may do in a data folder: start its database, make its city."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from cairong.home.folder import Home


@contextmanager
def run_lock(home: Home) -> Iterator[bool]:
    """Hold the folder's lock, or say (False) that another command holds it."""
    with _file(home, "run.lock") as stream:
        held = _try(stream)
        try:
            yield held
        finally:
            if held:
                fcntl.flock(stream, fcntl.LOCK_UN)


@contextmanager
def making_city(home: Home) -> Iterator[None]:
    """Wait until no other command makes a city in this folder, and be the one that does."""
    with _file(home, "city.lock") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        yield


def _file(home: Home, name: str) -> IO[str]:
    """Open the file of a lock, which is the folder's owner's whoever opens it first."""
    stream = (home.path / name).open("a")
    if os.geteuid() == 0:
        state = home.path.stat()
        os.fchown(stream.fileno(), state.st_uid, state.st_gid)
    return stream


def _try(stream: IO[str]) -> bool:
    try:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
