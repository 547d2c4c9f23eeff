"""The embedded server trusts nobody, runs under its own account and opens nothing above."""

import os
import stat
from contextlib import suppress
from pathlib import Path

import psutil
import psycopg
import pytest

from cairong.home.addresses import APP
from cairong.home.folder import Home
from cairong.home.postgres import FLEETING, Server
from cairong.home.roles import make_embedded

AS_ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="only root starts it under another account")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def secluded(tmp_path):
    """A data folder under a folder that is closed to others."""
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    return Home(closed / "home")


@pytest.mark.parametrize("user", ["cairong_admin", "cairong_owner", "cairong_app", "postgres"])
@pytest.mark.parametrize("password", ["", "wrong"])
def test_nobody_enters_without_the_password(cluster, user, password):
    port = cluster.server.admin_address().port
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(
            host="127.0.0.1", port=port, user=user, password=password, dbname="postgres"
        )


def test_every_line_of_hba_asks_for_scram(cluster):
    with psycopg.connect(cluster.server.admin_address().conninfo) as connection:
        found = connection.execute("SELECT DISTINCT auth_method FROM pg_hba_file_rules")
        assert found.fetchall() == [("scram-sha-256",)]
        assert connection.execute("SHOW listen_addresses").fetchone() == ("127.0.0.1",)
        assert connection.execute("SHOW unix_socket_directories").fetchone() == ("",)


LASTING = (
    "ALTER ROLE CURRENT_USER SET default_transaction_read_only = on",
    "ALTER ROLE CURRENT_USER IN DATABASE cairong_lasting SET statement_timeout = 1",
    "ALTER ROLE CURRENT_USER PASSWORD 'another'",
    "DROP OWNED BY CURRENT_USER",
)


def test_what_a_running_role_does_to_itself_ends_with_the_next_start(cluster):
    """It may set its own word and settings: that shuts itself out, and no longer than that."""
    make_embedded(cluster.server, "cairong_lasting")
    at = cluster.address(APP, "cairong_lasting").conninfo
    try:
        with psycopg.connect(at, autocommit=True) as connection:
            for statement in LASTING:
                connection.execute(statement)
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(at)
        make_embedded(cluster.server, "cairong_lasting")
        with psycopg.connect(at) as connection:
            assert connection.execute("SHOW default_transaction_read_only").fetchone() == ("off",)
            assert connection.execute("SHOW statement_timeout").fetchone() == ("0",)
    finally:
        make_embedded(cluster.server, "cairong_lasting")
        with psycopg.connect(cluster.server.admin_address().conninfo, autocommit=True) as admin:
            admin.execute("DROP DATABASE cairong_lasting WITH (FORCE)")


def test_keys_are_the_owners_alone(cluster):
    """Whose each is where root started all, tests/ops/test_processes.py tries."""
    assert mode(cluster.home.keys) & 0o066 == 0
    assert {mode(path) & 0o007 for path in cluster.home.keys.iterdir()} == {0}


@AS_ROOT
def owners(server):
    """The accounts of the server's processes; its short-lived ones may end while we look."""
    for process in server._processes():
        with suppress(psutil.NoSuchProcess):
            yield process.uids().real


def test_folders_above_are_only_passed_through(secluded):
    secluded.prepare()
    server = Server(secluded, FLEETING)
    try:
        server.start()
        assert mode(secluded.path.parent) == 0o701
        assert mode(server.data) == 0o700
        assert server.data.stat().st_uid != 0
        assert server.process.pid
        assert set(owners(server)) == {server.account.uid}
    finally:
        server.stop()
    assert not list(owners(server))


def test_durability_is_on_unless_asked_otherwise(installation):
    installation.start()
    word = (installation.home / "keys" / "admin").read_text().strip()
    port = (installation.home / "pg.port").read_text().strip()
    with psycopg.connect(
        host="127.0.0.1", port=port, user="cairong_admin", password=word, dbname="cairong"
    ) as connection:
        for name in ("fsync", "synchronous_commit", "full_page_writes", "data_checksums"):
            assert connection.execute(f"SHOW {name}").fetchone() == ("on",)


def test_a_first_start_cut_short_leaves_nothing_in_the_way(secluded):
    secluded.prepare()
    half = secluded.pg / "data.new"
    half.mkdir()
    (half / "PG_VERSION").write_text("18")
    server = Server(secluded, FLEETING)
    try:
        server.start()
        assert not half.exists()
    finally:
        server.stop()
