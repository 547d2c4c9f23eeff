"""A clock a journey sets: weeks pass between two clicks, in processes of their own.

The product reads the time in one place (doors/clock) from Django; here Django's own is put
forward or back by the seconds that stand in a file.
"""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.utils import timezone

NAME = "JOURNEY_CLOCK"


def install() -> None:
    """Let Django's clock run with the file's offset; before anything else reads the time."""
    path = Path(os.environ[NAME])
    timezone.now = lambda: shifted(path)


def shifted(path: Path) -> datetime:
    return datetime.now(UTC) + timedelta(seconds=float(path.read_text()))


def set_to(path: Path, moment: datetime) -> None:
    """Set the clock: readers see the old time or the new, never half a number."""
    fresh = path.with_suffix(".new")
    fresh.write_text(str((moment - datetime.now(UTC)).total_seconds()))
    fresh.replace(path)
