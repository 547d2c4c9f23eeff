"""The rulebook's lists: parameters as they hold today, the years known, the LPR's history."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from cairong.kernel.actor import Actor
from cairong.kernel.calendar import day_of
from cairong.listing.declared import TODAY
from cairong.policy.lpr import Lpr
from cairong.policy.parameters import Parameter, law_on
from cairong.rulebook.reads import calendar_of, lpr_history, parameters_of
from cairong.web.forms import DayField
from cairong.web.lists import Filter, List
from cairong.web.parts import Column, Empty, Paper
from cairong.web.parts.words import clause_href, tiny_day


def ranges(days: Iterable[date]) -> str:
    """Write days in order, those that follow one another as a stretch: 2.5—2.11、10.1."""
    stretches: list[list[date]] = []
    for day in sorted(days):
        if stretches and day - stretches[-1][-1] == timedelta(days=1):
            stretches[-1].append(day)
        else:
            stretches.append([day])
    return "、".join(
        tiny_day(stretch[0])
        if len(stretch) == 1
        else f"{tiny_day(stretch[0])}—{tiny_day(stretch[-1])}"
        for stretch in stretches
    )


def _parameters(actor: Actor, now: datetime, _chosen: Mapping[str, Any]) -> list[Parameter]:
    return parameters_of(actor.city, on=day_of(now))


def _years(actor: Actor, _now: datetime, _chosen: Mapping[str, Any]) -> list[dict[str, str]]:
    """List each year's arrangement in words."""
    return [
        {
            "year": f"{year.year}年",
            "off": ranges(year.rest),
            "worked": ranges(year.work),
            "source": year.source,
        }
        for year in calendar_of(actor.city).years.values()
    ]


def _published(actor: Actor, _now: datetime, chosen: Mapping[str, Any]) -> list[Lpr]:
    since, until = chosen["since"] or date.min, chosen["until"] or date.max
    return [each for each in lpr_history(actor.city) if since <= each.published_on <= until]


def _by_law(code: str, today: date) -> str | None:
    law = law_on(code, today)
    return law.said if law else None


def _clause(obligation: str) -> Paper:
    return Paper(word=obligation, href=clause_href(obligation))


PARAMETERS = List(
    name="rulebook-parameters",
    title="参数表",
    rows=_parameters,
    columns=(
        Column("word", "参数", sort=True, search=True),
        Column("value", "现行值", "short", of="said"),
        Column("from", "自", "date", of="valid_from", sort=True),
        Column("law", "法律规定", "short", of=("code", TODAY), show=_by_law),
        Column("clause", "依据", "short", of="obligation", sort=True, search=True, show=_clause),
        Column("source", "来源", search=True),
    ),
    by="code",
    opens="rulebook-parameter",
    per_page=200,
    template="rulebook/parameters.html",
    empty=Empty(text="没有这样的参数。"),
)
HOLIDAYS = List(
    name="rulebook-holidays",
    title="已录入的放假安排",
    rows=_years,
    columns=(
        Column("year", "年份", sort=True, search=True),
        Column("off", "放假的工作日"),
        Column("worked", "补班"),
        Column("source", "来源", sort=True, search=True),
    ),
    default="-year",
    empty=Empty(text="没有这样的放假安排。"),
)
LPR = List(
    name="rulebook-lpr",
    title="LPR 历次公布",
    rows=_published,
    columns=(
        Column("on", "公布日", "date", of="published_on", sort=True),
        Column("one", "一年期", "rate", of="one_year_bp", sort=True),
        Column("five", "五年期以上", "rate", of="five_year_bp", sort=True),
        Column("source", "来源", of="evidence"),
    ),
    filters=(Filter("since", "自", field=DayField), Filter("until", "至", field=DayField)),
    default="-on",
    empty=Empty(text="没有这段时间的 LPR 记录。"),
)
