"""The note that a daily work ran, so that it runs once a day."""

from datetime import datetime

from cairong.clocks.models import DailyRun
from cairong.clocks.reads import confirmations
from cairong.kernel.calendar import day_of


def note_run(city: str, name: str, *, now: datetime, touched: int) -> None:
    """Note that a work ran in a city today. Writes: clocks.DailyRun."""
    facts = {"name": name, "on": day_of(now), "at": now, "touched": touched}
    DailyRun.objects.create(city_id=city, confirmation=confirmations(city), **facts)
