"""Take a file in: scanned where a scanner is configured, looked into, put into the store.

All of it before the act and outside its transaction. What no act then names is swept a day later,
by whoever comes with a paper whose hash begins alike.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

from cairong.kernel.errors import Invalid
from cairong.papers import scanning, store
from cairong.papers.reads import named
from cairong.policy.papers import MEGABYTE, MOST_MB, MOST_PICTURES

SECONDS = 40
AT_ONCE, WAITS = 2, 20  # files looked into at once in one process; seconds the next ones wait
PLACES = BoundedSemaphore(AT_ONCE)


@dataclass(frozen=True, kw_only=True)
class Received:
    """A file that lies in the store, as it was looked into; `unread` are pages without text."""

    sha256: str
    size: int
    kind: str
    pages: int
    shown: int
    found: list[dict[str, Any]]
    unread: list[int]
    scanned: bool


def receive(paths: Sequence[Path], *, now: datetime) -> Received:
    """Take one document, or pictures that become one. Raises Invalid in words for anything else."""
    if not paths:
        raise Invalid("papers.empty", field="file")
    if len(paths) > MOST_PICTURES:
        raise Invalid("papers.too_many", field="file", most=MOST_PICTURES)
    if sum(path.stat().st_size for path in paths) > MOST_MB * MEGABYTE:
        raise Invalid("papers.too_large", field="file", most=MOST_MB)
    if not PLACES.acquire(timeout=WAITS):
        raise Invalid("papers.busy", field="file")
    prepared = store.prepare()
    try:
        scanned = all(scanning.scan(path) for path in paths)
        said = _look(prepared, paths)
        whole = prepared / store.WHOLE
        if whole.stat().st_size > MOST_MB * MEGABYTE:
            raise Invalid("papers.too_large", field="file", most=MOST_MB)
        content = whole.read_bytes()
        sha256 = hashlib.sha256(content).hexdigest()
        store.put(prepared, sha256)
        store.sweep(sha256[:2], now=now, named=named)
    finally:
        PLACES.release()
        shutil.rmtree(prepared, ignore_errors=True)
    return Received(sha256=sha256, size=len(content), scanned=scanned, **said)


def _look(prepared: Path, paths: Sequence[Path]) -> dict[str, Any]:
    """Let a confined process look into the files. Raises Invalid with what it says."""
    command = [sys.executable, "-I", "-m", "cairong.papers.looking", str(prepared)]
    try:
        done = subprocess.run(  # noqa: S603 - this program's own, on files with names of ours
            [*command, *(str(path) for path in paths)],
            check=False, capture_output=True, timeout=SECONDS, stdin=subprocess.DEVNULL,
            env={"PATH": os.defpath, "LC_ALL": "C.UTF-8"}, start_new_session=True,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise Invalid("papers.bomb", field="file") from None
    if done.returncode != 0:
        raise Invalid("papers.bomb", field="file")
    said = json.loads(done.stdout.splitlines()[-1])
    if code := said.pop("refused", ""):
        raise Invalid(code, field="file")
    return dict(said)
