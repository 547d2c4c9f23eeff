"""A served city and a browser for each journey."""

import os
from collections.abc import Generator, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from contracts.ground import Ground
from support.cluster import Cluster
from support.journey_house import House, housed
from support.journey_people import Crowd, chromium
from support.town import at, found_town

HERE = Path(__file__).parent
STARTED = ExitStack()


@pytest.fixture(scope="session")
def browser() -> Browser:
    # A browser driven from this thread keeps an event loop here; the tests' own reads are plain.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    STARTED.callback(os.environ.pop, "DJANGO_ALLOW_ASYNC_UNSAFE")
    return STARTED.enter_context(chromium())


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(nextitem: pytest.Item | None) -> Generator[None]:
    """Close the browser, which all journeys share, after the last of them."""
    yield
    if nextitem is None or HERE not in nextitem.path.parents:
        STARTED.close()


@pytest.fixture(scope="module")
def house(
    cluster: Cluster, browser: Browser, django_db_setup: None, django_db_blocker, tmp_path_factory
) -> Iterator[House]:
    # Beside a browser Django keeps connections of their own: a house begins and ends there, so
    # that those of the house before are hung up.
    folder: Path = tmp_path_factory.mktemp("journey")
    with django_db_blocker.unblock(), housed(cluster, folder) as one:
        yield one


@pytest.fixture(scope="module")
def crowd(browser: Browser, house: House) -> Crowd:
    return Crowd(browser, house)


@pytest.fixture(scope="module")
def ground(house: House) -> Ground:
    """A small town whose purchaser has signed one contract, on 29 September 2025."""
    house.goes_to("2025-09-29 16:00")
    return Ground(found_town(at("2025-09-01 08:00")))
