"""An organisation's people: invited, suspended, replaced, let back in."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from cairong.doors.actors import moment_of
from cairong.doors.forms import refuse_fields, submit
from cairong.doors.page import page
from cairong.kernel.actor import ROLE_NAMES, Actor, Role
from cairong.kernel.calendar import day_of
from cairong.parties import reads
from cairong.parties.actions.accounts import issue_renewal
from cairong.parties.actions.desks import appoint_deputy, hand_over, suspend_mandate
from cairong.parties.actions.invite import invite_again, invite_person, withdraw_invitation
from cairong.parties.actions.second_factor import take_second_factor
from cairong.parties.kinds import ROLES_OF
from cairong.parties.models import Account, Mandate
from cairong.parties.sessions import end_sessions
from cairong.parties.steps.desks import colleague, house, require_administrator, within
from cairong.parties.steps.second_factor import has_second_factor
from cairong.web.account.forms import DeputyForm, EmptyForm, HandOverForm, InviteForm, ReasonForm
from cairong.web.links import keep_link


@page()
def invite(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """Invite a colleague; the link is shown once."""
    mandate = require_administrator(actor, moment_of(request))
    choices: dict[str, Any] = {
        "roles": sorted(ROLES_OF[mandate.organisation.kind]),
        "regions": list(
            reads.regions(actor.city, on=day_of(moment_of(request)))
            if actor.whole_city
            else reads.regions(actor.city).filter(code=actor.region)
        ),
    }

    def act(typed: dict[str, Any]) -> str:
        issued = invite_person(actor=actor, now=moment_of(request), **typed)
        keep_link(request, reverse("account-accept", args=[issued.token]))
        return str(issued.record.pk)

    def draw(form: InviteForm) -> HttpResponse:
        return render(request, "account/invite.html", {"form": form})

    if request.method != "POST":
        return draw(InviteForm(initial={"region": actor.region}, **choices))
    form = InviteForm(request.POST, **choices)
    return submit(request, form, act, draw=draw, done=reverse("account-people"))


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
    return _person_page(request, actor, mandate_id)


@require_POST
@page()
def suspend(request: HttpRequest, actor: Actor, mandate_id: UUID) -> HttpResponseBase:
    """Suspend a colleague at once."""
    return submit(
        request,
        ReasonForm(request.POST),
        lambda typed: suspend_mandate(
            actor=actor, now=moment_of(request), mandate_id=mandate_id, **typed
        ),
        draw=lambda form: _person_page(request, actor, mandate_id, suspend=form),
        done=reverse("account-people"),
    )


@require_POST
@page()
def replace(request: HttpRequest, actor: Actor, mandate_id: UUID) -> HttpResponseBase:
    """Hand a colleague's desk over to another."""
    form = HandOverForm(request.POST, colleagues=_others(actor, mandate_id, request))
    return submit(
        request,
        form,
        lambda typed: hand_over(
            actor=actor,
            now=moment_of(request),
            mandate_id=mandate_id,
            successor_id=UUID(typed["successor_id"]),
            reason=typed["reason"],
        ),
        draw=lambda form: _person_page(request, actor, mandate_id, hand_over=form),
        done=reverse("account-people"),
    )


@require_POST
@page()
def deputise(request: HttpRequest, actor: Actor, mandate_id: UUID) -> HttpResponseBase:
    """Let another colleague sit at a desk for some days."""
    form = DeputyForm(request.POST, colleagues=_others(actor, mandate_id, request))
    return submit(
        request,
        form,
        lambda typed: appoint_deputy(
            actor=actor,
            now=moment_of(request),
            mandate_id=mandate_id,
            deputy_id=UUID(typed["deputy_id"]),
            valid_from=typed["valid_from"],
            valid_to=typed["valid_to"],
        ),
        draw=lambda form: _person_page(request, actor, mandate_id, deputy=form),
        done=reverse("account-people"),
    )


@require_POST
@page()
def take_factor(request: HttpRequest, actor: Actor, mandate_id: UUID) -> HttpResponseBase:
    """Take the second factor of a colleague who lost it away; their sessions end."""

    def act(typed: dict[str, Any]) -> Account:
        account = take_second_factor(
            actor=actor, now=moment_of(request), mandate_id=mandate_id, **typed
        )
        end_sessions(account)
        return account

    return submit(
        request,
        ReasonForm(request.POST),
        act,
        draw=lambda form: _person_page(request, actor, mandate_id, factor=form),
        done=reverse("account-people"),
    )


@require_POST
@page()
def renewal(request: HttpRequest, actor: Actor, mandate_id: UUID) -> HttpResponseBase:
    """Make a link by which a colleague sets a new password; it is shown once."""

    def act(typed: dict[str, Any]) -> str:
        del typed
        made = issue_renewal(actor=actor, now=moment_of(request), mandate_id=mandate_id)
        keep_link(request, reverse("account-renew", args=[made.account.pk, made.token]))
        return str(made.account.pk)

    return submit(
        request,
        EmptyForm(request.POST),
        act,
        draw=lambda form: _person_page(request, actor, mandate_id, renewal=form),
        done=reverse("account-people"),
    )


def _person_page(
    request: HttpRequest, actor: Actor, mandate_id: UUID, **bound: Any
) -> HttpResponse:
    require_administrator(actor, moment_of(request))
    mandate = colleague(actor, mandate_id)
    others = _others(actor, mandate_id, request)
    forms = {
        "suspend": ReasonForm(auto_id="suspend_%s"),
        "hand_over": HandOverForm(colleagues=others, auto_id="hand_over_%s"),
        "deputy": DeputyForm(colleagues=others, auto_id="deputy_%s"),
        "renewal": EmptyForm(auto_id="renewal_%s"),
        "factor": ReasonForm(auto_id="factor_%s"),
    }
    context = {
        "mandate": mandate,
        "role": ROLE_NAMES[Role(mandate.role)],
        "region": reads.region_names(actor.city).get(mandate.region, mandate.region),
        "usernames": mandate.person.accounts.order_by("username").values_list(
            "username", flat=True
        ),
        "over": mandate.is_over(day_of(moment_of(request))),
        "own": mandate.person_id == actor.person_id,
        "sits_for": mandate.deputy_for,
        "second_factor": has_second_factor(mandate.person_id),
        "forms": forms | bound,
    }
    return render(request, "account/person.html", context)


def _others(actor: Actor, mandate_id: UUID, request: HttpRequest) -> list[tuple[str, str]]:
    """List the people of the house to whom a desk can go, by one of their mandates."""
    on = day_of(moment_of(request))
    holder = colleague(actor, mandate_id).person_id
    held = Mandate.objects.running(on).filter(organisation_id=house(actor), deputy_for=None)
    rows = within(actor, held).exclude(person_id=holder).select_related("person")
    return [
        (str(one.pk), f"{one.person.name}({ROLE_NAMES[Role(one.role)]})")
        for one in rows.order_by("person__name", "role")
    ]
