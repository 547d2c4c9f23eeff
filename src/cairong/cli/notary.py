"""`cairong notary`: the signer by itself, where another supervisor starts it."""

import click

from cairong.notary.process import main


@click.command()
def notary() -> None:
    """签发审计日志,直到 Ctrl-C;与 cairong run 启动的是同一个程序。"""
    main()
