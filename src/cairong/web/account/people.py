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
from cairong.kernel.actor import ROLE_NAMES, Actor, Role
from cairong.parties import sessions
from cairong.parties.actions.accounts import issue_renewal
from cairong.parties.actions.desks import appoint_deputy, hand_over, suspend_mandate
from cairong.parties.actions.invite import invite_again, invite_person, withdraw_invitation
from cairong.parties.actions.second_factor import take_second_factor
from cairong.web.account.forms import (
    DeputyForm,
    HandOverForm,
    InviteForm,
    ReasonForm,
    role_choices,
)
from cairong.web.acting import act_view, look_view, page_of
from cairong.web.forms import ActForm, Choices
from cairong.web.links import keep_invitation, keep_renewal


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
        "renewal": ActForm(auto_id="renewal_%s"),
        "factor": ReasonForm(auto_id="factor_%s"),
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


_leads_to_people = partial(act_view, done=lambda *_: reverse("account-people"))
_on_person = partial(_leads_to_people, draw=_drawn, only_posted=True)

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
take_factor = _on_person(
    take_second_factor,
    ReasonForm,
    "factor",
    after=lambda _, account: sessions.end_sessions(account),
)
renewal = _on_person(issue_renewal, ActForm, "renewal", after=keep_renewal)
