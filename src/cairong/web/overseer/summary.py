"""The overseers' first screen: the year against its lines, what is overdue, what was refused."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from cairong.audit.models import RefusalRecord
from cairong.clocks.models import Duty
from cairong.clocks.reads import open_duties
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.lending.reads import applications_of
from cairong.oversight.reads import Board, financed
from cairong.policy.calendar_data import CALENDAR
from cairong.policy.lending import REASONS
from cairong.policy.targets import BASE_WORDS
from cairong.products.reads import on_shelf
from cairong.rulebook.reads import calendar_of, lpr_on
from cairong.web.desk.summaries import Asked, Summary, counted, number_of
from cairong.web.duties import deadline_of
from cairong.web.overseer.duties import holder_name, place_of
from cairong.web.overseer.targets import target_cells
from cairong.web.parts import Column, Empty, Row, Table

TEMPLATE = "overseer/summary.html"
SHOWN = 6
LATELY, MONTH = timedelta(days=90), timedelta(days=30)
LPR_EVERY = timedelta(days=35)
OF_INSTITUTIONS = Q(holder_role__startswith="institution")
WATCHED: Mapping[Role, Q] = {Role.PBOC: OF_INSTITUTIONS, Role.REGULATOR: OF_INSTITUTIONS}
BEHIND = (
    Column(key="level", word="级次"),
    Column(key="amount", word="本年融资", kind="money"),
    Column(key="line", word="目标线", kind="money"),
    Column(key="missing", word="还差", kind="money"),
)
OVERDUE = (
    Column(key="title", word="对象"),
    Column(key="kind", word="应办的事"),
    Column(key="holder", word="现在由谁经办"),
    Column(key="deadline", word="期限", kind="deadline"),
)
REFUSED = (
    Column(key="reason", word="不予融资的原因"),
    Column(key="count", word="笔数", kind="number"),
    Column(key="cure", word="企业可以怎样"),
)


def summary(actor: Actor, now: datetime) -> Summary:
    """Show an authority its year, the levels behind, the overdue and the refused it watches."""
    today = day_of(now)
    board = financed(actor, today.year)
    over = open_duties(actor).filter(due_on__lt=today)
    watched = WATCHED.get(actor.role, Q())
    figures = counted(*_asked(actor, now, over, watched))
    behind = [one for one in board.levels if one.growth.missing_fen]
    context = {
        "board": board,
        "growth": board.whole.growth,
        "base_words": BASE_WORDS[board.whole.growth.base],
        "figures": figures,
        "role": actor.role.value,
        "behind": _behind(board),
        "overdue": _overdue(over.filter(watched), today, actor),
        "refused": _refused(actor, now) if actor.role is not Role.REGULATOR else None,
        "lpr": _stale_lpr(actor, now) if actor.role is Role.PBOC else None,
    }
    lead = f"各方超期 {figures['overdue']} 件 · 未到目标线的级次 {len(behind)} 个"
    return Summary(template=TEMPLATE, context=context, lead=lead)


def _asked(actor: Actor, now: datetime, over: QuerySet[Duty], watched: Q) -> list[Asked]:
    asked: list[Asked] = [
        (over, {"overdue": number_of(), "watched": number_of(watched)}),
        (
            applications_of(actor),
            {
                "deciding": number_of(Q(state__in=["submitted", "complete"])),
                "rejected": number_of(Q(state="rejected", decided_at__gte=now - LATELY)),
            },
        ),
    ]
    if actor.role is Role.REGULATOR:
        records = RefusalRecord.objects.filter(city=actor.city, at__gte=now - MONTH)
        asked += [
            (records, {"refusals": number_of()}),
            (on_shelf(actor.city).exclude(collateral=""), {"collateral": number_of()}),
        ]
    return asked


def _behind(board: Board) -> Table:
    """List the levels furthest from their lines."""
    levels = [one for one in board.levels if one.growth.missing_fen]
    levels.sort(key=lambda one: -(one.growth.missing_fen or 0))
    return Table(
        caption="离目标线最远的级次",
        columns=BEHIND,
        rows=[Row(cells=target_cells(one, board.year)) for one in levels[:SHOWN]],
        empty=Empty(text="没有。有目标线的级次都已达到。"),
    )


def _overdue(rows: QuerySet[Duty], today: date, actor: Actor) -> Table:
    """List what has been overdue longest, with who holds it and by which clause."""
    duties = list(rows.select_related("holder_organisation")[:SHOWN])
    calendar = calendar_of(actor.city) if duties else CALENDAR
    return Table(
        caption="超期最久的事项" if actor.role not in WATCHED else "金融机构超期最久的事项",
        columns=OVERDUE,
        rows=[
            Row(
                cells={
                    "title": one.title,
                    "kind": (deadline := deadline_of(one, today=today, calendar=calendar)).word,
                    "holder": holder_name(one),
                    "deadline": deadline,
                },
                href=place_of(one),
            )
            for one in duties
        ],
        empty=Empty(text="没有。任何一方超过期限的事项,第二天会自动出现在这里。"),
    )


def _refused(actor: Actor, now: datetime) -> Table:
    """Count the applications turned down lately by their reason, with what cures it."""
    rows = (
        applications_of(actor)
        .filter(state="rejected", decided_at__gte=now - LATELY)
        .order_by()
        .values_list("reject_code")
        .annotate(count=Count("pk"))
        .order_by("-count", "reject_code")[:SHOWN]
    )
    return Table(
        caption="近 90 天不予融资的原因",
        columns=REFUSED,
        rows=[
            Row(cells={"reason": (why := REASONS[code]).word, "count": count, "cure": why.cure})
            for code, count in rows
        ],
        empty=Empty(text="近 90 天没有被拒绝的融资申请。"),
    )


def _stale_lpr(actor: Actor, now: datetime) -> dict[str, object] | None:
    """Say that the month's LPR is missing: the People's Bank keeps it (三(一)-3, 二(五)-7)."""
    last = lpr_on(actor.city, now)
    if now - last.published_at < LPR_EVERY:
        return None
    return {"last": last.published_on, "href": reverse("rulebook-lpr")}
