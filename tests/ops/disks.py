"""Small disks that tests may fill."""

import errno
import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


def _able() -> bool:
    """Whether this process may mount: root in a container often may not."""
    if os.geteuid() != 0:
        return False
    command = ["unshare", "--mount", "mount", "-t", "tmpfs", "tmpfs", "/mnt"]
    return subprocess.run(command, check=False, capture_output=True).returncode == 0


AS_ROOT = pytest.mark.skipif(not _able(), reason="以 root 且允许挂载时,才能挂载 tmpfs")


@contextmanager
def mounting(place: Path) -> Iterator[Callable[[str], Path]]:
    """Give a way to mount a disk at a place; it is gone afterwards."""
    place.mkdir(exist_ok=True)

    def mount(options: str) -> Path:
        subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", place], check=True)
        return place

    yield mount
    subprocess.run(["umount", "--lazy", place], check=False, capture_output=True)


def fill(disk: Path) -> Path:
    """Fill a disk to its last byte; whoever removes the file makes room again."""
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file:
        for size in (2**20, 2**12, 1):
            _write_until_full(file.fileno(), b"x" * size)
    return ballast


def _write_until_full(handle: int, block: bytes) -> None:
    try:
        while os.write(handle, block):
            pass
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
