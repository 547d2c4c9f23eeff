"""Check the chain of events of every city of this database."""

import json
import sys

import click

from cairong.audit.checking import check_whole_chain
from cairong.parties.reads import cities


@click.group()
def audit() -> None:
    """审计记录:重算并核对。"""


@audit.command()
@click.option("--json", "as_json", is_flag=True, help="只输出一个 JSON 对象")
def check(*, as_json: bool) -> None:
    """从第一条起重算每条记录的散列,与保存的核对;有不符时退出码为 1。"""
    answers = {city: check_whole_chain(city) for city in cities()}
    breaks = [
        {"city": city, "seq": answer.broken, "why": answer.why}
        for city, answer in answers.items()
        if answer.broken is not None
    ]
    events = sum(answer.checked for answer in answers.values())
    whole = {"whole": not breaks, "events": events, "breaks": breaks}
    click.echo(json.dumps(whole, ensure_ascii=False) if as_json else "\n".join(_in_words(whole)))
    sys.exit(1 if breaks else 0)


def _in_words(whole: dict[str, object]) -> list[str]:
    head = f"审计记录 {whole['events']} 条:"
    if whole["whole"]:
        return [f"{head}重算结果与保存的散列全部相符。"]
    breaks = whole["breaks"]
    assert isinstance(breaks, list)
    lines = [f"{break_['city']} 第 {break_['seq']} 条:{break_['why']}" for break_ in breaks]
    return [f"{head}有不符,请停止写入,用备份核对,并报告主管部门。", *lines]
