"""The demo city, built once for all tests that look at it."""

import os
from collections.abc import Iterator
from datetime import datetime

import pytest
from django.db import connections

from cairong.cli.demo_city.building import build
from cairong.kernel.calendar import SHANGHAI

FIRST = ("2026-11-24 10:20",)
AWKWARD = ("2026-10-08 08:00", "2027-01-01 00:05", "2027-02-14 23:50")  # after, in, before days off
DAYS = (*FIRST, *AWKWARD) if os.environ.get("CAIRONG_SOAK") else FIRST


@pytest.fixture(scope="module", params=DAYS)
def built(request, cluster, django_db_setup, django_db_blocker) -> Iterator[datetime]:
    """Build the city as on one moment; the database is renewed afterwards."""
    moment = datetime.fromisoformat(request.param).replace(tzinfo=SHANGHAI)
    with django_db_blocker.unblock():
        build(clock=lambda: moment, told=lambda *_: None)
        yield moment
        for connection in connections.all(initialized_only=True):
            connection.close()
    cluster.renew()
