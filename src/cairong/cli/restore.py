"""`cairong restore DIR`: a whole city back from a backup, verified."""

import re
import shutil
from pathlib import Path

import click
import psycopg

from cairong import __version__
from cairong.cli.city import KINDS, empty_database, kind_in_database, own_command
from cairong.cli.old_data import refuse_old
from cairong.cli.recipient import KeyFile, keep_recipient, read_key_file, signer_line
from cairong.cli.sealing import Seal, check_seal, is_sealed, open_sealed
from cairong.home.addresses import Address, owner_address
from cairong.home.census import differences, take_census
from cairong.home.database import database
from cairong.home.folder import Home, as_numbers, home
from cairong.home.manifest import Manifest, read_manifest
from cairong.home.state import CityState, keep_city_state
from cairong.home.tools import output_of, run_tool
from cairong.home.trouble import Trouble

KEY = click.Path(exists=True, dir_okay=False, path_type=Path)

DOUBTED = """
    INSERT INTO orders_doubt (city_id, about_id, raised_at)
    SELECT city_id, id, now() FROM treasury_payment
    WHERE state IN ('requested', 'released')
        AND treasury_leaves_by_gateway(city_id, coalesce(released_at, now()))
    ON CONFLICT (about_id) WHERE ended_at IS NULL DO UPDATE SET raised_at = now()
"""


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@click.option("--key", type=KEY, metavar="FILE", help="收件人的私钥文件;备份加密了就要写")
def restore(folder: Path, key: Path | None) -> None:
    """从 DIR 里的备份恢复到新的数据目录,并逐表核对。"""
    place = home()
    keys = read_key_file(key) if key else None
    seal = _sealed(folder, keys)
    if place.path.exists() and any(place.path.iterdir()):
        raise Trouble(f"数据目录 {place.path} 不是空的:请用 CAIRONG_HOME 指一个新目录再恢复。")
    existed = place.path.exists()
    try:
        clear = _opened(place, folder, keys) if keys else folder
        manifest = read_manifest(clear)
        _refuse(folder, clear, manifest)
        _restore(place, clear, manifest)
        if keys:
            shutil.rmtree(clear)
    except BaseException:
        _take_back(place, keep_root=existed)
        raise
    rows = sum(int(table["rows"]) for table in manifest.tables.values())
    click.echo(f"已恢复到 {place.path}:{len(manifest.tables)} 张表,{rows} 行,逐表核对一致。")
    click.echo(_from_whom(place, manifest, seal))


def _sealed(folder: Path, keys: KeyFile | None) -> Seal | None:
    """Check whose a backup is; one without encryption and signature only where no key is given."""
    sealed = is_sealed(folder)
    if sealed and keys is None:
        raise Trouble(f"备份 {folder} 已加密:请用 --key 写明收件人的私钥文件。")
    if keys and not sealed:
        raise Trouble(
            f"备份 {folder} 没有加密,也没有签名,用不到 {keys.path}:"
            "请核对它是不是被换过;确实要恢复它,就不写 --key。"
        )
    return check_seal(folder, keys) if keys else None


def _opened(place: Home, folder: Path, keys: KeyFile) -> Path:
    """Decrypt a backup inside the new data folder, which holds all of it in the clear anyway."""
    clear = place.path / "opened"
    place.path.mkdir(mode=0o711, parents=True, exist_ok=True)
    clear.mkdir(mode=0o700)
    open_sealed(folder, clear, keys)
    return clear


def _from_whom(place: Home, manifest: Manifest, seal: Seal | None) -> str:
    """Say when and by whom a backup was made; go on encrypting to its recipient."""
    if seal is None:
        return f"备份做于 {manifest.taken_at},没有签名:是不是原样,只能凭它的保管。"
    keep_recipient(place, seal.recipient)
    return (
        f"备份做于 {seal.taken_at},由 {seal.signer} 签名。以后的备份仍加密给 {seal.recipient},"
        f"由本机的新密钥签名,请把这一行加进私钥文件:\n{signer_line(place)}"
    )


def _refuse(folder: Path, clear: Path, manifest: Manifest) -> None:
    if as_numbers(manifest.version) > as_numbers(__version__):
        raise Trouble(
            f"备份 {folder} 由更新的版本 {manifest.version} 做成:请用那个版本或更新的程序恢复。"
        )
    refuse_old(_migrations(clear / "database.dump"), f"备份 {folder} ")


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
        try:
            _fill(place, folder, manifest)
        except BaseException:
            _empty_again(place, at)
            raise
    place.stamp()
    keep_city_state(place, CityState(manifest.city))


def _fill(place: Home, folder: Path, manifest: Manifest) -> None:
    """Bring the rows back, compare them, and doubt what may have left since. Raises Trouble."""
    at = owner_address(place)
    words = ["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges"]
    run_tool("pg_restore", *words, str(folder / "database.dump"), at=at)
    with psycopg.connect(at.conninfo) as connection:
        wrong = differences(manifest.tables, take_census(connection))
    if wrong:
        raise Trouble(f"恢复后表 {wrong[0]} 与备份清单不一致:没有保留,请换一份备份。")
    said, kind = CityState(manifest.city), kind_in_database(place)
    if said is not kind:
        raise Trouble(
            f"备份 {folder} 的清单写的是{KINDS.get(said, '没有建完的城市')},"
            f"数据库里{'是' if kind else ''}{KINDS[kind]}:没有保留,请换一份备份。"
        )
    own_command("migrate")
    with psycopg.connect(at.conninfo) as connection:
        doubt_what_left(connection)


def _empty_again(place: Home, at: Address) -> None:
    """Leave no rows without their doubts, which a start would believe."""
    try:
        empty_database(place)
    except psycopg.Error:
        click.echo(
            f"数据库 {at.name} 里留着没有恢复完的内容,没能清掉:请清空它再恢复,不要用它启动采融。",
            err=True,
        )


def doubt_what_left(connection: psycopg.Connection) -> None:
    """Have nothing that may be on its way decided by rows of before alone (`orders.Doubt`).

    What was asked for in the backup may have been released and sent since. Nor says the gateway
    that it is well, before it was heard of here.
    """
    connection.execute("DELETE FROM orders_gatewaywatch")
    connection.execute(DOUBTED)


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
