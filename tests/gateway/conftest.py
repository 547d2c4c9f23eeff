"""The gateway's pages answered in this process, as its own role, on a day of a test's."""

import html
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.test import RequestFactory

from cairong.gateway.exchange import Exchange
from cairong.orders.models import Order
from orders.conftest import asked, city
from support.signing import SigningCity, as_gateway, asked_for, pages_of_gateway

__all__ = ["asked", "city"]
HANDLERS: list[WSGIHandler] = []  # made once, since all static files are read for it


class Visitor:
    """A browser at the gateway's own address, through the gateway's own middleware."""

    def __init__(self, city: SigningCity) -> None:
        self.city, self.asks = city, RequestFactory()
        if not HANDLERS:
            HANDLERS.append(WSGIHandler())

    def reads(
        self, address: str, *, verb: str = "", host: str = "localhost:8001", **sent: str
    ) -> SimpleNamespace:
        """The answer of a page, its text as people and scripts read it."""
        ask = getattr(self.asks, verb or ("post" if sent else "get"))
        answer = HANDLERS[0].get_response(ask(address, sent, headers={"host": host}))
        text = html.unescape(answer.content.decode())
        return SimpleNamespace(status=answer.status_code, text=text, answer=answer)


@pytest.fixture
def exchange(tmp_path: Path) -> Exchange:
    return Exchange(tmp_path / "exchange")


@pytest.fixture
def signed(cluster, city, clock) -> Order:
    """An order that both signed, queued."""
    clock.set("2025-11-12 14:00")
    with as_gateway(cluster):
        return city.instruction().order


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch) -> None:
    """A data folder of a test's own."""
    monkeypatch.setenv("CAIRONG_HOME", str(tmp_path))


@pytest.fixture
def first_visitor(cluster, committed_db, settings, clock) -> Iterator[Visitor]:
    """At the pages of a city in which nobody holds a key yet; its payment is released."""
    clock.set("2025-11-12 14:00")
    city = asked_for()
    city.release()
    assert city.third.person_id  # appointed while the app role speaks
    pages_of_gateway(settings)
    with as_gateway(cluster):
        yield Visitor(city)


@pytest.fixture
def visitor(cluster, city, settings, clock) -> Iterator[Visitor]:
    clock.set("2025-11-12 14:00")
    pages_of_gateway(settings)
    with as_gateway(cluster):
        yield Visitor(city)
