"""融资漏斗: how far a year's intents came, in how many days, and what was lost on the way."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.http import HttpRequest

from cairong.kernel.actor import Actor
from cairong.kernel.calendar import day_of
from cairong.oversight.funnel import Span, Stages, funnel, lost, size_word, whole, year_until
from cairong.oversight.reads import WATCHERS, level_names, years_until
from cairong.parties.reads import institutions_of
from cairong.policy.funnel import BY_WORDS, STAGES, STEPS
from cairong.web.lists import Filter, List
from cairong.web.lists.asking import Asking
from cairong.web.parts import Column, Empty, plain_table

NOTHING = "这一年没有登记过融资意向。换一个年度看看。"
STAGE = (
    Column("stage", "阶段"),
    Column("count", "件数", "number"),
    Column("percent", "占意向(%)", "number"),
    Column("step", "这一步"),
    Column("days", "中位天数", "number", blank="—"),
)
REASON = (Column("word", "原因"), Column("count", "次数", "number"))


def _span(now: datetime, chosen: Mapping[str, Any]) -> Span:
    return year_until(int(chosen["year"]), day_of(now))


def _rows(actor: Actor, now: datetime, chosen: Mapping[str, Any]) -> list[Stages]:
    by = chosen["by"]
    rows = funnel(actor, _span(now, chosen), by)
    if by == "size":
        return [replace(each, name=size_word(each.key)) for each in rows]
    names = level_names(actor, now) if by == "level" else institutions_of(actor, now)
    return [replace(each, name=names.get(each.key, each.key)) for each in rows]


def _around(_request: HttpRequest, actor: Actor, asked: Asking) -> dict[str, Any]:
    """Show all of the year together, stage by stage, and what was lost."""
    span = _span(asked.now, asked.asked.chosen)
    every = whole(actor, span)
    return {
        "year": span.first.year,
        "until": span.until,
        "every": every,
        "stages": plain_table("各阶段", STAGE, _stages(every), empty=NOTHING),
        "lost": plain_table("没有放款的原因", REASON, lost(actor, span), empty="没有流失的。"),
        "whole": actor.whole_city,
    }


def _stages(every: Stages) -> list[dict[str, Any]]:
    if not every.intents:
        return []
    steps = [("", None), *((word, getattr(every, key)) for key, word in STEPS.items())]
    return [
        {
            "stage": word,
            "count": getattr(every, key),
            "percent": getattr(every, key) * 100 // every.intents,
            "step": step,
            "days": days,
        }
        for (key, word), (step, days) in zip(STAGES.items(), steps, strict=True)
    ]


FUNNEL = List(
    name="overseer-funnel",
    title="融资漏斗",
    roles=tuple(sorted(WATCHERS)),
    rows=_rows,
    columns=(
        Column("name", "名称", sort=True, search=True),
        *(Column(key, word, "number", sort=True) for key, word in STAGES.items()),
        Column("percent", "放款占意向(%)", "number", sort=True),
        Column("first_time", "首次融资(家)", "number", sort=True),
        *(Column(key, f"{word}(天)", "number", shown=False) for key, word in STEPS.items()),
    ),
    filters=(
        Filter("by", "分列", BY_WORDS, blank=None),
        Filter("year", "年度", years_until, blank=None),
    ),
    default="-intents",
    by="key",
    template="overseer/funnel.html",
    around=_around,
    empty=Empty(text=NOTHING),
)
