"""One's own account: password, second factor, sessions and devices."""

from typing import Any, NamedTuple

import segno
from allauth.mfa.adapter import get_adapter
from allauth.usersessions.models import UserSession
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from cairong.doors import signing
from cairong.doors.actors import SignedOut, account_of, moment_of
from cairong.doors.forms import submit
from cairong.doors.page import page
from cairong.kernel.actor import Actor
from cairong.kernel.errors import Invalid, NotFound
from cairong.parties.actions.accounts import change_password, note_second_factor
from cairong.parties.models import Account
from cairong.web.account.forms import PasswordForm, SwitchOffForm, SwitchOnForm


class Words(NamedTuple):
    """What stands on a page of one small form: its title, its button, what happens next."""

    title: str
    button: str
    next_word: str


@require_safe
@page()
def home(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show the account: mandates, password, second factor, sessions."""
    del actor
    account = _own(request)
    sessions = UserSession.objects.filter(user_id=account.pk).order_by("-last_seen_at")
    context = {
        "account": account,
        "second_factor": signing.second_factor(account),
        "sessions": sessions,
        "current": request.session.session_key,
    }
    return render(request, "account/home.html", context)


@page()
def password(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """Change the password; every other session ends."""
    account = _own(request)

    def act(typed: dict[str, str]) -> Account:
        changed = change_password(
            actor=actor, now=moment_of(request), account_id=account.pk, **typed
        )
        signing.keep_session(request, changed)
        return changed

    return _form_page(
        request,
        PasswordForm(request.POST or None),
        act,
        Words("修改密码", "保存新密码", "其他设备上的登录会全部结束"),
    )


@page()
def switch_on(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """Switch the second factor on, with a code of the new secret."""
    account = _own(request)
    secret = signing.setup_secret(request)
    address = get_adapter().build_totp_url(account, secret)

    def draw(form: SwitchOnForm) -> HttpResponse:
        context = {"form": form, "secret": secret, "picture": segno.make(address).svg_data_uri()}
        return render(request, "account/switch_on.html", context)

    def act(typed: dict[str, str]) -> Account:
        signing.switch_on(request, account, typed["code"])
        return note_second_factor(
            actor=actor, now=moment_of(request), account_id=account.pk, on=True
        )

    if request.method != "POST":
        return draw(SwitchOnForm())
    return submit(request, SwitchOnForm(request.POST), act, draw=draw, done=reverse("account-home"))


@page()
def switch_off(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """Switch the second factor off, with the password."""
    account = _own(request)

    def act(typed: dict[str, str]) -> Account:
        if not account.check_password(typed["password"]):
            raise Invalid("parties.old_password", field="password")
        signing.switch_off(account)
        return note_second_factor(
            actor=actor, now=moment_of(request), account_id=account.pk, on=False
        )

    return _form_page(
        request,
        SwitchOffForm(request.POST or None),
        act,
        Words("停用动态码", "停用", "以后登录只需要密码"),
    )


@require_POST
@page()
def end_session(request: HttpRequest, actor: Actor, session_id: int) -> HttpResponseBase:
    """End one of one's own sessions, on whatever device."""
    del actor
    if not signing.end_session(_own(request), session_id):
        raise NotFound("access.not_found", thing="登录")
    return redirect("account-home")


def _own(request: HttpRequest) -> Account:
    account = account_of(request)
    if account is None:
        raise SignedOut
    return account


def _form_page(request: HttpRequest, form: Any, act: Any, words: Words) -> HttpResponseBase:
    def draw(form: Any) -> HttpResponse:
        return render(request, "account/form.html", {"form": form, "words": words})

    if request.method != "POST":
        return draw(form)
    return submit(request, form, act, draw=draw, done=reverse("account-home"))
