"""How one comes in: by an invitation, by registering a supplier."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

from cairong.contracts.actions.register_supplier import register_supplier
from cairong.contracts.reads import require_open, winner_invited
from cairong.doors.actors import account_of, moment_of
from cairong.doors.limits import limit_address
from cairong.doors.page import public_page
from cairong.doors.renewing import brake_typing
from cairong.kernel.actor import ROLE_NAMES, Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import Conflict
from cairong.parties import reads
from cairong.parties.actions.invite import accept_invitation
from cairong.parties.people import asks_word, invitation_of
from cairong.web.account.forms import AcceptForm, RegisterForm, TakeForm
from cairong.web.account.sign_in import keep_seats
from cairong.web.acting import carry_out, sent

TRIES, STRETCH = 30, 600
TAKEN, TAKEN_STRETCH = 5, 3600  # how often one address is told that a user name is taken


@public_page
def accept(request: HttpRequest, actor: Actor, token: str) -> HttpResponseBase:
    """Accept an invitation, with a new account or as the person who is signed in."""
    limit_address(request, "accept", most=TRIES, seconds=STRETCH)
    if request.method == "POST":
        brake_typing(request, "invitation", token)
    known = account_of(request)
    if known and not actor.person_id:  # signed in, with no desk any more: the one they had ended
        actor = replace(actor, person_id=known.person_id, person_name=known.person.name)
    kind = TakeForm if known else AcceptForm

    def draw(form: TakeForm) -> HttpResponse:
        invitation = invitation_of(token, moment_of(request))
        role = ROLE_NAMES[Role(invitation.role)]
        context = {"form": form, "invitation": invitation, "role": role, "known": known}
        return render(request, "account/accept.html", context)

    def act(typed: dict[str, str]) -> object:
        made = accept_invitation(actor=actor, now=moment_of(request), token=token, **typed)
        if known:
            keep_seats(request, made)
        return made

    first = f"{reverse('account-sign-in')}?{urlencode({'next': reverse('account-contact')})}"
    done = reverse("account-home") if known else first
    form = sent(request, kind, asks_word=asks_word(token))
    return carry_out(request, form, act, draw=draw, done=done)


@public_page
def register(request: HttpRequest, actor: Actor, token: str = "") -> HttpResponseBase:
    """Register a supplier and its first person, by itself or from the invitation in an award."""
    now = moment_of(request)
    invited = None
    if token:
        limit_address(request, "invited", most=TRIES, seconds=STRETCH)
        invited = winner_invited(actor.city, token)
        if request.method != "POST":
            require_open(invited, now)
    if actor.person_id and invited is None:
        return HttpResponseRedirect(reverse("account-home"))
    given: dict[str, Any] = {"regions": reads.region_names(actor.city, on=day_of(now))}
    given |= {"invited": invited is not None, "initial": _said_in(invited) if invited else {}}

    def draw(form: RegisterForm) -> HttpResponse:
        context = {"form": form, "invited": invited, "known": actor.person_id}
        return render(request, "account/register.html", context)

    def act(typed: dict[str, Any]) -> object:
        try:
            return register_supplier(actor=actor, now=now, invitation=token, **typed)
        except Conflict as refusal:
            if refusal.findings[0].code == "parties.username_taken":
                limit_address(request, "taken", most=TAKEN, seconds=TAKEN_STRETCH)
            raise

    if actor.person_id:
        return draw(RegisterForm(**given))
    if request.method == "POST":
        limit_address(request, "register", most=TRIES, seconds=STRETCH)
    form = sent(request, RegisterForm, **given)
    return carry_out(request, form, act, draw=draw, done=reverse("account-registered"))


def _said_in(invited: Any) -> dict[str, str]:
    """Begin with what an invitation says of the winner."""
    share = invited.share
    return {"uscc": invited.uscc, "name": share.supplier_name, "region": share.award.region}


@public_page
def registered(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Say what happens after registering."""
    del actor
    return render(request, "account/registered.html")
