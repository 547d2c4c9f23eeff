"""`cairong init`: an empty real city, its authorities and its first operator."""

import secrets
from collections.abc import Callable, Mapping
from typing import NamedTuple

import click

from cairong.cli.city import empty_unfinished, has_city
from cairong.cli.migrating import migrate_database
from cairong.cli.ready import database_ready
from cairong.doors.clock import now
from cairong.home.folder import home
from cairong.home.lock import making_city
from cairong.home.state import CityState, city_state, keep_city_state
from cairong.home.trouble import Misused, Trouble
from cairong.kernel.actor import Actor, Channel, Role, system
from cairong.kernel.calendar import day_of
from cairong.kernel.text import clean_text
from cairong.parties.actions.appoint import appoint_person
from cairong.parties.actions.found import found_city
from cairong.parties.kinds import Kind
from cairong.parties.people import check_username, free_username
from cairong.parties.reads import the_only
from cairong.policy.names import clean_name
from cairong.policy.regions import CityRegions, County, known_cities

# Each authority: the option that names it, what it is called there, how such bodies are named.
AUTHORITIES: Mapping[str, tuple[str, str, str]] = {
    Kind.BUREAU: ("bureau", "市财政局", "{0}财政局"),
    Kind.PBOC: ("pboc", "人民银行在本市的分支机构", "中国人民银行{0}分行"),
    Kind.SME_AUTHORITY: ("sme_authority", "中小企业主管部门", "{0}工业和信息化局"),
    Kind.REGULATOR: ("regulator", "金融监管部门", "国家金融监督管理总局{1}监管分局"),
    Kind.OPERATOR: ("operations", "平台运维单位", "{0}采融平台运维中心"),
}


class First(NamedTuple):
    """The city's first operator, and the paper that appoints them where one is named."""

    name: str
    papers: str


def _dashed(option: str) -> str:
    return option.replace("_", "-")


def _named_bodies[F: Callable[..., None]](command: F) -> F:
    """Give a command an option for the name of each authority."""
    for option, word, usual in reversed([*AUTHORITIES.values()]):
        words = f"{word}的全称;省略时是「{usual.format('某市', '某')}」"
        command = click.option(f"--{_dashed(option)}", default="", help=words)(command)
    return command


@click.command()
@click.option("--city", "code", default="410300", show_default=True, help="城市的行政区划代码")
@click.option("--name", default="", help="城市名称,如 洛阳市;省略时按代码取")
@click.option("--county", "counties", multiple=True, metavar="代码=名称", help="下辖县区,可多次")
@click.option("--operator", required=True, help="第一位平台运维人员的姓名")
@click.option("--username", default="operator", show_default=True, help="其用户名")
@click.option("--paper", default="", help="任命(授权)其运维的文件文号")
@_named_bodies
def init(
    *,
    code: str,
    name: str,
    counties: tuple[str, ...],
    operator: str,
    username: str,
    paper: str,
    **bodies: str,
) -> None:
    """建立一个空的真实城市:区划、主管部门和第一位运维人员。"""
    regions = _regions(code, name, counties)
    names = _authorities(regions.name, bodies)
    person = First(
        name=clean_text(operator, field="--operator", least=1, most=60),
        papers=clean_text(paper, field="--paper", most=200),
    )
    check_username(username, field="--username")
    with database_ready(), making_city(home()):
        login, password = _begun(code, regions, names, person, username)
    click.echo(f"{regions.name}({code})已建立,{len(regions.counties)} 个县区。")
    click.echo(f"主管部门:{'、'.join(names.values())}。")
    click.echo(f"运维人员 {person.name}:用户名 {login},一次性密码 {password},首次登录后要先修改。")
    click.echo(
        "接着用 cairong officials 姓名=用户名=文号 姓名=用户名=文号 登记财政局的头两位管理员。"
    )
    click.echo("做备份以前用 cairong recipient --new FILE 定收件人的密钥,私钥带离这台机器。")
    click.echo(
        "再用 cairong run 启动,登录后打开「开城清单」(/readiness/):还缺什么、由谁办、在哪里办。"
    )


def _begun(
    code: str, regions: CityRegions, names: Mapping[str, str], person: First, username: str
) -> tuple[str, str]:
    """Found the city where none stands; name its operator's user name and password."""
    place = home()
    if city_state(place) in {CityState.BUILDING, CityState.FOUNDING}:
        empty_unfinished(place)
    migrate_database()
    if has_city(place):
        raise Trouble(f"数据目录 {place.path} 里已有城市:请用 CAIRONG_HOME 另指一个目录。")
    if place.gateway.is_dir():
        raise Trouble(
            f"数据目录 {place.path} 里还有另一座城市的签名网关和它送出的记录:"
            "请用 CAIRONG_HOME 另指一个目录。"
        )
    login = free_username(username)
    keep_city_state(place, CityState.FOUNDING)
    place.stamp()
    password = secrets.token_urlsafe(12)
    actor = system(city=code).through(Channel.CLI)
    _found(actor, regions, names)
    _appoint(actor, person, login, password)
    keep_city_state(place, CityState.REAL)
    return login, password


def _regions(code: str, name: str, counties: tuple[str, ...]) -> CityRegions:
    known = known_cities().get(code)
    given = tuple(_county(text) for text in counties) or (known.counties if known else ())
    name = name or (known.name if known else "")
    if not (code.isdecimal() and len(code) == len("410300") and code.endswith("00")):
        raise Misused(
            f"--city {code} 不是城市的行政区划代码:请写六位、以 00 结尾的代码,如 410300。"
        )
    if not given or not name:
        raise Misused(f"本程序没有 {code} 的区划资料:请用 --name 和 --county 代码=名称 逐个给出。")
    return CityRegions(name=name, counties=given)


def _county(text: str) -> County:
    code, _, name = text.partition("=")
    if not (code.isdecimal() and name):
        raise Misused(f"--county {text} 看不懂:请写成 代码=名称,如 --county 410303=西工区。")
    return County(code=code, name=name)


def _authorities(city: str, bodies: Mapping[str, str]) -> dict[str, str]:
    """Name each authority as it was given, else as such bodies are usually called."""
    names = {
        str(kind): clean_name(
            bodies[option] or usual.format(city, city.removesuffix("市")),
            field=f"--{_dashed(option)}",
        )
        for kind, (option, _, usual) in AUTHORITIES.items()
    }
    if len(set(names.values())) < len(names):
        raise Misused("各主管部门要有各自的名称,请逐个给出不同的名称。")
    return names


def _found(actor: Actor, regions: CityRegions, names: Mapping[str, str]) -> None:
    moment = now()
    found_city(
        actor=actor,
        now=moment,
        name=regions.name,
        opened_on=day_of(moment),
        regions=regions.counties,
        authorities=names,
    )


def _appoint(actor: Actor, operator: First, username: str, password: str) -> None:
    appoint_person(
        actor=actor,
        now=now(),
        organisation_id=the_only(actor.city, Kind.OPERATOR).pk,
        role=Role.OPERATOR,
        name=operator.name,
        papers=operator.papers,
        username=username,
        password=password,
        given=True,
        administrator=True,
    )
