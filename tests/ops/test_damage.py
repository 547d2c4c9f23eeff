"""Bytes that change by themselves — in the database, in a backup — are found, named, survived."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from cairong.home.addresses import OWNER
from cairong.home.database import database
from cairong.home.folder import Home
from support.installation import Installation

pytestmark = pytest.mark.xdist_group("ops")
PAGE = 8192


def flip(path: Path, place: int) -> None:
    with path.open("r+b") as file:
        file.seek(place)
        byte = file.read(1)
        file.seek(place)
        file.write(bytes([byte[0] ^ 0x10]))


def heap_of(one: Installation, table: str) -> Path:
    """Find the file a table lies in; the server is stopped afterwards, all is written."""
    with database(Home(one.home)):
        port = (one.home / "pg.port").read_text().strip()
        word = (one.home / "keys" / "owner").read_text().strip()
        at = f"postgresql://{OWNER}:{word}@127.0.0.1:{port}/cairong"
        with psycopg.connect(at) as connection:
            row = connection.execute("SELECT pg_relation_filepath(%s)", [table]).fetchone()
    return one.home / "pg" / "data" / row[0]


def refused(done) -> str:
    assert done.returncode == 1, (done.stdout, done.stderr)
    assert (done.stderr.count("\n"), done.stderr[:3]) == (1, "错误:"), done.stderr
    return done.stderr


def test_a_page_of_the_database_that_changed_is_found_and_the_backup_brings_it_back(
    installation, new_installation, tmp_path
):
    """Checksums are on: what is damaged is never given out, nor put into a backup."""
    kept = installation.command("backup", str(tmp_path / "good"))
    assert kept.returncode == 0, kept.stderr
    flip(heap_of(installation, "audit_event"), PAGE - 100)
    said = refused(installation.command("audit", "check"))
    assert "数据库的文件损坏" in said
    assert "cairong restore" in said
    assert "pg_dump" in refused(installation.command("backup", str(tmp_path / "bad")))
    assert not list(tmp_path.glob("*bad*"))
    again = new_installation()
    done = again.command("restore", str(tmp_path / "good"))
    assert done.returncode == 0, done.stderr
    checked = again.command("audit", "check", "--json")
    assert json.loads(checked.stdout)["whole"] is True


def test_a_catalogue_that_changed_stops_the_start_with_words(installation):
    """pg_control is the file without which no server starts."""
    flip(installation.home / "pg" / "data" / "global" / "pg_control", 24)
    said = refused(installation.command("books", "check"))
    assert "内嵌数据库起不来" in said
    assert "postgres.log" in said
    assert "cairong restore" in said
    assert installation.processes() == []


@pytest.fixture(scope="module")
def taken(founded, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("kept") / "b"
    copy = tmp_path_factory.mktemp("source") / "home"
    shutil.copytree(founded, copy, symlinks=True)
    (copy / "files" / "letter.pdf").write_bytes(b"%PDF-1.7 letter")
    done = Installation(copy).command("backup", str(folder))
    assert done.returncode == 0, done.stderr
    return folder


def without(name: str) -> Callable[[Path], None]:
    return lambda folder: (folder / name).unlink()


def besides(name: str) -> Callable[[Path], None]:
    def do(folder: Path) -> None:
        (folder / name).write_text("not from us")

    return do


def cut(name: str) -> Callable[[Path], None]:
    def do(folder: Path) -> None:
        data = (folder / name).read_bytes()
        (folder / name).write_bytes(data[: len(data) // 2])

    return do


def told(**facts: object) -> Callable[[Path], None]:
    def do(folder: Path) -> None:
        manifest = json.loads((folder / "manifest.json").read_text())
        (folder / "manifest.json").write_text(json.dumps({**manifest, **facts}))

    return do


def swapped(folder: Path) -> None:
    one, other = folder / "keys" / "owner", folder / "keys" / "app"
    first, second = one.read_bytes(), other.read_bytes()
    one.write_bytes(second)
    other.write_bytes(first)


SPOILT = {
    "the dump is gone": (without("database.dump"), "database.dump 与清单不符"),
    "a key is gone": (without("keys/owner"), "keys/owner 与清单不符"),
    "a file is gone": (without("files/letter.pdf"), "files/letter.pdf 与清单不符"),
    "the manifest is gone": (without("manifest.json"), "读不出 manifest.json"),
    "a file too many": (besides("files/other.pdf"), "files/other.pdf 与清单不符"),
    "a key too many": (besides("keys/other"), "keys/other 与清单不符"),
    "the dump ends early": (cut("database.dump"), "database.dump 与清单不符"),
    "the manifest ends early": (cut("manifest.json"), "读不出 manifest.json"),
    "two keys changed places": (swapped, "keys/app 与清单不符"),
    "a manifest with a word unknown": (told(colour="red"), "读不出 manifest.json"),
    "files that are no list": (told(files=[]), "读不出 manifest.json"),
    "a version that is none": (told(version="new"), "读不出 manifest.json"),
    "a city that is none": (told(city="village"), "读不出 manifest.json"),
    "a table it does not hold": (
        told(tables={"parties_moon": {"rows": "1", "digest": "0"}}),
        "与备份清单不一致",
    ),
}


@pytest.mark.parametrize("case", SPOILT)
def test_a_backup_that_was_spoilt_is_refused_whole(taken, new_installation, tmp_path, case):
    spoil, said = SPOILT[case]
    folder = tmp_path / "b"
    shutil.copytree(taken, folder)
    spoil(folder)
    before = sorted(path for path in folder.rglob("*"))
    one = new_installation()
    assert said in refused(one.command("restore", str(folder)))
    assert not one.home.exists()
    assert one.processes() == []
    assert sorted(path for path in folder.rglob("*")) == before


def test_a_link_in_a_backup_leads_nowhere(taken, new_installation, tmp_path):
    """What a link points to is not what was kept."""
    folder = tmp_path / "b"
    shutil.copytree(taken, folder)
    (folder / "files" / "letter.pdf").unlink()
    (folder / "files" / "letter.pdf").symlink_to("/etc/hostname")
    one = new_installation()
    assert "files/letter.pdf 与清单不符" in refused(one.command("restore", str(folder)))
    assert not one.home.exists()


@pytest.mark.parametrize("what", ["a file", "a hidden file", "an empty folder"])
def test_a_folder_that_holds_anything_is_not_restored_into(taken, new_installation, what):
    one = new_installation()
    one.home.mkdir()
    if what == "an empty folder":
        (one.home / "files").mkdir()
    else:
        (one.home / (".x" if "hidden" in what else "x")).write_text("theirs")
    before = sorted(path.name for path in one.home.iterdir())
    assert "不是空的:请用 CAIRONG_HOME 指一个新目录" in refused(one.command("restore", str(taken)))
    assert sorted(path.name for path in one.home.iterdir()) == before


def test_an_empty_folder_that_stands_is_restored_into_and_kept_where_it_fails(
    taken, new_installation, tmp_path
):
    folder = tmp_path / "b"
    shutil.copytree(taken, folder)
    told(tables={})(folder)
    one = new_installation()
    one.home.mkdir(mode=0o711)
    assert "与备份清单不一致" in refused(one.command("restore", str(folder)))
    assert list(one.home.iterdir()) == []
    done = one.command("restore", str(taken))
    assert done.returncode == 0, done.stderr


def test_a_backup_that_finds_a_file_where_its_folder_should_be(installation, tmp_path):
    (tmp_path / "file").write_text("theirs")
    said = refused(installation.command("backup", str(tmp_path / "file")))
    assert "已有内容" in said
    said = refused(installation.command("backup", str(tmp_path / "file" / "b")))
    assert "写不进" in said
    assert (tmp_path / "file").read_text() == "theirs"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "home"]
