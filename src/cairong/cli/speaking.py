"""Speak to the database as another of its roles, from the next statement on."""

from django.db import connection, connections

from cairong.home.addresses import Address, gateway_address, owner_address
from cairong.home.folder import home


def as_owner() -> None:
    """Speak as its owner, who alone may hold a ceremony."""
    _speak(owner_address(home()))


def as_gateway() -> None:
    """Speak as the gateway, which alone may write an order."""
    _speak(gateway_address(home()))


def _speak(at: Address) -> None:
    connection.close()
    connections.settings["default"].update(
        HOST=at.host, PORT=at.port, NAME=at.name, USER=at.user, PASSWORD=at.password
    )
    del connections["default"]
