"""Lists of dated numbers: parameters of the city, publications of the loan prime rate."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from cairong.contracts.importing.cells import day_of_cell, text_of
from cairong.contracts.importing.tables import Heading
from cairong.kernel.actor import Actor
from cairong.kernel.errors import Invalid
from cairong.kernel.money import read_yuan
from cairong.kernel.numbers import read_number
from cairong.policy.lpr import LPR
from cairong.policy.parameters import BY_CODE, FEN, NUMBERS, Dated, Number
from cairong.readiness.becoming import WORDS, Row, require_same
from cairong.readiness.cells import text
from cairong.readiness.sheets import Sheet
from cairong.rulebook.actions.publish_lpr import publish_lpr
from cairong.rulebook.actions.set_parameter import set_parameter
from cairong.rulebook.models import LprRow, ParameterRow
from cairong.rulebook.reads import parameter_if_any

HUNDRED = 100
NAMED = {each.word: each.code for each in NUMBERS} | {code: code for code in BY_CODE}


def _code(cell: object, label: str) -> str:
    """Read which parameter, by its name on the page or its code. Raises Invalid."""
    said = text_of(cell, label, least=1, most=60)
    if said not in NAMED:
        raise Invalid("rulebook.no_parameter", field=label, value=said)
    return NAMED[said]


def _basis_points(cell: object, label: str) -> int:
    """Read a rate in percent, as published, with at most two decimals. Raises Invalid."""
    said = text_of(cell, label, least=1, most=20)
    return int(read_number(said, label, places=2, unit="%") * HUNDRED)


def _value(number: Number, said: str) -> int:
    """Read a value in the parameter's own unit, which may stand behind it. Raises Invalid."""
    choices = {word: value for value, word in number.words.items()}
    if said in choices:
        return choices[said]
    if number.unit == FEN:
        return read_yuan(said, "value")
    return int(read_number(said, "value", places=0, unit=number.unit))


def parameter(_actor: Actor, _now: datetime, rows: list[Row]) -> dict[str, Any]:
    """Say which value of which parameter a row asks for, from which day, by which paper."""
    row = rows[0]
    return {**row, "value": _value(BY_CODE[row["code"]], row["value"])}


def known_parameter(actor: Actor, _now: datetime, given: Mapping[str, Any]) -> str:
    """Say whether the value of that day stands as the row says. Raises Conflict where otherwise."""
    of = {key: given[key] for key in ("code", "valid_from")}
    found = ParameterRow.objects.filter(city_id=actor.city, **of).first()
    if found is None:
        return ""
    require_same(BY_CODE[found.code].word, "参数表", {
        "取值": (given["value"], found.value), WORDS["source"]: (given["source"], found.source),
    })  # fmt: skip
    return "已设定"


def as_set(actor: Actor, given: Mapping[str, Any]) -> str:
    """Say the parameter and its value with its unit, and what holds until that day."""
    number, since = BY_CODE[given["code"]], given["valid_from"]
    held = parameter_if_any(actor.city, number.code, on=since)
    to = number.set_to(Dated(since, given["value"], given["source"])).said
    return f"{number.word}:{held.said if held else '(无)'} → {to},自 {since.isoformat()}"


def lpr(_actor: Actor, _now: datetime, rows: list[Row]) -> dict[str, Any]:
    """Say which publication a row enters."""
    return dict(rows[0])


def known_lpr(actor: Actor, _now: datetime, given: Mapping[str, Any]) -> str:
    """Say whether it is entered as the row says, or ships so. Raises Conflict where otherwise."""
    day: date = given["published_on"]
    rates = (given["one_year_bp"], given["five_year_bp"])
    found = LprRow.objects.filter(city_id=actor.city, published_on=day).first()
    if found is None:
        ships = {(each.published_on, each.one_year_bp, each.five_year_bp) for each in LPR}
        return "已随程序提供" if (day, *rates) in ships else ""
    require_same(f"{day.isoformat()} 公布的 LPR", "LPR", {
        "利率": (rates, (found.one_year_bp, found.five_year_bp)),
        WORDS["source"]: (given["source"], found.source),
    })  # fmt: skip
    return "已录入"


def as_published(_actor: Actor, given: Mapping[str, Any]) -> str:
    """Say the rates in percent and in basis points, so that a slip of the unit is seen."""
    rates = {"一年期": given["one_year_bp"], "五年期以上": given["five_year_bp"]}
    return ";".join(
        f"{word} {Decimal(bp) / HUNDRED:.2f} %({bp} 基点)" for word, bp in rates.items()
    )


SOURCE = Heading(key="source", word=WORDS["source"], read=text(least=4, most=300),
                 hint="写明文号或网址,会随这个值一直显示")  # fmt: skip
PARAMETERS = Sheet(
    key="parameters",
    title="调整参数",
    lead="一行一个参数的新值,照本市文件填写;已经开始的事项仍按原值。",
    then="采购科复核人逐件打开,看过试算再同意;自生效日起按新值。",
    act=set_parameter,
    roles=set_parameter.roles,
    alone=True,
    columns=(
        Heading(key="code", word="参数", read=_code, hint="「参数表」上的名称,或它的代码",
                example=NUMBERS[0].word),
        Heading(key="value", word="新的值", read=text(least=1, most=40),
                hint="整数,单位照参数表;金额按元;几种口径的写口径的名称"),
        Heading(key="valid_from", word="生效日", read=day_of_cell, hint="今天或以后,如 2027-01-01",
                example="1999-01-01"),
        SOURCE,
    ),
    marks=("code", "valid_from"),
    arguments=parameter,
    standing=known_parameter,
    as_read=as_set,
    matter=("code", "valid_from"),
)  # fmt: skip
RATES = Sheet(
    key="lpr",
    title="录入 LPR",
    lead="一行一次公布,照全国银行间同业拆借中心的公告填写;程序自带的各期不用再录。",
    then="人民银行另一人看过、同意以后,从公布日 9 时起用于定价。",
    act=publish_lpr,
    roles=publish_lpr.roles,
    columns=(
        Heading(key="published_on", word="公布日", read=day_of_cell, hint="如 2026-11-20",
                example="1999-01-20"),
        Heading(key="one_year_bp", word="一年期(%)", read=_basis_points,
                hint="照公布的百分数,如 3.00"),
        Heading(key="five_year_bp", word="五年期以上(%)", read=_basis_points, hint="如 3.50"),
        SOURCE,
    ),
    marks=("published_on",),
    arguments=lpr,
    standing=known_lpr,
    as_read=as_published,
    matter=("published_on",),
)  # fmt: skip
