"""Migrating killed at any moment: begun again, it goes on, and the database is the same."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from random import Random

import psycopg
import pytest

from cairong.home.addresses import APP, OWNER, Address
from support.cluster import TEMPLATE, Cluster, url
from support.seeds import AGAIN, SEED
from support.shape import shape

pytestmark = [pytest.mark.kill, pytest.mark.soak, pytest.mark.xdist_group("ops")]
KILLS = 30 if os.environ.get("CAIRONG_SOAK") else 3
NAME = "cairong_migrated"


@pytest.fixture
def empty(cluster: Cluster, django_db_setup) -> Iterator[Address]:
    """An empty database beside the test database, as its owner's."""
    admin = cluster.server.admin_address().conninfo
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {NAME} OWNER {OWNER} TEMPLATE template0")
        yield cluster.address(OWNER, NAME)
        connection.execute(f"DROP DATABASE {NAME} WITH (FORCE)")


@pytest.fixture
def migrate(cluster: Cluster, empty: Address) -> Callable[[], subprocess.Popen[str]]:
    """Begin to migrate it."""
    env = {
        **os.environ,
        "CAIRONG_HOME": str(cluster.home.path),
        "DATABASE_URL": url(empty),
        "DATABASE_APP_URL": url(cluster.address(APP, NAME)),
    }
    command = [sys.executable, "-m", "cairong.cli.main", "migrate"]
    pipe = subprocess.PIPE
    return lambda: subprocess.Popen(command, env=env, stdout=pipe, stderr=pipe, text=True)


def ended(running: subprocess.Popen[str]) -> tuple[int, str]:
    """Wait for a command to end: its exit code and what it said of errors."""
    _, errors = running.communicate(timeout=120)
    return running.returncode, errors


def whole_of(at: Address) -> set[tuple[str, ...]]:
    """The shape of a database, with the names of the migrations that made it."""
    with psycopg.connect(at.conninfo) as connection:
        made = connection.execute("SELECT 'migration', app, name FROM django_migrations")
        return {*shape(at), *made.fetchall()}


def applied(at: Address) -> int:
    """How many migrations are written down as done."""
    with psycopg.connect(at.conninfo) as connection:
        found = connection.execute("SELECT to_regclass('django_migrations')").fetchone()
        if found is None or found[0] is None:
            return 0
        row = connection.execute("SELECT count(*) FROM django_migrations").fetchone()
        return row[0]


def test_killed_again_and_again_it_ends_where_an_undisturbed_one_ends(
    cluster, empty, migrate, capsys
):
    with capsys.disabled():
        print(f"\nmigrations: {AGAIN}")  # noqa: T201 - to play it again
    wanted = whole_of(cluster.address(OWNER, TEMPLATE))
    whole = sum(kind == "migration" for kind, _, _ in wanted)
    chance, done, cut = Random(SEED), 0, 0  # noqa: S311 - to be drawn again, not to be secret
    for left in range(KILLS, 0, -1):
        running = migrate()
        stop_at = done + max(1, chance.randrange(1, 2 * (whole - done) // (left + 1) + 2))
        while running.poll() is None and applied(empty) < min(stop_at, whole - 1):
            time.sleep(0.005)
        time.sleep(chance.uniform(0, 0.3))
        running.send_signal(signal.SIGKILL)
        running.communicate()
        assert applied(empty) >= done
        done = applied(empty)
        cut += done < whole
    assert cut
    assert ended(migrate()) == (0, "")
    assert whole_of(empty) == wanted


@pytest.fixture
def barred(empty: Address, migrate) -> Iterator[Callable[[], None]]:
    """The rooms above contracts undone; somebody writes contracts, until called, and bars them."""
    assert ended(migrate()) == (0, "")
    with psycopg.connect(empty.conninfo) as connection:
        for room in ("treasury", "lending"):
            undo(connection, room)
    with psycopg.connect(empty.conninfo) as writing:
        writing.execute("LOCK TABLE contracts_contract IN ROW EXCLUSIVE MODE")
        yield writing.rollback


def undo(connection: psycopg.Connection, room: str) -> None:
    """Take everything of a room out of the database."""
    drops = connection.execute(
        "SELECT format('DROP TABLE %%s CASCADE', oid::regclass) FROM pg_class"
        " WHERE relkind = 'r' AND relname LIKE %(like)s"
        " UNION ALL SELECT format('DROP FUNCTION %%s CASCADE', oid::regprocedure) FROM pg_proc"
        " WHERE pronamespace = 'public'::regnamespace AND proname LIKE %(like)s",
        {"like": f"{room}\\_%"},
    )
    for (drop,) in drops.fetchall():
        connection.execute(drop)
    connection.execute("DELETE FROM django_migrations WHERE app = %s", [room])


def waits(at: Address) -> bool:
    """Whether somebody waits for a lock."""
    with psycopg.connect(at.conninfo) as connection:
        found = connection.execute("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)")
        return found.fetchone() == (True,)


def test_killed_inside_a_migration_nothing_of_it_is_kept(cluster, empty, migrate, barred):
    before, running = whole_of(empty), migrate()
    while not waits(empty):
        assert running.poll() is None, running.communicate()
        time.sleep(0.05)
    running.send_signal(signal.SIGKILL)
    running.communicate()
    assert whole_of(empty) == before
    barred()
    assert ended(migrate()) == (0, "")
    assert whole_of(empty) == whole_of(cluster.address(OWNER, TEMPLATE))


def test_a_lock_that_others_hold_is_said_and_the_rest_waits_for_the_next_time(
    cluster, empty, migrate, barred
):
    code, errors = ended(migrate())
    assert code == 1
    assert errors.startswith("错误:数据库里有别的事务正占着要改的表或行")
    assert errors.count("\n") == 1
    barred()
    assert ended(migrate()) == (0, "")
    assert whole_of(empty) == whole_of(cluster.address(OWNER, TEMPLATE))


def test_a_database_of_before_this_line_is_refused_and_left_as_it_was(empty, migrate):
    """Its migrations had other names (D41)."""
    assert ended(migrate()) == (0, "")
    with psycopg.connect(empty.conninfo) as connection:
        connection.execute("UPDATE django_migrations SET name = '0001_initial' WHERE name ~ 'v0_2'")
        undo(connection, "lending")
    before = whole_of(empty)
    code, errors = ended(migrate())
    assert code == 1
    assert errors.startswith("错误:数据库由 0.2.0 以前的版本做成")
    assert errors.count("\n") == 1
    assert whole_of(empty) == before
