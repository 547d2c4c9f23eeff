"""`cairong import`: published awards and contracts from a file."""

from pathlib import Path

import click

from cairong.contracts.importing.running import Report, import_file
from cairong.doors.clock import now
from cairong.doors.drain import drain
from cairong.home.trouble import Misused, Trouble
from cairong.kernel.actor import Actor, Channel, system
from cairong.parties.reads import cities


@click.group()
def imports() -> None:
    """导入公告和合同。"""


@imports.command("contracts")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--city", default="", help="城市的六位代码;只有一个城市时可以不写")
@click.option("--not-secret", is_flag=True, help="核对过:文件里没有涉及国家秘密的采购(必须写明)")
@click.option("--errors", type=click.Path(dir_okay=False, path_type=Path), default=None,
              help="错误清单写到哪里(默认:文件旁边的 <文件名>.errors.csv)")  # fmt: skip
def import_contracts(file: Path, city: str, errors: Path | None, *, not_secret: bool) -> None:
    """逐行导入公开的中标、成交和合同公告(CSV 或 XLSX);同一文件再导一次什么也不变。"""
    if not not_secret:
        raise Misused(
            "请先核对文件里有没有涉及国家秘密的采购(二(二)-5):没有,再加上 --not-secret 运行;"
            "有,不要导入,按保密规定在线下办理。"
        )
    actor = _actor(city)
    with click.progressbar(length=0, label="导入") as bar:

        def progress(count: int) -> None:
            bar.length = (bar.length or 0) + count
            bar.update(count)

        try:
            report = import_file(
                file, actor=actor, clock=now, errors_path=errors, progress=progress
            )
        except OSError as error:
            raise Trouble(f"错误清单写不下去({error.strerror}):请用 --errors 另指位置。") from error
    drain(clock=now, city=actor.city)
    click.echo(summary(report))


def summary(report: Report) -> str:
    """Say in lines what an import did."""
    entered = f"新录入中标(成交)记录 {report.awards} 条,其中外地样本 {report.samples} 条"
    lines = [
        f"{entered};合同草稿 {report.drafts} 份",
        f"没有变化 {report.unchanged} 条",
        f"未录入 {report.refused} 条",
    ]
    lines += [
        f"  {count} 条,例如第 {report.examples[code].line} 行:{report.examples[code].reason}"
        for code, count in report.reasons.most_common()
    ]
    if report.errors_path:
        lines.append(f"逐条的行、列、值和原因见 {report.errors_path}")
    return "\n".join(lines)


def _actor(code: str) -> Actor:
    codes = list(cities())
    if code and code not in codes:
        raise Misused(f"--city:没有代码为 {code} 的城市,只有:{'、'.join(codes) or '无'}。")
    if not code and len(codes) != 1:
        raise Misused(
            "请用 --city 写明导入哪个城市。" if codes else "还没有城市:请先 cairong init。"
        )
    return system(city=code or codes[0]).through(Channel.CLI)
