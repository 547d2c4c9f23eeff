"""移交清单: what lies open at a colleague's desk, for who hands it over and who takes it."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from cairong.cases.desk import all_waiting
from cairong.cases.done import before_a_second
from cairong.cases.organisations import person_view
from cairong.doors.actors import moment_of
from cairong.doors.export import SheetColumn, export
from cairong.doors.page import page
from cairong.kernel.actor import ROLE_NAMES, Actor, Channel, Role
from cairong.kernel.acts import act_words
from cairong.kernel.calendar import day_of
from cairong.parties.reads import actor_of
from cairong.web.desk.rows import what_of

COLUMNS = (
    SheetColumn(key="what", word="事项"),
    SheetColumn(key="case", word="项目"),
    SheetColumn(key="other", word="对方"),
    SheetColumn(key="amount", word="金额", kind="yuan"),
    SheetColumn(key="until", word="期限", kind="day"),
    SheetColumn(key="obligation", word="依据"),
    SheetColumn(key="stands", word="办到哪里"),
)
CARRIED_ON = "已提交,等复核;移交以后由接手人接着办"


@require_safe
@page()
def left(request: HttpRequest, actor: Actor, mandate_id: UUID) -> HttpResponse:
    """Hand out what is open at a desk, and what its holder has before a second person."""
    now = moment_of(request)
    mandate = person_view(actor, mandate_id, now=now).mandate
    seat = actor_of(mandate, channel=Channel.WEB)
    return export(
        name=f"移交清单 {mandate.person.name}",
        columns=COLUMNS,
        rows=[*_waiting(seat, now), *_before_a_second(seat)],
        filters={"岗位": f"{mandate.organisation.name} {ROLE_NAMES[Role(mandate.role)]}"},
        made_at=now,
    )


def _waiting(seat: Actor, now: datetime) -> Iterator[dict[str, Any]]:
    for ball in all_waiting(seat, now=now):
        until = ball.until
        yield {
            "what": what_of(ball),
            "case": f"{ball.of.title} {ball.of.no}".strip(),
            "other": ball.of.others(seat.organisation_name),
            "amount": ball.amount_fen,
            "until": until,
            "obligation": ball.deadline.obligation if ball.deadline else ball.state.obligation,
            "stands": "已超期" if until and until < day_of(now) else "待办",
        }


def _before_a_second(seat: Actor) -> Iterator[dict[str, Any]]:
    for act, case in before_a_second(seat):
        yield {"what": act_words(act), "case": case, "stands": CARRIED_ON}
