"""Keep the figures of each month that is over; where one turned out otherwise, say it beside."""

from datetime import date, datetime

from cairong.audit.recording import record
from cairong.audit.transaction import use_case
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import Conflict
from cairong.kernel.orders import digest_of
from cairong.oversight.models import MonthlyFigures
from cairong.oversight.monthly import figures_at, is_so, months_to_keep, newest_of

LATER = "月末以后登记的放款、平台外融资或更正计入了当月"
BASIS = ["一(二)-3", "一(二)-4"]


def keep_months(*, actor: Actor, now: datetime) -> int:
    """Keep the figures at the end of each month that is over; count what was kept."""
    kept = 0
    for month in months_to_keep(actor.city, day_of(now)):
        newest = newest_of(actor.city, month)
        if newest is None or not is_so(newest, actor):
            keep_month(actor=actor, now=now, month=month)
            kept += 1
    return kept


@use_case(Role.SYSTEM, word="保存月度融资数据")
def keep_month(*, actor: Actor, now: datetime, month: date) -> MonthlyFigures:
    """Keep the figures of one month as a version of its own; an earlier one is never changed.

    Raises Conflict where they stand so already. Writes: oversight.MonthlyFigures.
    Source: 一(二)-3, 一(二)-4.
    """
    newest, document = newest_of(actor.city, month), figures_at(actor, month)
    if newest is not None and is_so(newest, actor):
        raise Conflict("oversight.month_kept", BASIS[0], month=month.isoformat()[:7])
    row = MonthlyFigures.objects.create(
        city_id=actor.city,
        month=month,
        version=newest.version + 1 if newest else 1,
        document=document,
        sha256=digest_of(document),
        reason=LATER if newest else "",
        kept_at=now,
    )
    record(
        actor=actor,
        now=now,
        type="oversight.month.kept",
        subject=row,
        after={
            "month": row.key,
            "version": row.version,
            "sha256": row.sha256,
            "reason": row.reason,
        },
        basis=BASIS,
    )
    return row
