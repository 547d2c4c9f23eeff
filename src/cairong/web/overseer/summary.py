"""The overseers' first screen: the year against its lines, what is overdue, what was refused."""

from datetime import datetime

from django.urls import reverse

from cairong.alerts.reads import open_alerts
from cairong.kernel.actor import ROLE_NAMES, Actor, Role
from cairong.kernel.calendar import day_of
from cairong.oversight import desk as watched
from cairong.oversight.reads import Board, standing
from cairong.parties.reads import KIND_WORDS as SIDES
from cairong.policy.lending import REASONS
from cairong.policy.targets import BASE_WORDS
from cairong.rulebook.reads import lpr_standing
from cairong.web.desk.summaries import Summary
from cairong.web.duties import shown
from cairong.web.overseer.lists import of_level
from cairong.web.overseer.words import duty_href
from cairong.web.parts import Column, Table, plain_table

TEMPLATE = "overseer/summary.html"


def _who(holder: str, role: Role) -> str:
    return f"{holder or SIDES['bureau']}({ROLE_NAMES[role]})"


BEHIND = (
    Column("level", "级次", of="name"),
    Column("amount", "本年融资", "money", of=("growth__year_fen", "year", "code"), show=of_level),
    Column("line", "目标线", "money", of="growth__line_fen"),
    Column("missing", "还差", "money", of="growth__missing_fen"),
)
OVERDUE = (
    Column("title", "对象"),
    Column("kind", "应办的事", of="deadline__word"),
    Column("holder", "现在由谁经办", of=("holder", "role"), show=_who),
    Column("deadline", "期限", "deadline", show=shown),
)
REFUSED = (
    Column(key="reason", word="不予融资的原因"),
    Column(key="count", word="笔数", kind="number"),
    Column(key="cure", word="企业可以怎样"),
)


def summary(actor: Actor, now: datetime) -> Summary:
    """Show an authority its year, the levels behind, the overdue and the refused it watches."""
    board = standing(actor, day_of(now).year)
    figures = watched.watched_figures(actor, now)
    behind = [level for level in board.levels if level.growth.missing_fen]
    context = {
        "board": board,
        "growth": board.headline.growth,
        "base_words": BASE_WORDS[board.headline.growth.base],
        "figures": figures,
        "role": actor.role.value,
        "behind": _behind(board),
        "overdue": _overdue(actor, now),
        "refused": _refused(actor, now) if actor.role is not Role.REGULATOR else None,
        "alerts": open_alerts(actor) if actor.role is Role.REGULATOR else 0,
        "lpr": _missing_lpr(actor, now) if actor.role is Role.PBOC else None,
    }
    lead = f"各方超期 {figures['overdue']} 件 · 未到目标线的级次 {len(behind)} 个"
    return Summary(template=TEMPLATE, context=context, lead=lead)


def _behind(board: Board) -> Table:
    """List the levels furthest from their lines."""
    levels = [level for level in board.levels if level.growth.missing_fen]
    levels.sort(key=lambda each: -(each.growth.missing_fen or 0))
    empty = "没有。有目标线的级次都已达到。"
    return plain_table("离目标线最远的级次", BEHIND, levels[: watched.SHOWN], empty=empty)


def _overdue(actor: Actor, now: datetime) -> Table:
    """List what has been overdue longest, with who holds it and by which clause."""
    caption = "超期最久的事项" if actor.role not in watched.WATCHED else "金融机构超期最久的事项"
    return plain_table(
        caption,
        OVERDUE,
        watched.longest_overdue(actor, now),
        empty="没有。任何一方超过期限的事项,第二天会自动出现在这里。",
        opens=lambda each: duty_href(each.kind, each.subject_id),
    )


def _refused(actor: Actor, now: datetime) -> Table:
    """Count the applications turned down lately by their reason, with what cures it."""
    rows = [
        {"reason": (why := REASONS[code]).word, "count": count, "cure": why.cure}
        for code, count in watched.rejected_for(actor, now)
    ]
    empty = "近 90 天没有被拒绝的融资申请。"
    return plain_table("近 90 天不予融资的原因", REFUSED, rows, empty=empty)


def _missing_lpr(actor: Actor, now: datetime) -> dict[str, object] | None:
    """Say that the month's LPR is missing: the People's Bank keeps it (三(一)-3, 二(五)-7)."""
    last, due = lpr_standing(actor.city, now)
    if due is None:
        return None
    return {"month": due, "last": last.published_on, "href": reverse("rulebook-lpr")}
