"""The yearly evaluation: every institution with its points, and one with how each point is made."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from cairong.doors.actors import moment_of
from cairong.doors.page import page
from cairong.kernel.actor import INSTITUTION, OVERSEERS, Actor
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import NotFound
from cairong.kernel.money import WAN, format_yuan
from cairong.oversight.evaluating import Evaluated, evaluations
from cairong.oversight.reads import years_until
from cairong.policy.cost import half_up
from cairong.policy.evaluation import (
    FLAG_WORDS,
    MEASURE_WORDS,
    OBLIGATION,
    OF_PRINCIPAL,
    SHARES,
    Evaluation,
    Flag,
    Measured,
    scheme_of,
)
from cairong.web.frame import draw
from cairong.web.lists import Filter, List
from cairong.web.lists.asking import Asking
from cairong.web.overseer.words import loans_href
from cairong.web.parts import Column, Empty, plain_table

READERS = tuple(sorted(OVERSEERS))
YEAR = Filter("year", "年度", years_until, of="year", blank=None)
SHORT: Mapping[str, str] = {
    "amount": "规模", "suppliers": "企业", "newcomers": "首贷", "approvals": "审批",
    "disbursements": "放款", "credit": "信用", "spread": "加点",
}  # fmt: skip


def points(hundredths: int) -> Decimal:
    """Write points that are kept in hundredths."""
    return Decimal(hundredths).scaleb(-2)


def _earned(evaluation: Evaluation, *, code: str) -> Decimal:
    (found,) = [each for each in evaluation.measured if each.measure.code == code]
    return points(half_up(found.earned))


def _grade(evaluation: Evaluation, trial: bool) -> str:  # noqa: FBT001 - a cell
    if not evaluation.grade:
        return "样本少,不评等"
    return f"{evaluation.grade}(试算)" if trial else evaluation.grade


def _rows(actor: Actor, now: datetime, chosen: Mapping[str, Any]) -> list[Evaluated]:
    return evaluations(actor.city, int(chosen["year"]), today=day_of(now))


def _around(_request: HttpRequest, _actor: Actor, asked: Asking) -> dict[str, Any]:
    """Say which scheme holds of the year that is looked at."""
    year = int(asked.asked.chosen["year"])
    scheme = scheme_of(year)
    return {"year": year, "scheme": scheme, "trial": not scheme.holds(year)}


EVALUATION = List(
    name="overseer-evaluation",
    title="年度综合评价",
    roles=READERS,
    rows=_rows,
    columns=(
        Column("name", "金融机构", sort=True, search=True),
        Column("rank", "名次", "number", sort=True),
        Column("score", "得分", "number", of="evaluation__score", sort=True, show=points),
        Column("grade", "等级", of=("evaluation", "trial"), show=_grade),
        *(
            Column(code, f"{word}分", "number", of="evaluation", show=partial(_earned, code=code))
            for code, word in SHORT.items()
        ),
        Column(
            "flags", "待查看", "number", of="evaluation__flags", show=len
        ),
    ),
    filters=(YEAR,),
    carries=("year",),
    by="institution_id",
    default="rank",
    opens=lambda row: reverse("overseer-evaluated", args=[row["year"], row.id]),
    template="overseer/evaluation.html",
    around=_around,
    empty=Empty(text="这一年没有金融机构放款或办理申请。"),
)  # fmt: skip

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
)


def _written(measured: Measured, value: Fraction | None) -> Decimal | None:
    """Write a value in the unit people read it in: 万元, and two decimals of a share."""
    if value is None:
        return None
    if measured.measure.code == "amount":
        value = value / WAN
    shared = measured.measure.code in SHARES or measured.measure.code == "amount"
    return points(half_up(value * 100)) if shared else Decimal(half_up(value))


def _measure_row(measured: Measured) -> dict[str, Any]:
    measure = measured.measure
    ends = [_written(measured, Fraction(end)) for end in (measure.none, measure.full)]
    return {
        "word": MEASURE_WORDS[measure.code],
        "own": _written(measured, measured.own),
        "cases": measured.cases,
        "city": _written(measured, measured.of_city),
        "held": _written(measured, measured.held),
        "lines": "—".join(f"{end:f}" for end in ends if end is not None),
        "points": points(measured.points),
        "weight": measure.weight,
        "earned": points(half_up(measured.earned)),
    }


def _flag_row(flag: Flag) -> dict[str, Any]:
    money = flag.code in OF_PRINCIPAL
    shown = format_yuan if money else str
    return {
        "word": FLAG_WORDS[flag.code],
        "count": shown(flag.count),
        "of": shown(flag.of),
        "percent": flag.percent,
    }


def _said(found: Evaluated) -> dict[str, Any]:
    """Say one institution's year: its score, and how each point of it is made."""
    evaluation = found.evaluation
    return {
        "found": found,
        "scheme": evaluation.scheme,
        "score": points(evaluation.score),
        "grade": _grade(evaluation, found.trial),
        "loans_href": loans_href(found.year, institution=found.institution_id),
        "measures": plain_table(
            "每一项怎样得分",
            MEASURES,
            [_measure_row(each) for each in evaluation.measured],
            empty="这一年没有记录。",
        ),
        "flags": plain_table(
            "请人民银行查看的情况",
            FLAGS,
            [_flag_row(each) for each in evaluation.flags],
            empty="没有。各项都在公布的分界以内。",
        ),
    }


def _of(actor: Actor, now: datetime, year: int, institution_id: UUID | None) -> Evaluated | None:
    rows = evaluations(actor.city, year, today=day_of(now))
    return next((row for row in rows if row.institution_id == institution_id), None)


@require_safe
@page(*READERS)
def evaluated(request: HttpRequest, actor: Actor, year: int, institution_id: UUID) -> HttpResponse:
    """Show one institution's year, each point with how it is made."""
    found = _of(actor, moment_of(request), year, institution_id)
    if found is None:
        raise NotFound("oversight.not_evaluated", OBLIGATION, year=str(year))
    return draw(request, actor, "overseer/evaluated.html", _said(found))


@require_safe
@page(*sorted(INSTITUTION))
def own(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show an institution its own year, as the authorities see it; nobody else's."""
    now = moment_of(request)
    years = years_until(actor, now)
    asked = request.GET.get("year", "")
    year = int(asked if asked in years else next(iter(years)))
    found = _of(actor, now, year, actor.organisation_id)
    context = {"years": years, "shown": str(year), **(_said(found) if found else {})}
    return draw(request, actor, "institution/evaluation.html", context)
