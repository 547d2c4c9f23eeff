"""The database up for the length of one command, and Django pointed at it."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections

from cairong.home.addresses import app_address, owner_address
from cairong.home.database import database
from cairong.home.folder import Home, home


@contextmanager
def database_ready() -> Iterator[None]:
    """Keep the database up; what was made only now, its port and words, Django learns here."""
    place = home()
    with database(place):
        point_django(place)
        yield


def point_django(place: Home) -> None:
    """Tell Django where the database of a folder is."""
    for alias, at in (("default", app_address(place)), ("owner", owner_address(place))):
        connections.settings[alias].update(
            HOST=at.host, PORT=at.port, NAME=at.name, USER=at.user, PASSWORD=at.password
        )
