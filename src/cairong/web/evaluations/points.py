"""How one institution's points are made, in words and figures: for authorities and for itself."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from cairong.evaluation.showing import Evaluated, InstitutionPage
from cairong.evaluation.states import APPEAL, YEAR
from cairong.kernel.money import WAN, format_yuan
from cairong.policy.cost import half_up
from cairong.policy.evaluation import (
    FLAG_WORDS,
    MEASURE_WORDS,
    OF_PRINCIPAL,
    SHARES,
    Evaluation,
    Flag,
    Measured,
)
from cairong.policy.incentives import ASSESSED, SUPPORT_WORDS, clause_of
from cairong.policy.reassess import Placed
from cairong.web.parts import Column, Linked, plain_table

type Ground = tuple[Any, Placed] | None

MEASURES = (
    Column("word", "指标"),
    Column("own", "本机构", "number"),
    Column("cases", "件数", "number"),
    Column("city", "全市", "number"),
    Column("held", "计分值", "number"),
    Column("lines", "零分—满分"),
    Column("points", "得分(百分)", "number"),
    Column("weight", "权重", "number"),
    Column("earned", "计入", "number"),
)
FLAGS = (
    Column("word", "待查看的情况"),
    Column("count", "多少", "number"),
    Column("of", "共", "number"),
    Column("percent", "占比(%)", "number"),
    Column("found", "查明"),
)
APPEALS = (
    Column("measure", "指标", words=MEASURE_WORDS),
    Column("at", "提出", "moment"),
    Column("state", "状态", "status", states=APPEAL),
    Column("reply", "答复", blank="—"),
)
SUPPORTS = (
    Column("code", "政策支持", words=SUPPORT_WORDS),
    Column("clause", "依据", of="code", show=clause_of),
    Column("grades", "可以取得的等级"),
    Column("ground", "另有依据", blank="—"),
    Column("decided", "决定"),
    Column("words", "理由", blank="—"),
    Column("at", "时间", "moment", blank="—"),
)


def points(hundredths: int) -> Decimal:
    """Write points that are kept in hundredths."""
    return Decimal(hundredths).scaleb(-2)


def grade(evaluation: Evaluation, trial: bool) -> str:  # noqa: FBT001 - a cell
    """Write a grade; a trial earns none."""
    if not evaluation.grade:
        return "样本少,不评等"
    return f"{evaluation.grade}(试算)" if trial else evaluation.grade


def facts_href(found: Evaluated, measure: str = "") -> str:
    """Lead to the loans and duties that an institution's points, or one measure's, are made of."""
    asked = {"year": found.year, "institution": found.institution_id, "measure": measure}
    kept = {name: value for name, value in asked.items() if value}
    return f"{reverse('evaluations-facts')}?{urlencode(kept)}"


def said(found: InstitutionPage, ground: Ground) -> dict[str, Any]:
    """Say one institution's year: its score, how each point of it is made, and what followed.

    `ground` is its frozen result in the People's Bank's own assessment of that year.
    """
    shown = found.found
    evaluation = shown.evaluation
    return {
        "found": shown,
        "scheme": evaluation.scheme,
        "record": found.record,
        "version": found.version,
        "state": YEAR.states[found.record.state] if found.record else None,
        "until": found.until,
        "score": points(evaluation.score),
        "grade": grade(evaluation, shown.trial),
        "facts_href": facts_href(shown),
        "measures": plain_table(
            "每一项怎样得分",
            MEASURES,
            [_measure_row(shown, each) for each in evaluation.measured],
            empty="这一年没有记录。",
        ),
        "flags": plain_table(
            "请人民银行查看的情况",
            FLAGS,
            [_flag_row(each, found) for each in evaluation.flags],
            empty="没有。各项都在公布的分界以内。",
        ),
        "appeals": plain_table(
            "申诉和答复", APPEALS, found.appeals, empty="没有申诉。",
            opens=lambda row: reverse("evaluation-appeal", args=[row.pk]),
        ),
        "supports": plain_table(
            "政策支持", SUPPORTS, [_support_row(code, found, ground) for code in SUPPORT_WORDS],
            empty="没有。",
        ),
    }  # fmt: skip


def _written(measured: Measured, value: Fraction | None) -> Decimal | None:
    """Write a value in the unit people read it in: 万元, and two decimals of a share."""
    if value is None:
        return None
    if measured.measure.code == "amount":
        value = value / WAN
    shared = measured.measure.code in SHARES or measured.measure.code == "amount"
    return points(half_up(value * 100)) if shared else Decimal(half_up(value))


def _measure_row(found: Evaluated, measured: Measured) -> dict[str, Any]:
    measure = measured.measure
    ends = [_written(measured, Fraction(end)) for end in (measure.none, measure.full)]
    return {
        "word": Linked(value=MEASURE_WORDS[measure.code], href=facts_href(found, measure.code)),
        "own": _written(measured, measured.own),
        "cases": measured.cases,
        "city": _written(measured, measured.of_city),
        "held": _written(measured, measured.held),
        "lines": "—".join(f"{end:f}" for end in ends if end is not None),
        "points": points(measured.points),
        "weight": measure.weight,
        "earned": points(half_up(measured.earned)),
    }


def flag_word(flag: Flag) -> str:
    """Say a flag in one line."""
    shown = format_yuan if flag.code in OF_PRINCIPAL else str
    return f"{FLAG_WORDS[flag.code]}:{shown(flag.count)},共 {shown(flag.of)}"


def _flag_row(flag: Flag, found: InstitutionPage) -> dict[str, Any]:
    shown = format_yuan if flag.code in OF_PRINCIPAL else str
    closed = [
        f"{each.words}({each.by.name})"
        for each in found.closed
        if (each.code, each.count, each.whole) == (flag.code, flag.count, flag.of)
    ]
    return {
        "word": FLAG_WORDS[flag.code],
        "count": shown(flag.count),
        "of": shown(flag.of),
        "percent": flag.percent,
        "found": closed[0] if closed else "待查看",
    }


def ground_said(ground: Ground) -> str:
    """Say the frozen result of the People's Bank's own assessment of the year, if there is one."""
    if ground is None:
        return "没有冻结的导向效果评估"
    version, row = ground
    score = points(row.assessed.score or 0)
    return f"导向效果评估 {score} 分,第 {row.rank} 名(第 {version.number} 版)"


def _support_row(code: str, found: InstitutionPage, ground: Ground) -> Mapping[str, Any]:
    kept = next((each for each in found.supports if each.code == code), None)
    return {
        "code": SUPPORT_WORDS[code],
        "clause": clause_of(code),
        "grades": "、".join(found.found.evaluation.scheme.supports[code]),
        "ground": ground_said(ground) if code == ASSESSED else "—",
        "decided": "还没有决定" if kept is None else "给予" if kept.granted else "不给予",
        "words": kept.words if kept else "—",
        "at": kept.at if kept else None,
    }
