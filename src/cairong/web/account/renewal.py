"""忘记密码: asked for in one browser, which shows a code, and sets the new password."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from cairong.cases.renewals import link_asks_code, renewal_asked
from cairong.doors import renewing, signing
from cairong.doors.actors import moment_of
from cairong.doors.limits import limit_address
from cairong.doors.page import public_page
from cairong.kernel.actor import Actor
from cairong.kernel.errors import NotFound
from cairong.parties import sessions
from cairong.parties.actions.renew import ask_renewal, follow_link, renew_password
from cairong.web.account.forms import AskRenewalForm, LinkForm, RenewForm
from cairong.web.acting import carry_out, sent

TRIES, STRETCH = 30, 600
Renewed = Callable[..., Any]


@public_page
def ask(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """Ask for a renewal, or show how far the one has come that this browser asked for."""
    if request.method != "POST" and "again" not in request.GET and _asked(request):
        return _status(request, RenewForm())
    nonce, made = renewing.new_nonce(), list[UUID]()

    def act(typed: dict[str, Any]) -> None:
        renewing.brake_asking(request, typed["username"])
        renewal = ask_renewal(actor=actor, now=moment_of(request), nonce=nonce, **typed)
        made.append(renewal.pk)

    def draw(form: AskRenewalForm) -> HttpResponse:
        return render(request, "account/ask_renewal.html", {"form": form})

    form = sent(request, AskRenewalForm)
    answer = carry_out(request, form, act, draw=draw, done=reverse("account-renewal"))
    if made:
        renewing.keep_asking(answer, made[0], nonce)
    return answer


@require_POST
@public_page
def renew(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """Set the new password in the browser that asked, after the two words."""
    limit_address(request, "renew", most=TRIES, seconds=STRETCH)
    renewal_id, nonce = renewing.asked_here(request)
    if _asked(request) is None:
        raise NotFound("parties.no_renewal")

    def act(typed: dict[str, str]) -> object:
        return renew_password(
            actor=actor, now=moment_of(request), renewal_id=UUID(renewal_id), nonce=nonce, **typed
        )

    return _set(request, RenewForm(request.POST), act, lambda form: _status(request, form))


@public_page
def link(request: HttpRequest, actor: Actor, renewal_id: UUID, token: str) -> HttpResponseBase:
    """Set the new password by the link that was sent; elsewhere with a second code."""
    limit_address(request, "renew", most=TRIES, seconds=STRETCH)
    asked_id, kept = renewing.asked_here(request)
    nonce = kept if asked_id == str(renewal_id) else ""
    asks_code = link_asks_code(renewal_id, token, nonce, now=moment_of(request))

    def act(typed: dict[str, str]) -> object:
        renewing.brake_typing(request, "link", renewal_id)
        return follow_link(
            actor=actor, now=moment_of(request), renewal_id=renewal_id, token=token, nonce=nonce,
            **typed,
        )  # fmt: skip

    def draw(form: LinkForm) -> HttpResponse:
        return render(request, "account/renew.html", {"form": form, "asks_code": asks_code})

    return _set(request, sent(request, LinkForm, asks_code=asks_code), act, draw)


def _set(request: HttpRequest, form: Any, act: Renewed, draw: Renewed) -> HttpResponseBase:
    """Carry the renewal out: every session ends, and this browser is known from now on."""
    renewed = list[Any]()

    def done(typed: dict[str, str]) -> object:
        account = act(typed)
        sessions.end_sessions(account)
        signing.forget_codes(account)
        renewed.append(account)
        return account

    answer = carry_out(request, form, done, draw=draw, done=reverse("account-sign-in"))
    answer["Referrer-Policy"] = "no-referrer"
    if renewed and isinstance(answer, HttpResponseRedirect):
        renewing.forget_asking(answer)
        signing.know_device(request, answer, renewed[0].username)
    return answer


def _asked(request: HttpRequest) -> Any:
    return renewal_asked(*renewing.asked_here(request), now=moment_of(request))


def _status(request: HttpRequest, form: RenewForm) -> HttpResponse:
    response = render(request, "account/renewal.html", {"asked": _asked(request), "form": form})
    response["Cache-Control"] = "no-store"
    return response
