"""Whatever a test does with pages, no statement may come from a door."""

from collections.abc import Iterator

import pytest

from support.doors import doors_watched


@pytest.fixture(autouse=True)
def _doors_send_no_statement() -> Iterator[None]:
    with doors_watched() as seen:
        yield
    assert sorted(set(seen)) == []
