"""The clock of a test: its hands move as ours do, from a day and hour that a test knows."""

from datetime import UTC, datetime, timedelta
from time import monotonic

from support.town import at

MORNING = "2026-11-25 10:00"  # a working day like others


class Clock:
    """Says the time; a test sets it where the day matters."""

    def __init__(self, moment: str) -> None:
        self.set(moment)

    def set(self, moment: str) -> None:
        """Put the hands to a moment of Luoyang: `2025-09-15 10:00`."""
        self.started, self.begun = at(moment).astimezone(UTC), monotonic()

    def now(self) -> datetime:
        return self.started + timedelta(seconds=monotonic() - self.begun)
