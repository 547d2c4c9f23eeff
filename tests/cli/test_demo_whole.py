"""The demo city is built whole or not at all, and comes back from a backup as it was."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from cairong.home.addresses import OWNER
from cairong.home.database import database
from cairong.home.folder import Home
from cairong.home.state import CityState, city_state, keep_city_state
from support.cluster import Cluster, url
from support.installation import Installation
from support.waiting import wait_for

pytestmark = [pytest.mark.kill, pytest.mark.xdist_group("demo")]
FACTS = {
    "events": "SELECT count(*), max(seq), min(encode(hash, 'hex')), max(encode(hash, 'hex'))"
    " FROM audit_event",
    "head": "SELECT city, seq, encode(hash, 'hex') FROM audit_chain ORDER BY city",
    "published": "SELECT count(*), min(sha256), max(sha256) FROM disclosure_publishedversion",
    "sums": "SELECT count(*), sum(amount_fen), sum(paid_fen), sum(outstanding_fen),"
    " sum(reserved_fen), sum(principal_paid_fen) FROM treasury_receivable",
    "entries": "SELECT count(*), sum(id) FROM treasury_entry",
    "people": "SELECT count(*), min(password), max(password) FROM parties_account",
    "guards": "SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'O'",
    "constraints": "SELECT count(*) FROM pg_constraint"
    " WHERE connamespace = 'public'::regnamespace AND convalidated",
    "numbers to come": "SELECT sequencename, last_value FROM pg_sequences"
    " WHERE schemaname = 'public' ORDER BY sequencename",
}


def facts(conninfo: str) -> dict[str, list[tuple[object, ...]]]:
    with psycopg.connect(conninfo) as connection:
        return {name: connection.execute(asked).fetchall() for name, asked in FACTS.items()}


@pytest.fixture
def their_server(cluster: Cluster, built_once) -> Iterator[str]:
    """A copy of the demo city in a database of its own, as an operator's server would hold it."""
    name = "cairong_theirs"
    cluster.copy(built_once[1], name)
    yield name
    with psycopg.connect(cluster.server.admin_address().conninfo, autocommit=True) as admin:
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_a_demo_city_comes_back_from_a_backup_as_it_was(cluster, their_server, tmp_path):
    """Taken from an operator's own server, restored into the embedded one."""
    source = Installation(
        tmp_path / "source",
        DATABASE_URL=url(cluster.address(OWNER, their_server)),
        DATABASE_APP_URL=url(cluster.address("cairong_app", their_server)),
    )
    assert source.command("migrate").returncode == 0
    (source.home / "VERSION").write_text("0.0.1\n")
    keep_city_state(Home(source.home), CityState.DEMO)
    (source.home / "files" / "目录").mkdir()
    (source.home / "files" / "目录" / "文件 一.pdf").write_bytes(os.urandom(100_000))
    done = source.command("backup", str(tmp_path / "b"))
    assert done.returncode == 0, done.stderr
    copy = Installation(tmp_path / "copy")
    try:
        done = copy.command("restore", str(tmp_path / "b"))
        assert done.returncode == 0, done.stderr
        assert_alike(source, copy)
        with database(Home(copy.home)):
            assert facts_of(copy) == facts(cluster.address(OWNER, their_server).conninfo)
    finally:
        copy.kill_everything()


def facts_of(one: Installation) -> dict[str, list[tuple[object, ...]]]:
    port = (one.home / "pg.port").read_text().strip()
    word = (one.home / "keys" / "owner").read_text().strip()
    return facts(f"postgresql://{OWNER}:{word}@127.0.0.1:{port}/cairong")


def assert_alike(source: Installation, copy: Installation) -> None:
    """The books, the chain, the accounts say the same; keys and files are the same bytes."""
    for words in (("books", "check"), ("audit", "check"), ("demo", "accounts")):
        told = [one.command(*words, "--json") for one in (source, copy)]
        assert [one.returncode for one in told] == [0, 0], told[1].stderr
        assert json.loads(told[0].stdout) == json.loads(told[1].stdout)
    for folder in ("keys", "files"):
        assert contents(source.home / folder) == contents(copy.home / folder)
    assert (copy.home / "city").read_text() == "demo\n"


def contents(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT], ids=lambda one: one.name)
def test_a_build_cut_short_leaves_a_city_that_is_begun_anew(
    cluster, committed_db, tmp_path, number
):
    """Until it is whole the folder says so; what was begun gives way to whatever comes next."""
    env = {**os.environ, **cluster.environment(), "CAIRONG_HOME": str(tmp_path / "home")}
    command = [sys.executable, "-m", "cairong.cli.main", "demo", "build"]
    running = subprocess.Popen(command, env=env, stdout=-1, stderr=-1, text=True)
    with psycopg.connect(cluster.address(OWNER).conninfo, autocommit=True) as watching:
        wait_for(
            lambda: watching.execute("SELECT count(*) FROM audit_event").fetchone()[0] > 100,
            "the building is under way",
            seconds=120,
        )
        running.send_signal(number)
        _, errors = running.communicate(timeout=60)
        assert running.returncode in {130, -signal.SIGKILL}, errors
        if number is signal.SIGINT:
            assert errors.strip().splitlines()[-1].startswith("错误:已中断")
        assert city_state(Home(tmp_path / "home")) is CityState.BUILDING
    place = Installation(tmp_path / "home", **cluster.environment())
    place.env["CAIRONG_HOME"] = str(tmp_path / "home")
    refused = place.command("backup", str(tmp_path / "b"))
    assert (refused.returncode, "还没有城市" in refused.stderr) == (1, True)
    done = place.command("init", "--operator", "张三")
    assert done.returncode == 0, done.stderr
    with psycopg.connect(cluster.address(OWNER).conninfo) as connection:
        rows = connection.execute("SELECT name, demo FROM parties_person").fetchall()
        assert rows == [("张三", False)]
    assert city_state(Home(tmp_path / "home")) is CityState.REAL
