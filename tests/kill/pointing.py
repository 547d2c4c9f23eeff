"""Where an installation's database is, and this process pointed at it."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections

from cairong.home.addresses import APP, DATABASE, OWNER, Address
from cairong.home.folder import Home
from cairong.home.keys import known_secret
from support.installation import Installation


@contextmanager
def pointed_at(installation: Installation) -> Iterator[None]:
    """Let this process speak to an installation's database, as the app role."""
    before = {alias: dict(connections.settings[alias]) for alias in ("default", "owner")}
    connections.close_all()
    for alias, user, word in (("default", APP, "app"), ("owner", OWNER, "owner")):
        at = address(installation, user, word)
        connections.settings[alias].update(
            HOST=at.host, PORT=at.port, NAME=at.name, USER=at.user, PASSWORD=at.password
        )
    try:
        yield
    finally:
        connections.close_all()
        for alias, kept in before.items():
            connections.settings[alias].update(kept)


def address(installation: Installation, user: str = APP, word: str = "app") -> Address:
    """Name an installation's database for one role."""
    home = Home(installation.home)
    return Address(
        host="127.0.0.1",
        port=(home.path / "pg.port").read_text().strip(),
        name=DATABASE,
        user=user,
        password=known_secret(home, word),
    )
