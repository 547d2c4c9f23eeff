"""Work of every day: what runs by itself in each city, once a day."""

from collections.abc import Callable, Mapping
from datetime import datetime

from cairong.clocks.models import DailyRun
from cairong.disclosure.actions.lapse_withholding import lapse_withholding
from cairong.doors.limits import clear_tallies
from cairong.kernel.actor import system
from cairong.kernel.calendar import day_of
from cairong.lending.actions.complete_by_silence import complete_by_silence
from cairong.lending.actions.lapse import lapse_intents, lapse_offers, lapse_unlocked_offers
from cairong.treasury.actions.lapse_locks import lapse_locks

DAILY: Mapping[str, Callable[..., int]] = {
    "complete_by_silence": complete_by_silence,
    "lapse_intents": lapse_intents,
    "lapse_offers": lapse_offers,
    "lapse_locks": lapse_locks,
    "lapse_unlocked_offers": lapse_unlocked_offers,
    "lapse_withholding": lapse_withholding,
    "clear_tallies": clear_tallies,
}


def run_daily(*, city: str, now: datetime) -> int:
    """Run what has not yet run in this city today; count the records touched.

    A piece of work that is cut off runs again: each record it touches is one use-case of its own.
    """
    done = set(DailyRun.objects.filter(city_id=city, on=day_of(now)).values_list("name", flat=True))
    touched = 0
    for name, work in DAILY.items():
        if name not in done:
            count = work(actor=system(city=city), now=now)
            DailyRun.objects.create(city_id=city, name=name, on=day_of(now), at=now, touched=count)
            touched += count
    return touched
