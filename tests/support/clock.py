"""The clock of a test: its hands move as ours do, from a day and hour that a test knows."""

from datetime import UTC, datetime, timedelta
from time import monotonic
from typing import Self

from django.utils import timezone

from support.town import at

MORNING = "2026-11-25 10:00"  # a working day like others


class Clock:
    """Says the time; a test sets it where the day matters."""

    def __init__(self, moment: str) -> None:
        self.set(moment)

    @classmethod
    def told(cls) -> Self | None:
        """Find the clock that tells this process the time, where it is a test's."""
        clock = getattr(timezone.now, "__self__", None)
        return clock if isinstance(clock, cls) else None

    def set(self, moment: str) -> None:
        """Put the hands to a moment of Luoyang: `2025-09-15 10:00`."""
        self.started, self.begun = at(moment).astimezone(UTC), monotonic()

    def goes_on_from(self, moment: datetime) -> None:
        """Put the hands forward to where another test's had come."""
        if self.now() < moment:
            self.started, self.begun = moment, monotonic()

    def now(self) -> datetime:
        return self.started + timedelta(seconds=monotonic() - self.begun)
