"""A server for the length of one command, and in it one database for each story."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
from django.conf import settings
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg import sql

from cairong.audit.grants import apply_grants
from cairong.home.addresses import APP, OWNER
from cairong.home.database import make_keys
from cairong.home.folder import Home
from cairong.home.keys import secret
from cairong.home.postgres import FLEETING, Server
from cairong.home.roles import make_embedded

TEMPLATE = "cairong_template"


class Theatre:
    """A started server with a migrated template, gone when the command ends."""

    def __init__(self, server: Server) -> None:
        self.server, self._numbers = server, count(1)

    @contextmanager
    def fresh(self) -> Iterator[None]:
        """Point Django at a new empty database, dropped afterwards."""
        name = f"cairong_story_{next(self._numbers)}"
        self._admin("CREATE DATABASE {} OWNER {} TEMPLATE {} STRATEGY file_copy", name)
        point(self.server, name)
        try:
            yield
        finally:
            _close()
            self._admin("DROP DATABASE {} WITH (FORCE)", name)

    def _admin(self, statement: str, name: str) -> None:
        names = [sql.Identifier(part) for part in (name, OWNER, TEMPLATE)]
        with psycopg.connect(self.server.admin_address().conninfo, autocommit=True) as admin:
            admin.execute(sql.SQL(statement).format(*names[: statement.count("{}")]))


@contextmanager
def theatre(bring_up: Callable[[BaseDatabaseWrapper], None]) -> Iterator[Theatre]:
    """Start a throw-away server; bring up the template that each story's database is made of."""
    with TemporaryDirectory(prefix="cairong-story-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o711)
        home = Home(Path(folder) / "home")
        home.prepare()
        make_keys(home)
        settings.HOME, settings.FILES_ROOT = home, home.files
        server = Server(home, FLEETING)
        try:
            server.start()
            make_embedded(server, TEMPLATE)
            point(server, TEMPLATE)
            bring_up(connections["owner"])
            apply_grants(connections["owner"], APP)
            _close()
            yield Theatre(server)
        finally:
            _close()
            server.stop()


def point(server: Server, name: str) -> None:
    """Point both of Django's aliases at one database of a server, whatever DATABASE_URL says."""
    at = server.admin_address(name)
    for alias, user, kept in (("default", APP, "app"), ("owner", OWNER, "owner")):
        found = connections.settings[alias]
        found.update(
            HOST=at.host, PORT=at.port, NAME=name, USER=user, PASSWORD=secret(server.home, kept)
        )
        found["OPTIONS"] = {"options": found["OPTIONS"]["options"]}


def _close() -> None:
    for connection in connections.all(initialized_only=True):
        connection.close()
