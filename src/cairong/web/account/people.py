"""An organisation's people: invited, suspended, replaced, let back in."""

from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from cairong.cases.organisations import inviting_of, person_view
from cairong.doors.actors import moment_of
from cairong.doors.forms import refuse_fields
from cairong.doors.page import page
from cairong.doors.renewing import brake_typing
from cairong.kernel.actor import ROLE_NAMES, Actor, Role
from cairong.parties.actions.confirm import confirm_person
from cairong.parties.actions.desks import appoint_deputy, hand_over, suspend_mandate
from cairong.parties.actions.invite import invite_again, invite_person, withdraw_invitation
from cairong.parties.actions.renew import give_word, vouch
from cairong.web.account.forms import (
    ConfirmForm,
    DeputyForm,
    HandOverForm,
    InviteForm,
    ReasonForm,
    ShownForm,
    role_choices,
)
from cairong.web.acting import act_view, carry_out, look_view, page_of, told
from cairong.web.forms import ActForm, Choices
from cairong.web.links import keep_invitation


@require_POST
@page()
def withdraw(request: HttpRequest, actor: Actor, invitation_id: UUID) -> HttpResponseBase:
    """Take an invitation back."""
    refuse_fields(request)
    withdraw_invitation(actor=actor, now=moment_of(request), invitation_id=invitation_id)
    return redirect("account-people")


@require_POST
@page()
def again(request: HttpRequest, actor: Actor, invitation_id: UUID) -> HttpResponseBase:
    """Invite anew where an invitation lapsed or its link was lost; the link is shown once."""
    refuse_fields(request)
    issued = invite_again(actor=actor, now=moment_of(request), invitation_id=invitation_id)
    keep_invitation(request, issued)
    return redirect("account-people")


def _drawn(request: HttpRequest, actor: Actor, mandate_id: UUID, **bound: Any) -> HttpResponse:
    view = person_view(actor, mandate_id, now=moment_of(request))
    forms = {
        "suspend": ReasonForm(auto_id="suspend_%s"),
        "hand_over": HandOverForm(choices={"successor_id": view.others}, auto_id="hand_over_%s"),
        "deputy": DeputyForm(choices={"deputy_id": view.others}, auto_id="deputy_%s"),
        "word": ShownForm(auto_id="word_%s"),
        "confirm": ConfirmForm(auto_id="confirm_%s"),
        "vouch": ActForm(auto_id="vouch_%s"),
    }
    mandate = view.mandate
    context = {
        **vars(view),
        "role": ROLE_NAMES[Role(mandate.role)],
        "sits_for": mandate.deputy_for,
        "forms": forms | bound,
    }
    return render(request, "account/person.html", context)


def _others(
    field: str, actor: Actor, now: datetime, record: dict[str, UUID]
) -> dict[str, dict[str, Choices]]:
    """Let a form's field choose among those to whom the desk can go."""
    return {"choices": {field: person_view(actor, **record, now=now).others}}


def _inviting(actor: Actor, now: datetime, _: object) -> dict[str, Any]:
    """Let an administrator choose among the desks and the regions it can invite to."""
    found = inviting_of(actor, now=now)
    choices = {"role": role_choices(found.roles), "region": found.regions}
    return {"choices": choices, "initial": {"region": actor.region}}


def _to_person(record: dict[str, UUID], _: str) -> str:
    return reverse("account-person", args=[record["mandate_id"]])


_leads_to_people = partial(act_view, done=lambda *_: reverse("account-people"))
_on_person = partial(_leads_to_people, draw=_drawn, only_posted=True)
CONFIRMED = "已证实。此人与带他进来的人可以分别经办和复核。"
VOUCHED = "已确认。本人也用密码确认以后,账号恢复办理。"

invite = _leads_to_people(
    invite_person,
    InviteForm,
    draw=page_of("account/invite.html", lambda *_: {}),
    needs=_inviting,
    after=keep_invitation,
)
person = look_view(_drawn)
suspend = _on_person(suspend_mandate, ReasonForm, "suspend")
replace = _on_person(hand_over, HandOverForm, "hand_over", needs=partial(_others, "successor_id"))
deputise = _on_person(appoint_deputy, DeputyForm, "deputy", needs=partial(_others, "deputy_id"))
confirm = _on_person(confirm_person, ConfirmForm, "confirm", done=_to_person, said=CONFIRMED)
vouched = _on_person(vouch, ActForm, "vouch", done=_to_person, said=VOUCHED)


@require_POST
@page()
def word(request: HttpRequest, actor: Actor, mandate_id: UUID) -> HttpResponseBase:
    """Give a word for a colleague who cannot sign in: their page showed this code."""

    def act(typed: dict[str, Any]) -> object:
        brake_typing(request, "word", actor.person_id)
        return told(request, actor, give_word, mandate_id=mandate_id)(typed)

    return carry_out(
        request,
        ShownForm(request.POST, auto_id="word_%s"),
        act,
        draw=lambda form: _drawn(request, actor, mandate_id, word=form),
        done=reverse("account-person", args=[mandate_id]),
        said="已核对。两人都核对以后,本人在自己的浏览器里设新密码。",
    )
