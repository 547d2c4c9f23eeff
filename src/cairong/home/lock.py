"""What one command at a time may do in a data folder: start its database, make its city."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from cairong.home.folder import Home


@contextmanager
def run_lock(home: Home) -> Iterator[bool]:
    """Hold the folder's lock, or say (False) that another command holds it."""
    with (home.path / "run.lock").open("a") as stream:
        held = _try(stream)
        try:
            yield held
        finally:
            if held:
                fcntl.flock(stream, fcntl.LOCK_UN)


@contextmanager
def making_city(home: Home) -> Iterator[None]:
    """Wait until no other command makes a city in this folder, and be the one that does."""
    with (home.path / "city.lock").open("a") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        yield


def _try(stream: IO[str]) -> bool:
    try:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
