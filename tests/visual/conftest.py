"""One browser for the tests that look."""

from collections.abc import Iterator

import pytest

from visual.studio import Studio, studio


@pytest.fixture(scope="module")
def opened() -> Iterator[Studio]:
    with studio() as one:
        yield one


@pytest.fixture
def looking(opened: Studio) -> Iterator[Studio]:
    opened.complaints.clear()
    yield opened
    assert opened.complaints == []
