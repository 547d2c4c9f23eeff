"""Where tests keep what they write: in memory where there is room, since none of it lasts."""

import os
import shutil
import tempfile
from pathlib import Path

import psutil

MEMORY = Path("/dev/shm")  # noqa: S108 - each run makes a folder of its own in it
ROOM = 6 << 30  # bytes; a whole run was seen to take a third of it


def keep_in_memory() -> None:
    """Have this process and all it starts put temporary files into memory, unless told where.

    A test database is a thousand small files, copied anew many hundred times.
    """
    if not os.environ.get("TMPDIR") and _has_room():
        os.environ["TMPDIR"] = str(MEMORY)
        tempfile.tempdir = None


def begun_by(kind: str) -> str:
    """Name the folders of a kind that this process makes, so that it is seen when it is gone."""
    return f"{kind}-{os.getpid()}-"


def sweep(*kinds: str) -> None:
    """Take away what runs that are over left: those that failed, and those that were killed."""
    for folder in Path(tempfile.gettempdir()).iterdir():
        kind, _, rest = folder.name.rpartition("-")[0].rpartition("-")
        if kind in kinds and rest.isdecimal() and not psutil.pid_exists(int(rest)):
            shutil.rmtree(folder, ignore_errors=True)


def _has_room() -> bool:
    if not os.access(MEMORY, os.W_OK):
        return False
    return _free() >= ROOM and not os.statvfs(MEMORY).f_flag & os.ST_NOEXEC


def _free() -> int:
    found = os.statvfs(MEMORY)
    return min(found.f_bavail * found.f_frsize, psutil.virtual_memory().available)
