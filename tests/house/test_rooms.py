"""Rooms: what follows from what is said in one table, and no room names what stands above it."""

import ast
import re
import tomllib
from pathlib import Path

import pytest

from cairong.audit.outbox import CONSUMERS
from cairong.audit.recording import SUBSCRIBED, TELL
from cairong.config.wiring import FOLLOWS
from cairong.kernel.acts import ACTS
from cairong.policy.catalogue.events import EVENTS
from house.test_code import MODULES

ROOT = Path(__file__).parents[2]
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
LAYERS = SETTINGS["contracts"][0]["layers"]  # from the top down
HEIGHT = {
    room.removeprefix("cairong."): -place
    for place, layer in enumerate(LAYERS)
    for room in layer.split(" | ")
}
SPEAKS_FOR_ALL = "policy"  # the catalogue has the words of every room
WIRING = "config/wiring.py"


def texts_of(text: str) -> set[str]:
    return {
        one.value
        for one in ast.walk(ast.parse(text))
        if isinstance(one, ast.Constant) and isinstance(one.value, str)
    }


def room_of(name: str) -> str:
    return re.split(r"[/.]", name)[0]


def test_every_consumer_is_found_by_its_name_and_has_a_word():
    declared = {
        name for text in MODULES.values() for name in re.findall(r'@consumer\(\s*"([^"]+)"', text)
    }
    assert declared | {TELL} == CONSUMERS.keys()
    assert [name for name, one in CONSUMERS.items() if not one.word or one.name != name] == []


def test_the_table_says_who_goes_on_from_what():
    assert {kind: tuple(one.name for one in all_) for kind, all_ in FOLLOWS.items()} == {
        kind: names for kind, names in SUBSCRIBED.items() if not kind.startswith("test.")
    }
    following = {one.name for all_ in FOLLOWS.values() for one in all_}
    assert following | {TELL} == CONSUMERS.keys()


def test_everything_somebody_goes_on_from_comes_about():
    said = set().union(*(texts_of(text) for name, text in MODULES.items() if name != WIRING
                         and room_of(name) != SPEAKS_FOR_ALL))  # fmt: skip
    assert FOLLOWS.keys() - said == set()


def test_nobody_goes_on_from_what_they_record_themselves():
    for kind, following in FOLLOWS.items():
        for one in following:
            named = rf'@consumer\(\s*("{one.name}"|{one.name.upper()}\b)'  # by its word or constant
            (module,) = (text for text in MODULES.values() if re.search(named, text))
            assert kind not in texts_of(module)


def test_the_look_at_the_rooms_sees():
    assert HEIGHT["treasury"] > HEIGHT["contracts"] > HEIGHT["audit"]
    assert {room_of(name) for name in MODULES} - {"__init__"} <= HEIGHT.keys()


@pytest.mark.parametrize("room", [one for one in HEIGHT if one != SPEAKS_FOR_ALL])
def test_below_never_names_above(room):
    """Neither an act, nor a consumer, nor an event of a room above is named in a room."""
    names = {name for name in (*ACTS, *CONSUMERS, *EVENTS, *FOLLOWS) if "." in name}
    above = {name for name in names if HEIGHT[room_of(name)] > HEIGHT[room]}
    found = {
        f"{module}: {name}"
        for module, text in MODULES.items()
        if room_of(module) == room
        for name in texts_of(text) & above
    }
    assert found == set()
