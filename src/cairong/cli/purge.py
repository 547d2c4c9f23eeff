"""`cairong purge`: nothing of a purged case is left in the data folder."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
import psycopg
from django.db import connections

from cairong.cli.purged_papers import remove_unnamed_papers
from cairong.cli.ready import database_ready, point_django
from cairong.doors.clock import now
from cairong.home.addresses import Address, is_external
from cairong.home.backups import backups_made
from cairong.home.folder import Home, home
from cairong.home.lock import run_lock
from cairong.home.postgres import DURABLE, Server
from cairong.home.roles import make_embedded
from cairong.home.trouble import Trouble
from cairong.home.wiping import empty, strike, wipe
from cairong.kernel.actor import Channel, system
from cairong.parties.reads import cities
from cairong.secrecy.actions.purge_case import purge_case
from cairong.secrecy.reads import freezes_of

FRESH = {**DURABLE, "wal_recycle": "off"}  # what is given up of the log is removed, not renamed
WORDS = "SELECT unnest(secrecy_words(id)) FROM secrecy_freeze WHERE state = 'ordered'"
ELSEWHERE = (
    "数据库在您自己的服务器上:请由它的管理员以超级用户执行 DELETE FROM pg_statistic 和"
    " VACUUM (FULL, ANALYZE),再切换并删除以前的预写日志、归档和流复制副本里的旧数据。"
)


@click.command()
def purge() -> None:
    """清除采购科两人按书面要求同意清除的涉密案件(先停下 cairong run)。"""
    place = home()
    if is_external():
        with database_ready():
            _purge(place)
            click.echo(ELSEWHERE)
    else:
        with _alone(place) as server:
            words = _purge(place)
            at = server.admin_address(connections.settings["owner"]["NAME"])
            _rewrite(at)
            _renew_log(at, server.data / "pg_wal")
        _clean_logs(place, words)
    _list_backups(place)


@contextmanager
def _alone(place: Home) -> Iterator[Server]:
    """Have the database up for this command and nobody else. Raises Trouble while others run."""
    with run_lock(place) as alone:
        if not alone:
            raise Trouble("服务还在运行:请先停下 cairong run 和别的 cairong 命令,再清除。")
        server = Server(place, FRESH)
        try:
            server.start()
            make_embedded(server)
            point_django(place)
            yield server
        finally:
            connections.close_all()
            server.stop()


def _purge(place: Home) -> list[str]:
    """Purge every case that was ordered to be; answers the words by which they were known."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(WORDS)
        words = [word for (word,) in cursor.fetchall()]
    for path in (place.files / "uploads").glob("*"):
        wipe(path)
    _clean_logs(place, words)
    for city in cities():
        actor = system(city=city).through(Channel.CLI)
        for freeze in freezes_of(actor).filter(state="ordered"):
            done = purge_case(actor=actor, now=now(), freeze_id=freeze.pk)
            click.echo(f"已清除 {done.no}:{done.authority} {done.document_no}。")
    remove_unnamed_papers(now=now())
    return words


def _rewrite(at: Address) -> None:
    """Write every table anew without what is dead in it; statistics of values go first."""
    with psycopg.connect(at.conninfo, autocommit=True) as connection:
        connection.execute("DELETE FROM pg_statistic")
        connection.execute("VACUUM (FULL, ANALYZE)")
    click.echo("已重写数据库的全部表和统计。")


def _renew_log(at: Address, folder: Path) -> None:
    """Go on in files of the write-ahead log that never held anything, and remove all before them.

    Raises Trouble where one is left.
    """
    old = {path.name for path in folder.iterdir() if path.is_file()}
    with psycopg.connect(at.conninfo, autocommit=True) as connection:
        for _ in range(len(old) + 1):
            connection.execute("SELECT pg_switch_wal()")
            connection.execute("SELECT pg_logical_emit_message(true, 'cairong', '')")
            name = connection.execute("SELECT pg_walfile_name(pg_current_wal_insert_lsn())")
            if name.fetchone() not in {(each,) for each in old}:
                break
        connection.execute("CHECKPOINT")
    if left := old & {path.name for path in folder.iterdir()}:
        raise Trouble(f"预写日志 {min(left)} 还在:请再运行一次 cairong purge。")
    click.echo(f"已删除以前的预写日志 {len(old)} 个文件。")


def _clean_logs(place: Home, words: list[str]) -> None:
    """Empty the database's log, which may quote rows; strike the lines that hold these words."""
    for path in place.log.glob("*"):
        if path.name.startswith("postgres"):
            empty(path)
        elif path.is_file():
            strike(path, words)


def _list_backups(place: Home) -> None:
    made = backups_made(place)
    if not made:
        click.echo("没有记下做过备份:自己另存的副本都可能含有涉密内容,请一起销毁。")
    else:
        click.echo(f"以前的备份 {len(made)} 份,都可能含有涉密内容,请连同别处的副本一起销毁:")
    for at, folder in made:
        click.echo(f"  {at}  {folder}{'' if folder.exists() else '(已不在这里)'}")
    click.echo("硬盘的空闲块由存储介质管理:按保密规定需要消磁、销毁的,请照办。")
