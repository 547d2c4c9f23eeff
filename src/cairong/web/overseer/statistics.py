"""Official tables: what was issued, a new one, one as a page, as a workbook and on paper."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from cairong.doors.actors import moment_of
from cairong.doors.export import Kind, SheetColumn, export
from cairong.doors.page import page
from cairong.kernel.actor import Actor
from cairong.kernel.errors import Conflict
from cairong.oversight.actions.issue_statistic import issue_statistic
from cairong.oversight.reads import years_until
from cairong.oversight.statistics import (
    newest_of,
    scope_names,
    statistic_for,
    statistic_pdf,
    statistics_of,
    table_of,
)
from cairong.policy.catalogue.words import day_words
from cairong.policy.statistics import TITLES, CellKind
from cairong.web.acting import carry_out
from cairong.web.forms import ActForm, DayField
from cairong.web.frame import draw
from cairong.web.handing import hand_out
from cairong.web.lists import Filter, List
from cairong.web.lists.asking import asking
from cairong.web.lists.views import table_of as list_of
from cairong.web.overseer.lists import WATCHING
from cairong.web.overseer.words import revised, year_words
from cairong.web.parts import Column, Empty, plain_table
from cairong.web.parts.tables import Kind as ShownKind

SHOWN: Mapping[CellKind, ShownKind] = {
    "text": "text", "money": "money", "number": "number", "percent": "number", "rate": "number",
}  # fmt: skip
IN_SHEET: Mapping[CellKind, Kind] = {
    "text": "text", "money": "yuan", "number": "number", "percent": "number", "rate": "percent",
}  # fmt: skip


STATISTICS = List(
    name="overseer-statistics",
    title="统计表",
    roles=WATCHING,
    source=statistics_of,
    columns=(
        Column("no", "编号", "code", of=("word", "year", "number"), show="{}〔{}〕{}号".format),
        Column("kind", "统计表", words=TITLES, filter=True),
        Column("of_year", "年度", sort=True, show=year_words),
        Column("region", "范围", words=scope_names),
        Column("cut_off", "截至", "date", sort=True),
        Column("organisation", "出具单位", of="organisation__name"),
        Column("by", "出具人", of="by__name"),
        Column("at", "出具时间", "moment", of="issued_at", sort=True),
        Column("standing", "状态", of="revised_by__pk", show=revised, blank="现行"),
    ),
    filters=(Filter("year", "年度", years_until, of="of_year"),),
    default="-at",
    opens="overseer-statistic",
    empty=Empty(text="还没有出具统计表。选好表、年度和截止日,在下面出具。"),
)  # fmt: skip


class StatisticForm(ActForm):
    """Which table, of which year, counted until the end of which day."""

    kind = forms.ChoiceField(label="统计表", choices=list(TITLES.items()))
    year = forms.TypedChoiceField(label="年度", coerce=int)
    cut_off = DayField(label="截止日", help_text="统计到这一天结束;要是这一年里已经过去的一天")

    def __init__(self, *args: Any, years: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = list(years.items())  # type: ignore[attr-defined]


@require_safe
@page(*WATCHING)
def statistics(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show what was issued, and what is asked of a new table."""
    return _drawn(request, actor, StatisticForm(years=years_until(actor, moment_of(request))))


def _drawn(request: HttpRequest, actor: Actor, form: StatisticForm) -> HttpResponse:
    table = list_of(STATISTICS, asking(request, actor, STATISTICS))
    context = {"table": replace(table, heading=True), "form": form}
    return draw(request, actor, "overseer/statistics.html", context)


@require_POST
@page(*WATCHING)
def statistic_issued(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """Issue a table; the same figures asked for again lead to the table that bears them."""
    now = moment_of(request)

    def act(typed: dict[str, Any]) -> object:
        try:
            return issue_statistic(actor=actor, now=now, **typed)
        except Conflict:
            stands = newest_of(actor, **typed)
            if stands is None:
                raise
            return stands

    return carry_out(
        request,
        StatisticForm(request.POST, years=years_until(actor, now)),
        act,
        draw=lambda form: _drawn(request, actor, form),
        done=lambda made: reverse("overseer-statistic", args=[made]),
        said="统计表在这里。同样的问题再问一次,得到的是同一份、同一个编号。",
        places={"oversight.statistic_day": "cut_off"},
    )


def _shows(actor: Actor, statistic_id: UUID) -> dict[str, Any]:
    table = table_of(statistic_for(actor, statistic_id))
    columns = [Column(field.key, field.word, SHOWN[field.kind]) for field in table.form.fields]
    rates = {field.key for field in table.form.fields if field.kind == "rate"}
    rows = [
        {key: _shown(value, rate=key in rates) for key, value in row.items()} for row in table.rows
    ]
    return {
        "table": table,
        "row": table.row,
        "rows": replace(
            plain_table(table.form.title, columns, rows, empty="这一天以前没有可统计的数据。"),
            total=dict(table.total),
        ),
    }


def _shown(value: Any, *, rate: bool) -> Any:
    return f"{value / 100:.2f}" if rate and value is not None else value


@require_safe
@page(*WATCHING)
def statistic(request: HttpRequest, actor: Actor, statistic_id: UUID) -> HttpResponse:
    """Show a table as it was issued."""
    return draw(request, actor, "overseer/statistic.html", _shows(actor, statistic_id))


@require_safe
@page(*WATCHING)
def statistic_sheet(request: HttpRequest, actor: Actor, statistic_id: UUID) -> HttpResponse:
    """Hand a table out as a workbook, its sum in the last line."""
    table = table_of(statistic_for(actor, statistic_id))
    first = table.form.fields[0].key
    return export(
        name=f"{table.scope}{table.row.of_year}年{table.form.title}",
        columns=[
            SheetColumn(
                key=field.key, word=field.word.removesuffix("(%)"), kind=IN_SHEET[field.kind]
            )
            if field.kind == "rate"
            else SheetColumn(key=field.key, word=field.word, kind=IN_SHEET[field.kind])
            for field in table.form.fields
        ],
        rows=[
            *(_in_sheet(row) for row in table.rows),
            *([{first: "合计", **table.total}] if table.total else []),
        ],
        filters={
            "编号": table.row.no,
            "截至": day_words(table.row.cut_off),
            "口径": table.form.rule,
            "依据": table.form.clause,
            "SHA-256": table.row.sha256,
        },
        made_at=moment_of(request),
    )


def _in_sheet(row: Mapping[str, Any]) -> dict[str, Any]:
    percent = row.get("percent")
    return {**row, "percent": None if percent is None else float(percent)}


@require_safe
@page(*WATCHING)
def statistic_paper(request: HttpRequest, actor: Actor, statistic_id: UUID) -> HttpResponse:
    """Hand a table out as PDF."""
    del request
    found = statistic_for(actor, statistic_id)
    return hand_out(statistic_pdf(found), "application/pdf", f"{TITLES[found.kind]} {found.no}.pdf")
