"""`cairong officials`: the bureau's first two administrators, as a real city is founded."""

import os
import secrets
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import click

from cairong.doors.actors import home_city
from cairong.doors.clock import now
from cairong.home.trouble import Misused, Trouble
from cairong.kernel.actor import Channel, Role, system
from cairong.kernel.text import clean_text
from cairong.parties.actions.appoint import appoint_person
from cairong.parties.kinds import Kind
from cairong.parties.people import free_username, has_had_people
from cairong.parties.reads import the_only
from cairong.policy.names import clean_name

ROLES = (Role.PROCUREMENT_APPROVER, Role.PROCUREMENT_OFFICER)
FORM = "姓名=用户名=任命(授权)文件文号"
WIPED = "\033[3J\033[2J\033[H"  # what was scrolled away as well


class Named(NamedTuple):
    """One of the two: who, by which user name, appointed by which paper, the first password."""

    name: str
    login: str
    papers: str
    password: str

    def words(self) -> str:
        """What this one alone is to read."""
        return (
            f"财政局管理员 {self.name}:用户名 {self.login},一次性密码 {self.password},"
            "首次登录后要先修改。"
        )


@click.command()
@click.argument("first", metavar=FORM)
@click.argument("second", metavar=FORM)
@click.option(
    "--into",
    type=click.Path(exists=True, file_okay=False, writable=True, path_type=Path),
    help="不在屏幕上显示密码,各写进这个目录里的一个文件(用户名.txt),只有属主读得到",
)
def officials(first: str, second: str, into: Path | None) -> None:
    """登记财政局的头两位管理员(采购科复核、经办),只在财政局还没有人时。"""
    people = [_named(text) for text in (first, second)]
    names, logins = {each.name for each in people}, {each.login for each in people}
    if min(len(names), len(logins)) < len(ROLES):
        raise Misused("两位要是两个人,用户名也不同。")
    city = home_city()
    if has_had_people(city):
        raise Trouble("财政局已经有人:新的管理员由平台运维邀请,财政局或人民银行同意。")
    if into is not None:
        _write(people, into)
    elif sys.stdin.isatty() and sys.stdout.isatty():
        _show(people)
    else:
        raise Misused("这里不是终端,两人的密码不能并排印出:请用 --into 目录,各写进一个文件。")
    actor = system(city=city).through(Channel.CLI)
    bureau = the_only(city, Kind.BUREAU).pk
    for person, role in zip(people, ROLES, strict=True):
        appoint_person(
            actor=actor, now=now(), organisation_id=bureau, role=role, name=person.name,
            username=person.login, password=person.password, given=True, administrator=True,
            papers=person.papers,
        )  # fmt: skip
    click.echo(f"{people[0].name}(采购科复核)、{people[1].name}(采购科经办)已登记。")


def _named(text: str) -> Named:
    name, _, rest = text.partition("=")
    username, _, papers = rest.partition("=")
    if not papers.strip():
        raise Misused(f"{text} 看不懂:请写成 {FORM},如 李复核=lifuhe=安财人〔2026〕12号。")
    plain = "".join(clean_name(name, field="姓名", least=1, most=60).split())
    return Named(
        name=plain,
        login=free_username(username),
        papers=clean_text(papers, "任命(授权)文件文号", least=2, most=200),
        password=secrets.token_urlsafe(12),
    )


def _show(people: Sequence[Named]) -> None:
    """Show each their password, one after the other, and wipe the screen behind each."""
    for person in people:
        click.prompt(f"请 {person.name} 一个人到屏幕前,按回车显示", default="", show_default=False)
        click.echo(person.words())
        click.prompt("记下以后按回车,清屏", default="", show_default=False)
        click.echo(WIPED, nl=False)


def _write(people: Sequence[Named], into: Path) -> None:
    """Write each one's password into a file of its own, readable by the owner alone."""
    files = [into / f"{each.login}.txt" for each in people]
    if there := [each for each in files if each.exists()]:
        raise Trouble(f"已经有 {there[0]}:请先移走它,或另指一个目录。")
    for person, file in zip(people, files, strict=True):
        made = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(made, "w", encoding="utf-8") as out:
            out.write(f"{person.words()}\n")
        click.echo(f"{person.name} 的用户名和一次性密码在 {file},请交给本人,看过即删。")
