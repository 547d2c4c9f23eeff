"""Enter the values of an institution's year that the platform cannot know, by two."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from cairong.assessment.facts import GivenValue
from cairong.assessment.models import Scheme, Value
from cairong.assessment.reads import (
    indicators_of,
    institution_for,
    newest_values,
    require_city,
    scheme_of,
    year_record,
)
from cairong.assessment.states import YEAR
from cairong.assessment.steps.versions import in_turn, value_line
from cairong.audit.recording import record
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import Invalid
from cairong.kernel.text import clean_text
from cairong.parties.four_eyes import two_person
from cairong.policy.assessment import CLAUSE, Indicator, value_known, value_possible, year_assessed
from cairong.policy.rule import require


@two_person(Role.PBOC, word="录入导向效果评估数值", of=YEAR)
def enter_assessment_values(
    *,
    actor: Actor,
    now: datetime,
    year: int,
    institution_id: UUID,
    values: Sequence[GivenValue],
    reason: str = "",
) -> Value:
    """Enter values with their source; one that stands is corrected with the `reason` why.

    Raises NotAllowed for a county's desk, NotFound for an institution there is not, Invalid for an
    indicator that the scheme does not have or named twice, PolicyBreach for a year without a scheme
    or not begun, a value out of range or known already, WrongState once the year is frozen.
    Writes: assessment.Value. Source: 三(二)-2.
    """
    require_city(actor)
    in_turn(actor.city, year)
    scheme = scheme_of(actor.city, year)
    require(year_assessed(year=year, published=scheme is not None, over=False, today=day_of(now)))
    assert scheme is not None
    institution = institution_for(actor, institution_id)
    if of := year_record(actor.city, year, lock=True):
        YEAR.after(of.state, "enter")
    given = _read(scheme, values)
    known = {each.indicator: each for each in newest_values(actor.city, year, institution_id)}
    again = [known[each.indicator] for _, each in given if each.indicator in known]
    possible = [value_possible(indicator=of, value=each.value) for of, each in given]
    require(*possible, value_known(known=[each.indicator for each in again], corrects=bool(reason)))
    why = clean_text(reason, "reason", least=4, most=300) if again else ""
    facts = {"city_id": actor.city, "scheme": scheme, "year": year, "at": now}
    rows = [{**asdict(each), **_number(known.get(each.indicator), why)} for _, each in given]
    made = Value.objects.bulk_create(Value(institution=institution, **facts, **row) for row in rows)
    lines = [value_line(of, each.value, each.source) for of, each in given]
    record(
        actor=actor,
        now=now,
        type="assessment.values.entered",
        subject=made[0],
        about=[institution_id],
        visible_to=[institution_id],
        before=_before(given, again),
        after={"year": year, "institution": institution.name, "values": lines, **_why(why)},
        basis=[CLAUSE],
    )
    return made[0]


def _why(why: str) -> dict[str, str]:
    return {"reason": why} if why else {}


def _number(known: Value | None, why: str) -> dict[str, Any]:
    return {"number": 1} if known is None else {"number": known.number + 1, "reason": why}


def _before(
    given: Sequence[tuple[Indicator, GivenValue]], again: Sequence[Value]
) -> dict[str, Any]:
    named = {of.name: of for of, _ in given}
    lines = [value_line(named[each.indicator], each.value, each.source) for each in again]
    return {"values": lines} if lines else {}


def _read(scheme: Scheme, values: Sequence[GivenValue]) -> list[tuple[Indicator, GivenValue]]:
    """Bring each value to its indicator. Raises Invalid."""
    if not values:
        raise Invalid("invalid.missing", field="values")
    named = {each.name: each for each in indicators_of(scheme)}
    found: dict[str, tuple[Indicator, GivenValue]] = {}
    for each in values:
        name = clean_text(each.indicator, "values", least=1)
        if name not in named:
            raise Invalid("assessment.no_indicator", field="values", value=name)
        if name in found:
            raise Invalid("assessment.indicator_twice", field="values", value=name)
        source = clean_text(each.source, "source", least=2, most=200)
        found[name] = (
            named[name],
            GivenValue(indicator=name, value=each.value, source=source),
        )
    return list(found.values())
