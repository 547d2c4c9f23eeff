"""`cairong gateway settled` and `shut`: folder and rows that disagree, an address that is taken."""

import json
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

import click

from cairong.cli.gateway import _actor, _person, gateway
from cairong.cli.speaking import as_gateway
from cairong.doors.actors import home_city
from cairong.doors.clock import now
from cairong.home.account import GATEWAY, account, acting_as
from cairong.home.exchanging import folder_in_use
from cairong.home.folder import HELD, home
from cairong.home.trouble import Misused, Trouble
from cairong.kernel.money import format_yuan
from cairong.notary.actions.watch_sending import raise_once
from cairong.notary.models import Alarm
from cairong.orders.actions.settle_folder import settle_folder
from cairong.orders.desks import TREASURY
from cairong.orders.ledger import Ledger
from cairong.orders.models import Doubt
from cairong.orders.reads import signing_keys
from cairong.treasury.models import Payment
from cairong.treasury.states import PAYMENT
from cairong.treasury.unsent import is_doubted, not_arrived

__all__ = ["gateway"]
UNSENT = ("requested", "withdrawn")  # as the rows say


class Left(NamedTuple):
    """A file that left: what it says in a line, and the payment that it is about."""

    words: str
    about: UUID


@gateway.command()
@click.argument("name", metavar="[姓名]", required=False)
@click.option("--unpaid", multiple=True, metavar="凭证号", help="向国库查明没有付的支付。")
def settled(name: str | None, unpaid: tuple[str, ...]) -> None:
    """恢复备份、换目录以后:列出交换目录和数据库不一致的支付指令、还没有到账的支付;写明与国库对清的人,恢复送出。

    不写姓名只列出。已付款的先按银行回单登记到账,没有付款的留着,再写国库科对清的人的姓名。没有用
    --unpaid 写明的,在国库回执以前不能撤销,也不能改由国库科自行支付;以后查明的,再运行一次写明。
    """
    city, place, moment = home_city(), home(), now()
    with acting_as(account(GATEWAY)):
        folder = folder_in_use(place)
        ledger = Ledger(folder, place.gateway / HELD)
        held = bool(why := ledger.why_held(city))
        try:
            numbers, gone = ledger.disagreeing(city), ledger.revived(city)
        except OSError as error:
            raise Trouble(f"{why},没有办理:请改好目录 {folder},重新运行。") from error
        left = {number: _left(folder, number) for number in numbers}
    released = _on_their_way(city, left.values())
    if not held and not any(map(is_doubted, released)):
        raise Trouble(f"交换目录 {folder} 和数据库一致,支付指令照常送出,不用登记。")
    said = _said_unpaid(released, unpaid)
    click.echo(f"交换目录:{folder}")
    none = "没有不一致的指令;数据目录是由备份恢复的,或换过交换目录。" if held else ""
    click.echo("\n".join(_line(number, order) for number, order in left.items()) or none)
    _list_released(released)
    _list_keys(city, gone)
    if name is None:
        click.echo("请国库科逐份与国库对清,再运行 cairong gateway settled 姓名。")
        return
    if not held and not said:
        raise Trouble("没有登记:交换目录已经对清,请用 --unpaid 写明哪几笔向国库查明没有付。")
    doubted = {each.pk: each.voucher_no for each in released if held and each.pk not in said}
    person_id, called = _person(city, name, TREASURY, moment)
    as_gateway()
    settle_folder(
        actor=_actor(city),
        now=moment,
        person_id=UUID(person_id),
        numbers=numbers,
        unpaid=said,
        doubted=doubted,
    )
    if held:
        with acting_as(account(GATEWAY)):
            ledger.settle(numbers, by=called, at=moment)
    _say_settled(called, len(numbers), said=len(said), doubted=len(doubted), gone=bool(gone))


@gateway.command(hidden=True)
@click.argument("why")
def shut(why: str) -> None:
    """告知签名网关的地址不能用;cairong run 会自己运行它。"""
    raise_once(actor=_actor(home_city()), now=now(), kind=Alarm.Kind.SHUT, why=why)


def _said_unpaid(released: list[Payment], vouchers: tuple[str, ...]) -> dict[UUID, str]:
    """Find the payments that are said not to be paid, by their vouchers. Raises Misused."""
    known = {each.voucher_no: each.pk for each in released}
    if wrong := [each for each in vouchers if each not in known]:
        raise Misused(
            f"--unpaid {wrong[0][:64]} 不是在途支付的凭证号:"
            "请照 cairong gateway settled 列出的写;已经登记到账、退汇、撤销的不用写。"
        )
    return {known[each]: each for each in vouchers}


def _list_released(released: list[Payment]) -> None:
    """List what may have left without a line of this folder, to be compared one by one."""
    if released:
        click.echo("可能已经送出、还没有登记到账、退汇的,请逐笔问国库付了没有:")
    for each in released:
        doubt = "\t还没有查明" if is_doubted(each) else ""
        amount, payee = format_yuan(each.amount_fen), each.payee_version.payee
        stands = "" if each.state == "released" else f"\t{PAYMENT.states[each.state].word}"
        click.echo(f"{each.voucher_no}\t{amount}\t{payee}{stands}{doubt}")
    click.echo("国库付过、这里没有列出的,可能是备份以后办理的:先照备份以后的单据补办,不要另付。")


def _say_settled(called: str, count: int, *, said: int, doubted: int, gone: bool) -> None:
    then = "停用过的钥匙停用以后恢复送出。" if gone else "支付指令恢复送出。"
    click.echo(f"已登记:{called}与国库对清了 {count} 份,查明没有付的 {said} 笔。{then}")
    if doubted:
        click.echo(
            f"还没有查明的 {doubted} 笔,国库回执以前不能撤销,也不能改由国库科自行支付;"
            "查明没有付的,再运行 cairong gateway settled 姓名 --unpaid 凭证号。"
        )


def _list_keys(city: str, gone: list[str]) -> None:
    """List the keys that count, to be compared, and those that came back with the rows."""
    for fingerprint in gone:
        click.echo(f"停用过的签名钥匙又显示已登记,请再停用一次:cairong gateway end {fingerprint}")
    click.echo("已登记的签名钥匙,请与会议记录核对,备份以后停用的再停用一次:")
    for key in signing_keys(city):
        click.echo(f"{key.person.name}\t{key.fingerprint}")


def _on_their_way(city: str, left: Iterable[Left | None]) -> list[Payment]:
    """List what may have left, as the rows say, as a doubt does, or a file that they do not know.

    What was only asked for when a backup was made may have been released and sent since, though it
    was taken back here meanwhile.
    """
    by_file = [order.about for order in left if order]
    by_doubt = Doubt.objects.filter(city_id=city, ended_at=None).values_list("about_id", flat=True)
    asked = Payment.objects.filter(city_id=city, state__in=UNSENT, pk__in=[*by_doubt, *by_file])
    found = {each.pk: each for each in (*asked.select_related("payee_version"), *not_arrived(city))}
    return sorted(found.values(), key=lambda each: each.voucher_no)


def _left(folder: Path, number: str) -> Left | None:
    """Read what a file that left holds, as far as it is there."""
    for name in (f"{number}.json", f"{number}.closed"):
        with suppress(OSError, ValueError, LookupError, TypeError, AttributeError):
            order = json.loads(json.loads((folder / "out" / name).read_text())["order"])
            amount = format_yuan(order["amount_fen"])
            words = f"{number}\t{order['voucher_no']}\t{amount}\t{order['payee']}"
            return Left(words, UUID(order["about"]))
    return None


def _line(number: str, left: Left | None) -> str:
    return left.words if left else f"{number}\t目录里没有这份指令的文件"
