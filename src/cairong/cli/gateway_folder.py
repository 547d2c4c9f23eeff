"""`cairong gateway settled` and `shut`: folder and rows that disagree, an address that is taken."""

import json
from contextlib import suppress
from pathlib import Path
from uuid import UUID

import click

from cairong.cli.gateway import _actor, _person, _real_city, gateway
from cairong.doors.clock import now
from cairong.home.account import GATEWAY, account, acting_as
from cairong.home.exchanging import folder_in_use
from cairong.home.folder import HELD, home
from cairong.home.trouble import Trouble
from cairong.kernel.money import format_yuan
from cairong.notary.actions.watch_sending import raise_once
from cairong.notary.models import Alarm
from cairong.orders.actions.settle_folder import settle_folder
from cairong.orders.desks import TREASURY
from cairong.orders.ledger import Ledger
from cairong.orders.reads import signing_keys

__all__ = ["gateway"]


@gateway.command()
@click.argument("name", metavar="[姓名]", required=False)
def settled(name: str | None) -> None:
    """恢复备份以后:列出交换目录和数据库不一致的支付指令;写明与国库对清的人,恢复送出。

    不写姓名只列出。已付款的先按银行回单登记到账,没有付款的留着,再写国库科对清的人的姓名。
    """
    city, place, moment = _real_city(), home(), now()
    with acting_as(account(GATEWAY)):
        folder = folder_in_use(place)
        ledger = Ledger(folder, place.gateway / HELD)
        if not ledger.why_held(city):
            raise Trouble(f"交换目录 {folder} 和数据库一致,支付指令照常送出,不用登记。")
        numbers = ledger.disagreeing(city)
        lines = [_line(folder, number) for number in numbers]
        gone = ledger.revived(city)
    click.echo(f"交换目录:{folder}")
    click.echo("\n".join(lines) or "没有不一致的指令;数据目录是由备份恢复的。")
    _list_keys(city, gone)
    if name is None:
        click.echo("请国库科逐份与国库对清,再运行 cairong gateway settled 姓名。")
        return
    person_id, called = _person(city, name, TREASURY, moment)
    settle_folder(actor=_actor(city), now=moment, person_id=UUID(person_id), numbers=numbers)
    with acting_as(account(GATEWAY)):
        ledger.settle(numbers, by=called, at=moment)
    then = "停用过的钥匙停用以后恢复送出。" if gone else "支付指令恢复送出。"
    click.echo(f"已登记:{called}与国库对清了 {len(numbers)} 份。{then}")


@gateway.command(hidden=True)
@click.argument("why")
def shut(why: str) -> None:
    """告知签名网关的地址不能用;cairong run 会自己运行它。"""
    raise_once(actor=_actor(_real_city()), now=now(), kind=Alarm.Kind.SHUT, why=why)


def _list_keys(city: str, gone: list[str]) -> None:
    """List the keys that count, to be compared, and those that came back with the rows."""
    for fingerprint in gone:
        click.echo(f"停用过的签名钥匙又显示已登记,请再停用一次:cairong gateway end {fingerprint}")
    click.echo("已登记的签名钥匙,请与会议记录核对,备份以后停用的再停用一次:")
    for key in signing_keys(city):
        click.echo(f"{key.person.name}\t{key.fingerprint}")


def _line(folder: Path, number: str) -> str:
    """Say what a file that left holds, as far as it is there."""
    with suppress(OSError, ValueError, LookupError, TypeError):
        order = json.loads(json.loads((folder / "out" / f"{number}.json").read_text())["order"])
        amount = format_yuan(order["amount_fen"])
        return f"{number}\t{order['voucher_no']}\t{amount}\t{order['payee']}"
    return f"{number}\t目录里没有这份指令的文件"
