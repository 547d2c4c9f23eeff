"""`cairong officials`: the bureau's first two administrators, as a real city is founded."""

import secrets

import click

from cairong.doors.actors import home_city
from cairong.doors.clock import now
from cairong.home.trouble import Misused, Trouble
from cairong.kernel.actor import Channel, Role, system
from cairong.parties.actions.appoint import appoint_person
from cairong.parties.kinds import Kind
from cairong.parties.people import free_username, has_had_people
from cairong.parties.reads import the_only
from cairong.policy.names import clean_name

ROLES = (Role.PROCUREMENT_APPROVER, Role.PROCUREMENT_OFFICER)


@click.command()
@click.argument("first", metavar="姓名=用户名")
@click.argument("second", metavar="姓名=用户名")
def officials(first: str, second: str) -> None:
    """登记财政局的头两位管理员(采购科复核、经办),只在财政局还没有人时。"""
    people = [_named(text) for text in (first, second)]
    names, logins = zip(*people, strict=True)
    if len(set(names)) < len(ROLES) or len(set(logins)) < len(ROLES):
        raise Misused("两位要是两个人,用户名也不同。")
    city = home_city()
    if has_had_people(city):
        raise Trouble("财政局已经有人:新的管理员由平台运维邀请,财政局或人民银行同意。")
    actor = system(city=city).through(Channel.CLI)
    for (name, login), role in zip(people, ROLES, strict=True):
        password = secrets.token_urlsafe(12)
        appoint_person(
            actor=actor, now=now(), organisation_id=the_only(city, Kind.BUREAU).pk, role=role,
            name=name, username=login, password=password, given=True, administrator=True,
        )  # fmt: skip
        click.echo(f"财政局管理员 {name}:用户名 {login},一次性密码 {password},首次登录后要先修改。")


def _named(text: str) -> tuple[str, str]:
    name, _, username = text.partition("=")
    if not username:
        raise Misused(f"{text} 看不懂:请写成 姓名=用户名。")
    plain = "".join(clean_name(name, field="姓名", least=1, most=60).split())
    return plain, free_username(username)
