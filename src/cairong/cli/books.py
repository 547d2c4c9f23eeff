"""Check the books of every city of this database."""

import json
import sys

import click

from cairong.lending.checking import books_check
from cairong.parties.reads import cities


@click.group()
def books() -> None:
    """账簿:重算并核对。"""


@books.command()
@click.option("--json", "as_json", is_flag=True, help="只输出一个 JSON 对象")
def check(*, as_json: bool) -> None:
    """按分录重算每一笔合计,与各单据核对;有差额时退出码为 1。"""
    answers = {city: books_check(city) for city in cities()}
    whole = {
        "balanced": all(answer["balanced"] for answer in answers.values()),
        "receivables": sum(answer["receivables"] for answer in answers.values()),
        "entries": sum(answer["entries"] for answer in answers.values()),
        "differences": [
            {"city": city, **difference}
            for city, answer in answers.items()
            for difference in answer["differences"]
        ],
    }
    click.echo(json.dumps(whole, ensure_ascii=False) if as_json else _in_words(whole))
    sys.exit(0 if whole["balanced"] else 1)


def _in_words(whole: dict[str, object]) -> str:
    differences = whole["differences"]
    assert isinstance(differences, list)
    head = f"应收账款 {whole['receivables']} 笔,分录 {whole['entries']} 条:"
    if not differences:
        return head + "账实相符。"
    lines = [
        f"{difference['city']} {_place(difference['receivable'])}{difference['what']}:"
        f"账簿 {difference['books_fen']} 分,单据 {difference['rows_fen']} 分"
        for difference in differences
    ]
    return "\n".join([head + f"有 {len(lines)} 处不符。", *lines])


def _place(receivable: str) -> str:
    return f"应收账款 {receivable} " if receivable else ""
