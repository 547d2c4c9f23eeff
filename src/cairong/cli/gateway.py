"""`cairong gateway`: the ceremony of the first keys, words for later ones, keys in a list."""

import os
from datetime import datetime

import click
from django.db import connection, connections

from cairong.doors.actors import home_city
from cairong.doors.clock import now
from cairong.home.account import GATEWAY, account, acting_as, let_pass
from cairong.home.addresses import gateway_address
from cairong.home.environment import GATEWAY as GATEWAY_URL
from cairong.home.environment import gateway_url
from cairong.home.folder import home
from cairong.home.trouble import Misused, Trouble
from cairong.kernel.actor import ROLE_NAMES, Actor, Channel, Role, system
from cairong.kernel.calendar import day_of
from cairong.orders import tickets
from cairong.orders.actions.make_key import ask_key_end
from cairong.orders.counting import TWO
from cairong.orders.desks import SIGNERS, TREASURY
from cairong.orders.reads import every_key, signing_keys
from cairong.orders.states import PERSON_KEY
from cairong.parties.people import seats_named
from cairong.parties.reads import city_of


@click.group()
def gateway() -> None:
    """签名网关:首批钥匙的登记仪式、以后的钥匙、停用。"""


@gateway.command()
@click.argument("first", metavar="姓名")
@click.argument("second", metavar="姓名")
def found(first: str, second: str) -> None:
    """登记仪式:给国库科两人各打印一个一次性口令,他们在签名网关各做一把钥匙。

    已有两人持钥匙的城市不再举行:新的钥匙由他们签名登记(cairong gateway word)。
    """
    city, moment = _real_city(), now()
    if len({key.person_id for key in signing_keys(city)}) >= TWO:
        raise Trouble("已有两人持签名钥匙,新的钥匙由他们签名登记:请用 cairong gateway word 姓名。")
    people = [_person(city, name, TREASURY, moment) for name in (first, second)]
    if people[0][0] == people[1][0]:
        raise Misused("两位要是两个人。")
    for person_id, name in people:
        _print(city, person_id, name, moment, founding=True)
    click.echo("两人都做好以后,运行 cairong gateway keys 列出指纹,抄进会议记录。")


@gateway.command()
@click.argument("name", metavar="姓名")
def word(name: str) -> None:
    """给一个人打印一次性口令;他做的钥匙由另外两位持钥匙的人签名登记。"""
    city, moment = _real_city(), now()
    person_id, called = _person(city, name, SIGNERS, moment)
    _print(city, person_id, called, moment, founding=False)


@gateway.command()
def keys() -> None:
    """列出每一把签名钥匙:谁的、状态、指纹。"""
    rows = every_key(_real_city())
    for key in rows:
        how = "首批" if key.founding else "两人签名登记"
        click.echo(
            f"{key.person.name}\t{PERSON_KEY.states[key.state].word}\t{how}\t{key.fingerprint}"
        )
    if not rows:
        click.echo("还没有签名钥匙:先运行 cairong gateway found 姓名 姓名。")


@gateway.command()
@click.argument("fingerprint", metavar="指纹")
def end(fingerprint: str) -> None:
    """停用一把丢了的钥匙:写一份签名单,由另外两位持钥匙的人签名。"""
    city = _real_city()
    found = [key for key in every_key(city) if key.fingerprint.startswith(fingerprint)]
    if len(found) != 1 or not fingerprint:
        raise Misused(
            f"指纹 {fingerprint[:64]} 对不上唯一一把钥匙:请用 cairong gateway keys 核对。"
        )
    _as_gateway()
    order = ask_key_end(actor=_actor(city), now=now(), key_id=found[0].pk)
    click.echo(f"签名单 {order.number} 已写好,核对码 {order.code}:请另外两位持钥匙的人打开")
    click.echo(f"{gateway_url()}/order/{order.digest}/")


def _address() -> str:
    """Name the address of the pages; that of this machine alone has to be asked for by name."""
    if not os.environ.get(GATEWAY_URL):
        raise Trouble(
            f"还没有设签名网关的网址:钥匙只在做它的网址上有效。请先把环境变量 {GATEWAY_URL} 设成"
            " https://qianming.域名,由前置代理转到签名网关的端口;一台机器上试用的,"
            "设成 http://localhost:端口。设好后重新运行。"
        )
    return gateway_url()


def _real_city() -> str:
    city = home_city()
    if city_of(city).demo:
        raise Trouble("演示城市的款项由模拟国库回执,不用签名网关。")
    return city


def _person(city: str, name: str, roles: tuple[Role, ...], moment: datetime) -> tuple[str, str]:
    """Find the one person of a name who holds one of these roles at the bureau now."""
    seats = seats_named(city, name.strip(), roles, on=day_of(moment))
    people = {str(seat.person_id): seat.person.name for seat in seats}
    if len(people) != 1:
        desks = "、".join(ROLE_NAMES[role] for role in roles)
        count = f"有 {len(people)} 位" if people else "没有"
        raise Misused(f"财政局{count}叫 {name[:60]} 的人在任({desks}):请核对姓名和授权。")
    return next(iter(people.items()))


def _print(city: str, person_id: str, name: str, moment: datetime, *, founding: bool) -> None:
    address, folder, own = _address(), home().gateway, account(GATEWAY)
    folder.mkdir(mode=0o700, exist_ok=True)
    if own is not None:
        let_pass(folder, own)
        os.lchown(folder, own.uid, own.gid)
    until = moment + tickets.LASTS
    ticket = tickets.Ticket(
        person_id=person_id, name=name, city=city, founding=founding, until=until.isoformat()
    )
    with acting_as(own):
        told = tickets.issue(folder, ticket)
    click.echo(f"{name}:口令 {told},三天内在 {address}/key/ 用一次。请当面交给本人。")


def _as_gateway() -> None:
    """Speak to the database as the gateway, which alone may write an order."""
    at = gateway_address(home())
    connection.close()
    connections.settings["default"].update(
        HOST=at.host, PORT=at.port, NAME=at.name, USER=at.user, PASSWORD=at.password
    )
    del connections["default"]


def _actor(city: str) -> Actor:
    return system(city=city).through(Channel.CLI)
