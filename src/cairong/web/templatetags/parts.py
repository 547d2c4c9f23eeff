"""The tags that draw the parts: `{% load parts %}`, then each part by its name."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django import template
from django.forms import BoundField, Form
from django.http import HttpRequest, QueryDict
from django.template import Context
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from cairong.clocks import reads as clocks
from cairong.doors.refusals import Answer
from cairong.kernel import money as amounts
from cairong.kernel.calendar import Calendar
from cairong.kernel.states import State
from cairong.policy.catalogue.facts import WORDS
from cairong.policy.contracts import term_words
from cairong.web.forms import PageForm
from cairong.web.parts import (
    Ball,
    Chart,
    Deadline,
    Moment,
    Step,
    Table,
    TwoPerson,
    Why,
)
from cairong.web.parts.deadlines import CountedDay
from cairong.web.parts.tables import Column, Kind, Linked, Row, heads, query
from cairong.web.parts.words import clause_href, long_day, long_moment, tiny_day
from cairong.web.templatetags.shapes import drawn
from cairong.web.widgets import put

register = template.Library()
RUNNING_FROM_FEN = 1_000_000
MANY, FEW_LETTERS = 6, 8  # from how many choices, of how many letters each, columns are made
MAYBE = mark_safe(' <span class="deadline-maybe">暂定</span>')
NOTICE_SHAPES = {"info": "info", "good": "done", "warn": "alert", "stop": "stop"}


@register.simple_tag
def shape(name: str) -> SafeString:
    """Draw one of the marks that stand beside a word."""
    return drawn(name)


@register.simple_tag
def fact_word(name: str) -> str:
    """Name a field of a row in the words of facts, where it has any."""
    return WORDS.get(name, name)


@register.simple_tag
def money(fen: int | None) -> SafeString | str:
    """Write an amount to the fen: ¥411,120.00."""
    if fen is None:
        return "—"
    return mark_safe(f'<span class="money">{amounts.format_yuan(fen)}</span>')  # noqa: S308 - digits


@register.simple_tag
def money_short(fen: int | None) -> SafeString | str:
    """Write an amount for running text; the exact figure on hover, focus and paper."""
    if fen is None or abs(fen) < RUNNING_FROM_FEN:
        return money(fen)
    return format_html(
        '<span class="money money-short" tabindex="0">{}<span class="exact">{}</span></span>',
        amounts.format_wan(fen),
        amounts.format_yuan(fen),
    )


@register.simple_tag
def status(state: State) -> SafeString:
    """Draw a state: its word and its mark."""
    return status_word(state.word, state.shape)


@register.simple_tag
def status_word(word: str, kind: str = "wait") -> SafeString:
    """Draw a state given by its word and the name of its mark."""
    return format_html('<span class="status status-{}">{}{}</span>', kind, drawn(kind), word)


@register.simple_tag
def clause(obligation: str, before: str = "依据 ") -> SafeString | str:
    """Link a clause to its place on the page of the notice."""
    if not obligation:
        return ""
    return format_html(
        '<a class="clause" href="{}">{}{}</a>', clause_href(obligation), before, obligation
    )


@register.simple_tag
def day(value: date | None, calendar: Calendar | None = None) -> SafeString | str:
    """Write a day in full: 2026年11月24日; by a calendar also whether it is provisional (D15)."""
    if value is None:
        return "—"
    maybe = "" if calendar is None or calendar.knows(value) else MAYBE
    return format_html('<time datetime="{}">{}</time>{}', value.isoformat(), long_day(value), maybe)


@register.simple_tag
def moment(value: datetime | None) -> SafeString | str:
    """Write a moment in China's time."""
    if value is None:
        return "—"
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), long_moment(value))


@register.simple_tag
def term(days: int | None, unit: str) -> str:
    """Write within how many days of the acceptance is paid."""
    return term_words(days, unit)


@register.simple_tag
def deadline(value: Deadline | clocks.Deadline) -> SafeString:
    """Draw a deadline that opens to the days counted."""
    part = value if isinstance(value, Deadline) else Deadline.of(value)
    as_key = replace(part, counted=tuple(part.counted), pauses=tuple(part.pauses))
    return _deadline_drawn(as_key)


@lru_cache(maxsize=2048)
def _deadline_drawn(value: Deadline) -> SafeString:
    """Draw a deadline once a day: duties of one kind that began together are drawn alike."""
    return render_to_string("parts/deadline.html", {"one": value})


@register.inclusion_tag("parts/ball.html")
def ball(value: Ball) -> dict[str, Any]:
    """Draw who holds the ball and what is awaited."""
    return {"ball": value}


@register.inclusion_tag("parts/timeline.html")
def timeline(moments: Sequence[Moment]) -> dict[str, Any]:
    """Draw a case's timeline, past and expected."""
    return {"moments": moments}


@register.simple_tag
def steps(of: Sequence[Step], label: str = "办理步骤") -> SafeString:
    """Draw the steps above a case."""
    return _steps_drawn(tuple(of), label)


@lru_cache(maxsize=512)
def _steps_drawn(of: tuple[Step, ...], label: str) -> SafeString:
    return render_to_string("parts/steps.html", {"steps": of, "label": label})


@register.inclusion_tag("parts/why.html")
def why(value: Why) -> dict[str, Any]:
    """Draw 为什么?: rule, clause, facts, arithmetic, who can mend it."""
    return {"why": value}


@register.inclusion_tag("parts/refusal.html")
def refusal(value: Answer) -> dict[str, Any]:
    """Draw a refusal: what is wrong, by which clause, what to do next."""
    return {"refused": value}


@register.inclusion_tag("parts/two_person.html", takes_context=True)
def two_person(context: Context, value: TwoPerson) -> dict[str, Any]:
    """Draw the difference and the basis side by side, with 同意 and 退回."""
    return {"act": value, "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("parts/chart.html", takes_context=True)
def chart(context: Context, value: Chart) -> dict[str, Any]:
    """Draw a chart with its table behind it."""
    return {"chart": value, "request": context.get("request")}


@register.inclusion_tag("parts/table.html", takes_context=True)
def table(context: Context, value: Table) -> dict[str, Any]:
    """Draw a list: filters, heads that sort, rows, pages, export."""
    request: HttpRequest | None = context.get("request")
    given = request.GET if request is not None else QueryDict()
    pages = value.pages
    return {
        "table": value,
        "heads": heads(value, given),
        "reset": request.path if request is not None else "?",
        "sort": value.sort,
        "export": f"{value.export_href}{query(given)}" if value.export_href else "",
        "previous": query(given, page=pages.number - 1) if pages and pages.number > 1 else "",
        "following": (
            query(given, page=pages.number + 1) if pages and pages.number < pages.last else ""
        ),
        "numbered": [(n, query(given, page=n) if n else "") for n in pages.numbers]
        if pages
        else [],
    }


@register.simple_tag
def cell(row: Mapping[str, Any], column: Column) -> SafeString | str:
    """Draw one cell by its column's kind; what is missing is a dash."""
    value = row.get(column.key)
    if isinstance(value, Linked):
        drawn_so = cell({column.key: value.value}, column)
        return format_html('<a href="{}">{}</a>', value.href, drawn_so)
    if value is None:
        return "—"
    return DRAWN.get(column.kind, str)(value)


@register.simple_tag
def table_rows(of: Table) -> SafeString:
    """Write the rows of a list: the first cell names its row, others have their heads for phones.

    Straight out: a list is mostly cells, and a template costs more for each than it shows.
    """
    first, *others = of.columns
    begun = [(column, _data_cell(column)) for column in others]
    return mark_safe("".join(_row(row, first, begun, acts=of.acts) for row in of.rows))  # noqa: S308 - each cell was escaped


def _data_cell(column: Column) -> str:
    kind = format_html(' class="{}"', column.css) if column.css else ""
    return format_html('<td{} data-label="{}">', kind, column.word)


def _row(row: Row, first: Column, begun: Sequence[tuple[Column, str]], *, acts: bool) -> str:
    named = put(cell(row.cells, first))
    if row.href:
        named = f'<a href="{put(row.href)}">{named}</a>'
    cells = [f"{begin}{put(cell(row.cells, of))}</td>" for of, begin in begun]
    if acts:
        links = format_html_join("", '<a href="{}">{}</a>', ((a.href, a.word) for a in row.acts))
        cells.append(f'<td class="act" data-label="操作">{links}</td>')
    return f'<tr><th scope="row">{named}</th>{"".join(cells)}</tr>'


@register.simple_block_tag
def notice(content: str, kind: str = "info", title: str = "") -> SafeString:
    """Draw a notice: info, good, warn or stop, with its mark."""
    head = format_html('<p class="notice-title">{}</p>', title) if title else ""
    role = "alert" if kind == "stop" else "note"
    return format_html(
        '<div class="notice notice-{}" role="{}">{}<div class="notice-text">{}{}</div></div>',
        kind,
        role,
        drawn(NOTICE_SHAPES[kind]),
        head,
        content,
    )


@register.inclusion_tag("parts/form.html", takes_context=True)
def form(
    context: Context, value: Form, submit: str, next_word: str = "", **options: str
) -> dict[str, Any]:
    """Draw a whole form. Options: action, draft (its key), cancel_href, cancel_word, name.

    An account that was renewed lately is offered acts on itself alone.
    """
    shell, request = context.get("shell"), context.get("request")
    rests = getattr(shell, "rests_until", None) is not None
    return {
        "form": value,
        "rests": rests and request is not None and not request.path.startswith("/account/"),
        "submit": submit,
        "next_word": next_word,
        "csrf_token": context.get("csrf_token"),
        "cancel_word": "返回",
    } | options


@register.filter
def source(field: BoundField) -> str:
    """Name where a field's prefilled value comes from, if anywhere."""
    return field.form.sources.get(field.name, "") if isinstance(field.form, PageForm) else ""


@register.filter
def unit(field: BoundField) -> str:
    """Name the unit written after a field's box, if any."""
    return str(field.field.widget.attrs.get("data-unit", ""))


@register.filter
def grouped(field: BoundField) -> bool:
    """Whether the field is a group of choices, which takes a legend."""
    return bool(field.field.widget.use_fieldset)


@register.filter
def optional(field: BoundField) -> str:
    """Say beside a label that a field need not be filled in, or when it has to be."""
    kept = field.form.optional if isinstance(field.form, PageForm) else {}
    return kept.get(field.name, "可不填")


@register.filter
def many(field: BoundField) -> bool:
    """Whether a group has many choices of few words each, which stand in columns."""
    words = [str(word) for _, word in getattr(field.field, "choices", ())]
    return len(words) > MANY and max(map(len, words)) <= FEW_LETTERS


@register.filter
def counted_days(days: Sequence[CountedDay]) -> SafeString:
    """Draw the days counted, one item each; they are dates and numbers, with nothing to escape."""
    return mark_safe("".join(map(_counted_day, days)))  # noqa: S308


def _counted_day(given: CountedDay) -> str:
    if not given.iso:
        return f'<li class="{given.place}">{given.word}</li>'
    written = f'<time datetime="{given.iso}">{given.word}</time>'
    return f'<li class="{given.place}" title="{given.said}">{written}</li>'


def _linked(value: Any) -> SafeString | str:
    if isinstance(value, str):
        return value
    place = getattr(value, "href", "")
    return format_html('<a href="{}">{}</a>', place, value.word) if place else str(value)


def _term(value: Deadline | date) -> SafeString | str:
    """Draw until when something has to be done; without such a day, since when it waits."""
    if isinstance(value, date):
        return f"自{long_day(value)}起"
    return deadline(value)


DRAWN: dict[Kind, Callable[[Any], SafeString | str]] = {
    "money": money,
    "number": lambda value: f"{value:,}" if isinstance(value, int) else str(value),
    "rate": lambda bp: f"{bp / 100:.2f}%",
    "date": day,
    "moment": moment,
    "status": status,
    "deadline": _term,
    "text": _linked,
    "name": _linked,
    "short": _linked,
}
register.filter("tiny_day", tiny_day)
