"""Figures of the running platform, each read from its own source."""

import shutil
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse

from cairong.audit.reads import platform, stuck_deliveries
from cairong.clocks.actions.clock import confirm_clock
from cairong.clocks.reads import doubted, ran_on
from cairong.doors.daily import due_by
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.notary.reads import copies, standing
from cairong.web.acting import act_view, look_view, page_of
from cairong.web.deliveries import deliveries
from cairong.web.desk.summaries import Summary
from cairong.web.forms import ActForm, LinesField
from cairong.web.operator.words import daily_word
from cairong.web.parts import Table

SUMMARY = "operator/summary.html"
SHOWN = 6
GIGABYTE = 1024**3
MEGABYTE = 1024**2
DAY = timedelta(days=1)


class ClockForm(ActForm):
    """How somebody made sure that the clock is right."""

    reason = LinesField(
        label="怎么核对的",
        min_length=2,
        max_length=200,
        help_text="例如:已与授时服务器同步,差 0.1 秒",
    )


def _health(actor: Actor, now: datetime) -> dict[str, Any]:
    return {"one": health_of(actor, now), "doubt": doubted(actor.city), "form": ClockForm()}


_page = page_of("operator/health.html", _health)
health = look_view(_page, Role.OPERATOR)
clock = act_view(
    confirm_clock, ClockForm, draw=_page, said="已确认时钟,自动办理恢复。", done="operator-health",
    only_posted=True,
)  # fmt: skip


def summary(actor: Actor, now: datetime) -> Summary:
    """Show the operator how the platform stands, what is stuck and what did not run today."""
    found = health_of(actor, now)
    context = {**found, "stuck": _stuck(actor, now), "doubt": doubted(actor.city)}
    failing, missing = found["failing"], len(found["missing"])
    lead = f"失败过的待发事项 {failing} 件 · 今天还没有运行的每日工作 {missing} 项"
    return Summary(template=SUMMARY, context=context, lead=lead)


def _stuck(actor: Actor, now: datetime) -> Table:
    return deliveries(
        stuck_deliveries(actor, now, most=SHOWN),
        caption="卡住的自动办理",
        empty="没有。每件事办成后要接着做的,都在 5 分钟内做完了。",
        href=lambda delivery: f"{reverse('operator-outbox')}?consumer={delivery.consumer}",
    )


def health_of(actor: Actor, now: datetime) -> dict[str, Any]:
    """Gather the figures: the platform's own, the day's work, and the room left on the disk."""
    found, ran, due = platform(actor, now), ran_on(actor, day_of(now)), due_by(now)
    return {
        **vars(found),
        "oldest": _age(now - found.oldest_at) if found.oldest_at else "",
        "log": standing(actor.city, now),
        "stuck_copies": [each for each in copies(actor.city) if each.attempts],
        "ran": len(ran),
        "planned": len(due),
        "missing": [daily_word(each) for each in due if each not in ran],
        "database_mb": found.database_bytes // MEGABYTE,
        "free_gb": f"{shutil.disk_usage(settings.HOME.path).free / GIGABYTE:.1f}",
    }


def _age(span: timedelta) -> str:
    minutes = int(span.total_seconds() // 60)
    if span < timedelta(hours=2):
        return f"{minutes} 分钟前"
    return f"{minutes // 60} 小时前" if span < 2 * DAY else f"{span.days} 天前"
