"""One's own account: password, second factor, sessions and devices."""

import json
from collections.abc import Callable
from typing import Any, NamedTuple

import segno
from allauth.mfa.adapter import get_adapter
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from cairong.doors import access, identity, passkeys, signing
from cairong.doors.actors import LacksFactor, SignedOut, account_of, keep_shown, moment_of
from cairong.doors.forms import Draw
from cairong.doors.limits import address_of
from cairong.doors.page import page
from cairong.kernel.actor import Actor
from cairong.kernel.errors import Invalid
from cairong.parties import sessions
from cairong.parties.actions.accounts import change_password, note_sessions_ended
from cairong.parties.actions.second_factor import (
    add_passkey,
    drop_passkey,
    renew_spare_codes,
    switch_off_second_factor,
    switch_on_second_factor,
)
from cairong.parties.factors import has_factor, seal, second_factor, spare_codes_left, unseal
from cairong.parties.passkeys import passkeys_of
from cairong.parties.people import linked_to, reaches_whole_organisation
from cairong.parties.reads import Holder
from cairong.web.account.forms import OwnPasswordForm, PasskeyForm, PasswordForm, SwitchOnForm
from cairong.web.account.sign_in import after_sign_in
from cairong.web.acting import carry_out, sent

SPARE = "spare_codes"
GIVEN = "现在的密码是别人给的。改成只有自己知道的密码以后,才能办理别的事。"
Proved = Callable[[Holder, dict[str, str]], object]  # once the password was shown again
BROWSERS = (
    ("MicroMessenger", "微信"), ("QQBrowser", "QQ 浏览器"), ("Edg/", "Edge"),
    ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"),
)  # fmt: skip
SYSTEMS = (
    ("HarmonyOS", "鸿蒙"), ("Android", "安卓"), ("iPhone", "iPhone"), ("iPad", "iPad"),
    ("Windows", "Windows"), ("Mac OS", "Mac"), ("Linux", "Linux"),
)  # fmt: skip


class Words(NamedTuple):
    """What stands on a page of one small form: its title, its button, what happens next, why."""

    title: str
    button: str
    next_word: str
    why: str = ""


@require_safe
@page()
def home(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show the account: mandates, password, second factor, identities elsewhere, sessions."""
    return home_page(request, actor)


def home_page(request: HttpRequest, actor: Actor, *, said: str = "") -> HttpResponse:
    """Draw the account's page, with what a provider's answer was where one said no."""
    account = own_account_of(request)
    live = sessions.live_sessions(account, moment_of(request))
    linked, mandate = linked_to(account), account.mandate
    issuers = {each.issuer for each in linked}
    context = {
        "said": said,
        "linked": linked,
        "to_link": [each for each in identity.known() if each.issuer not in issuers],
        "account": account,
        "last": access.last_in(request),
        "administrator": mandate is not None and mandate.administrator,
        "whole_organisation": mandate is not None
        and reaches_whole_organisation(actor, mandate.organisation),
        "second_factor": second_factor(account),
        "passkeys": passkeys_of(account),
        "spare_codes": spare_codes_left(account),
        "sessions": [(each, device_words(each.user_agent)) for each in live],
        "current": request.session.session_key,
    }
    return render(request, "account/home.html", context)


@page(without_factor=True, with_given_password=True)
def password(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """Change the password; every other session ends.

    Without a second factor it is open to whoever has a word that others gave, and to nobody else.
    """
    if actor.lacks_factor and not actor.given_password:
        raise LacksFactor

    def act(account: Holder, typed: dict[str, str]) -> object:
        now = moment_of(request)
        changed = change_password(actor=actor, now=now, account_id=account.pk, **typed)
        signing.keep_session(request, changed)
        return changed

    words = Words("修改密码", "保存新密码", "其他设备上的登录会全部结束,绑定的其他身份会全部解除")
    if actor.given_password:
        words = Words("先改成自己的密码", "保存新密码", "接着启用动态码或通行密钥", GIVEN)
    on = after_sign_in(request, own_account_of(request), request.GET.get("next", ""))
    done = on if actor.given_password else reverse("account-home")
    return form_page(request, PasswordForm, act, words, done=done)


@page(without_factor=True)
def switch_on(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """Switch the second factor on, with the password and a code of the new secret."""
    account = own_account_of(request)
    secret = signing.setup_secret(request)
    address = get_adapter().build_totp_url(account, secret)

    def draw(form: SwitchOnForm) -> HttpResponse:
        wanted = request.GET.urlencode()
        context = {
            "actor": actor,
            "form": form,
            "secret": secret,
            "picture": _picture(address),
            "other": f"{reverse('account-passkey')}?{wanted}",
        }
        return render(request, "account/switch_on.html", context)

    def act(account: Holder, typed: dict[str, str]) -> None:
        codes = switch_on_second_factor(
            actor=actor, now=moment_of(request), account_id=account.pk, secret=secret, **typed
        )
        del request.session[signing.SETUP]
        signing.keep_session(request, account)
        keep_shown(request)
        _kept(request, codes)

    if request.method != "POST" and second_factor(account):
        return redirect("account-home")
    return _proved(request, SwitchOnForm, act, draw=draw, done=_codes_address(request))


@page(fresh=True, without_factor=True)
def passkey(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """Keep a passkey that the browser makes."""
    account, made = own_account_of(request), list[str]()

    def draw(form: PasskeyForm) -> HttpResponse:
        question = passkeys.asked_to_create(request, account)
        other = f"{reverse('account-switch-on')}?{request.GET.urlencode()}"
        context = {"actor": actor, "form": form, "question": question, "other": other}
        return render(request, "account/passkey.html", context)

    def act(typed: dict[str, str]) -> None:
        answer = passkeys.signed(request, typed["passkey"])
        if answer is None:
            raise Invalid("sign_in.passkey", field="passkey")
        made.extend(
            add_passkey(
                actor=actor, now=moment_of(request), account_id=account.pk, name=typed["name"],
                passkey=answer,
            )
        )  # fmt: skip
        signing.keep_session(request, account)
        _kept(request, made)

    def done(_: str) -> str:
        return _codes_address(request) if made else reverse("account-home")

    form = sent(request, PasskeyForm, initial={"name": device_words(_agent(request))})
    return carry_out(request, form, act, draw=draw, done=done)


@require_POST
@page()
def passkey_dropped(request: HttpRequest, actor: Actor, passkey_id: int) -> HttpResponseBase:
    """Take one of one's own passkeys away."""
    account = own_account_of(request)
    drop_passkey(actor=actor, now=moment_of(request), account_id=account.pk, passkey_id=passkey_id)
    signing.keep_session(request, account)
    return redirect("account-home")


@page(fresh=True)
def switch_off(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """Switch the second factor off, with the password."""

    def act(account: Holder, typed: dict[str, str]) -> object:
        now = moment_of(request)
        switch_off_second_factor(actor=actor, now=now, account_id=account.pk, **typed)
        signing.keep_session(request, account)
        return account

    words = Words("停用动态码", "停用", "以后登录只需要密码,其他设备上的登录会全部结束")
    return form_page(request, OwnPasswordForm, act, words)


@page(fresh=True)
def spare_codes(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """Show new spare codes once; say how many are left, and make them anew with the password."""
    account = own_account_of(request)

    def draw(form: OwnPasswordForm) -> HttpResponse:
        shown = json.loads(unseal(request.session.pop(SPARE, "")) or "[]")
        wanted = request.GET.get("next", "")
        context = {
            "form": form,
            "codes": shown,
            "left": spare_codes_left(account),
            "on": after_sign_in(request, account, wanted) if wanted else "",
        }
        response = render(request, "account/spare_codes.html", context)
        response["Cache-Control"] = "no-store"
        return response

    def act(account: Holder, typed: dict[str, str]) -> None:
        now = moment_of(request)
        codes = renew_spare_codes(actor=actor, now=now, account_id=account.pk, **typed)
        _kept(request, codes)

    if not has_factor(account):
        return redirect("account-switch-on")
    return _proved(request, OwnPasswordForm, act, draw=draw, done=_codes_address(request))


@require_POST
@page()
def end_session(request: HttpRequest, actor: Actor, session_id: int) -> HttpResponseBase:
    """End one of one's own sessions, on whatever device."""
    return _end(request, actor, session_id=session_id)


@require_POST
@page()
def end_others(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """End all of one's own sessions but this one."""
    return _end(request, actor, but=request.session.session_key or "")


def _end(request: HttpRequest, actor: Actor, **which: Any) -> HttpResponseBase:
    account, now = own_account_of(request), moment_of(request)
    ended = sessions.sessions_to_end(account, now, **which)
    if ended:
        note_sessions_ended(
            actor=actor, now=now, account_id=account.pk, sessions=len(ended),
            address=address_of(request),
        )  # fmt: skip
    sessions.end(ended)
    return redirect("account-home")


def device_words(user_agent: str) -> str:
    """Say which browser a session is at, and on what, as its holder would."""
    browser, system = (
        next((word for mark, word in marks if mark in user_agent), "")
        for marks in (BROWSERS, SYSTEMS)
    )
    return " · ".join(each for each in (browser, system) if each) or "未知设备"


def _agent(request: HttpRequest) -> str:
    return request.headers.get("User-Agent", "")


def _picture(address: str) -> str:
    """Draw a QR code on white, so that phones read it from a dark page too."""
    picture: str = segno.make(address).svg_data_uri(light="white")
    return picture


def _kept(request: HttpRequest, codes: list[str]) -> None:
    """Keep new spare codes, sealed, for the next page, which shows them once."""
    request.session[SPARE] = seal(json.dumps(codes))


def own_account_of(request: HttpRequest) -> Holder:
    """Find the account of whoever is signed in. Raises SignedOut."""
    account = account_of(request)
    if account is None:
        raise SignedOut
    return account


def form_page(
    request: HttpRequest, form: Callable[..., Any], act: Proved, words: Words, *, done: str = ""
) -> HttpResponseBase:
    """Answer a page of one small form that leads back to the account's own, or elsewhere."""

    def draw(form: Any) -> HttpResponse:
        return render(request, "account/form.html", {"form": form, "words": words})

    return _proved(request, form, act, draw=draw, done=done or reverse("account-home"))


def _proved(
    request: HttpRequest, form: Callable[..., Any], act: Proved, *, draw: Draw, done: str
) -> HttpResponseBase:
    """Carry out an act on one's own account that asks for its password again."""
    account = own_account_of(request)

    def carried(typed: dict[str, str]) -> object:
        with signing.own_password(request, account):
            return act(account, typed)

    return carry_out(request, sent(request, form), carried, draw=draw, done=done)


def _codes_address(request: HttpRequest) -> str:
    """Name the page of spare codes, which leads on to where one wanted to go."""
    wanted = request.GET.get("next", "")
    return reverse("account-spare-codes") + (f"?{urlencode({'next': wanted})}" if wanted else "")
