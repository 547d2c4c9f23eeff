"""Holiday notices: the years known, and a new one entered after seeing what it would move."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from cairong.audit.transaction import require_role
from cairong.clocks.actions.recount import recounted
from cairong.doors.actors import moment_of
from cairong.doors.forms import refuse_unknown
from cairong.doors.lists import filters
from cairong.doors.page import page
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import Calendar, Year
from cairong.lending.actions.prolong import to_prolong
from cairong.rulebook.actions.enter_holidays import enter_holidays
from cairong.rulebook.reads import calendar_of
from cairong.web.acting import carry_out
from cairong.web.frame import draw
from cairong.web.listing import ListPage, answer_rows, table_of
from cairong.web.parts import Column, Empty, Row, Table
from cairong.web.parts.words import tiny_day
from cairong.web.rulebook.forms import HolidayForm, WordsFilter

LIST = ListPage(
    title="已录入的放假安排",
    columns=(
        Column(key="year", word="年份", sort="year"),
        Column(key="off", word="放假的工作日"),
        Column(key="worked", word="补班"),
        Column(key="source", word="来源", sort="source"),
    ),
    sorts={"year": "year", "source": "source"},
    default="-year",
    export="rulebook-holidays-export",
    empty=Empty(text="没有这样的放假安排。"),
)
MOVED = (
    Column(key="title", word="对象"),
    Column(key="before", word="原暂定到期日", kind="date"),
    Column(key="after", word="重算后到期日", kind="date"),
)
MOST_MOVED = 20
PROPOSED = "已提交复核。复核同意后,暂定的到期日会重新计算并留下记录。"


@page()
def holidays(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """Show the years known; the officer tries a new year's days, then proposes them."""
    calendar, asked = calendar_of(actor.city), filters(request, WordsFilter)

    def drawn(form: HolidayForm, trial: dict[str, Any] | None = None) -> HttpResponse:
        context = {
            "table": replace(
                table_of(request, LIST, asked, rows=_years(calendar, asked)), heading=True
            ),
            "form": form if actor.role is Role.PROCUREMENT_OFFICER else None,
            "next_year": max(calendar.years, default=0) + 1,
            **(trial or {}),
        }
        return draw(request, actor, "rulebook/holidays.html", context)

    if request.method != "POST":
        return drawn(HolidayForm(initial={"year": max(calendar.years, default=0) + 1}))
    require_role(actor, Role.PROCUREMENT_OFFICER)
    form = HolidayForm(request.POST)
    refuse_unknown(request, form)
    if form.is_valid():
        seen = form.cleaned_data["seen"]
        if seen != form.signature:
            return drawn(_with_seen(request, form), trial_of(actor, calendar, form))

    def act(typed: dict[str, Any]) -> object:
        typed.pop("seen")
        return enter_holidays.propose(actor=actor, now=moment_of(request), **typed)

    return carry_out(
        request, form, act, draw=drawn,
        done=lambda pk: reverse("proposal", args=[pk]), said=PROPOSED,
    )  # fmt: skip


@require_safe
@page()
def holidays_sheet(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Answer the years known as a workbook."""
    form = filters(request, WordsFilter)
    rows = _years(calendar_of(actor.city), form)
    return answer_rows(request, actor, LIST, form, rows=rows, sheet=True)


def trial_of(actor: Actor, calendar: Calendar, form: HolidayForm) -> dict[str, Any]:
    """Work out what the typed days would move: duties, and last days of offers and the like."""
    typed = form.cleaned_data
    year = Year(
        year=typed["year"],
        rest=frozenset(typed["days_off"]),
        work=frozenset(typed["days_worked"]),
    )
    tried = calendar.with_years([year], "试算")
    changed = recounted(actor.city, tried, year.year)
    moved = [(duty, due) for duty, due in changed if due.due != duty.due_on]
    rows = [
        Row(
            cells={"title": duty.title, "before": duty.due_on, "after": due.due},
            href=reverse("find", args=[duty.subject_id]),
        )
        for duty, due in moved[:MOST_MOVED]
    ]
    empty = Empty(text="没有到期日会移动。")
    return {
        "moved": len(moved),
        "settled": len(changed) - len(moved),
        "prolonged": len(to_prolong(actor.city, tried)),
        "days": ranges(typed["days_off"]),
        "worked": ranges(typed["days_worked"]),
        "moved_table": Table(caption="会移动的到期日", columns=MOVED, rows=rows, empty=empty),
    }


def ranges(days: Iterable[date]) -> str:
    """Write days in order, those that follow one another as a stretch: 2.5—2.11、10.1."""
    stretches: list[list[date]] = []
    for day in sorted(days):
        if stretches and day - stretches[-1][-1] == timedelta(days=1):
            stretches[-1].append(day)
        else:
            stretches.append([day])
    return "、".join(
        tiny_day(one[0]) if len(one) == 1 else f"{tiny_day(one[0])}—{tiny_day(one[-1])}"
        for one in stretches
    )


def _with_seen(request: HttpRequest, form: HolidayForm) -> HolidayForm:
    """Draw the form again with the days whose effect is now on the page."""
    data = request.POST.copy()
    data["seen"] = form.signature
    again = HolidayForm(data)
    again.is_valid()
    return again


def _years(calendar: Calendar, form: WordsFilter) -> list[Row]:
    return [
        Row(
            cells={
                "year": f"{one.year}年",
                "off": ranges(one.rest),
                "worked": ranges(one.work) or None,
                "source": one.source,
            }
        )
        for one in calendar.years.values()
        if form.says(f"{one.year}年", one.source)
    ]
