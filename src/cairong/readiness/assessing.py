"""Lists of the People's Bank's assessment: its indicators, and the values entered by hand."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from cairong.assessment.actions.enter_assessment_values import enter_assessment_values
from cairong.assessment.actions.publish_assessment_scheme import publish_assessment_scheme
from cairong.assessment.facts import GivenValue
from cairong.assessment.reads import indicators_of, newest_values, scheme_of, schemes_of
from cairong.contracts.importing.cells import text_of
from cairong.contracts.importing.tables import Heading
from cairong.kernel.actor import Actor
from cairong.kernel.errors import Invalid, NotFound
from cairong.kernel.numbers import read_number
from cairong.parties.models import Organisation
from cairong.policy.assessment import (
    ASPECTS,
    HAND,
    HUNDREDTHS,
    NAME_MOST,
    PART_WORDS,
    POINTS,
    QUALITATIVE,
    UNIT_MOST,
    UNITS,
    WANTED,
    Indicator,
    decimal,
)
from cairong.policy.evaluation import MEASURE_WORDS
from cairong.readiness.becoming import Row, require_same
from cairong.readiness.cells import choice, text, year
from cairong.readiness.sheets import Sheet

BY_HAND = "手工"
SOURCES = {BY_HAND: HAND, **{f"采融:{word}": code for code, word in MEASURE_WORDS.items()}}
PARTS = {word: code for code, word in PART_WORDS.items()}
LINES = {"none": "零分值", "full": "满分值", "unit": "单位"}
PAGE = "导向效果评估"


def hundredths(cell: object, label: str, *, least: int = 1) -> int | None:
    """Read a number with at most two decimals as whole hundredths; nothing is none."""
    said = text_of(cell, label, least=least, most=30)
    return int(read_number(said, label, places=2) * HUNDREDTHS) if said else None


_blank: Callable[[object, str], int | None] = partial(hundredths, least=0)
NAMED = (
    Heading(key="document_no", word="文号", read=text(least=4, most=100), hint="人民银行文件的文号",
            example="示例〔2026〕1号"),
    Heading(key="first_year", word="起用年度", read=year, hint="最早是明年;公布后不能再换"),
)  # fmt: skip
INDICATOR = (
    Heading(key="part", word="部分", read=choice(*PARTS), hint="、".join(PARTS), choices=[*PARTS]),
    Heading(key="aspect", word="方面", read=choice(*ASPECTS, least=0), needed=False,
            hint=f"定量指标写 {'、'.join(ASPECTS)} 之一;定性指标空着", choices=ASPECTS),
    Heading(key="name", word="指标", read=text(least=2, most=NAME_MOST),
            hint="照文件的名称,各不相同", example="示例指标"),
    Heading(key="weight", word="分值", read=hundredths, hint="最多两位小数"),
    Heading(key="none", word="零分值", read=_blank, needed=False,
            hint="到这个数不得分;定性指标空着"),
    Heading(key="full", word="满分值", read=_blank, needed=False,
            hint="到这个数得满分,两者之间按直线;定性指标空着"),
    Heading(key="unit", word="单位", read=text(most=UNIT_MOST), needed=False,
            hint="如 %、户;采融统计的和定性的空着"),
    Heading(key="source", word="取数", read=choice(*SOURCES), hint="手工,或采融自己统计的一项",
            choices=[*SOURCES]),
)  # fmt: skip


def indicator_of(row: Row) -> Indicator:
    """Make an indicator of a row. Raises Invalid where a line of a quantitative one is missing."""
    part, source = PARTS[row["part"]], SOURCES[row["source"]]
    given = {"none": 0, "full": row["weight"], "unit": POINTS} if part == QUALITATIVE else {}
    lines = {"none": None, "full": None, "unit": UNITS.get(source)} | given
    said = {key: known if row.get(key) in {None, ""} else row[key] for key, known in lines.items()}
    if missing := [LINES[key] for key, value in said.items() if value is None]:
        raise Invalid("assessment.blank", field="、".join(missing), name=row["name"])
    return Indicator(
        part=part, aspect=row.get("aspect", ""), name=row["name"], weight=row["weight"],
        source=source, **said,
    )  # fmt: skip


def scheme(_actor: Actor, _now: datetime, rows: list[Row]) -> dict[str, Any]:
    """Say which scheme the rows of one document ask to publish."""
    first = rows[0]
    return {
        "document_no": first["document_no"], "first_year": first["first_year"],
        "indicators": [indicator_of(row) for row in rows],
    }  # fmt: skip


def known_scheme(actor: Actor, _now: datetime, given: Mapping[str, Any]) -> str:
    """Say whether that scheme is published already. Raises Conflict where another is."""
    found = schemes_of(actor.city).filter(first_year=given["first_year"]).first()
    if found is None:
        return ""
    require_same(f"{given['first_year']}年起用的方案", PAGE, {
        "文号": (given["document_no"], found.document_no),
        "指标": (tuple(given["indicators"]), indicators_of(found)),
    })  # fmt: skip
    return "已公布"


def totals(_actor: Actor, given: Mapping[str, Any]) -> str:
    """Say what the indicators of each part add up to, as they were read."""
    said = []
    for part, word in PART_WORDS.items():
        rows = [each.weight for each in given["indicators"] if each.part == part]
        many, points = WANTED[part]
        said.append(f"{word} {len(rows)} 项 {decimal(sum(rows))} 分(要 {many} 项 {points} 分)")
    return ";".join(said)


def values(actor: Actor, _now: datetime, rows: list[Row]) -> dict[str, Any]:
    """Say which values of one institution's year the rows enter, without those known so."""
    first = rows[0]
    named = Organisation.objects.filter(city_id=actor.city, kind=Organisation.Kind.INSTITUTION)
    found = named.filter(name=first["institution"]).first()
    if found is None:
        raise NotFound("access.not_found", thing=f"金融机构「{first['institution']}」")
    known = {
        each.indicator: (each.value, each.source)
        for each in newest_values(actor.city, first["year"], found.pk)
    }
    given = [
        GivenValue(indicator=row["indicator"], value=row["value"], source=row["source"])
        for row in rows
    ]
    require_same(found.name, PAGE, {
        each.indicator: ((each.value, each.source), known[each.indicator])
        for each in given if each.indicator in known
    })  # fmt: skip
    new = [each for each in given if each.indicator not in known]
    return {"year": first["year"], "institution_id": found.pk, "values": new}


def known_values(_actor: Actor, _now: datetime, given: Mapping[str, Any]) -> str:
    """Say whether all of them are entered already."""
    return "" if given["values"] else "已录入"


def values_read(actor: Actor, given: Mapping[str, Any]) -> str:
    """Say how many values were read, of how many that are entered by hand."""
    found = scheme_of(actor.city, given["year"])
    return f"{len(given['values'])} 项,依据 {found.document_no}" if found else ""


SCHEME = Sheet(
    key="assessment-scheme",
    title="公布导向效果评估方案",
    lead="一行一项指标,照人民银行的文件填写:定量 11 项共 80 分、定性 16 项共 20 分。",
    then="方案公布,各机构收到消息;从起用年度开始按它评估。",
    act=publish_assessment_scheme,
    roles=publish_assessment_scheme.roles,
    columns=(*NAMED, *INDICATOR),
    marks=("first_year", "name"),
    group=("document_no", "first_year"),
    apart=True,
    arguments=scheme,
    standing=known_scheme,
    as_read=totals,
    matter=("first_year",),
)
VALUES = Sheet(
    key="assessment-values",
    title="录入导向效果评估数值",
    lead="一行一家机构的一项手工指标,写明出自哪份文件;更正已有的数值请在机构的页上办理。",
    then="数值录入,机构看得到自己的。",
    act=enter_assessment_values,
    roles=enter_assessment_values.roles,
    columns=(
        Heading(key="institution", word="金融机构", read=text(least=1), hint="全称",
                example="示例银行股份有限公司"),
        Heading(key="year", word="年度", read=year, hint="如 2027"),
        Heading(key="indicator", word="指标", read=text(least=1, most=NAME_MOST),
                hint="照方案的名称"),
        Heading(key="value", word="数值", read=hundredths, hint="按指标的单位,最多两位小数"),
        Heading(key="source", word="来源", read=text(least=2), hint="文件或报表的名称和编号"),
    ),
    marks=("institution", "year", "indicator"),
    group=("institution", "year"),
    apart=True,
    arguments=values,
    standing=known_values,
    as_read=values_read,
    matter=("year", "institution_id"),
)  # fmt: skip
