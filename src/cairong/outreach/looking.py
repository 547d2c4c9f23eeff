"""Read outside sources: claimed in one transaction, asked outside all, then kept by an act.

Killed in between, a look is claimed again when its lease is over and asked under the same key. One
that gives no answer is asked again later, each time longer, and given up in the end: no value.
"""

import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

from django.db import DatabaseError, transaction

from cairong.kernel.actor import system
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import Refusal, WrongState
from cairong.lending.actions.look_up import end_lookup, keep_answer
from cairong.lending.models import Lookup
from cairong.lending.states import UNDECIDED
from cairong.lending.steps.lookups import Answer, data_consents
from cairong.outreach.sources import Question, Silent, Source, source_of
from cairong.parties.models import City
from cairong.policy.lookups import MOST_ATTEMPTS, pause_before_next

LOGGER = logging.getLogger(__name__)
LEASE = timedelta(minutes=2)  # longer than a source is waited for
AT_ONCE = 20
UNREAD, BROKEN = "没有接入这个数据源", "查询没有完成"
Opens = Callable[[City, str], Source | None]


def look(
    *, city: str, clock: Callable[[], datetime], opens: Opens = source_of, most: int = AT_ONCE
) -> int:
    """Ask what is due in a city, so many at most; count what was asked. Writes: lending.Lookup."""
    home = City.objects.get(pk=city)
    asked = 0
    while asked < most and (lookup := claim(city=city, now=clock())) is not None:
        asked += 1
        _carry(home, lookup, clock, opens)
    return asked


def claim(*, city: str, now: datetime) -> Lookup | None:
    """Take the look that is due first, for as long as its lease. Writes: lending.Lookup."""
    due = Lookup.objects.filter(city_id=city, state="asked", not_before__lte=now)
    with transaction.atomic():
        rows = due.select_for_update(of=("self",), no_key=True, skip_locked=True)
        found = rows.order_by("not_before", "pk").first()
        if found is not None:
            found.attempts += 1
            found.not_before = now + LEASE
            found.save(update_fields=["attempts", "not_before"])
    return found


def _carry(home: City, lookup: Lookup, clock: Callable[[], datetime], opens: Opens) -> None:
    """Ask one claimed look by its consent, and keep what came of it."""
    actor = system(city=home.pk)
    try:
        if not _stands(lookup, clock()):
            end_lookup(actor=actor, now=clock(), lookup_id=lookup.pk)
            return
        answer = _answer(home, lookup, clock, opens)
        keep_answer(actor=actor, now=clock(), lookup_id=lookup.pk, answer=answer)
    except Silent as silent:
        if lookup.attempts >= MOST_ATTEMPTS:
            with suppress(WrongState):  # taken back meanwhile: it is over as it is
                end_lookup(actor=actor, now=clock(), lookup_id=lookup.pk)
        _wait(lookup, clock(), str(silent))
    except DatabaseError:
        raise
    except Refusal:
        LOGGER.warning("lookup %s was not kept", lookup.pk)
        _wait(lookup, clock(), BROKEN)


def _answer(home: City, lookup: Lookup, clock: Callable[[], datetime], opens: Opens) -> Answer:
    """Ask a source while no transaction is open. Raises Silent."""
    source = opens(home, lookup.source)
    if source is None:
        raise Silent(UNREAD)
    supplier = lookup.application.intent.supplier
    question = Question(key=lookup.pk, uscc=supplier.uscc, name=supplier.name)
    try:
        return source.read(question, now=clock())
    except Silent:
        raise
    except Exception as error:
        LOGGER.exception("lookup %s failed", lookup.pk)
        raise Silent(BROKEN) from error


def _stands(lookup: Lookup, now: datetime) -> bool:
    """Whether a look may still be asked: nothing leaves for one whose consent is over."""
    application = lookup.application
    held = data_consents(application, day_of(now)).get(lookup.source)
    return application.state in UNDECIDED and held is not None and held.pk == lookup.consent_id


def _wait(lookup: Lookup, now: datetime, why: str) -> None:
    """Keep why a try came to nothing, and when the next is due, unless it is over."""
    rows = Lookup.objects.filter(pk=lookup.pk, attempts=lookup.attempts, state="asked")
    rows.update(not_before=now + pause_before_next(lookup.attempts), why=why[:100])
