"""The rounds of the worker: deliver, the day's work, the log; send; checks that are asked for."""

import logging
from datetime import datetime, timedelta

from django.db import close_old_connections

from cairong.clocks.actions.clock import is_steady
from cairong.doors.clock import now, reading
from cairong.doors.daily import run_daily
from cairong.doors.drain import drain
from cairong.kernel.actor import system
from cairong.notary.actions.ask_check import carry_out_checks
from cairong.notary.actions.check_rows import check_new, check_nightly
from cairong.notary.actions.watch import watch
from cairong.notary.actions.watch_sending import watch_sending
from cairong.notary.copying import copy
from cairong.outreach.looking import look
from cairong.outreach.posting import pass_on, post
from cairong.parties.actions.watch_accesses import watch_accesses
from cairong.parties.models import City

LOGGER = logging.getLogger(__name__)
PAUSE = timedelta(minutes=1)  # before a check that failed begins again
_FAILED: dict[str, datetime] = {}
MOST_TURNS = 20  # before the worker looks whether it is to end


def round_of_work() -> int:
    """Deliver what waits and run what is due today; count what was touched."""
    touched = drain(clock=now)
    for city in City.objects.values_list("pk", flat=True):
        if is_steady(actor=system(city=city), reading=reading()):
            touched += run_daily(city=city, now=now())
        touched += watch(actor=system(city=city), now=now())
        touched += watch_sending(actor=system(city=city), now=now())
        touched += watch_accesses(actor=system(city=city), now=now())
        touched += check_new(actor=system(city=city), now=now())
        touched += check_nightly(actor=system(city=city), now=now())
    return touched + (drain(clock=now) if touched else 0)


def round_of_sending() -> int:
    """Send what is due in each city, and ask the outside sources; count what was touched."""
    touched = 0
    for city in City.objects.values_list("pk", flat=True):
        touched += copy(city=city, clock=now)
        touched += look(city=city, clock=now)
        for _ in range(MOST_TURNS):
            moved = pass_on(city=city, now=now()) + post(city=city, clock=now)
            touched += moved
            if not moved:
                break
    return touched


def round_of_checking() -> int:
    """Carry out the checks that auditors asked for in each city; count them.

    Whatever ends one ends neither this thread nor another city's: it begins again after a pause.
    """
    return sum(_checked(city) for city in City.objects.values_list("pk", flat=True))


def _checked(city: str) -> int:
    at = now()
    if timedelta(0) <= at - _FAILED.get(city, at - PAUSE) < PAUSE:
        return 0
    try:
        return carry_out_checks(actor=system(city=city), clock=now)
    except Exception:
        LOGGER.exception("a check that was asked for in %s failed, again in %s", city, PAUSE)
        _FAILED[city] = at
        close_old_connections()
        return 0
