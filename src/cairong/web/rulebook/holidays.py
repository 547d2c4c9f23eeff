"""Holiday notices: the years known, and a new one entered after seeing what it would move."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse

from cairong.audit.transaction import require_role
from cairong.clocks.actions.recount import recounted
from cairong.doors.actors import moment_of
from cairong.doors.forms import refuse_unknown
from cairong.doors.page import page
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import Calendar, Year
from cairong.lending.actions.prolong import to_prolong
from cairong.rulebook.actions.enter_holidays import enter_holidays
from cairong.rulebook.reads import calendar_of
from cairong.web.acting import carry_out, sent, to_proposal
from cairong.web.frame import draw
from cairong.web.lists.asking import asking
from cairong.web.lists.views import table_of
from cairong.web.parts import Column, Row, plain_table
from cairong.web.rulebook.forms import HolidayForm
from cairong.web.rulebook.lists import HOLIDAYS, ranges

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
    calendar, asked = calendar_of(actor.city), asking(request, actor, HOLIDAYS)

    def drawn(form: HolidayForm, trial: dict[str, Any] | None = None) -> HttpResponse:
        context = {
            "table": replace(table_of(HOLIDAYS, asked), heading=True),
            "form": form if actor.role is Role.PROCUREMENT_OFFICER else None,
            "next_year": max(calendar.years, default=0) + 1,
            **(trial or {}),
        }
        return draw(request, actor, "rulebook/holidays.html", context)

    form = sent(request, HolidayForm, initial={"year": max(calendar.years, default=0) + 1})
    if request.method == "POST":
        require_role(actor, Role.PROCUREMENT_OFFICER)
        refuse_unknown(request, form)
    if form.is_valid():
        seen = form.cleaned_data["seen"]
        if seen != form.signature:
            return drawn(_with_seen(request, form), trial_of(actor, calendar, form))

    def act(typed: dict[str, Any]) -> object:
        typed.pop("seen")
        return enter_holidays.propose(actor=actor, now=moment_of(request), **typed)

    return carry_out(request, form, act, draw=drawn, done=to_proposal, said=PROPOSED)


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
    return {
        "moved": len(moved),
        "settled": len(changed) - len(moved),
        "prolonged": len(to_prolong(actor.city, tried)),
        "days": ranges(typed["days_off"]),
        "worked": ranges(typed["days_worked"]),
        "moved_table": plain_table("会移动的到期日", MOVED, rows, empty="没有到期日会移动。"),
    }


def _with_seen(request: HttpRequest, form: HolidayForm) -> HolidayForm:
    """Draw the form again with the days whose effect is now on the page."""
    data = request.POST.copy()
    data["seen"] = form.signature
    again = HolidayForm(data)
    again.is_valid()
    return again
