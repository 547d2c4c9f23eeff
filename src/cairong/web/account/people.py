"""An organisation's people: invited, suspended, replaced, let back in."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

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
from cairong.web.account.forms import DeputyForm, EmptyForm, HandOverForm, InviteForm, ReasonForm
from cairong.web.acting import carry_out, sent, told
from cairong.web.links import keep_link


@page()
def invite(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """Invite a colleague; the link is shown once."""
    choices = vars(inviting_of(actor, now=moment_of(request)))

    def act(typed: dict[str, Any]) -> str:
        issued = invite_person(actor=actor, now=moment_of(request), **typed)
        keep_link(request, reverse("account-accept", args=[issued.token]))
        return str(issued.record.pk)

    def draw(form: InviteForm) -> HttpResponse:
        return render(request, "account/invite.html", {"form": form})

    form = sent(request, InviteForm, initial={"region": actor.region}, **choices)
    return carry_out(request, form, act, draw=draw, done=reverse("account-people"))


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
    keep_link(request, reverse("account-accept", args=[issued.token]))
    return redirect("account-people")


@require_safe
@page()
def person(request: HttpRequest, actor: Actor, mandate_id: UUID) -> HttpResponse:
    """Show one colleague's mandate and what an administrator can do about it."""
    return _drawn(request, actor, mandate_id)


@require_POST
@page()
def suspend(request: HttpRequest, actor: Actor, mandate_id: UUID) -> HttpResponseBase:
    """Suspend a colleague at once."""
    act = told(request, actor, suspend_mandate, mandate_id=mandate_id)
    return _acted(request, actor, mandate_id, act, suspend=ReasonForm(request.POST))


@require_POST
@page()
def replace(request: HttpRequest, actor: Actor, mandate_id: UUID) -> HttpResponseBase:
    """Hand a colleague's desk over to another."""
    act = told(request, actor, hand_over, mandate_id=mandate_id)
    others = person_view(actor, mandate_id, now=moment_of(request)).others
    form = HandOverForm(request.POST, colleagues=others)
    return _acted(request, actor, mandate_id, act, hand_over=form)


@require_POST
@page()
def deputise(request: HttpRequest, actor: Actor, mandate_id: UUID) -> HttpResponseBase:
    """Let another colleague sit at a desk for some days."""
    act = told(request, actor, appoint_deputy, mandate_id=mandate_id)
    others = person_view(actor, mandate_id, now=moment_of(request)).others
    form = DeputyForm(request.POST, colleagues=others)
    return _acted(request, actor, mandate_id, act, deputy=form)


@require_POST
@page()
def take_factor(request: HttpRequest, actor: Actor, mandate_id: UUID) -> HttpResponseBase:
    """Take the second factor of a colleague who lost it away; their sessions end."""

    def act(typed: dict[str, Any]) -> None:
        now = moment_of(request)
        account = take_second_factor(actor=actor, now=now, mandate_id=mandate_id, **typed)
        sessions.end_sessions(account)

    return _acted(request, actor, mandate_id, act, factor=ReasonForm(request.POST))


@require_POST
@page()
def renewal(request: HttpRequest, actor: Actor, mandate_id: UUID) -> HttpResponseBase:
    """Make a link by which a colleague sets a new password; it is shown once."""

    def act(_: dict[str, Any]) -> None:
        made = issue_renewal(actor=actor, now=moment_of(request), mandate_id=mandate_id)
        keep_link(request, reverse("account-renew", args=[made.account.pk, made.token]))

    return _acted(request, actor, mandate_id, act, renewal=EmptyForm(request.POST))


def _acted(
    request: HttpRequest,
    actor: Actor,
    mandate_id: UUID,
    act: Callable[[dict[str, Any]], object],
    **form: Any,
) -> HttpResponseBase:
    """Carry out an act whose form stands on a colleague's page, under this name."""
    ((name, sent_form),) = form.items()
    return carry_out(
        request,
        sent_form,
        act,
        draw=lambda form: _drawn(request, actor, mandate_id, **{name: form}),
        done=reverse("account-people"),
    )


def _drawn(request: HttpRequest, actor: Actor, mandate_id: UUID, **bound: Any) -> HttpResponse:
    view = person_view(actor, mandate_id, now=moment_of(request))
    forms = {
        "suspend": ReasonForm(auto_id="suspend_%s"),
        "hand_over": HandOverForm(colleagues=view.others, auto_id="hand_over_%s"),
        "deputy": DeputyForm(colleagues=view.others, auto_id="deputy_%s"),
        "renewal": EmptyForm(auto_id="renewal_%s"),
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
