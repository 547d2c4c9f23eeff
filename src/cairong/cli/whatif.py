"""`cairong whatif`: what is on record, counted again under other numbers. It writes nothing."""

import json
import sys
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

import click

from cairong.doors.clock import now as right_now
from cairong.kernel.actor import Actor, Channel, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.money import format_yuan
from cairong.oversight.reads import CITY_TARGET, COUNTY_TARGET, Financed, financed
from cairong.oversight.replay import VERDICTS, WORDS, Again, Replay, replay, until_today
from cairong.parties.reads import cities
from cairong.policy.duties import DUTIES
from cairong.policy.parameters import BY_CODE, checked_value

TARGETS = (CITY_TARGET, COUNTY_TARGET)
ALSO: Mapping[str, str] = {"decide_days": "--approval-days"}
SHOWN = 20
DAY = date.fromisoformat


def _numbers(command: Callable[..., None]) -> Callable[..., None]:
    """Give the command an option for each number that can be tried."""
    for code in reversed([*WORDS, *TARGETS]):
        names = [f"--{code.replace('_', '-')}", *([ALSO[code]] if code in ALSO else []), code]
        said = f"{BY_CODE[code].word}({BY_CODE[code].unit})"
        command = click.option(*names, type=int, metavar="N", help=said)(command)
    return command


@click.command()
@_numbers
@click.option("--since", type=DAY, metavar="DAY", help="起算日从哪天起,不写为一年前。")
@click.option("--until", type=DAY, metavar="DAY", help="起算日到哪天为止,不写为今天。")
@click.option("--every", is_flag=True, help=f"列出每一件不同的事项,不写只列 {SHOWN} 件。")
@click.option("--json", "as_json", is_flag=True, help="只输出一个 JSON 对象,每一件都列。")
def whatif(
    *, since: date | None, until: date | None, every: bool, as_json: bool, **given: Any
) -> None:
    """按别的天数或目标增幅,把记录在案的事项重算一遍;只读。

    不写任何参数:按各件当时的天数重算,应与记录逐日一致;有不一致时退出码为 1。
    """
    numbers = {code: value for code, value in given.items() if value is not None}
    for code, value in numbers.items():
        checked_value(code, value)
    now = right_now()
    span = until_today(now, since=since, until=until)
    answers = {city: _answer(city, now, numbers, span) for city in cities()}
    if as_json:
        said = {city: _as_data(*found) for city, found in answers.items()}
        click.echo(json.dumps(said, ensure_ascii=False))
    else:
        for city, found in answers.items():
            click.echo("\n".join([f"{city}:", *_in_words(*found, most=None if every else SHOWN)]))
    sys.exit(any(found and found.unlike for found, _ in answers.values()))


def _answer(
    city: str, now: datetime, numbers: Mapping[str, int], span: tuple[date, date]
) -> tuple[Replay | None, list[tuple[Financed, Financed]]]:
    """Replay the duties, and hold this year's levels against the lines tried."""
    actor = Actor(city=city, role=Role.PROCUREMENT_APPROVER, region=city, channel=Channel.CLI)
    days = {code: value for code, value in numbers.items() if code not in TARGETS}
    lines = {code: value for code, value in numbers.items() if code in TARGETS}
    found = None
    if days or not lines:
        found = replay(actor, now, days, since=span[0], until=span[1])
    if not lines:
        return found, []
    year = day_of(now).year
    tried = {each.code: each for each in financed(actor, year, tried=lines).levels}
    return found, [(each, tried[each.code]) for each in financed(actor, year).levels]


def _in_words(
    found: Replay | None, levels: list[tuple[Financed, Financed]], *, most: int | None
) -> list[str]:
    lines = []
    if found:
        same = len(found.cases) - len(found.unlike)
        lines = [
            f"{found.since}至{found.until}起算的期限 {len(found.cases)} 件。",
            f"按当时的天数重算,与记录一致 {same} 件。",
            *(f"{word}:实际 {was} 件,按试算 {would} 件。" for word, was, would in found.tally),
            *(f"与记录不一致:{_case(each)}" for each in found.unlike),
        ]
        if found.numbers:
            lines.append(f"到期日不同 {len(found.moved)} 件,其中结果不同 {found.otherwise} 件。")
        lines += [_case(each) for each in found.moved[:most]]
        if found.cut:
            lines.append(f"只算了最近的 {len(found.cases)} 件,请用 --since 缩小范围。")
        if found.unknown:
            lines.append(f"另有 {found.unknown} 件的放假安排版本已经没有,没有列入。")
    for held, tried in levels:
        was, would = (each.growth.line_fen for each in (held, tried))
        lines.append(
            f"{held.name}:本年 {_yuan(held.growth.year_fen)},目标线 {_yuan(was)},"
            f"按试算 {_yuan(would)}。"
        )
    return lines


def _case(each: Again) -> str:
    duty = each.duty
    return (
        f"{DUTIES[duty.kind].word} {duty.title}({duty.pk}):起算 {duty.start_on},"
        f"{duty.days} → {each.days} 天,到期 {each.before.due} → {each.after.due},"
        f"{VERDICTS[each.was]} → {VERDICTS[each.would_be]}"
    )


def _yuan(fen: int | None) -> str:
    return "没有" if fen is None else format_yuan(fen)


def _as_data(found: Replay | None, levels: list[tuple[Financed, Financed]]) -> dict[str, Any]:
    said: dict[str, Any] = {}
    if found:
        said = {
            "since": str(found.since),
            "until": str(found.until),
            "numbers": dict(found.numbers),
            "duties": len(found.cases),
            "unlike": [_counted(each) for each in found.unlike],
            "otherwise": found.otherwise,
            "moved": [_counted(each) for each in found.moved],
            "unknown": found.unknown,
            "cut": found.cut,
        }
    if levels:
        said["levels"] = [
            {
                "code": held.code,
                "line_fen": held.growth.line_fen,
                "tried_fen": tried.growth.line_fen,
            }
            for held, tried in levels
        ]
    return said


def _counted(each: Again) -> dict[str, Any]:
    return {
        "duty": str(each.duty.pk),
        "subject": str(each.duty.subject_id),
        "kind": each.duty.kind,
        "start": str(each.duty.start_on),
        "days": [each.duty.days, each.days],
        "due": [str(each.before.due), str(each.after.due)],
        "verdict": [each.was, each.would_be],
        "counted": [[str(day) for day in way.counted] for way in (each.before, each.after)],
    }
