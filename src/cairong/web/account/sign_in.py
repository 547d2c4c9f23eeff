"""Sign in, show the second factor, sign out, choose under which mandate to act."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.http import require_POST, require_safe

from cairong.doors import access, identity, passkeys, signing
from cairong.doors.actors import account_of, moment_of
from cairong.doors.forms import submit
from cairong.doors.limits import address_of
from cairong.doors.page import page, public_page
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import Invalid, NotFound
from cairong.parties import accesses, sessions
from cairong.parties.actions.accounts import choose_mandate, note_sign_in
from cairong.parties.factors import holds_factor
from cairong.parties.passkeys import Signed
from cairong.parties.people import invitation_of, seats_of
from cairong.parties.reads import Holder
from cairong.web.account.forms import CodeForm, SignInForm
from cairong.web.frame import SEATS
from cairong.web.menus import home_of


@public_page
def sign_in(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """Ask for user name and password."""
    if request.method != "POST":
        return sign_in_page(request, wanted=request.GET.get("next", ""))

    def enter(typed: dict[str, str]) -> str:
        account = signing.check_credentials(request, typed["username"], typed["password"])
        return entered(request, actor, account, typed["next"])

    return _entering(request, SignInForm, enter, _draw)


@public_page
def second_factor(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """Ask for the one-time code of somebody who has shown the password."""
    pending = signing.pending(request)
    if pending is None:
        return HttpResponseRedirect(reverse("account-sign-in"))
    account, identity_id = pending

    def draw(shown_at: HttpRequest, form: CodeForm) -> HttpResponse:
        question = passkeys.asked_to_show(shown_at, account)
        context = {"form": form, "question": question, "fields": [("next", form["next"].value())]}
        return render(shown_at, "account/second_factor.html", context)

    if request.method != "POST":
        return draw(request, CodeForm(initial={"next": request.GET.get("next", "")}))

    def enter(typed: dict[str, str]) -> str:
        with signing.second_code(request, account):
            return _let_in(
                request, actor, account, typed["next"], code=typed["code"],
                passkey=passkeys.signed(request, typed["passkey"]), identity_id=identity_id,
            )  # fmt: skip

    return _entering(request, CodeForm, enter, draw)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End this session."""
    account = account_of(request)
    if account is not None:
        access.note(request, accesses.Outcome.SIGNED_OUT, account)
        sessions.forget_session(account, request.session.session_key)
    logout(request)
    response = HttpResponseRedirect("/")
    response["Clear-Site-Data"] = '"cache"'
    return response


@require_POST
@page()
def switch(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """Act under another of one's own mandates."""
    account = account_of(request)
    assert account is not None
    try:
        wanted = UUID(request.POST.get("mandate", ""))
    except ValueError:
        raise Invalid("invalid.required", field="mandate") from None
    chosen = choose_mandate(
        actor=actor, now=moment_of(request), account_id=account.pk, mandate_id=wanted
    )
    keep_seats(request, account)
    return HttpResponseRedirect(reverse(home_of(Role(chosen.role))))


@require_safe
@page()
def alive(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Let an idle session run on, for a page that asks."""
    del request, actor
    return HttpResponse(status=204)


def keep_seats(request: HttpRequest, account: Holder) -> None:
    """Keep in the session which mandates the person can switch to."""
    request.session[SEATS] = seats_of(account.person_id, on=day_of(moment_of(request)))


def entered(
    request: HttpRequest,
    actor: Actor,
    account: Holder,
    wanted: str,
    *,
    identity_id: int | None = None,
) -> str:
    """Let in who has shown the password, or come by a linked identity; name what follows.

    That is the page that asks for the second factor, where the account has one.
    """
    if not holds_factor(account):
        return _let_in(request, actor, account, wanted, identity_id=identity_id)
    signing.keep_pending(request, account, identity_id)
    return f"{reverse('account-second-factor')}?{urlencode({'next': wanted})}"


def known(request: HttpRequest, answer: HttpResponseBase) -> HttpResponseBase:
    """Know this browser again, once somebody signed in at it."""
    account = account_of(request)
    if account is not None and isinstance(answer, HttpResponseRedirect):
        signing.know_device(request, answer, account.username)
    return answer


def sign_in_page(request: HttpRequest, *, wanted: str, said: str = "") -> HttpResponse:
    """Draw the sign-in page, with what a provider's answer was where one said no."""
    return _draw(request, SignInForm(initial={"next": wanted}), said)


def after_sign_in(request: HttpRequest, account: Holder, wanted: str) -> str:
    """Name where somebody who is in goes on: where they wanted to, within the product, or home."""
    if wanted and url_has_allowed_host_and_scheme(wanted, {request.get_host()}, settings.SECURE):
        return wanted
    if account.mandate is None:
        raise NotFound("parties.no_mandate")
    return reverse(home_of(Role(account.mandate.role)))


def _entering(
    request: HttpRequest, form: Any, enter: Callable[[dict[str, str]], str], draw: Any
) -> HttpResponseBase:
    """Let in who fills in a form rightly, and lead on; draw it again otherwise."""
    drawn = partial(draw, request)
    return known(request, submit(request, form(request.POST), enter, draw=drawn, done=str))


def _let_in(
    request: HttpRequest,
    actor: Actor,
    account: Holder,
    wanted: str,
    *,
    code: str = "",
    passkey: Signed | None = None,
    identity_id: int | None = None,
) -> str:
    """Open a session and name the address that follows."""
    who = replace(actor, person_id=account.person_id, person_name=account.person.name)
    last = accesses.before(account)
    with access.noted(request, account):
        account = note_sign_in(
            actor=who, now=moment_of(request), account_id=account.pk, code=code, passkey=passkey,
            invited=_invited(request, wanted), identity_id=identity_id, address=address_of(request),
            device=signing.device_of(request),
        )  # fmt: skip
    signing.open_session(request, account)
    access.keep_last(request, last)
    keep_seats(request, account)
    return after_sign_in(request, account, wanted)


def _invited(request: HttpRequest, wanted: str) -> bool:
    """Whether somebody comes in to accept an invitation that stands."""
    try:
        found = resolve(urlsplit(wanted).path)
        invitation_of(found.kwargs.get("token", ""), moment_of(request))
    except (Http404, NotFound, ValueError):
        return False
    return found.url_name == "account-accept"


def _draw(request: HttpRequest, form: SignInForm, said: str = "") -> HttpResponse:
    after = urlencode({"next": form["next"].value()})
    context = {"form": form, "said": said, "providers": identity.known(), "after": after}
    return render(request, "account/sign_in.html", context)
