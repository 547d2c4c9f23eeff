"""Trying another number: what it would have changed of duties on record, case by case."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from cairong.doors.actors import moment_of
from cairong.doors.page import page
from cairong.kernel.actor import Actor
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import NotFound
from cairong.oversight.reads import WATCHERS
from cairong.oversight.replay import (
    KINDS,
    VERDICTS,
    WORDS,
    Again,
    Replay,
    replay,
    replayed,
    until_today,
)
from cairong.policy.catalogue import sentence
from cairong.policy.duties import DUTIES
from cairong.policy.parameters import BY_CODE, MOST, WORKING, within_law
from cairong.rulebook.reads import parameter_if_any
from cairong.web.forms import DayField, WholeField
from cairong.web.frame import draw
from cairong.web.lists import Filter, List
from cairong.web.lists.asking import asking
from cairong.web.lists.views import table_of
from cairong.web.overseer.words import duty_href
from cairong.web.parts import Column, Empty, Table, plain_table
from cairong.web.parts.words import short_day

READERS = tuple(sorted(WATCHERS))
DAYS = partial(WholeField, min_value=1, max_value=MOST[WORKING])
TALLY = (
    Column("word", "结果"),
    Column("was", "实际(件)", "number"),
    Column("would", "按试算的天数(件)", "number"),
)
COUNTED = (
    Column("which", "按哪个天数"),
    Column("days", "天数", "number"),
    Column("due", "到期日", "date"),
    Column("law", "法定到期日", "date"),
    Column("verdict", "结果"),
    Column("counted", "逐日"),
)


def _asked(actor: Actor, now: datetime, chosen: Mapping[str, Any]) -> Replay:
    """Replay what is asked for; the number in force where none is typed."""
    code: str = chosen["code"]
    held = parameter_if_any(actor.city, code, on=day_of(now))
    value = chosen["days"] or (held.value if held else 1)
    since, until = until_today(now, since=chosen["since"], until=chosen["until"])
    return replay(actor, now, {code: value}, since=since, until=until)


def _rows(actor: Actor, now: datetime, chosen: Mapping[str, Any]) -> list[Again]:
    return _asked(actor, now, chosen).moved


def _kind(kind: str) -> str:
    return DUTIES[kind].word


WHATIF = List(
    name="rulebook-whatif",
    title="期限试算",
    roles=READERS,
    rows=_rows,
    columns=(
        Column("title", "对象", of="duty__title", sort=True, search=True),
        Column("kind", "职责", of="duty__kind", show=_kind, shown=len(KINDS) < len(DUTIES)),
        Column(
            "holder", "责任单位", of="duty__holder_organisation__name",
            sort=True, search=True, blank="财政部门",
        ),
        Column("start", "起算日", "date", of="duty__start_on", sort=True),
        Column("before", "实际到期日", "date", of="before__due", sort=True),
        Column("after", "试算到期日", "date", of="after__due", sort=True),
        Column("done", "办结日", "date", of="duty__done_on", sort=True),
        Column("was", "实际", words=VERDICTS),
        Column("would", "试算", of="would_be", words=VERDICTS),
        Column("days_before", "实际天数", "number", of="duty__days", shown=False),
        Column("days_after", "试算天数", "number", of="days", shown=False),
    ),
    filters=(
        Filter("code", "参数", WORDS, blank=None),
        Filter("days", "试算的天数", field=DAYS),
        Filter("since", "起算日自", field=DayField),
        Filter("until", "至", field=DayField),
    ),
    by="duty__pk",
    opens=lambda row: reverse("rulebook-whatif-case", args=[row.id, row["days"]]),
    carries=("days",),
    empty=Empty(text="没有到期日会不同的事项。换一个天数,或放宽起算日的范围。"),
)  # fmt: skip


@require_safe
@page(*READERS)
def whatif(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show what another number would have changed of the duties of a time."""
    asked = asking(request, actor, WHATIF)
    found = _asked(actor, asked.now, asked.asked.chosen)
    listed = replace(WHATIF, rows=lambda *_: found.moved)
    context = {**said_of(found), "table": replace(table_of(listed, asked), heading=True)}
    return draw(request, actor, "rulebook/whatif.html", context)


def said_of(found: Replay) -> dict[str, Any]:
    """Say a replay as pages show it: its number, how the verdicts would lie, what differs."""
    ((code, value),) = found.numbers.items()
    barred = within_law(code=code, value=value, on=found.until)
    return {
        "code": code,
        "number": BY_CODE[code],
        "value": value,
        "said": BY_CODE[code].say(value),
        "found": found,
        "barred": sentence(barred) if barred else "",
        "tally": _tally(found),
    }


def _tally(found: Replay) -> Table:
    rows = [{"word": word, "was": was, "would": would} for word, was, would in found.tally]
    return plain_table("这些事项的结果", TALLY, rows, empty="没有。")


@require_safe
@page(*READERS)
def case(request: HttpRequest, actor: Actor, duty_id: UUID, days: int) -> HttpResponse:
    """Show one duty counted twice, day by day."""
    now = moment_of(request)
    if not 1 <= days <= MOST[WORKING]:
        raise NotFound("access.not_found", thing="期限")
    found = replayed(actor, now, duty_id, days)
    duty = found.duty
    context = {
        "found": found,
        "kind": DUTIES[duty.kind],
        "holder": duty.holder_organisation.name if duty.holder_organisation else "财政部门",
        "href": duty_href(duty.kind, duty.subject_id),
        "counts": plain_table("两种算法", COUNTED, _counts(found), empty="没有。"),
    }
    return draw(request, actor, "rulebook/whatif_case.html", context)


def _counts(found: Again) -> list[dict[str, Any]]:
    ways = (
        ("实际", found.duty.days, found.before, found.was),
        ("试算", found.days, found.after, found.would_be),
    )
    return [
        {
            "which": which,
            "days": days,
            "due": due.due,
            "law": due.due_law,
            "verdict": VERDICTS[judged],
            "counted": "、".join(short_day(day) for day in due.counted),
        }
        for which, days, due, judged in ways
    ]
