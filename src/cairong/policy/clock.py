"""When the clock of the machine is not believed any more."""

from dataclasses import dataclass
from datetime import datetime, timedelta

TOLERANCE = timedelta(minutes=5)


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What a machine says at one moment: its time, which start of it this is, and since when.

    `up` runs on while the machine sleeps, and nobody can set it (CLOCK_BOOTTIME).
    """

    at: datetime
    boot: str
    up: timedelta


def strayed(first: Reading | None, now: Reading, newest: datetime | None) -> datetime | None:
    """Say what time it should be where the clock strayed by more than five minutes, else None.

    Within one start of the machine it is held against the first reading of that start, so that
    no number of small steps gets past; after another start, and against the `newest` time that
    was seen, it must not have gone back.
    """
    if first is not None and first.boot == now.boot:
        due = first.at + (now.up - first.up)
        if abs(now.at - due) > TOLERANCE:
            return due
    past = max((each for each in (first and first.at, newest) if each), default=None)
    return past if past is not None and now.at < past - TOLERANCE else None
