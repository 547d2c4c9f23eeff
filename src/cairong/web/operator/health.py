"""Figures of the running platform, each read from its own source."""

import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection
from django.db.models import Count, Min, Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from cairong.audit.models import Chain, Outbox, RefusalRecord
from cairong.clocks.models import DailyRun
from cairong.doors.actors import moment_of
from cairong.doors.daily import DAILY
from cairong.doors.page import page
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.web.deliveries import deliveries
from cairong.web.desk.summaries import Summary
from cairong.web.frame import draw
from cairong.web.operator.words import daily_word
from cairong.web.parts import Table

SUMMARY = "operator/summary.html"
PATIENCE = timedelta(minutes=5)
SHOWN = 6
GIGABYTE = 1024**3
MEGABYTE = 1024**2
DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Health:
    """How the platform stands: deliveries, daily work, database, disk, refusals of a day."""

    events: int
    waiting: int
    failing: int
    oldest: str
    ran: int
    planned: int
    missing: tuple[str, ...]
    refused: int
    database_mb: int
    connections: int
    free_gb: str


@require_safe
@page(Role.OPERATOR)
def health(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show how the platform stands."""
    return draw(
        request, actor, "operator/health.html", {"one": health_of(actor, moment_of(request))}
    )


def summary(actor: Actor, now: datetime) -> Summary:
    """Show the operator how the platform stands, what is stuck and what did not run today."""
    found = health_of(actor, now)
    context = {**vars(found), "stuck": _stuck(actor, now)}
    lead = f"失败过的待发事项 {found.failing} 件 · 今天还没有运行的每日工作 {len(found.missing)} 项"
    return Summary(template=SUMMARY, context=context, lead=lead)


def _stuck(actor: Actor, now: datetime) -> Table:
    """List the deliveries that failed or wait longer than they should, the worst first."""
    late = Q(attempts__gt=0) | Q(event__at__lt=now - PATIENCE)
    rows = Outbox.objects.filter(late, city=actor.city, done_at=None).select_related("event")
    return deliveries(
        rows.order_by("-attempts", "id")[:SHOWN],
        caption="卡住的自动办理",
        empty="没有。每件事办成后要接着做的,都在 5 分钟内做完了。",
        href=lambda one: f"{reverse('operator-outbox')}?consumer={one.consumer}",
    )


def health_of(actor: Actor, now: datetime) -> Health:
    """Read the figures."""
    outbox = Outbox.objects.filter(city=actor.city, done_at=None).aggregate(
        waiting=Count("pk"),
        failing=Count("pk", filter=Q(attempts__gt=0)),
        oldest=Min("event__at"),
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_database_size(current_database()),"
            " (SELECT count(*) FROM pg_stat_activity WHERE datname = current_database())"
        )
        size, connections = cursor.fetchone() or (0, 0)
    oldest = outbox["oldest"]
    ran = set(
        DailyRun.objects.filter(city_id=actor.city, on=day_of(now)).values_list("name", flat=True)
    )
    return Health(
        events=Chain.objects.filter(city=actor.city).values_list("seq", flat=True).first() or 0,
        waiting=outbox["waiting"],
        failing=outbox["failing"],
        oldest=_age(now - oldest) if oldest else "",
        ran=len(ran),
        planned=len(DAILY),
        missing=tuple(daily_word(one) for one in DAILY if one not in ran),
        refused=RefusalRecord.objects.filter(city=actor.city, at__gte=now - DAY).count(),
        database_mb=size // MEGABYTE,
        connections=connections,
        free_gb=f"{shutil.disk_usage(settings.HOME.path).free / GIGABYTE:.1f}",
    )


def _age(span: timedelta) -> str:
    minutes = int(span.total_seconds() // 60)
    if span < timedelta(hours=2):
        return f"{minutes} 分钟前"
    return f"{minutes // 60} 小时前" if span < 2 * DAY else f"{span.days} 天前"
