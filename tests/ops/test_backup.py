"""Backup and restore: everything together, verified, or nothing."""

import fcntl
import json
import os
import shutil
from hashlib import sha256
from pathlib import Path

import psycopg
import pytest
from click.testing import CliRunner

from cairong.cli import restore as restore_module
from cairong.home.addresses import APP, OWNER, owner_address
from cairong.home.census import take_census
from cairong.home.database import database
from cairong.home.folder import Home
from support.cluster import url
from support.installation import Installation

PAPERS = 10_000 if os.environ.get("CAIRONG_SOAK") else 200
pytestmark = pytest.mark.xdist_group("ops")


@pytest.fixture(scope="module")
def taken(founded, tmp_path_factory):
    """A backup of the founded city with one file in it."""
    folder = tmp_path_factory.mktemp("backup")
    (founded / "files" / "letter.pdf").write_bytes(b"%PDF-1.7 letter")
    done = Installation(founded).command("backup", str(folder / "b"))
    assert done.returncode == 0, done.stderr
    return folder / "b"


def test_a_restored_city_is_equal(taken, new_installation):
    one = new_installation()
    done = one.command("restore", str(taken))
    assert done.returncode == 0, done.stderr
    assert "逐表核对一致" in done.stdout
    again = one.command("backup", str(taken.parent / "again"))
    assert again.returncode == 0, again.stderr
    before, after = (
        json.loads((f / "manifest.json").read_text()) for f in (taken, taken.parent / "again")
    )
    assert before["tables"] == after["tables"]
    assert int(before["tables"]["parties_region"]["rows"]) == 18
    assert (one.home / "files" / "letter.pdf").read_bytes() == b"%PDF-1.7 letter"
    assert (taken / "keys" / "django").stat().st_mode & 0o777 == 0o600
    assert (one.home / "keys" / "django").stat().st_mode & 0o007 == 0
    one.start()
    assert one.is_healthy()


def test_many_papers_come_back_byte_for_byte(founded, new_installation, tmp_path):
    """As papers lie: a folder each, by the first digits of their hash."""
    home, before = tmp_path / "home", {}
    shutil.copytree(founded, home, symlinks=True)
    for number in range(PAPERS):
        content = f"材料 {number}".encode() * 40
        place = home / "files" / "papers" / sha256(content).hexdigest()[:2]
        (place / sha256(content).hexdigest()).mkdir(parents=True)
        (place / sha256(content).hexdigest() / "whole").write_bytes(content)
    done = Installation(home).command("backup", str(tmp_path / "b"))
    assert done.returncode == 0, done.stderr
    again = new_installation()
    done = again.command("restore", str(tmp_path / "b"))
    assert done.returncode == 0, done.stderr
    for path in (again.home / "files" / "papers").glob("*/*/whole"):
        assert sha256(path.read_bytes()).hexdigest() == path.parent.name
        before[path.parent.name] = path.stat().st_mode & 0o077
    assert len(before) == PAPERS
    assert set(before.values()) == {0}


def test_a_backup_taken_during_the_run_restores(installation, new_installation, tmp_path):
    installation.start()
    assert installation.command("backup", str(tmp_path / "b")).returncode == 0
    assert installation.is_healthy()
    done = new_installation().command("restore", str(tmp_path / "b"))
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("victim", ["database.dump", "keys/owner", "files/letter.pdf"])
def test_one_changed_byte_is_found(taken, new_installation, tmp_path, victim):
    shutil.copytree(taken, tmp_path / "b")
    data = bytearray((tmp_path / "b" / victim).read_bytes())
    data[len(data) // 2] ^= 1
    (tmp_path / "b" / victim).write_bytes(data)
    one = new_installation()
    done = one.command("restore", str(tmp_path / "b"))
    assert done.returncode == 1
    assert f"{victim} 与清单不符" in done.stderr
    assert not one.home.exists()


def test_a_database_that_differs_from_its_census_is_taken_back(taken, new_installation, tmp_path):
    shutil.copytree(taken, tmp_path / "b")
    manifest = json.loads((taken / "manifest.json").read_text())
    manifest["tables"]["parties_region"]["rows"] = "17"
    (tmp_path / "b" / "manifest.json").write_text(json.dumps(manifest))
    one = new_installation()
    done = one.command("restore", str(tmp_path / "b"))
    assert done.returncode == 1
    assert "parties_region 与备份清单不一致" in done.stderr
    assert not one.home.exists()
    assert one.processes() == []


def test_restore_keeps_its_hands_off_what_stands(taken, installation):
    done = installation.command("restore", str(taken))
    assert done.returncode == 1
    assert "不是空的" in done.stderr
    assert (installation.home / "VERSION").exists()


def test_a_folder_that_is_no_backup(new_installation, tmp_path):
    done = new_installation().command("restore", str(tmp_path))
    assert (done.returncode, "不是完整的备份" in done.stderr) == (1, True)


def test_a_backup_of_a_newer_version(taken, new_installation, tmp_path):
    shutil.copytree(taken, tmp_path / "b")
    manifest = json.loads((taken / "manifest.json").read_text())
    (tmp_path / "b" / "manifest.json").write_text(json.dumps({**manifest, "version": "99.0"}))
    done = new_installation().command("restore", str(tmp_path / "b"))
    assert (done.returncode, "更新的版本 99.0" in done.stderr) == (1, True)


def test_a_backup_of_before_this_line(installation, new_installation, tmp_path):
    """Read from the dump itself, before anything is made of it (D41)."""
    place = Home(installation.home)
    with database(place), psycopg.connect(owner_address(place).conninfo) as connection:
        connection.execute(
            "UPDATE django_migrations SET name = '0001_initial' WHERE name = '0001_v0_2'"
        )
    assert installation.command("backup", str(tmp_path / "b")).returncode == 0
    one = new_installation()
    done = one.command("restore", str(tmp_path / "b"))
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert f"备份 {tmp_path / 'b'} 由 0.2.0 以前的版本做成" in done.stderr
    assert not one.home.exists()


def half(folder, name: str, *parts: str):
    """What a backup leaves that was killed."""
    made = folder / f".{name}.partial"
    for part in parts:
        (made / part).mkdir(parents=True)
    return made


def test_halves_of_backups_that_were_killed_are_swept(installation, tmp_path):
    left = [half(tmp_path, "b", "keys"), half(tmp_path, "yesterday", "files", "database.dump")]
    left.append(half(tmp_path, "sealed", "keys", "database.dump.age", "seal.json"))
    foreign = half(tmp_path, "film", "part-1")
    assert installation.command("backup", str(tmp_path / "b")).returncode == 0
    assert [each.exists() for each in left] == [False, False, False]
    assert foreign.exists()


def test_what_another_backup_writes_now_is_left_alone(installation, tmp_path):
    one, other = half(tmp_path, "one", "keys"), half(tmp_path, "other", "keys")
    held = [os.open(each, os.O_RDONLY) for each in (one, other)]
    for each in held:
        fcntl.flock(each, fcntl.LOCK_EX)
    done = installation.command("backup", str(tmp_path / "one"))
    assert (done.returncode, "另一个备份正在写" in done.stderr) == (1, True)
    assert installation.command("backup", str(tmp_path / "b")).returncode == 0
    assert other.exists()
    for each in held:
        os.close(each)


def test_a_backup_is_not_written_over_another(taken, installation):
    done = installation.command("backup", str(taken))
    assert (done.returncode, "已有内容" in done.stderr) == (1, True)


def test_nothing_to_back_up(new_installation, tmp_path):
    done = new_installation().command("backup", str(tmp_path / "b"))
    assert (done.returncode, "还没有城市" in done.stderr) == (1, True)
    assert not (tmp_path / "b").exists()


def test_an_operators_own_server(cluster, taken, new_installation):
    """Restored into DATABASE_URL as an owner without any right beside its database."""
    admin = cluster.server.admin_address()
    with psycopg.connect(admin.conninfo, autocommit=True) as connection:
        connection.execute("CREATE ROLE theirs LOGIN PASSWORD 'word'")
        connection.execute("CREATE DATABASE theirs OWNER theirs")
    url = f"postgresql://theirs:word@127.0.0.1:{admin.port}/theirs"
    one = new_installation(DATABASE_URL=url)
    try:
        done = one.command("restore", str(taken))
        assert (done.returncode, "CREATEROLE" in done.stderr) == (1, True)
        word = (cluster.home.keys / "app").read_text().strip()
        app = f"postgresql://cairong_app:{word}@127.0.0.1:{admin.port}/theirs"
        one.env["DATABASE_APP_URL"] = app
        done = one.command("restore", str(taken))
        assert done.returncode == 0, done.stderr
        one.start()
        assert not (one.home / "pg" / "data").exists()
        assert one.stop()[0] == 0
        again = new_installation(DATABASE_URL=url, DATABASE_APP_URL=app)
        done = again.command("restore", str(taken))
        assert (done.returncode, "不是空的" in done.stderr) == (1, True)
        super_url = f"postgresql://{admin.user}:{admin.password}@127.0.0.1:{admin.port}/theirs"
        done = one.command("migrate", DATABASE_APP_URL=super_url)
        assert (done.returncode, "超级用户" in done.stderr) == (1, True)
    finally:
        one.kill_everything()
        with psycopg.connect(admin.conninfo, autocommit=True) as connection:
            connection.execute("DROP DATABASE theirs WITH (FORCE)")
            connection.execute("DROP ROLE theirs")


@pytest.fixture
def own_server(cluster, tmp_path, monkeypatch):
    """An empty database of an operator's own server, and a data folder that does not stand yet."""
    admin = cluster.server.admin_address()
    with psycopg.connect(admin.conninfo, autocommit=True) as connection:
        connection.execute("CREATE DATABASE t_cut OWNER cairong_owner TEMPLATE template0")
    monkeypatch.setenv("CAIRONG_HOME", str(tmp_path / "cut"))
    for variable, user in (("DATABASE_URL", OWNER), ("DATABASE_APP_URL", APP)):
        monkeypatch.setenv(variable, url(cluster.address(user, "t_cut")))
    yield cluster.address(OWNER, "t_cut")
    with psycopg.connect(admin.conninfo, autocommit=True) as connection:
        connection.execute("DROP DATABASE t_cut WITH (FORCE)")


@pytest.mark.parametrize("cut", [SystemExit(1), KeyboardInterrupt()])
def test_cut_short_it_leaves_an_operators_own_database_empty(taken, own_server, monkeypatch, cut):
    """Its rows came back, and nothing of what may have left since is in doubt yet."""

    def stopped(*_: str) -> None:
        with psycopg.connect(own_server.conninfo) as connection:
            assert take_census(connection)
        raise cut

    monkeypatch.setattr(restore_module, "own_command", stopped)
    done = CliRunner().invoke(restore_module.restore, [str(taken)])
    assert done.exit_code == 1
    with psycopg.connect(own_server.conninfo) as connection:
        assert not take_census(connection)
    assert not Home(Path(os.environ["CAIRONG_HOME"])).path.exists()


def test_a_list_that_says_another_kind_of_city_than_the_rows_is_refused(
    taken, own_server, tmp_path, monkeypatch
):
    """Nobody signed it: as a demonstration the real city would send without being compared."""
    shutil.copytree(taken, tmp_path / "b")
    manifest = json.loads((taken / "manifest.json").read_text())
    (tmp_path / "b" / "manifest.json").write_text(json.dumps({**manifest, "city": "demo"}))
    done = CliRunner().invoke(restore_module.restore, [str(tmp_path / "b")])
    assert "清单写的是演示城市,数据库里是真实城市" in str(done.exception)
    with psycopg.connect(own_server.conninfo) as connection:
        assert not take_census(connection)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_an_unwritable_place(installation, tmp_path):
    (tmp_path / "shut").mkdir(mode=0o500)
    done = installation.command("backup", str(tmp_path / "shut" / "b"))
    assert (done.returncode, "写不进" in done.stderr) == (1, True)
