"""`cairong rules …`: the rules at a command line, without database or data folder."""

import json
import sys
from collections.abc import Callable
from typing import Any

import click

from cairong.kernel.errors import Refusal
from cairong.kernel.json_object import read_object
from cairong.policy.catalogue import sentences
from cairong.policy.service import answer

MISUSED = 2
BATCH = click.option(
    "--batch", is_flag=True, help='从标准输入逐行读 JSON,逐行回答;错误的行就地答 {"error": …}。'
)


@click.group()
def rules() -> None:
    """期限、融资成本、企业划型、代码校验:一问一答,输出一个 JSON 对象。"""


def _options(*names: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    def decorate(function: Callable[..., None]) -> Callable[..., None]:
        for name in reversed(names):
            function = click.option(f"--{name}", default=None)(function)
        return BATCH(function)

    return decorate


@rules.command()
@_options("start", "days", "unit")
def due(*, batch: bool, **given: str | None) -> None:
    """期限届满日:--start 2021-09-29 --days 3 --unit working|calendar。"""
    _run("due", given, batch=batch)


@rules.command()
@_options("principal-yuan", "rate-bp", "days", "day-count", "fee-yuan", "method", "instalments")
def cost(*, batch: bool, **given: str | None) -> None:
    """利息、还款计划和年化成本(单利与内部收益率)。

    --method 为 bullet(不写即是)、interest-monthly、equal-principal、equal-instalment、
    revolving 之一;
    除 bullet、revolving 外,要用 --instalments 写明期数。
    """
    _run("cost", given, batch=batch)


@rules.command()
@_options("industry", "employees", "revenue-wan", "assets-wan")
def size(*, batch: bool, **given: str | None) -> None:
    """按《中小企业划型标准规定》划型。"""
    _run("size", given, batch=batch)


@rules.command()
@click.argument("code", required=False)
@BATCH
def uscc(*, code: str | None, batch: bool) -> None:
    """校验统一社会信用代码。"""
    _run("uscc", {"code": code}, batch=batch)


@rules.command()
@click.argument("code", required=False)
@BATCH
def cnaps(*, code: str | None, batch: bool) -> None:
    """校验12位联行号。"""
    _run("cnaps", {"code": code}, batch=batch)


def _run(command: str, given: dict[str, str | None], *, batch: bool) -> None:
    if batch:
        for line in sys.stdin.buffer:
            _say(_answered(command, line))
        return
    payload = {key: value for key, value in given.items() if value is not None}
    try:
        _say(answer(command, payload))
    except Refusal as refusal:
        click.echo(_words(refusal), err=True)
        sys.exit(MISUSED)


def _answered(command: str, line: bytes) -> dict[str, Any]:
    try:
        return answer(command, read_object(line))
    except Refusal as refusal:
        return {"error": _words(refusal)}


def _words(refusal: Refusal) -> str:
    return " ".join(sentence.text for sentence in sentences(refusal))


def _say(made: dict[str, Any]) -> None:
    click.echo(json.dumps(made, ensure_ascii=False))
