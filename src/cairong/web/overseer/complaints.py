"""Complaints counted per institution and purchaser, without a supplier's name."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from cairong.complaints.counting import Counted, counted
from cairong.kernel.actor import Actor
from cairong.kernel.calendar import day_of
from cairong.oversight.reads import WATCHERS, years_until
from cairong.parties.reads import KIND_WORDS
from cairong.web.lists import Filter, List
from cairong.web.parts import Column, Empty


def _rows(actor: Actor, now: datetime, chosen: Mapping[str, Any]) -> list[Counted]:
    return counted(actor, int(chosen["year"]), until=day_of(now))


COMPLAINED = List(
    name="overseer-complaints",
    title="投诉统计",
    lead="按提出投诉的年度计;属实含部分属实,没有按期答复的另列,结果以现在为准。不列供应商的名称。",
    roles=tuple(sorted(WATCHERS)),
    rows=_rows,
    columns=(
        Column("name", "被投诉单位", sort=True, search=True),
        Column("kind", "单位类别", words=KIND_WORDS, filter=True),
        Column("made", "投诉(件)", "number", sort=True),
        Column("suppliers", "供应商(家)", "number", sort=True),
        Column("waiting", "还没有结论", "number", sort=True),
        Column("upheld", "属实", "number", sort=True),
        Column("unfounded", "不属实", "number", sort=True),
        Column("withdrawn", "撤回", "number", sort=True),
        Column("late", "没有按期答复", "number", sort=True),
        Column("rating", "评价(5 分)", "number", sort=True),
    ),
    filters=(Filter("year", "年度", years_until, blank=None),),
    default="-made",
    by="organisation_id",
    empty=Empty(text="这一年没有投诉。换一个年度看看。"),
)
