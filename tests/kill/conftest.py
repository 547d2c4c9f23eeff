"""A real installation, durability on, and everybody who acts in its cases."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from cairong.doors.clock import now
from kill.driver import People, settle_people
from kill.pointing import pointed_at
from support.installation import Installation
from support.town import Town

ARGON = ["django.contrib.auth.hashers.Argon2PasswordHasher"]


@pytest.fixture(scope="module")
def standing(tmp_path_factory) -> Iterator[Installation]:
    """An empty city, served by `cairong run`; a demonstration, so that its treasury answers."""
    made = Installation(tmp_path_factory.mktemp("standing") / "home", CAIRONG_WEB_PROCESSES="2")
    made.found_empty()
    made.start()
    yield made
    made.kill_everything()


@pytest.fixture(scope="module")
def people(standing: Installation, django_db_blocker) -> People:
    """Everybody who acts in a case, with real passwords."""
    before, settings.PASSWORD_HASHERS = settings.PASSWORD_HASHERS, ARGON
    with django_db_blocker.unblock(), pointed_at(standing):
        made = settle_people(Town(now()))
    settings.PASSWORD_HASHERS = before
    return made


@pytest.fixture
def city(standing: Installation, people: People, django_db_blocker) -> Iterator[Installation]:
    """The standing installation with its people, and this process pointed at it."""
    with django_db_blocker.unblock(), pointed_at(standing):
        yield standing


@pytest.fixture
def another(tmp_path: Path) -> Iterator[Installation]:
    """An installation over a folder that does not stand yet."""
    made = Installation(tmp_path / "another")
    yield made
    made.kill_everything()
