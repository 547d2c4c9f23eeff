"""Pages of agreements to share data: propose one, answer, end and renew it."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

from cairong.board.actions.share_data import (
    agree_agreement,
    decline_agreement,
    draft_agreement,
    end_agreement,
    keys_of,
)
from cairong.board.agreements import agreement_page, party_choices
from cairong.board.states import AGREEMENT, BOARD
from cairong.doors.actors import moment_of
from cairong.doors.page import page
from cairong.kernel.actor import Actor
from cairong.policy.sharing import FIELDS, WAYS
from cairong.web.acting import act_view, carry_out, look_view, page_of, sent
from cairong.web.board.forms import AgreementForm, SayForm
from cairong.web.board.lists import SHARING
from cairong.web.forms import ActForm
from cairong.web.frame import draw

PLACES = {
    "sharing.fields": "fields_",
    "sharing.from_on": "from_on",
    "sharing.until_on": "until_on",
    "sharing.renewal": "from_on",
}


@page(*BOARD)
def new(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """Propose an agreement to its parties."""
    return _laying(request, actor, {}, None)


@page(*BOARD)
def renew(request: HttpRequest, actor: Actor, agreement_id: UUID) -> HttpResponseBase:
    """Propose the next version of an agreement to its parties."""
    found = agreement_page(actor, moment_of(request), agreement_id)
    old, parties = found.agreement, [each for each, _ in found.parties]
    initial = {
        "title": old.title, "purpose": old.purpose, "fields_": old.fields, "ground": old.ground,
        "way": old.way, "from_on": old.until_on + timedelta(days=1),
        "gives": keys_of(parties, gives=True), "gets": keys_of(parties, gives=False),
    }  # fmt: skip
    return _laying(request, actor, initial, old)


def _laying(
    request: HttpRequest, actor: Actor, initial: dict[str, Any], old: Any
) -> HttpResponseBase:
    now = moment_of(request)
    follows = old.pk if old else None
    return carry_out(
        request,
        sent(request, AgreementForm, parties=party_choices(actor), initial=initial),
        lambda typed: draft_agreement(actor=actor, now=now, follows=follows, **typed),
        draw=lambda form: draw(
            request, actor, "board/agreement_new.html", {"form": form, "old": old}
        ),
        done=lambda made: reverse("board-agreement", args=[made]),
        said="已提出,等其他各方同意。各方都同意以后,从约定的日期起有效。",
        places=PLACES,
    )


def _agreement(actor: Actor, now: datetime, agreement_id: UUID) -> dict[str, Any]:
    found = agreement_page(actor, now, agreement_id)
    return {
        "found": found,
        "agreement": found.agreement,
        "state": AGREEMENT.states[found.agreement.state],
        "way": WAYS[found.agreement.way],
        "fields": [FIELDS[each] for each in found.agreement.fields],
        "versions": [(AGREEMENT.states[each.state], each) for each in found.versions],
        "form": ActForm(),
        "decline_form": SayForm(),
        "end_form": SayForm(),
    }


drawn = page_of("board/agreement.html", _agreement)
DONE = "board-agreement"
agreement = look_view(drawn, *SHARING)
agree = act_view(agree_agreement, draw=drawn, only_posted=True, done=DONE, said="已同意。")
decline = act_view(
    decline_agreement, SayForm, "decline_form", draw=drawn, only_posted=True, done=DONE,
    said="已答复,各方收到理由。",
)  # fmt: skip
end = act_view(
    end_agreement, SayForm, "end_form", draw=drawn, only_posted=True, done=DONE,
    said="已提前终止,各方收到理由。",
)  # fmt: skip
