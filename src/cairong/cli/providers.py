"""`cairong providers`: what to register at each outside identity provider; whether it is fit."""

import click

from cairong.doors.identity import fault_of, return_address
from cairong.home.folder import home
from cairong.home.providers import FILE, providers_known
from cairong.home.trouble import Trouble


@click.command()
def providers() -> None:
    """列出接入的身份提供方、要在那里登记的回调地址,并逐个核对它的应答。"""
    place = home()
    found = providers_known(place)
    if not found:
        click.echo(
            f"没有接入身份提供方。要接入,请写 {place.keys / FILE}(见 docs/operations/run.md)。"
        )
    failed = 0
    for provider in found:
        click.echo(f"{provider.name}({provider.issuer})")
        click.echo(f"  回调地址:{return_address(provider)}")
        fault = fault_of(provider)
        failed += bool(fault)
        click.echo(f"  {fault or '应答正常,公钥已取到'}")
    if failed:
        raise Trouble(f"{failed} 个身份提供方不能用:请核对 {place.keys / FILE} 里的网址和网络。")
