"""Facts of events and proposals in words: `amount_fen: 30000000` as 金额 ¥300,000.00."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from cairong.kernel.acts import ACTS, Act
from cairong.kernel.money import format_yuan
from cairong.policy.catalogue.facts import WORDS
from cairong.policy.parameters import BY_CODE
from cairong.web.fact_words import CHOICES, NUMBER_GIVEN, ORDER, UNDEFINED
from cairong.web.parts import Change, Fact
from cairong.web.parts.words import long_day, long_moment

UNSAID = ("_id", "_ids", "hash", "sha256", "seen_revision")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}(T.+)?", re.ASCII)  # eight digits are a number
NO_ACT = Act(name="", word="")
PLACES = {key: place for place, key in enumerate(ORDER)}


def word_of(key: str) -> str:
    """Name a fact in Chinese."""
    return WORDS.get(key, key)


def value_of(key: str, value: Any, act: str = "") -> str:
    """Write a fact's value as people read it: amounts in yuan, days in full, choices in words.

    `act` says which table names a `state`.
    """
    if isinstance(value, Mapping):
        return _pairs(key, value, act)
    if isinstance(value, list):
        between = ";" if value and isinstance(value[0], Mapping) else "、"
        return between.join(value_of(key, each, act) for each in value)
    return UNDEFINED.get(key, "") if value is None else _plain(key, value, act)


def facts_of(known: Mapping[str, Any]) -> list[Fact]:
    """List what is known, each fact under its word."""
    return [Fact(word=word_of(key), value=value_of(key, fact)) for key, fact in known.items()]


def placed(facts: Mapping[str, Any], places: Mapping[str, str]) -> dict[str, Any]:
    """Write the regions among facts by their names; `places` names them by their codes."""
    named = dict[str, Any]()
    for key, fact in facts.items():
        if key == "regions" and fact:
            named[key] = [places.get(each, each) for each in fact]
        elif key == "region":
            named[key] = places.get(fact, fact)
        elif isinstance(fact, Mapping):
            named[key] = placed(fact, places)
    return {**facts, **named}


def _pairs(key: str, value: Mapping[str, Any], act: str) -> str:
    """Write several facts in one line; the number of an account is called so."""
    own = {"no": "账号"} if key in ("account", "accounts") else {}
    said = [(own.get(k) or word_of(k), value_of(k, v, act)) for k, v in _ordered(value) if _said(k)]
    return ",".join(f"{word} {text}".strip() for word, text in said if text)


def _plain(key: str, value: object, act: str) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if key.endswith("_fen"):
        return format_yuan(int(str(value)))
    if key == "state":
        return _state(str(value), act)
    return CHOICES.get(key, {}).get(str(value)) or _dated(str(value))


def changes(before: Mapping[str, Any], after: Mapping[str, Any], act: str = "") -> list[Change]:
    """Lay what was beside what would be, fact by fact.

    A number that the act itself would give is not said: by then it may be another's.
    """
    given = {**before, **after}
    for key in _known(act).numbers:
        if key in given and not before.get(key):
            given[key] = NUMBER_GIVEN
    return [
        Change(
            word=word_of(key),
            before=value_of(key, before[key], act) if key in before else "",
            after=value_of(key, value, act),
        )
        for key, value in _ordered(given)
        if _said(key)
    ]


def submitted(arguments: Mapping[str, Any], act: str) -> list[Fact]:
    """List everything that was entered for an act, so that the second person judges the whole."""
    entered = dict(_entered(_with_unit(arguments, act), act))
    return [Fact(word=word_of(key), value=text) for key, text in _ordered(entered) if text]


def _with_unit(arguments: Mapping[str, Any], act: str) -> Mapping[str, Any]:
    """Write the value of a parameter with its unit, which the parameter itself knows."""
    known = BY_CODE.get(arguments.get("code", "")) if act == "rulebook.set_parameter" else None
    if known is None:
        return arguments
    return {**arguments, "value": known.say(arguments["value"])}


def _entered(arguments: Mapping[str, Any], act: str) -> Iterator[tuple[str, str]]:
    for key, value in arguments.items():
        if isinstance(value, Mapping) and key == "fields":
            yield from _entered(value, act)
        elif _said(key):
            yield key, value_of(key, value, act)


def _ordered[Value](facts: Mapping[str, Value]) -> list[tuple[str, Value]]:
    """Put facts in the order people read them; what the database stored has none."""
    return sorted(facts.items(), key=lambda fact: PLACES.get(fact[0], len(PLACES)))


def _said(key: str) -> bool:
    return not key.endswith(UNSAID)


def _state(name: str, act: str) -> str:
    tables = (table for table in _known(act).of if name in table.states)
    return next((table.states[name].word for table in tables), name)


def _known(act: str) -> Act:
    return ACTS.get(act, NO_ACT)


def _dated(text: str) -> str:
    """Write what is a day or a moment in full, and leave all other text as it is."""
    found = DAY.fullmatch(text)
    if found is None:
        return text
    try:
        if found[1]:
            return long_moment(datetime.fromisoformat(text))
        return long_day(date.fromisoformat(text))
    except ValueError:
        return text
