"""What the operator watches: deliveries, daily work, the chain of events."""

from collections.abc import Sequence
from time import perf_counter
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from cairong.audit.checking import WINDOW, check_chain
from cairong.audit.models import Outbox
from cairong.audit.outbox import CONSUMERS
from cairong.clocks.models import DailyRun
from cairong.doors.daily import DAILY
from cairong.doors.lists import filters
from cairong.doors.page import page
from cairong.kernel.actor import Actor, Role
from cairong.kernel.states import State
from cairong.web.forms import PageForm, WholeField
from cairong.web.frame import draw
from cairong.web.listing import ListPage, answer_list
from cairong.web.operator.words import consumer_word, daily_word
from cairong.web.parts import Column, Empty, Row

LONGEST = 300
SHAPES: dict[str, State] = {
    "done": State(word="已送达", shape="done"),
    "failed": State(word="失败,会再试", shape="alert"),
    "waiting": State(word="等待发送", shape="wait"),
}
OUTBOX = ListPage(
    title="待发事项",
    columns=(
        Column(key="to", word="交给", sort="to"),
        Column(key="event", word="来自事件", kind="code"),
        Column(key="at", word="发生时间", kind="moment", sort="at"),
        Column(key="state", word="状态", kind="status"),
        Column(key="attempts", word="失败(次)", kind="number", sort="attempts"),
        Column(key="retry", word="下次再试", kind="moment"),
        Column(key="error", word="原因"),
    ),
    sorts={"to": "consumer", "at": "event__at", "attempts": "attempts"},
    default="-attempts",
    empty=Empty(text="没有符合条件的事项。每件事办成后要通知谁、接着做什么,会先记在这里再送出。"),
    export="operator-outbox-export",
    lead="每件事在提交之后送出,失败的会自动再试,间隔最长一小时。",
)
RUNS = ListPage(
    title="每日工作",
    columns=(
        Column(key="name", word="工作", sort="name"),
        Column(key="on", word="日期", kind="date", sort="on"),
        Column(key="at", word="完成时间", kind="moment"),
        Column(key="touched", word="处理(件)", kind="number", sort="touched"),
    ),
    sorts={"name": "name", "on": "on", "touched": "touched"},
    default="-on",
    empty=Empty(text="还没有运行过。后台进程启动后,每项工作每天运行一次并在这里留一行。"),
    export="operator-daily-export",
    lead="每项工作每天运行一次;中断后会重新运行。",
)


class OutboxFilter(PageForm):
    """Deliveries by how they stand and to whom."""

    state = forms.ChoiceField(
        label="状态",
        required=False,
        choices=[("", "未送达"), ("failed", "有失败"), ("done", "已送达"), ("all", "全部")],
    )
    consumer = forms.ChoiceField(
        label="交给",
        required=False,
        choices=[("", "全部"), *((one.name, one.word) for one in CONSUMERS.values())],
    )
    words = forms.CharField(label="原因或事件", required=False, max_length=60)


class RunFilter(PageForm):
    """Daily work by name."""

    name = forms.ChoiceField(
        label="工作",
        required=False,
        choices=[("", "全部"), *((one, daily_word(one)) for one in DAILY)],
    )


class WindowFilter(PageForm):
    """Up to which event the chain is looked at."""

    before = WholeField(label="早于编号", required=False, min_value=2)


@require_safe
@page(Role.OPERATOR)
def outbox(request: HttpRequest, actor: Actor, *, sheet: bool = False) -> HttpResponse:
    """List deliveries not yet made, the often failed first, with their reasons."""
    form = filters(request, OutboxFilter)
    found = narrowed(Outbox.objects.filter(city=actor.city).select_related("event"), form)
    return answer_list(request, actor, OUTBOX, form, found=found, rows=_outbox_rows, sheet=sheet)


@require_safe
@page(Role.OPERATOR)
def daily(request: HttpRequest, actor: Actor, *, sheet: bool = False) -> HttpResponse:
    """List the daily work that ran."""
    form = filters(request, RunFilter)
    found = DailyRun.objects.filter(city_id=actor.city)
    if form.cleaned_data["name"]:
        found = found.filter(name=form.cleaned_data["name"])
    return answer_list(request, actor, RUNS, form, found=found, rows=_run_rows, sheet=sheet)


@require_safe
@page(Role.OPERATOR)
def integrity(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Work the hashes of a bounded stretch of the chain out again, and say what was found."""
    form = filters(request, WindowFilter)
    started = perf_counter()
    found = check_chain(actor.city, before=form.cleaned_data["before"])
    context = {
        "found": found,
        "window": WINDOW,
        "took": f"{perf_counter() - started:.2f}",
        "earlier": found.first if found.first > 1 else None,
    }
    return draw(request, actor, "operator/integrity.html", context)


def narrowed(rows: QuerySet[Outbox], form: OutboxFilter) -> QuerySet[Outbox]:
    """Keep the deliveries that the filters ask for; without one, those not yet made."""
    asked = form.cleaned_data
    standings: dict[str, dict[str, Any]] = {
        "": {"done_at": None},
        "failed": {"done_at": None, "attempts__gt": 0},
        "done": {"done_at__isnull": False},
        "all": {},
    }
    rows = rows.filter(**standings[asked["state"]])
    if asked["consumer"]:
        rows = rows.filter(consumer=asked["consumer"])
    if words := asked["words"]:
        rows = rows.filter(last_error__icontains=words) | rows.filter(event__type__icontains=words)
    return rows


def _outbox_rows(found: Sequence[Outbox]) -> list[Row]:
    rows = []
    for one in found:
        state = "done" if one.done_at else "failed" if one.attempts else "waiting"
        cells = {
            "to": consumer_word(one.consumer),
            "event": f"{one.event.type} #{one.event.seq}",
            "at": one.event.at,
            "state": SHAPES[state],
            "attempts": one.attempts,
            "retry": None if one.done_at else one.retry_at,
            "error": one.last_error[:LONGEST] or None,
        }
        rows.append(Row(cells=cells))
    return rows


def _run_rows(found: Sequence[DailyRun]) -> list[Row]:
    return [
        Row(
            cells={
                "name": daily_word(one.name),
                "on": one.on,
                "at": one.at,
                "touched": one.touched,
            }
        )
        for one in found
    ]
