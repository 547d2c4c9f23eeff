"""`cairong verify-bundle FILE`: whether a bundle of a case is what the platform gave out."""

import json
import sys
from pathlib import Path

import click

from cairong.inspecting.verifying import BrokenError, verified


@click.command("verify-bundle")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--key", metavar="FINGERPRINT", default="", help="要求由这把签发密钥签发。")
@click.option("--json", "as_json", is_flag=True, help="只输出一个 JSON 对象")
def verify_bundle(file: Path, *, key: str, as_json: bool) -> None:
    """核验一案的材料包:不用数据库,不连网络;不成立时退出码为 1。

    核对每个文件、清单、审计记录的散列、签发证明。密钥是谁的,请与「日志」页公布的指纹核对,
    或用 --key。
    """
    try:
        found = verified(file, key=key)
    except BrokenError as broken:
        if as_json:
            click.echo(json.dumps({"holds": False, "why": str(broken)}, ensure_ascii=False))
        else:
            click.echo(f"不成立:{broken}", err=True)
        sys.exit(1)
    if as_json:
        click.echo(json.dumps({"holds": True, **vars(found)}, ensure_ascii=False))
        return
    click.echo(f"成立:合同 {found.contract},按公函 {found.letter_no},{found.inspector}取走。")
    click.echo(
        f"文件 {found.files} 个,审计记录 {found.events} 条(只给散列 {found.sealed} 条)都相符。"
    )
    click.echo(f"日志头签发于 {found.signed_at},密钥指纹 {found.key}:请与「日志」页公布的核对。")
