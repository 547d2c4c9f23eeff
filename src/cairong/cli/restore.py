"""`cairong restore DIR`: a whole city back from a backup, verified."""

import re
import shutil
from pathlib import Path

import click
import psycopg

from cairong import __version__
from cairong.cli.city import empty_database, own_command
from cairong.cli.old_data import refuse_old
from cairong.home.addresses import owner_address
from cairong.home.census import differences, take_census
from cairong.home.database import database
from cairong.home.folder import Home, as_numbers, home
from cairong.home.manifest import Manifest, read_manifest
from cairong.home.state import CityState, keep_city_state
from cairong.home.tools import output_of, run_tool
from cairong.home.trouble import Trouble


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
def restore(folder: Path) -> None:
    """从 DIR 里的备份恢复到新的数据目录,并逐表核对。"""
    place = home()
    manifest = read_manifest(folder)
    _refuse(place, folder, manifest)
    existed = place.path.exists()
    try:
        _restore(place, folder, manifest)
    except BaseException:
        _take_back(place, keep_root=existed)
        raise
    rows = sum(int(table["rows"]) for table in manifest.tables.values())
    click.echo(f"已恢复到 {place.path}:{len(manifest.tables)} 张表,{rows} 行,逐表核对一致。")


def _refuse(place: Home, folder: Path, manifest: Manifest) -> None:
    if as_numbers(manifest.version) > as_numbers(__version__):
        raise Trouble(
            f"备份 {folder} 由更新的版本 {manifest.version} 做成:请用那个版本或更新的程序恢复。"
        )
    refuse_old(_migrations(folder / "database.dump"), f"备份 {folder} ")
    if place.path.exists() and any(place.path.iterdir()):
        raise Trouble(f"数据目录 {place.path} 不是空的:请用 CAIRONG_HOME 指一个新目录再恢复。")


def _migrations(dump: Path) -> set[tuple[str, str]]:
    """Read from a dump which migrations made its database: room and name."""
    text = output_of(
        "pg_restore", "--data-only", "--table=django_migrations", "--file=-", str(dump)
    )
    return set(re.findall(r"^\d+\t(\w+)\t(\w+)\t", text, re.MULTILINE))


def _restore(place: Home, folder: Path, manifest: Manifest) -> None:
    place.prepare()
    keep_city_state(place, CityState.RESTORING)
    for name in ("files", "keys"):
        shutil.copytree(folder / name, place.path / name, dirs_exist_ok=True)
    with database(place):
        at = owner_address(place)
        _refuse_filled(place)
        words = ["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges"]
        run_tool("pg_restore", *words, str(folder / "database.dump"), at=at)
        with psycopg.connect(at.conninfo) as connection:
            wrong = differences(manifest.tables, take_census(connection))
        if wrong:
            empty_database(place)
            raise Trouble(f"恢复后表 {wrong[0]} 与备份清单不一致:没有保留,请换一份备份。")
        own_command("migrate")
    place.stamp()
    keep_city_state(place, CityState(manifest.city))


def _refuse_filled(place: Home) -> None:
    at = owner_address(place)
    with psycopg.connect(at.conninfo) as connection:
        if take_census(connection):
            raise Trouble(f"数据库 {at.name} 不是空的:请给 DATABASE_URL 一个空库再恢复。")


def _take_back(place: Home, *, keep_root: bool) -> None:
    """Leave nothing half-made."""
    for path in place.path.iterdir() if place.path.exists() else ():
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    if not keep_root and place.path.exists():
        place.path.rmdir()
