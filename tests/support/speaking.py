"""Speak to the test database as another role for a while; only outside of a transaction."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, connections


@contextmanager
def as_owner() -> Iterator[None]:
    """Speak as the database's owner, as a command of the operator's does."""
    before = connection.settings_dict["USER"], connection.settings_dict["PASSWORD"]
    owner = connections.settings["owner"]
    speak(owner["USER"], owner["PASSWORD"])
    try:
        yield
    finally:
        speak(*before)


def speak(user: str, password: str) -> None:
    """Be another role from the next statement on."""
    connection.close()
    connections.settings["default"].update(USER=user, PASSWORD=password)
    connection.settings_dict.update(USER=user, PASSWORD=password)
