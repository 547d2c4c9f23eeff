"""The tables of the assessment's pages: schemes, years, institutions, points, objections."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from cairong.assessment.showing import InstitutionPage, YearPage
from cairong.assessment.states import OBJECTION, YEAR
from cairong.policy.assessment import (
    HUNDREDTHS,
    PART_WORDS,
    QUALITATIVE,
    QUANTITATIVE,
    Indicator,
    Point,
    decimal,
)
from cairong.policy.cost import half_up
from cairong.policy.evaluation import MEASURE_WORDS
from cairong.policy.reassess import Placed
from cairong.web.evaluations.points import points
from cairong.web.parts import Column, Linked, Table, plain_table

SCHEMES = (
    Column("document_no", "文号"),
    Column("first_year", "起用年度", show=lambda year: f"{year}年"),
    Column("published_at", "公布", "moment"),
    Column("sha256", "校验值"),
)
YEARS = (Column("year", "年度"), Column("state", "状态"))
INDICATORS = (
    Column("name", "指标"),
    Column("part", "部分"),
    Column("aspect", "方面", blank="—"),
    Column("weight", "分值", "number"),
    Column("none", "零分值", "number"),
    Column("full", "满分值", "number"),
    Column("unit", "单位"),
    Column("source", "取数"),
)
PLACED = (
    Column("name", "金融机构"),
    Column("rank", "名次", "number", blank="—"),
    Column("score", "得分", "number"),
    Column("quantitative", "定量", "number"),
    Column("qualitative", "定性", "number"),
    Column("missing", "缺数值(项)", "number"),
)
POINTS = (
    Column("name", "指标"),
    Column("part", "部分"),
    Column("value", "数值", "number"),
    Column("lines", "零分—满分"),
    Column("weight", "分值", "number"),
    Column("points", "得分", "number"),
    Column("source", "取数和来源"),
)
VERSIONS = (
    Column("number", "版本", "number"),
    Column("cut_off", "数据截止", "moment"),
    Column("object_on", "异议截止", "date"),
    Column("reason", "为什么改", blank="首次公布"),
    Column("sha256", "结果校验值"),
)
OBJECTIONS = (
    Column("institution", "金融机构", of="institution__name"),
    Column("at", "提出", "moment"),
    Column("state", "状态", "status", states=OBJECTION),
    Column("reply", "答复", blank="—"),
)
UNCOUNTED, LACKING = "没有办过,不得分", "缺"


def schemes_table(rows: Iterable[Any]) -> Table:
    """Lay out the schemes that were published."""
    return plain_table(
        "已公布的评估方案", SCHEMES, list(rows), empty="还没有公布。公布以后才能录入数值。",
        opens=lambda row: reverse("assessment-scheme", args=[row.pk]),
    )  # fmt: skip


def years_table(rows: Iterable[tuple[int, Any]], *, own: bool) -> Table:
    """Lay out the years, each leading to its page: an institution's own, or that of all."""
    name = "assessment-own" if own else "assessment-year"
    shown = [
        {
            "year": Linked(value=f"{year}年", href=reverse(name, args=[year])),
            "state": YEAR.states[record.state].word if record else "还没有公布结果",
        }
        for year, record in rows
    ]
    return plain_table("各年度", YEARS, shown, empty="还没有开始的评估年度。")


def indicators_table(indicators: Iterable[Indicator]) -> Table:
    """Lay out the indicators of a scheme."""
    return plain_table(
        "指标", INDICATORS, [_indicator(each) for each in indicators], empty="没有。"
    )


def _indicator(each: Indicator) -> dict[str, Any]:
    return {
        "part": PART_WORDS[each.part], "aspect": each.aspect or "—", "name": each.name,
        "weight": decimal(each.weight), "none": decimal(each.none), "full": decimal(each.full),
        "unit": each.unit, "source": _from(each),
    }  # fmt: skip


def _from(each: Indicator) -> str:
    return f"采融:{MEASURE_WORDS[each.source]}" if each.source else "手工"


def placed_table(found: YearPage) -> Table:
    """Lay out every institution of a year."""
    year = found.view.year
    return plain_table(
        f"{year}年各机构得分", PLACED, [_placed(year, each) for each in found.view.rows],
        empty="没有金融机构。",
    )  # fmt: skip


def _placed(year: int, row: Placed) -> dict[str, Any]:
    href = reverse("assessment-institution", args=[year, row.institution])
    return {
        "name": Linked(value=row.name, href=href),
        "rank": row.rank if row.rank is not None else "—",
        "score": score_of(row),
        "quantitative": points(row.assessed.of_part(QUANTITATIVE)),
        "qualitative": points(row.assessed.of_part(QUALITATIVE)),
        "missing": len(row.assessed.missing),
    }


def score_of(row: Placed) -> object:
    """Write a score; that there is none while a value is missing."""
    return "没有结果" if row.assessed.score is None else points(row.assessed.score)


def points_table(found: InstitutionPage) -> Table:
    """Lay out one institution's points, each with what it is made of."""
    rows = [_point(each, found) for each in found.found.assessed.points]
    return plain_table("每一项怎样得分", POINTS, rows, empty="没有。")


def _point(point: Point, found: InstitutionPage) -> dict[str, Any]:
    each, known = point.indicator, found.values.get(point.indicator.name)
    part = PART_WORDS[each.part] + (f"·{each.aspect}" if each.aspect else "")
    source: Any = _from(each)
    if each.source:
        asked = {
            "year": found.view.year, "institution": found.found.institution,
            "measure": each.source,
        }  # fmt: skip
        href = f"{reverse('evaluations-facts')}?{urlencode(asked)}"
        source = Linked(value=source, href=href)
    elif known is not None:
        source = f"{known.source}{f'(更正:{known.reason})' if known.reason else ''}"
    return {
        "part": part, "name": each.name, "value": _value(point), "source": source,
        "lines": f"{decimal(each.none)}—{decimal(each.full)}",
        "weight": decimal(each.weight),
        "points": LACKING if point.points is None else points(point.points),
    }  # fmt: skip


def _value(point: Point) -> str:
    if point.value is None:
        return UNCOUNTED if point.indicator.source else LACKING
    return f"{decimal(half_up(point.value * HUNDREDTHS))} {point.indicator.unit}"


def versions_table(found: YearPage) -> Table:
    """Lay out the versions of a year's result."""
    return plain_table(
        "各版结果", VERSIONS, found.versions, empty="还没有公布。",
        opens=lambda row: reverse("assessment-result", args=[found.view.year, row.number]),
    )  # fmt: skip


def objections_table(rows: Any) -> Table:
    """Lay out objections, each leading to its page."""
    return plain_table(
        "异议和答复", OBJECTIONS, rows, empty="没有异议。",
        opens=lambda row: reverse("assessment-objection", args=[row.pk]),
    )  # fmt: skip
