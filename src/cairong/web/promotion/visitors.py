"""Pages of one event for whoever comes: look, sign up, sign in at the door, ask, say how it was."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from cairong.doors.actors import moment_of
from cairong.doors.limits import limit_address
from cairong.doors.page import public_page
from cairong.kernel.actor import Actor
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import Conflict
from cairong.kernel.papers import MIMES
from cairong.policy.catalogue.words import moment_words
from cairong.policy.promotion import KINDS, guest_places
from cairong.promotion.actions.ask_at_event import ask_at_event, give_feedback
from cairong.promotion.actions.sign_in_at_door import sign_in_at_door
from cairong.promotion.actions.sign_up import (
    WITH_ACCOUNT,
    sign_up,
    sign_up_as_guest,
    take_sign_up_back,
)
from cairong.promotion.reads import (
    at_door,
    own_sign_up,
    papers_on,
    public_event,
    public_paper,
    questions_on,
    said_feedback,
    taken,
)
from cairong.promotion.states import OUTREACH_EVENT
from cairong.rulebook.reads import parameter
from cairong.web.acting import act_view, carry_out, sent
from cairong.web.forms import ActForm, PageForm
from cairong.web.frame import draw
from cairong.web.promotion.forms import AskForm, FeedbackForm, GuestForm

GUESTS, GUESTS_STRETCH = 20, 3600  # sign-ups without account from one address
DOORS, DOORS_STRETCH = 600, 600  # everybody in a room may have one address
ON_THE_LIST = ("promotion.contact_signed_up", "promotion.twice")
PLACES = {
    "promotion.contact": "contact",
    "promotion.no_sign_up": "contact",
}


def _drawn(request: HttpRequest, actor: Actor, event_id: UUID, **forms: PageForm) -> HttpResponse:
    now = moment_of(request)
    found = public_event(actor, event_id)
    own = own_sign_up(actor, found)
    counts = taken(found)
    open_ = found.state == "announced" and now < found.ends_at
    takes_part = actor.role in WITH_ACCOUNT
    came = bool(own and own.attended_at)
    context = {
        "found": found,
        "state": OUTREACH_EVENT.states[found.state],
        "kind": KINDS[found.kind],
        "left": max(0, found.capacity - counts["taken"]),
        "guests_left": max(0, guest_places(found.capacity) - counts["guests"]),
        "kept_days": parameter(actor.city, "contact_kept_days", on=day_of(now)),
        "papers": papers_on(found),
        "questions": [each for each in questions_on(found) if each.answered_at],
        "open": open_,
        "own": own,
        "came": came,
        "takes_part": takes_part,
        "visitor": actor.person_id is None,
        "asks": takes_part and found.state in ("announced", "held"),
        "says": came and not said_feedback(actor, found),
        "form": ActForm(),
        "guest_form": GuestForm(),
        "ask_form": AskForm(),
        "feedback_form": FeedbackForm(),
        **forms,
    }
    return draw(request, actor, "promotion/event.html", context)


@require_safe
@public_page
def event(request: HttpRequest, actor: Actor, event_id: UUID) -> HttpResponse:
    """Show one event that was announced."""
    return _drawn(request, actor, event_id)


take_part = act_view(sign_up, draw=_drawn, done="event", said="已报名。到时在现场扫二维码签到。")
take_back = act_view(take_sign_up_back, draw=_drawn, done="event", said="已取消报名。")
ask = act_view(
    ask_at_event, AskForm, "ask_form", draw=_drawn, done="event",
    said="已提交。主办单位答复以后会发消息,并在这里公开。",
)  # fmt: skip
feedback = act_view(
    give_feedback, FeedbackForm, "feedback_form", draw=_drawn, done="event", said="谢谢,已记下。"
)


@public_page
def guest(request: HttpRequest, actor: Actor, event_id: UUID) -> HttpResponseBase:
    """Sign an organisation up that has no account; seldom from one address."""
    now = moment_of(request)
    if request.method == "POST":
        limit_address(request, "event-guest", most=GUESTS, seconds=GUESTS_STRETCH)

    def act(typed: dict[str, Any]) -> object:
        try:
            return sign_up_as_guest(actor=actor, now=now, event_id=event_id, **typed)
        except Conflict as known:  # nobody is told whose contact stands on the list already
            if known.findings[0].code not in ON_THE_LIST:
                raise
            return event_id

    return carry_out(
        request,
        sent(request, GuestForm),
        act,
        draw=lambda form: _drawn(request, actor, event_id, guest_form=form),
        done=reverse("event", args=[event_id]),
        said="已报名。签到时在现场扫二维码,填报名时的单位名称和联系方式。",
        places=PLACES,
    )


@public_page
def door(request: HttpRequest, actor: Actor, event_id: UUID, token: str) -> HttpResponseBase:
    """Sign in at the door, on a phone: one tap with an account, else by name and contact."""
    now = moment_of(request)
    limit_address(request, "event-door", most=DOORS, seconds=DOORS_STRETCH)
    found = at_door(actor, event_id, token)
    known = actor.role in WITH_ACCOUNT
    made = list[Any]()

    def act(typed: dict[str, Any]) -> object:
        given = {} if known else typed
        signed = sign_in_at_door(actor=actor, now=now, event_id=event_id, token=token, **given)
        made.append(signed)
        return signed

    def drawn(form: PageForm) -> HttpResponse:
        context = {
            "found": found,
            "token": token,
            "known": known,
            "visitor": actor.person_id is None,
            "own": own_sign_up(actor, found),
            "form": form,
        }
        return draw(request, actor, "promotion/door.html", context)

    answer = carry_out(
        request,
        sent(request, ActForm if known else GuestForm),
        act,
        draw=drawn,
        done=reverse("event", args=[event_id]),
        places=PLACES,
    )
    for signed in made:
        messages.success(request, came_words(signed.name, signed.attended_at, found.starts_at))
    return answer


def came_words(name: str, attended_at: datetime, starts_at: datetime) -> str:
    """Say that somebody signed in, and whether it had begun."""
    begun = f"(活动已于 {moment_words(starts_at)} 开始)" if attended_at > starts_at else ""
    return f"「{name}」已签到{begun}。"


@require_safe
@public_page
def paper(request: HttpRequest, actor: Actor, event_id: UUID, paper_id: UUID) -> HttpResponse:
    """Hand out a paper of an event, to be looked at outside the browser's page."""
    del request
    found = public_paper(actor, event_id, paper_id)
    response = HttpResponse(bytes(found.content), content_type=MIMES[found.kind])
    named = content_disposition_header(as_attachment=True, filename=f"{found.name}.{found.kind}")
    response["Content-Disposition"] = named or "attachment"
    return response
