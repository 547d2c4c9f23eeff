"""Of every test of pages: no statement comes from a door, and the day is known."""

from collections.abc import Iterator

import pytest

from support.clock import Clock
from support.doors import doors_watched


@pytest.fixture(autouse=True)
def _doors_send_no_statement() -> Iterator[None]:
    with doors_watched() as seen:
        yield
    assert sorted(set(seen)) == []


@pytest.fixture(autouse=True)
def steady(clock: Clock) -> Clock:
    """Keep the clock on the wall out of every test of pages."""
    return clock
