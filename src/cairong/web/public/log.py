"""日志: the signed heads of the chain of events, their keys and breaks, for anybody to keep."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from cairong.cases.proposals import first_waiting
from cairong.doors.actors import moment_of
from cairong.doors.page import public_page
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import NotFound
from cairong.notary.actions.accept_break import accept_break
from cairong.notary.reads import (
    READERS,
    breaks,
    broken,
    days_of,
    first_day,
    heads_of,
    is_by_known_key,
    keys,
    standing,
    written,
)
from cairong.orders.reads import ceremonies_of
from cairong.web.acting import act_view, page_of
from cairong.web.forms import ActForm, LinesField
from cairong.web.frame import draw_public
from cairong.web.public.months import month_asked

OPEN, LATE = "open", "late"


class BreakForm(ActForm):
    """Why the chain goes on from what is there now."""

    reason = LinesField(
        label="断点的原因",
        min_length=4,
        max_length=300,
        help_text="会公开在「日志」页,不要写账号和姓名",
    )


@require_safe
@public_page
def log(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show the newest head, the days of a month with their files, keys and breaks."""
    now = moment_of(request)
    found, begun = standing(actor.city, now), first_day(actor.city)
    month = month_asked(request, first=day_of(begun or now), today=day_of(now))
    context = {
        "standing": found,
        "signed": found.head and is_by_known_key(found.head),
        "month": month,
        "days": days_of(actor.city, month.first, month.last),
        "keys": keys(),
        "ceremonies": ceremonies_of(actor.city),
        "breaks": breaks(actor.city, now),
        "seen_by": actor.role in READERS,
    }
    response = draw_public(request, actor, "public/log.html", context)
    response["Cache-Control"] = "no-store"
    return response


@require_safe
@public_page
def log_newest(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Give the newest head with keys and breaks, for programs."""
    found = standing(actor.city, moment_of(request))
    return _given(actor, [found.head] if found.head else [], moment_of(request))


@require_safe
@public_page
def log_day(request: HttpRequest, actor: Actor, day: str) -> HttpResponse:
    """Give all heads of a day, with keys and breaks. Raises NotFound for what is no day."""
    try:
        on = date.fromisoformat(day)
    except ValueError:
        raise NotFound("access.not_found", thing="日志") from None
    response = _given(actor, heads_of(actor.city, on), moment_of(request))
    name = f"cairong-log-{actor.city}-{on.isoformat()}.json"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _given(actor: Actor, heads: list[Any], now: datetime) -> HttpResponse:
    answer = JsonResponse(
        written(actor.city, heads, now), json_dumps_params={"ensure_ascii": False, "indent": 1}
    )
    answer["Cache-Control"] = "no-cache"
    return answer


def _break(actor: Actor, now: datetime, alarm_id: UUID) -> dict[str, Any]:
    """Show what was signed and what was found, and ask for the reason while it is open."""
    found = broken(actor, alarm_id, now)
    stands = found.state == OPEN and found.alarm.kind != LATE and not found.alarm.accepted_at
    return {
        "one": found,
        "proposal": first_waiting(actor, (accept_break.name,), alarm_id) if stands else None,
        "open": stands and actor.role is Role.PROCUREMENT_OFFICER,
        "stands": stands,
        "form": BreakForm(),
        "back": reverse("log"),
    }


log_break = act_view(
    accept_break,
    BreakForm,
    draw=page_of("public/break.html", _break),
    roles=READERS,
    then="签发从现在的记录继续,断点和原因公开在「日志」页。",
)
