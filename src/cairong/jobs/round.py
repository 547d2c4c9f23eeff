"""The rounds of the worker: deliver, the day's work, the log; send; checks that are asked for."""

from cairong.clocks.actions.clock import is_steady
from cairong.doors.clock import now, reading
from cairong.doors.daily import run_daily
from cairong.doors.drain import drain
from cairong.kernel.actor import system
from cairong.notary.actions.ask_check import carry_out_checks
from cairong.notary.actions.check_rows import check_new, check_nightly
from cairong.notary.actions.watch import watch
from cairong.notary.copying import copy
from cairong.outreach.posting import pass_on, post
from cairong.parties.actions.watch_accesses import watch_accesses
from cairong.parties.models import City

MOST_TURNS = 20  # before the worker looks whether it is to end


def round_of_work() -> int:
    """Deliver what waits and run what is due today; count what was touched."""
    touched = drain(clock=now)
    for city in City.objects.values_list("pk", flat=True):
        if is_steady(actor=system(city=city), reading=reading()):
            touched += run_daily(city=city, now=now())
        touched += watch(actor=system(city=city), now=now())
        touched += watch_accesses(actor=system(city=city), now=now())
        touched += check_new(actor=system(city=city), now=now())
        touched += check_nightly(actor=system(city=city), now=now())
    return touched + (drain(clock=now) if touched else 0)


def round_of_sending() -> int:
    """Pass new messages on and send what is due in each city; count what was touched."""
    touched = 0
    for city in City.objects.values_list("pk", flat=True):
        touched += copy(city=city, clock=now)
        for _ in range(MOST_TURNS):
            moved = pass_on(city=city, now=now()) + post(city=city, clock=now)
            touched += moved
            if not moved:
                break
    return touched


def round_of_checking() -> int:
    """Carry out the checks that auditors asked for in each city; count them."""
    return sum(
        carry_out_checks(actor=system(city=city), clock=now)
        for city in City.objects.values_list("pk", flat=True)
    )
