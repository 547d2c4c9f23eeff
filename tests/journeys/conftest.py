"""A served city and a browser for each journey."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from contracts.ground import Ground
from support.cluster import Cluster
from support.journey_house import House, housed
from support.journey_people import Crowd, chromium
from support.town import at, found_town


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    # A browser driven from this thread keeps an event loop here; the tests' own reads are plain.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with chromium() as one:
        yield one
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


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
