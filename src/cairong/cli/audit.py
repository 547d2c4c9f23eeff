"""Check the chain of events of every city of this database, against heads that were kept."""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from cairong.audit.checking import check_whole_chain
from cairong.doors.clock import now
from cairong.evaluation.showing import text_of_facts
from cairong.home.trouble import Trouble
from cairong.kernel.actor import system
from cairong.notary.checking import Unproved, proof_of, prove, read_kept, stored_heads, unfollowed
from cairong.notary.facts import differences
from cairong.parties.reads import cities, first_city
from cairong.policy.recount import digest
from cairong.treasury.proving import unsigned

STORED, GIVEN = "数据库里", "所给文件"
AT_ONCE = 20


@click.group()
def audit() -> None:
    """审计记录:重算并核对。"""


@audit.command()
@click.option("--json", "as_json", is_flag=True, help="只输出一个 JSON 对象")
@click.option(
    "--heads",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="再与您自己存下的日志头核对(「日志」页下载的文件、副本或摘要消息)",
)
def check(*, as_json: bool, heads: Path | None) -> None:
    """从第一条起重算每条记录的散列,与保存的、签发过的核对,再核对业务数据;不符时退出码为 1。"""
    given = read_kept(heads) if heads else None
    known = cities()
    answers = {city: check_whole_chain(city) for city in known}
    breaks: list[dict[str, Any]] = [
        {"city": city, "seq": answer.broken, "why": answer.why}
        for city, answer in answers.items()
        if answer.broken is not None
    ]
    stored = {city: stored_heads(city) for city in known}
    unproved = [
        parted
        for city, kept in stored.items()
        for parted in (*prove(city, kept, source=STORED), *unfollowed(city, kept.heads))
    ]
    if given:
        missing = {each.city for each in given.heads} - known.keys()
        breaks += [{"city": city, "seq": 1, "why": "这里没有这座城市"} for city in missing]
        unproved += [each for city in known for each in prove(city, given, source=GIVEN)]
    breaks += [_break(each) for each in unproved if not each.explained]
    unlike = [{"city": city, **asdict(each)} for city in known for each in differences(city)]
    unsaid = [{"city": city, **asdict(each)} for city in known for each in unsigned(city)]
    whole = {
        "whole": not (breaks or unlike or unsaid),
        "events": sum(answer.checked for answer in answers.values()),
        "heads": sum(len(kept.heads) for kept in stored.values()),
        "given": len(given.heads) if given else 0,
        "breaks": breaks,
        "differences": unlike,
        "unsigned": unsaid,
        "explained": [_break(each) for each in unproved if each.explained],
    }
    click.echo(json.dumps(whole, ensure_ascii=False) if as_json else "\n".join(_in_words(whole)))
    sys.exit(0 if whole["whole"] else 1)


@audit.command()
@click.option("--event", "seq", type=click.IntRange(min=1), required=True, help="第几条记录")
@click.option("--city", default="", help="城市的行政区划代码;只有一座时可省略")
def proof(*, seq: int, city: str) -> None:
    """输出一条记录在日志里的证明(JSON):离线用 tools/verify_event.py 核对,不用联网。"""
    found = proof_of(city or first_city(), seq)
    if found is None:
        raise Trouble(f"第 {seq} 条还没有签发,或没有这一条:请过一分钟再试,或换一条。")
    click.echo(json.dumps(found, ensure_ascii=False, indent=1))


@audit.command()
@click.argument("year", type=click.IntRange(2000, 2100))
@click.option(
    "--to",
    "target",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="文件",
    required=True,
    help="写到哪个文件",
)
@click.option("--city", default="", help="城市的行政区划代码;只有一座时可省略")
def facts(*, year: int, target: Path, city: str) -> None:
    """导出一年综合评价的事实:公布过的照公布的一版,没有的照现在;用 cairong evaluate 重算。"""
    text = text_of_facts(system(city=city or first_city()), now(), year)
    target.write_bytes(text.encode())
    click.echo(f"已导出到 {target},校验值 {digest(text)}")


def _break(each: Unproved) -> dict[str, Any]:
    return {"city": each.city, "seq": each.first, "last": each.last, "why": each.why}


def _in_words(whole: dict[str, Any]) -> list[str]:
    given = f",所给文件的日志头 {whole['given']} 个" if whole["given"] else ""
    head = f"审计记录 {whole['events']} 条,签发的日志头 {whole['heads']} 个{given}:"
    told = [f"断点:{_line(each)}" for each in whole["explained"]]
    if whole["whole"]:
        return [f"{head}重算结果与保存的散列、日志头、业务数据全部相符。", *told]
    lines = [*map(_line, whole["breaks"]), *map(_differs, whole["differences"])]
    lines += map(_unsigned, whole["unsigned"])
    if len(lines) > AT_ONCE:
        lines = [*lines[:AT_ONCE], f"…… 共 {len(lines)} 处,全部见 --json。"]
    return [f"{head}有不符,请停止写入,用备份核对,并报告主管部门。", *lines, *told]


def _differs(each: dict[str, Any]) -> str:
    by = f"与第 {each['seq']} 条记录不符" if each["seq"] else "没有记录说到它"
    return f"{each['city']} {each['row']} {each['key']} 的 {each['field']}:{by}"


def _unsigned(each: dict[str, Any]) -> str:
    return f"{each['city']} {each['row']} {each['key']}:{each['why']}"


def _line(each: dict[str, Any]) -> str:
    last = each.get("last", each["seq"])
    place = f"第 {each['seq']} 条" if last == each["seq"] else f"第 {each['seq']} 至 {last} 条"
    return f"{each['city']} {place}:{each['why']}"
