"""Signing in, and being linked, as who one is at an outside identity provider (D22)."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from cairong.doors import access, identity
from cairong.doors.actors import moment_of
from cairong.doors.limits import TooOften
from cairong.doors.page import page, public_page
from cairong.home.providers import Provider
from cairong.kernel.actor import Actor
from cairong.kernel.errors import NotAllowed, Refusal
from cairong.parties import sessions
from cairong.parties.accesses import Outcome
from cairong.parties.actions.identities import link_identity, unlink_identity
from cairong.parties.people import identity_linked
from cairong.parties.reads import Holder
from cairong.policy.catalogue import sentences
from cairong.web.account.forms import OwnPasswordForm
from cairong.web.account.security import Words, form_page, home_page, own_account_of
from cairong.web.account.sign_in import after_sign_in, entered, known, sign_in_page

SAID = (identity.NotProved, identity.Silent, NotAllowed, TooOften)


@require_safe
@public_page
def leave(request: HttpRequest, actor: Actor, key: str) -> HttpResponseBase:
    """Send somebody to a provider, to sign in or to be linked."""
    wanted = request.GET.get("next", "")
    provider = identity.provider_of(key)
    try:
        return identity.lead_out(request, provider, wanted)
    except SAID as refusal:
        return _said(request, actor, refusal, wanted)


@require_safe
@public_page
def come_back(request: HttpRequest, actor: Actor, key: str) -> HttpResponseBase:
    """Take in who comes back from a provider; who asked to be linked goes on to confirm it."""
    provider = identity.provider_of(key)
    errand = identity.errand_of(request, provider)
    wanted = errand.wanted if errand else ""
    if actor.person_id and not (errand and errand.linking):
        return redirect(after_sign_in(request, own_account_of(request), wanted))
    try:
        to = _taken_in(request, actor, provider, wanted)
    except SAID as refusal:
        return _said(request, actor, refusal, wanted)
    return known(request, HttpResponseRedirect(to))


@require_POST
@page()
def begin(request: HttpRequest, actor: Actor, key: str) -> HttpResponseBase:
    """Begin to be linked: from here a link leads to the provider, so that nobody is led unasked."""
    del actor
    provider = identity.provider_of(key)
    identity.begin_linking(request, provider)
    return render(request, "account/leave.html", {"provider": provider})


@page()
def link(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """Confirm with the password that one is who a provider has just said."""
    proved = identity.proved(request)
    if proved is None:
        return redirect("account-home")
    name = proved.provider.name

    def act(account: Holder, typed: dict[str, str]) -> object:
        linked = link_identity(
            actor=actor,
            now=moment_of(request),
            account_id=account.pk,
            provider=name,
            issuer=proved.provider.issuer,
            subject=proved.subject,
            **typed,
        )
        identity.forget_proved(request)
        return linked

    words = Words(f"绑定{name}的身份", "绑定", f"以后可以用{name}登录这个账号,密码照常能用")
    return form_page(request, OwnPasswordForm, act, words)


@require_POST
@page()
def unlink(request: HttpRequest, actor: Actor, identity_id: int) -> HttpResponseBase:
    """End one of one's own links, and every session but this one: some may have come by it."""
    account = own_account_of(request)
    unlink_identity(
        actor=actor, now=moment_of(request), account_id=account.pk, identity_id=identity_id
    )
    sessions.end_sessions(account, but=request.session.session_key)
    return redirect("account-home")


def _taken_in(request: HttpRequest, actor: Actor, provider: Provider, wanted: str) -> str:
    """Read who came back, and name the address that follows."""
    proved = identity.identity_of(request, provider)
    if actor.person_id:
        identity.keep_proved(request, proved)
        return redirect("account-link").url
    linked = _linked(request, proved)
    return entered(request, actor, linked.account, wanted, identity_id=linked.pk)


def _linked(request: HttpRequest, proved: identity.Identity) -> Any:
    """Find the link of who somebody is elsewhere. Raises NotAllowed where none stands."""
    linked = identity_linked(proved.provider.issuer, proved.subject)
    if linked is None:
        name = f"{proved.provider.issuer} {proved.subject}"
        access.note_name(request, Outcome.UNLINKED, name)
        raise NotAllowed("identity.unlinked", provider=proved.provider.name)
    return linked


def _said(request: HttpRequest, actor: Actor, refusal: Refusal, wanted: str) -> HttpResponseBase:
    """Answer a «no» where somebody can go on: at the sign-in page, or at their account."""
    said = "".join(sentence.text for sentence in sentences(refusal))
    if actor.person_id:
        response = home_page(request, actor, said=said)
    else:
        response = sign_in_page(request, wanted=wanted, said=said)
    response.status_code = refusal.status
    return response
