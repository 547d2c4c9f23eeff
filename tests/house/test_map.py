"""The map of the code names files that are there, and every room."""

import re
from pathlib import Path

import pytest

import cairong

SOURCE = Path(cairong.__file__).parent
ROOT = SOURCE.parents[1]
MAP = (ROOT / "docs" / "map.md").read_text()
NAMED = sorted(set(re.findall(r"`([a-z_]+/[\w./-]+)`", MAP)))


@pytest.mark.parametrize("path", NAMED)
def test_what_the_map_names_is_there(path):
    places = (SOURCE / path, SOURCE / f"{path}.py", ROOT / path)
    assert any(place.exists() for place in places)


def test_the_map_shows_every_room():
    rooms = {place.parent.name for place in SOURCE.glob("*/__init__.py")}
    shown = set(re.findall(r"`(\w+)`", MAP.partition("## Rooms")[2].partition("\n## ")[0]))
    assert sorted(rooms - shown) == []
