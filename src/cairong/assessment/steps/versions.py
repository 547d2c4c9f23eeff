"""Keep a version of a year's result with the facts it is made of, and say what it shows."""

import json
import zlib
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from cairong.assessment.facts import facts_of
from cairong.assessment.models import Scheme, Version, Year
from cairong.assessment.reads import facts_text, newest_values
from cairong.kernel.calendar import add_working_days, day_of
from cairong.policy.assessment import PART_WORDS, Indicator, decimal
from cairong.policy.evaluation import MEASURE_WORDS
from cairong.policy.reassess import Placed, read_result, result_of
from cairong.policy.recount import digest
from cairong.rulebook.reads import calendar_of, parameter

INSIDE = ("scores",)  # of all institutions: for the second person, never in an event
MISSING_SHOWN = 3


def in_turn(city: str, year: int) -> None:
    """Let nobody else enter a value of a year or publish it until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended('assessment of ' || %s, 0))",
            [f"{city} {year}"],
        )


def keep_version(record: Year, scheme: Scheme, *, now: datetime, reason: str) -> Version:
    """Work a year out from the facts of this moment, and keep both beside what was before.

    Writes: assessment.Version.
    """
    city, today = record.city_id, day_of(now)
    text = facts_of(city, record.year, scheme, now=now)
    result = result_of(text)
    days = parameter(city, "appeal_days", on=today)
    return Version.objects.create(
        of=record,
        number=record.versions.count() + 1,
        cut_off=now,
        object_on=add_working_days(today, days, calendar_of(city)).due,
        facts=zlib.compress(text.encode(), 9),
        facts_sha256=digest(text),
        result=result,
        sha256=digest(result),
        reason=reason,
    )


def shown(version: Version) -> dict[str, Any]:
    """Say a version as its event does: what the second person reads."""
    return {
        "version": version.number,
        "scores": [line_of(row) for row in read_result(version.result)],
        "cut_off": version.cut_off,
        "object_on": version.object_on,
        "result_sha256": version.sha256,
        "facts_sha256": version.facts_sha256,
    }


def line_of(row: Placed) -> str:
    """Say how an institution stands, in one line; what it lacks where it has no score."""
    if row.assessed.score is not None:
        return f"{row.name}:{decimal(row.assessed.score)} 分"
    missing = row.assessed.missing
    first = "、".join(missing[:MISSING_SHOWN])
    more = "等" if len(missing) > MISSING_SHOWN else ""
    return f"{row.name}:没有结果,缺 {len(missing)} 项({first}{more})"


def concerned(version: Version) -> list[UUID]:
    """Name the institutions that a version is about."""
    return [UUID(row.institution) for row in read_result(version.result)]


def uncounted(version: Version) -> bool:
    """Whether a value was entered or corrected that a version does not hold."""
    held = {each["id"] for each in json.loads(facts_text(version))["values"]}
    now = newest_values(version.of.city_id, version.of.year)
    return held != {str(each.pk) for each in now}


def indicator_lines(indicators: Iterable[Indicator]) -> list[str]:
    """Say each indicator in one line, as the second person and everybody assessed reads it."""
    return [
        f"{PART_WORDS[each.part]}{f'({each.aspect})' if each.aspect else ''}「{each.name}」"
        f"{decimal(each.weight)} 分,{decimal(each.none)}—{decimal(each.full)} {each.unit},"
        f"{f'采融:{MEASURE_WORDS[each.source]}' if each.source else '手工'}"
        for each in indicators
    ]


def value_line(indicator: Indicator, value: int, source: str) -> str:
    """Say a value with its unit and where it comes from."""
    return f"{indicator.name}:{decimal(value)} {indicator.unit}({source})"
