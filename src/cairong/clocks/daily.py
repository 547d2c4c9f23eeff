"""The note that a daily work ran, so that it runs once a day."""

from collections.abc import Mapping
from datetime import datetime

from cairong.clocks.models import DailyRun
from cairong.clocks.reads import confirmations
from cairong.kernel.calendar import day_of


def note_runs(city: str, touched: Mapping[str, int], *, now: datetime) -> None:
    """Note of each work that ran in a city today how many records it touched.

    Writes: clocks.DailyRun.
    """
    if not touched:
        return
    facts = {"city_id": city, "on": day_of(now), "at": now, "confirmation": confirmations(city)}
    DailyRun.objects.bulk_create(
        [DailyRun(name=name, touched=count, **facts) for name, count in touched.items()]
    )
