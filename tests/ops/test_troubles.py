"""What stops a command: one sentence that says what to do, and nothing half-made."""

import os
import socket
import subprocess
from pathlib import Path

import psycopg
import pytest

from cairong import __version__
from cairong.home.database import database
from cairong.home.folder import Home
from ops.disks import AS_ROOT

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.xdist_group("ops")


def refused(done: subprocess.CompletedProcess[str]) -> str:
    """One sentence, exit code 1."""
    lines = done.stderr.strip().split("\n")
    assert done.returncode == 1, done.stderr
    assert len(lines) == 1, done.stderr
    assert lines[0].startswith("错误:")
    assert "请" in lines[0]
    return lines[0]


def test_a_taken_port(new_installation):
    one = new_installation()
    with socket.socket() as other:
        other.bind(("127.0.0.1", one.port))
        other.listen()
        said = refused(one.command("run"))
    assert f"端口 {one.port} 已被别的程序占用" in said
    assert not one.home.exists()


@pytest.mark.parametrize("port", ["0", "70000", "http", "-1"])
def test_a_port_that_is_none(new_installation, port):
    one = new_installation(PORT=port)
    assert "不是端口" in refused(one.command("run"))
    assert not one.home.exists()


def test_a_folder_that_cannot_be_made(new_installation, tmp_path):
    (tmp_path / "file").write_text("a file, no folder")
    one = new_installation(tmp_path / "file" / "home")
    assert "不能写入" in refused(one.command("run"))


@AS_ROOT
def test_an_unwritable_folder(new_installation, small_disk):
    one = new_installation(small_disk("ro,size=10m"))
    assert "不能写入" in refused(one.command("run"))


@AS_ROOT
def test_a_full_disk(new_installation, small_disk):
    one = new_installation(small_disk("size=50m") / "home")
    assert "磁盘已满" in refused(one.command("run"))
    assert not one.home.exists()


@AS_ROOT
def test_a_disk_that_fills_up_while_the_database_is_made(new_installation, small_disk):
    disk = small_disk("size=50m")
    (disk / "home").mkdir()
    (disk / "home" / "VERSION").write_text("0.0.1\n")
    one = new_installation(disk / "home")
    assert "磁盘已满" in refused(one.command("run"))
    assert not (one.home / "pg" / "data").exists()
    assert one.processes() == []


@pytest.mark.parametrize("version", ["99.0.0", f"{__version__}.1", "nonsense"])
def test_a_folder_of_a_newer_version(new_installation, version):
    one = new_installation()
    one.home.mkdir()
    (one.home / "VERSION").write_text(version)
    assert "比本程序" in refused(one.command("run"))
    assert [path.name for path in one.home.iterdir()] == ["VERSION"]


def test_a_database_of_a_newer_version(installation):
    with (
        database(Home(installation.home)),
        psycopg.connect(_owner(installation.home)) as connection,
    ):
        connection.execute(
            "INSERT INTO django_migrations (app, name, applied)"
            " VALUES ('parties', '9999_future', now())"
        )
    assert "parties.9999_future" in refused(installation.command("migrate"))


@pytest.mark.parametrize("command", ["run", "migrate"])
def test_a_folder_of_before_this_line(installation, command):
    with (
        database(Home(installation.home)),
        psycopg.connect(_owner(installation.home)) as connection,
    ):
        connection.execute(
            "UPDATE django_migrations SET name = '0001_initial' WHERE name = '0001_v0_2'"
        )
    version = (installation.home / "VERSION").read_bytes()
    said = refused(installation.command(command))
    assert "数据库由 0.2.0 以前的版本做成" in said
    assert "演示城市请用 CAIRONG_HOME 指一个新目录重新建立" in said
    assert (installation.home / "VERSION").read_bytes() == version


def test_a_dead_database(new_installation):
    one = new_installation()
    url = f"postgresql://owner:word@127.0.0.1:{one.port}/cairong"
    assert "连不上" in refused(one.command("run", DATABASE_URL=url))


def test_a_database_address_that_is_none(new_installation):
    said = refused(new_installation().command("run", DATABASE_URL="mysql://x"))
    assert "DATABASE_URL 不是可用的数据库地址" in said


def test_an_old_python(tmp_path):
    old = tmp_path / "python3"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)
    copy = tmp_path / "copy"
    for name in ("tools/bootstrap", "pyproject.toml", "package-lock.json"):
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        (copy / name).write_bytes((ROOT / name).read_bytes())
    done = subprocess.run(
        ["sh", copy / "tools/bootstrap", "run"],
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHON": str(old)},
    )
    assert "需要 Python 3.12 或更新" in done.stderr.strip().split("\n")[-1]
    assert done.returncode == 1
    assert not (copy / ".venv").exists()


def _owner(home: Path) -> str:
    port = (home / "pg.port").read_text().strip()
    word = (home / "keys" / "owner").read_text().strip()
    return f"postgresql://cairong_owner:{word}@127.0.0.1:{port}/cairong"
