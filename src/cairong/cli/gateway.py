"""`cairong gateway`: ceremonies, words for later keys, keys in a list, their end."""

import os
import sys
from dataclasses import replace
from datetime import datetime
from uuid import UUID

import click

from cairong.cli.city import lay_gateway
from cairong.cli.hailing import require_ours
from cairong.cli.speaking import as_gateway, as_owner
from cairong.doors.actors import home_city
from cairong.doors.clock import now
from cairong.home.account import GATEWAY, account, acting_as, let_pass
from cairong.home.environment import GATEWAY as GATEWAY_URL
from cairong.home.environment import gateway_url
from cairong.home.folder import home
from cairong.home.trouble import Misused, Trouble
from cairong.kernel.actor import ROLE_NAMES, Actor, Channel, Role, system
from cairong.kernel.calendar import day_of
from cairong.orders import tickets
from cairong.orders.actions.hold_ceremony import hold_ceremony
from cairong.orders.actions.make_key import ask_key_end
from cairong.orders.ceremonies import able, open_ceremony
from cairong.orders.desks import SIGNERS, TREASURY
from cairong.orders.models import Ceremony, PersonKey
from cairong.orders.reads import end_asked, every_key, signing_keys
from cairong.orders.states import PERSON_KEY
from cairong.parties.people import seats_named
from cairong.parties.reads import city_of
from cairong.policy.orders import TWO


@click.group()
def gateway() -> None:
    """签名网关:登记仪式、以后的钥匙、停用。"""


@gateway.command()
@click.argument("names", metavar="姓名…", nargs=-1, required=True)
@click.option("--lost", multiple=True, metavar="姓名|指纹", help="丢了的钥匙,随新钥匙一起停用。")
def found(names: tuple[str, ...], lost: tuple[str, ...]) -> None:
    """登记仪式:给国库科人员各打印一个一次性口令,他们在签名网关各做一把钥匙。

    没有人能替别人签名时,写两位的姓名;还有一位能签的,写另外一位的姓名,新钥匙由那一位签名。
    有两位能签的不举行:新的钥匙由他们签名登记(cairong gateway word)。授权已结束的、换网址以前
    做的钥匙,随仪式一起停用。先核对在签名网关的地址应答的是它自己,不是的不打印口令。
    """
    city, moment, address = _real_city(), now(), _address()
    people = [_person(city, name, TREASURY, moment) for name in names]
    if len({person_id for person_id, _ in people}) < len(people):
        raise Misused("写的几位要是几个人。")
    gone = {key.pk for said in lost for key in _keys_said(city, said)}
    _make_ready()
    as_owner()
    ceremony = hold_ceremony(
        actor=_actor(city),
        now=moment,
        person_ids=[UUID(person_id) for person_id, _ in people],
        lost=gone,
        origin=address,
    )
    for person_id, name in people:
        _print(city, person_id, name, moment, ceremony)
    click.echo("都做好以后,运行 cairong gateway keys 列出指纹,抄进会议记录。")
    if ceremony.signed_by is not None:
        click.echo(f"新钥匙由{ceremony.signed_by.name}在签名网关签名登记,丢了的钥匙随之停用。")


@gateway.command()
@click.argument("name", metavar="姓名")
def word(name: str) -> None:
    """给一个人打印一次性口令;他做的钥匙由另外两位持钥匙的人签名登记。

    以前给他的口令随即作废。登记仪式举行未满 24 小时、他还没有做钥匙的,补发仪式的口令。
    """
    city, moment = _real_city(), now()
    person_id, called = _person(city, name, SIGNERS, moment)
    ceremony = open_ceremony(city, UUID(person_id), moment)
    others = {key.person.name for key in able(city, _address(), moment)} - {called}
    if ceremony is None and len(others) < TWO:
        who = "、".join(others) or "没有人"
        raise Trouble(
            f"能替{called}的钥匙签名的只有 {who},不足两位:请运行 cairong gateway found"
            "(钥匙丢了的,用 --lost 写明)。"
        )
    _make_ready()
    _print(city, person_id, called, moment, ceremony)


@gateway.command()
def keys() -> None:
    """列出每一把签名钥匙:谁的、状态、指纹。"""
    rows = every_key(home_city())
    for key in rows:
        how = "首批" if key.founding else "仪式,一人签名" if key.ceremony_id else "两人签名登记"
        click.echo(
            f"{key.person.name}\t{PERSON_KEY.states[key.state].word}\t{how}\t{key.fingerprint}"
        )
    if not rows:
        click.echo("还没有签名钥匙:先运行 cairong gateway found 姓名 姓名。")


@gateway.command()
@click.argument("fingerprint", metavar="指纹")
def end(fingerprint: str) -> None:
    """停用一把丢了的钥匙:写一份签名单,由另外两位持钥匙的人签名,或由本人一人签名。"""
    city, moment = _real_city(), now()
    found = [key for key in every_key(city) if key.fingerprint.startswith(fingerprint)]
    if len(found) != 1 or not fingerprint:
        raise Misused(
            f"指纹 {fingerprint[:64]} 对不上唯一一把钥匙:请用 cairong gateway keys 核对。"
        )
    own = found[0].person.name
    others = {key.person.name for key in able(city, gateway_url(), moment)} - {own}
    as_gateway()
    order = end_asked(found[0]) or ask_key_end(actor=_actor(city), now=moment, key_id=found[0].pk)
    click.echo(
        f"签名单 {order.number} 已写好,核对码 {order.code}:请另外两位持钥匙的人,或{own}本人打开"
    )
    click.echo(f"{gateway_url()}/order/{order.digest}/")
    if len(others) < TWO:
        click.echo(
            f"现在能签名的另外只有 {'、'.join(others) or '没有人'};{own}本人签不了的,"
            f"请改用 cairong gateway found 新持钥匙人 --lost {fingerprint}。"
        )


def _keys_said(city: str, said: str) -> list[PersonKey]:
    """Find the registered keys of a name, or the one whose fingerprint begins so."""
    known = signing_keys(city)
    rows = [key for key in known if key.person.name == said.strip()]
    rows = rows or [key for key in known if key.fingerprint.startswith(said)]
    if len({key.person_id for key in rows}) != 1:
        raise Misused(
            f"--lost {said[:64]} 对不上一个人的已登记钥匙:请写姓名或指纹的开头,"
            "并用 cairong gateway keys 核对。"
        )
    return rows


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
        raise Trouble("演示城市替人员保管签名钥匙,不举行登记仪式,也不登记别的钥匙。")
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


def _print(
    city: str, person_id: str, name: str, moment: datetime, ceremony: Ceremony | None
) -> None:
    """Print one person's word, on a screen that shows nobody else's: each looks at it alone."""
    address, folder, own = _address(), home().gateway, account(GATEWAY)
    ends = (moment + tickets.LASTS).isoformat()
    ticket = tickets.Ticket(person_id=person_id, name=name, city=city, founding=False, until=ends)
    if ceremony is not None:
        ticket = replace(
            ticket,
            founding=ceremony.signed_by_id is None,
            until=ceremony.until.isoformat(),
            ceremony=str(ceremony.pk),
        )
    if _seen():
        click.pause(f"请{name}本人到屏幕前,别的人(包括平台运维)让开,由本人按任意键显示口令 …")
    with acting_as(own):
        told = tickets.issue(folder, ticket)
    click.echo(f"{name}:口令 {told},24 小时内在 {address}/key/ 用一次,只由本人知道。")
    if _seen():
        click.pause("请本人记下口令,按任意键清屏 …")
        click.clear()


def _make_ready() -> None:
    """Have the gateway's folder, upon which it is started, and see that it is what answers."""
    place, own = home(), account(GATEWAY)
    lay_gateway(place)  # after a restore with its mark, whatever is run first
    place.gateway.mkdir(mode=0o700, exist_ok=True)
    if own is not None:
        let_pass(place.gateway, own)
        os.lchown(place.gateway, own.uid, own.gid)
    require_ours(place)


def _seen() -> bool:
    """Whether somebody sits at a screen."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def _actor(city: str) -> Actor:
    return system(city=city).through(Channel.CLI)
