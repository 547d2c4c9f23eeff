"""What a test begins on is built once, and no test sees what another did to it."""

import pytest

from cairong.parties.models import Organisation
from support import staging
from support.staging import staged
from support.town import Town

BUILT: list[str] = []


@staged
def built(town: Town) -> dict[str, list[str]]:
    """A purchaser, and a value that a test could change."""
    BUILT.append(town.purchaser("先有的采购人").name)
    return {"names": list(BUILT)}


def names() -> set[str]:
    return set(Organisation.objects.filter(kind="purchaser").values_list("name", flat=True))


@pytest.mark.parametrize("again", range(2))
def test_each_test_begins_where_the_fixture_left_it(built, town, again):
    assert (names(), built) == ({"先有的采购人"}, {"names": ["先有的采购人"]})
    town.purchaser("后来的采购人")
    built["names"].append("后来的采购人")
    assert len(names()) == 2


@pytest.mark.parametrize("again", range(2))
def test_what_was_committed_is_gone_too(committed_db, built, town, again):
    assert names() == {"先有的采购人"}
    town.purchaser("后来的采购人")


def test_who_does_not_ask_for_it_does_not_see_it(town):
    assert names() == set()


def test_the_city_itself_is_not_there_unasked(db):
    assert not Organisation.objects.exists()


@pytest.mark.parametrize("again", range(2))
def test_a_stage_that_cannot_stand_says_why_to_every_test(request, monkeypatch, again):
    def no_room(*_, **__):
        raise OSError("no room")

    monkeypatch.setattr(staging, "_stand", no_room)
    with pytest.raises(OSError, match="no room"):
        request.getfixturevalue("committed_db")
