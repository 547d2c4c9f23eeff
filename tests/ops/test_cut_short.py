"""A command cut short — its database dies, somebody interrupts it — says so and leaves no half."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg
import pytest

from cairong.home.addresses import OWNER

pytestmark = pytest.mark.xdist_group("ops")
INTERRUPTIONS = [signal.SIGINT, signal.SIGTERM]


@pytest.fixture
def start(database_env) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Start a command that speaks to the test database."""
    started: list[subprocess.Popen[str]] = []

    def begin(*words: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "cairong.cli.main", *words]
        pipe = subprocess.PIPE
        one = subprocess.Popen(command, env=database_env, stdout=pipe, stderr=pipe, text=True)
        started.append(one)
        return one

    yield begin
    for one in started:
        one.kill()
        one.communicate()


@contextmanager
def shut(cluster, table: str) -> Iterator[Callable[[], int]]:
    """Hold a table; yields who waits for it: the process id at the server, once there is one."""
    at = cluster.address(OWNER)
    admin = cluster.server.admin_address(at.name)
    with (
        psycopg.connect(at.conninfo) as holding,
        psycopg.connect(admin.conninfo, autocommit=True) as watching,
    ):
        holding.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")

        def waiting() -> int:
            until = time.monotonic() + 60
            while time.monotonic() < until:
                found = watching.execute("SELECT pid FROM pg_locks WHERE NOT granted").fetchone()
                if found:
                    return int(found[0])
                time.sleep(0.02)
            raise AssertionError("nobody waits")

        yield waiting
        holding.rollback()


def test_a_database_that_dies_in_the_middle_is_one_sentence(cluster, committed_db, start):
    with shut(cluster, "parties_city") as waiting:
        one = start("books", "check")
        pid = waiting()
        with psycopg.connect(cluster.server.admin_address().conninfo, autocommit=True) as admin:
            admin.execute("SELECT pg_terminate_backend(%s)", [pid])
        said, errors = one.communicate(timeout=30)
    assert (one.returncode, said) == (1, "")
    assert errors == (
        "错误:数据库没有应答或中途断开,没有办完的不算数:请确认数据库在运行,再运行一次。\n"
    )


def test_a_table_that_others_hold_is_told_from_a_dead_database(cluster, committed_db, start):
    with shut(cluster, "parties_city") as waiting:
        one = start("books", "check")
        waiting()
        _, errors = one.communicate(timeout=30)
    assert one.returncode == 1
    assert errors.startswith("错误:数据库里有别的事务正占着要改的表或行")
    assert errors.count("\n") == 1


@pytest.mark.parametrize("number", INTERRUPTIONS, ids=lambda number: number.name)
def test_an_interruption_is_one_sentence(cluster, committed_db, start, number):
    with shut(cluster, "parties_city") as waiting:
        one = start("books", "check")
        waiting()
        one.send_signal(number)
        said, errors = one.communicate(timeout=30)
    assert (one.returncode, said) == (130, "")
    assert errors.strip() == "错误:已中断,没有办完的不算数:请再运行一次。"


@pytest.mark.parametrize("number", INTERRUPTIONS, ids=lambda number: number.name)
def test_an_interrupted_restore_leaves_no_folder(founded, new_installation, tmp_path, number):
    """Interrupted as soon as it has begun to write the folder."""
    one, folder = new_installation(), tmp_path / "b"
    assert new_installation(founded).command("backup", str(folder)).returncode == 0
    command = [sys.executable, "-m", "cairong.cli.main", "restore", str(folder)]
    pipe = subprocess.PIPE
    running = subprocess.Popen(command, env=one.env, stdout=pipe, stderr=pipe, text=True)
    until = time.monotonic() + 60
    while not (one.home / "city").exists():
        assert time.monotonic() < until
        time.sleep(0.005)
    running.send_signal(number)
    said, errors = running.communicate(timeout=60)
    assert (running.returncode, said) == (130, "")
    assert errors.strip().endswith("请再运行一次。")
    assert not one.home.exists()
    assert one.processes() == []


def test_an_interrupted_backup_leaves_nothing(founded, new_installation, tmp_path):
    one = new_installation(founded)
    command = [sys.executable, "-m", "cairong.cli.main", "backup", str(tmp_path / "b")]
    pipe = subprocess.PIPE
    running = subprocess.Popen(command, env=one.env, stdout=pipe, stderr=pipe, text=True)
    until = time.monotonic() + 60
    while not (tmp_path / ".b.partial").exists():
        assert time.monotonic() < until
        time.sleep(0.005)
    running.send_signal(signal.SIGINT)
    said, errors = running.communicate(timeout=60)
    assert (running.returncode, said) == (130, "")
    assert errors.count("错误:") == 1
    assert list(tmp_path.glob("*b*")) == []
    assert one.processes() == []
