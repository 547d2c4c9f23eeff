"""One round of the worker: deliver what waits, then the day's work of each city."""

from cairong.doors.clock import now
from cairong.doors.daily import run_daily
from cairong.doors.drain import drain
from cairong.parties.models import City


def round_of_work() -> int:
    """Deliver what waits and run what is due today; count what was touched."""
    touched = drain(clock=now)
    for city in City.objects.values_list("pk", flat=True):
        touched += run_daily(city=city, now=now())
    return touched + (drain(clock=now) if touched else 0)
