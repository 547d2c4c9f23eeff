"""Whether the clock of a city is believed, as whoever only looks can tell."""

from datetime import datetime

from cairong.audit.models import Event
from cairong.clocks.models import ClockWatch
from cairong.policy.clock import Reading, strayed


def clock_due(city: str, watch: ClockWatch | None, reading: Reading) -> datetime | None:
    """Say what the clock of a city should show where it strayed; None where it runs steadily."""
    newest = Event.objects.filter(city=city).order_by("-seq").values_list("at", flat=True).first()
    first, seen_at = (watch.reading, watch.seen_at) if watch else (None, None)
    return strayed(first, reading, max((each for each in (seen_at, newest) if each), default=None))


def is_believed(city: str, reading: Reading) -> bool:
    """Whether the clock of a city is believed now; it writes nothing."""
    watch = ClockWatch.objects.filter(pk=city).first()
    if watch is not None and watch.doubted_at is not None:
        return False
    return clock_due(city, watch, reading) is None
