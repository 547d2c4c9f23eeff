"""What the pages of a recommendation show, each audience as much as it may see."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from cairong.clocks.reads import open_deadlines
from cairong.doors.page import page
from cairong.kernel.actor import Actor, Role
from cairong.kernel.papers import MIMES
from cairong.parties.reads import region_names
from cairong.policy.recommending import GROUNDS, WHY_NOT
from cairong.recommending.reads import (
    Backing,
    answered_by,
    asks_on,
    correction_waits,
    earlier_grounds,
    grounds_of,
    paper_on,
    sayings_of,
)
from cairong.recommending.states import ASK, RECOMMENDATION
from cairong.web.duties import shown
from cairong.web.forms import PageForm
from cairong.web.parts import Column, Row, Table, plain_table
from cairong.web.recommendations.lists import PEOPLE, WATCHING

ANSWERS = (
    Column("institution", "金融机构"),
    Column("state", "答复", "status"),
    Column("words", "说明"),
    Column("at", "答复时间", "moment"),
    Column("due", "期限", "deadline"),
)


def shown_of(actor: Actor, found: Any) -> dict[str, Any]:
    """Read what every page of a recommendation shows: firm, grounds, answers, what was said."""
    sayings = sayings_of(found)
    return {
        "found": found,
        "state": RECOMMENDATION.states[found.state],
        "region": region_names(actor.city).get(found.region, found.region),
        "grounds": [(GROUNDS[each.kind], each) for each in grounds_of(found)],
        "earlier": [(GROUNDS[each.kind], each) for each in earlier_grounds(found)],
        "sayings": sayings,
        "correction_waits": correction_waits(found),
        "asked": next((each for each in reversed(sayings) if each.kind == "correction"), None),
        "open": found.state == "open",
    }


def undrawn(forms: Mapping[str, PageForm], **drawn: object) -> dict[str, Any]:
    """List the forms that were refused and are not `drawn` any more: their errors stand on top."""
    return {"refused": [form for name, form in forms.items() if not drawn.get(name)], **forms}


def answers_table(actor: Actor, now: datetime, found: Any) -> Table:
    """Lay out who was asked and what each answered, with its deadline while it has not."""
    asks = asks_on(actor, found)
    deadlines = open_deadlines(actor, now, [each.pk for each in asks])
    backings = answered_by(asks)
    rows = [
        Row(
            cells={
                "institution": each.institution.name,
                "state": ASK.states[each.state],
                "words": _words(each, backings[each.pk]),
                "at": each.answered_at,
                "due": shown(deadlines[each.pk]) if each.pk in deadlines else None,
            }
        )
        for each in asks
    ]
    return plain_table("金融机构的答复", ANSWERS, rows, empty="还没有机构被请求答复。")


def _words(ask: Any, backing: Backing) -> str:
    parts: Iterable[str] = (
        f"放款 {backing.loan.no}" if backing.loan else "",
        f"{WHY_NOT[ask.code].word}:{ask.words}" if ask.code else "",
    )
    return ";".join(part for part in parts if part)


@require_safe
@page(*WATCHING, *PEOPLE, Role.SUPPLIER)
def paper(
    request: HttpRequest, actor: Actor, recommendation_id: UUID, paper_id: UUID
) -> HttpResponse:
    """Hand out the paper of a ground, to be looked at outside the browser's page."""
    del request
    found = paper_on(actor, recommendation_id, paper_id)
    response = HttpResponse(bytes(found.content), content_type=MIMES[found.kind])
    named = content_disposition_header(
        as_attachment=True, filename=f"推荐依据 {found.sha256[:8]}.{found.kind}"
    )
    response["Content-Disposition"] = named or "attachment"
    response["Cache-Control"] = "no-store"
    return response
