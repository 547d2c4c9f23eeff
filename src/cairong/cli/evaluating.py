"""`cairong evaluate YEAR`: a year worked out anew from exported facts, without database."""

import json
import sys
from pathlib import Path

import click

from cairong.home.trouble import Trouble
from cairong.policy.reassess import any_result

FILE = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.argument("year", type=click.IntRange(2000, 2100))
@click.option("--from", "source", type=FILE, metavar="文件", required=True, help="导出的事实")
def evaluate(*, year: int, source: Path) -> None:
    """年度综合评价、导向效果评估:从导出的事实重算,结果写到标准输出,与冻结的字节相同;不用数据库。

    事实从「年度综合评价」「导向效果评估」的页面下载;前者也可以用 cairong audit facts 导出。
    """
    sys.stdout.buffer.write(recomputed(year, source))


def recomputed(year: int, source: Path) -> bytes:
    """Work a year out from its exported facts. Raises Trouble for a file that is none."""
    try:
        text = source.read_bytes().decode()
        result = any_result(text)
        told = json.loads(text)["year"]
    except (OSError, LookupError, ValueError, TypeError, AttributeError, AssertionError) as found:
        raise Trouble(f"{source} 不是评价事实的导出文件,或读不出来。请重新下载。") from found
    if told != year:
        raise Trouble(f"{source} 是 {told} 年的事实,不是 {year} 年的。请核对年度或文件。")
    return result.encode()
