"""`cairong demo`: build the demo city, and say who may sign in to it."""

import json

import click
from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from cairong.cli.city import empty_unfinished, refuse_other_city
from cairong.cli.migrating import migrate_database
from cairong.cli.speaking import as_owner
from cairong.doors.clock import now
from cairong.driving.demo.accounts import DemoAccount, demo_accounts
from cairong.driving.demo.building import build as build_city
from cairong.home.folder import Home, home
from cairong.home.lock import making_city
from cairong.home.owners import files_lent
from cairong.home.state import CityState, city_state, keep_city_state
from cairong.home.trouble import Trouble
from cairong.kernel.actor import ROLE_NAMES, Role
from cairong.parties.reads import cities

COLUMNS = ("角色", "用户名", "密码", "单位", "区域")


@click.group()
def demo() -> None:
    """演示城市。"""


@demo.command()
def build() -> None:
    """建立演示城市(洛阳),日期以今天为中心;已经建好的不再动。"""
    with making_city(home()):
        _build_missing(home())


def _build_missing(place: Home) -> None:
    refuse_other_city(place)
    if city_state(place) is CityState.BUILDING:
        click.echo("上次没有建完,从头建起 …")
        empty_unfinished(place)
    migrate_database()
    place.stamp()
    found = cities()
    if not all(found.values()):
        raise Trouble(
            "数据库里是真实城市,演示数据进不去:请用 CAIRONG_HOME 或 DATABASE_URL 另指一处。"
        )
    if found:
        click.echo("城市已经建好。")
        return
    keep_city_state(place, CityState.BUILDING)
    with files_lent(place):
        _build()
    keep_city_state(place, CityState.DEMO)


def _build() -> None:
    """Build it, saying how far it is."""
    with Progress(
        TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:>3.0f}%"),
        TimeElapsedColumn(), console=Console(stderr=True),
    ) as progress:  # fmt: skip
        stages: dict[str, TaskID] = {}

        def told(stage: str, done: int, whole: int) -> None:
            if stage not in stages:
                stages[stage] = progress.add_task(stage, total=whole)
            progress.update(stages[stage], completed=done)

        build_city(clock=now, told=told, as_owner=as_owner)


@demo.command()
@click.option("--json", "as_json", is_flag=True, help="以 JSON 列出全部账号")
def accounts(*, as_json: bool) -> None:
    """列出演示账号:每个角色先列一个,其余用 --json。"""
    found = demo_accounts()
    if not found:
        raise Trouble("这里没有演示城市:请先运行 cairong demo build。")
    if as_json:
        click.echo(json.dumps([vars(each) for each in found], ensure_ascii=False, indent=1))
        return
    main = list({each.role: each for each in reversed(found)}.values())[::-1]
    for line in _table(main):
        click.echo(line)
    click.echo(f"另有 {len(found) - len(main)} 个账号:cairong demo accounts --json")


def _table(rows: list[DemoAccount]) -> list[str]:
    """Lay the accounts out in columns; a Chinese sign is two columns wide."""
    cells = [COLUMNS, *((ROLE_NAMES[Role(each.role)], each.username, each.password,
                         each.organisation, each.region) for each in rows)]  # fmt: skip
    widths = [max(cell_len(row[place]) for row in cells) for place in range(len(COLUMNS))]
    return [
        "  ".join(set_cell_size(cell, width) for cell, width in zip(row, widths, strict=True))
        for row in cells
    ]
