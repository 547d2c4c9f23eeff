"""A clock a journey sets: weeks pass between two clicks, in processes of their own.

The product reads the time in one place (doors/clock) from Django; here Django's own is put
forward or back by the seconds that stand in a file.
"""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic

from django.utils import timezone

from cairong.doors import clock
from cairong.policy.clock import Reading

NAME = "JOURNEY_CLOCK"


def install() -> None:
    """Let Django's clock run with the file's offset; before anything else reads the time."""
    path = Path(os.environ[NAME])
    timezone.now = lambda: shifted(path)
    clock.reading = lambda: read(path)


def read(path: Path) -> Reading:
    """Read a clock that runs steadily: each time that a journey sets is a start of its own."""
    offset = path.read_text()
    at = datetime.now(UTC) + timedelta(seconds=float(offset))
    return Reading(at=at, boot=offset[:40], up=timedelta(seconds=monotonic()))


def shifted(path: Path) -> datetime:
    return datetime.now(UTC) + timedelta(seconds=float(path.read_text()))


def set_to(path: Path, moment: datetime) -> None:
    """Set the clock: readers see the old time or the new, never half a number."""
    fresh = path.with_suffix(".new")
    fresh.write_text(str((moment - datetime.now(UTC)).total_seconds()))
    fresh.replace(path)
