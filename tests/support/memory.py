"""Where tests keep what they write: in memory where there is room, since none of it lasts."""

import os
import tempfile
from pathlib import Path

import psutil

MEMORY = Path("/dev/shm")  # noqa: S108 - each run makes a folder of its own in it
ROOM = 6 << 30  # bytes; a whole run was seen to take a third of it


def keep_in_memory() -> None:
    """Have this process and all it starts put temporary files into memory, unless told where.

    A test database is a thousand small files, copied anew many hundred times.
    """
    if "TMPDIR" not in os.environ and _has_room():
        os.environ["TMPDIR"] = str(MEMORY)
        tempfile.tempdir = None


def _has_room() -> bool:
    if not os.access(MEMORY, os.W_OK):
        return False
    found = os.statvfs(MEMORY)
    free = min(found.f_bavail * found.f_frsize, psutil.virtual_memory().available)
    return free >= ROOM and not found.f_flag & os.ST_NOEXEC
