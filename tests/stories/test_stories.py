"""Every story of this folder, and those given beside the checkout, run as they stand."""

from pathlib import Path

import pytest

from cairong.driving.stories.parsing import read_story
from cairong.driving.stories.printing import in_words
from cairong.driving.stories.running import play

HERE = Path(__file__).parent
GIVEN = Path(__file__).parents[3] / "shared" / "stories"
OWN_STORIES = sorted(HERE.glob("*.yaml"))
GIVEN_STORIES = sorted(GIVEN.glob("*.yaml"))


def run(path):
    played = play(read_story(path))
    wrong = [in_words(one) for one in played.outcomes if not one.ok]
    assert not wrong, f"{path.name}\n" + "\n".join(wrong)


@pytest.mark.parametrize("path", OWN_STORIES, ids=lambda path: path.stem)
def test_own_story(path, committed_db):
    run(path)


@pytest.mark.skipif(not GIVEN_STORIES, reason=f"no given stories at {GIVEN}")
@pytest.mark.parametrize("path", GIVEN_STORIES, ids=lambda path: path.stem)
def test_given_story(path, committed_db):
    run(path)


def test_there_are_enough_and_each_has_a_title_of_its_own():
    titles = [read_story(path).title for path in OWN_STORIES]
    assert len(titles) >= 30
    assert len(set(titles)) == len(titles)
