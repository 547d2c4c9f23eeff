"""Fixtures that stand in the database before a test begins, built once by each test process.

`@staged` is written in place of `@pytest.fixture` where a fixture brings a city to some point by
use-cases alone. What it makes is committed and kept as a template; a test that asks for it begins
on a copy, with a copy of its value, and takes back what it does as always. A staged fixture asks
for staged fixtures and `db` only.
"""

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
from django.db import connections

from support.clock import Clock
from support.cluster import SPENT, TEMPLATE, Cluster

DATABASE_READY = "django_db_setup"
PREFIX = "cairong_stage_"


@dataclass(frozen=True)
class Stage:
    """A template, the values of the fixtures that stand in it, and what its clock said."""

    name: str
    values: dict[str, Any]
    ready: datetime | None


BARE = Stage(TEMPLATE, {}, None)
KEPT: dict[tuple[Any, ...], Stage] = {}
VALUES = pytest.StashKey[dict[str, Any]]()


def staged(build: Callable[..., Any]) -> Any:
    """Declare a fixture that is built once and copied for each test."""
    build.staged = True  # type: ignore[attr-defined]
    return pytest.fixture(build)


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(
    fixturedef: pytest.FixtureDef[Any], request: pytest.FixtureRequest
) -> Iterator[None]:
    """Have the right stage in the database before anybody speaks to it; hand out its values.

    A stage that cannot stand is the fixture's own failure: else pytest keeps the fixture half set
    up, and says of every later test of it that something is wrong with pytest.
    """
    build = fixturedef.func
    try:
        if DATABASE_READY in fixturedef.argnames:
            _stand(request, for_test=fixturedef.scope == "function")
        values = request.node.stash.get(VALUES, {}) if _is_staged(fixturedef) else {}
        if fixturedef.argname in values:
            value = values[fixturedef.argname]
            fixturedef.func = lambda **_: value
    except Exception as error:  # noqa: BLE001 - raised where pytest looks for it
        fixturedef.func = _failing(error)
    try:
        return (yield)
    finally:
        fixturedef.func = build


def _failing(error: Exception) -> Callable[..., Any]:
    def fail(**_: Any) -> None:
        raise error

    return fail


def _stand(request: pytest.FixtureRequest, *, for_test: bool) -> None:
    cluster: Cluster = request.getfixturevalue("cluster")
    request.getfixturevalue(DATABASE_READY)
    ours = cluster.holds in {TEMPLATE, SPENT} or cluster.holds.startswith(PREFIX)
    if not ours or connections["default"].in_atomic_block:
        return  # a wider fixture keeps something there
    chain = _chain(request) if for_test else []
    with request.getfixturevalue("django_db_blocker").unblock():
        stage = _kept(cluster, chain)
        if cluster.holds != stage.name:
            cluster.renew(stage.name)
    if (clock := Clock.told()) and stage.ready:
        clock.goes_on_from(stage.ready)
    if for_test:
        request.node.stash[VALUES] = deepcopy(stage.values)


def _kept(cluster: Cluster, chain: list[pytest.FixtureDef[Any]]) -> Stage:
    """Find the stage of a chain of fixtures, or build it upon the one before its last."""
    if not chain:
        return BARE
    clock = Clock.told()
    key = (clock is None, *(one.func for one in chain))
    if key not in KEPT:
        before, last = _kept(cluster, chain[:-1]), chain[-1]
        cluster.renew(before.name)
        cluster.holds = PREFIX  # no stage as long as it is not whole
        if clock and before.ready:
            clock.goes_on_from(before.ready)
        values = {"db": None, **deepcopy(before.values)}
        values[last.argname] = last.func(**{one: values[one] for one in last.argnames})
        name = f"{PREFIX}{len(KEPT)}"
        cluster.keep(name)
        cluster.holds = name
        KEPT[key] = Stage(name, values, clock.now() if clock else None)
    return KEPT[key]


def _chain(request: pytest.FixtureRequest) -> list[pytest.FixtureDef[Any]]:
    """List the staged fixtures a test asks for, each after those it stands upon."""
    known = request.node._fixtureinfo.name2fixturedefs
    found: dict[str, pytest.FixtureDef[Any]] = {}

    def add(name: str) -> None:
        fixturedef = known[name][-1] if known.get(name) else None
        if fixturedef is None or name in found or not _is_staged(fixturedef):
            return
        for each in fixturedef.argnames:
            add(each)
        found[name] = fixturedef

    for name in sorted(request.node.fixturenames):
        add(name)
    return list(found.values())


def _is_staged(fixturedef: pytest.FixtureDef[Any]) -> bool:
    return getattr(fixturedef.func, "staged", False)
