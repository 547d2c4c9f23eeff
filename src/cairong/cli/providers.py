"""`cairong providers`: what to register at each outside identity provider; whether it answers."""

import click
from django.conf import settings

from cairong.doors.identity import NotProved, Silent, check_provider, return_address
from cairong.home.folder import home
from cairong.home.providers import FILE
from cairong.home.trouble import Trouble
from cairong.policy.catalogue import sentences


@click.command()
def providers() -> None:
    """列出接入的身份提供方、要在那里登记的回调地址,并逐个问它是否应答。"""
    if not settings.PROVIDERS:
        click.echo(
            f"没有接入身份提供方。要接入,请写 {home().keys / FILE}(见 docs/operations/run.md)。"
        )
    failed = 0
    for provider in settings.PROVIDERS:
        click.echo(f"{provider.name}({provider.issuer})")
        click.echo(f"  回调地址:{return_address(provider)}")
        try:
            check_provider(provider)
        except (NotProved, Silent) as refusal:
            failed += 1
            click.echo("  " + "".join(one.text for one in sentences(refusal)))
        else:
            click.echo("  应答正常,公钥已取到")
    if failed:
        raise Trouble(f"{failed} 个身份提供方不能用:请核对 {home().keys / FILE} 里的网址和网络。")
