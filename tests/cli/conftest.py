"""The demo city, built once for all tests that look at it."""

import os
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime

import pytest
from django.db import connections

from cairong.driving.demo.building import build
from cairong.home.folder import Home
from cairong.kernel.calendar import SHANGHAI
from support.speaking import as_owner

FIRST = ("2026-11-24 10:20",)
AWKWARD = ("2026-10-08 08:00", "2027-01-01 00:05", "2027-02-14 23:50")  # after, in, before days off
DAYS = (*FIRST, *AWKWARD) if os.environ.get("CAIRONG_SOAK") else FIRST


@pytest.fixture(scope="session", params=DAYS)
def built_once(request, cluster, django_db_setup, django_db_blocker) -> tuple[datetime, str]:
    """The city as built at one moment, kept as a template: its moment and its name."""
    moment = datetime.fromisoformat(request.param).replace(tzinfo=SHANGHAI)
    name = f"cairong_built_{moment:%Y%m%d}"
    cluster.renew()
    with django_db_blocker.unblock(), ExitStack() as spoken:
        build(
            clock=lambda: moment, told=lambda *_: None,
            as_owner=lambda: spoken.enter_context(as_owner()),
        )  # fmt: skip
    connections.close_all()
    cluster.keep(name)
    cluster.spend()
    return moment, name


@pytest.fixture(scope="module")
def built(built_once, cluster, django_db_blocker) -> Iterator[datetime]:
    """The built city in the test database, which no other test sees."""
    moment, name = built_once
    cluster.renew(name)
    with django_db_blocker.unblock():
        yield moment
        cluster.spend()


@pytest.fixture
def place(cluster, committed_db, monkeypatch, tmp_path) -> Home:
    """A data folder of its own before the test database, named by the environment."""
    for name, value in cluster.environment().items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("CAIRONG_HOME", str(tmp_path / "home"))
    made = Home(tmp_path / "home")
    made.prepare()
    return made
