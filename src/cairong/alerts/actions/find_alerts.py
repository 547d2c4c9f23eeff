"""Daily: find what the regulator is to look at; each found thing is raised once, as the system."""

import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from functools import partial
from typing import Any, NamedTuple

from django.db import connection

from cairong.alerts.models import Alert, AlertThing
from cairong.audit.recording import record
from cairong.audit.rows import anything
from cairong.audit.transaction import carry_out_each, use_case
from cairong.contracts.steps.numbers import next_numbers
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.parties.reads import desks_told
from cairong.policy.alerts import A_DAY, CLAUSE, KINDS, NUMBERS, formats_on
from cairong.rulebook.reads import numbers_of

SERIES = "YJ"
ASKED = "SELECT FROM lending_intent WHERE city_id = %s"
FOUND = "SELECT kind, key, region, figures::text, things FROM alerts_found(%s, %s, %s, %s, %s)"


class Found(NamedTuple):
    """One thing to look at: its kind and key, where, with which figures, and what it rests on."""

    kind: str
    key: str
    region: str
    figures: dict[str, Any]
    things: Sequence[str]


def find_alerts(*, actor: Actor, now: datetime) -> int:
    """Raise each thing that is to be looked at and was not raised before; count them.

    The first look is cheap: where nobody ever asked for a loan there is nothing to compare.
    """
    if not anything(ASKED, actor.city):
        return 0
    acts = [partial(raise_alert, found=found) for found in _found(actor.city, now)]
    return carry_out_each(acts, actor=actor, now=now)


@use_case(Role.SYSTEM, word="提出监管预警")
def raise_alert(*, actor: Actor, now: datetime, found: Found) -> Alert:
    """Keep an alert with the records it rests on, and tell the regulator that there is one.

    Its event names no party: who reads the parties' events learns nothing of it. Raises Conflict
    where the same was raised meanwhile. Writes: alerts.Alert, alerts.AlertThing. Source: 三(一)-3.
    """
    alert = Alert.objects.create(
        city_id=actor.city,
        no=next_numbers(actor.city, SERIES, day_of(now).year)[0],
        kind=found.kind,
        key=found.key,
        region=found.region,
        figures=found.figures,
        raised_at=now,
    )
    AlertThing.objects.bulk_create(
        AlertThing(alert=alert, position=place, label=label, thing_id=key)
        for place, (label, key) in enumerate(each.split() for each in found.things)
    )
    tell = desks_told(actor.city, Role.REGULATOR)
    record(
        actor=actor,
        now=now,
        type="alerts.alert.raised",
        subject=alert,
        visible_to=[each.organisation_id for each in tell],
        after={"no": alert.no, "alert": KINDS[alert.kind].word, "figures": alert.figures},
        basis=[CLAUSE],
        tell=tell,
    )
    return alert


def lines_on(city: str, today: date) -> dict[str, int]:
    """Give the lines against which a city's records are held on a day, by parameter."""
    numbers = numbers_of(city, *NUMBERS)
    return {code: numbers(code, today) for code in NUMBERS}


def _found(city: str, now: datetime) -> Iterator[Found]:
    today = day_of(now)
    held = json.dumps(lines_on(city, today))
    formats = [each.pattern for each in formats_on(today)]
    with connection.cursor() as cursor:
        cursor.execute(FOUND, [city, today, held, formats, A_DAY])
        rows = cursor.fetchall()
    for kind, key, region, figures, things in rows:
        yield Found(kind, key, region, json.loads(figures), things)
