"""Signing in, and being linked, as who one is at an outside identity provider (D22)."""

from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from cairong.doors import identity, signing
from cairong.doors.actors import account_of, moment_of
from cairong.doors.page import page, public_page
from cairong.kernel.actor import Actor
from cairong.kernel.errors import NotAllowed, Refusal
from cairong.parties.actions.identities import link_identity, unlink_identity
from cairong.parties.models import Account, LinkedIdentity
from cairong.policy.catalogue import sentences
from cairong.web.account.forms import OwnPasswordForm
from cairong.web.account.security import Words, form_page, home_page, own_account_of
from cairong.web.account.sign_in import entered, known, sign_in_page


@require_safe
@public_page
def leave(request: HttpRequest, actor: Actor, key: str) -> HttpResponseBase:
    """Send somebody to a provider, to sign in or to be linked."""
    del actor
    wanted = request.GET.get("next", "")
    provider = identity.provider_of(key)
    try:
        return identity.lead_out(request, provider, wanted)
    except (identity.NotProved, identity.Silent) as refusal:
        return _said(request, refusal, wanted)


@require_safe
@public_page
def come_back(request: HttpRequest, actor: Actor, key: str) -> HttpResponseBase:
    """Take in who comes back from a provider; who is signed in goes on to confirm the link."""
    provider = identity.provider_of(key)
    wanted = identity.wanted_after(request)
    try:
        proved = identity.identity_of(request, provider)
        if account_of(request) is not None:
            identity.keep_proved(request, proved)
            return redirect("account-link")
        to = entered(request, actor, _holder(proved), wanted, provider=provider.name)
    except (identity.NotProved, identity.Silent, NotAllowed) as refusal:
        return _said(request, refusal, wanted)
    return known(request, HttpResponseRedirect(to))


@page()
def link(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """Confirm with the password that one is who a provider has just said."""
    account = own_account_of(request)
    proved = identity.proved(request)
    if proved is None:
        return redirect("account-home")
    name = proved.provider.name

    def act(typed: dict[str, str]) -> LinkedIdentity:
        with signing.own_password(request, account):
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
    return form_page(request, OwnPasswordForm(request.POST or None), act, words)


@require_POST
@page()
def unlink(request: HttpRequest, actor: Actor, identity_id: int) -> HttpResponseBase:
    """End one of one's own links."""
    account = own_account_of(request)
    unlink_identity(
        actor=actor, now=moment_of(request), account_id=account.pk, identity_id=identity_id
    )
    return redirect("account-home")


def _holder(proved: identity.Identity) -> Account:
    """Find the account that is linked. Raises NotAllowed where none is."""
    linked = (
        LinkedIdentity.objects.select_related("account__person", "account__mandate__organisation")
        .filter(issuer=proved.provider.issuer, subject=proved.subject, ended_at=None)
        .filter(account__is_active=True)
        .first()
    )
    if linked is None:
        raise NotAllowed("identity.unlinked", provider=proved.provider.name)
    return linked.account


def _said(request: HttpRequest, refusal: Refusal, wanted: str) -> HttpResponseBase:
    """Answer a «no» where somebody can go on: at the sign-in page, or at their account."""
    said = "".join(one.text for one in sentences(refusal))
    if account_of(request) is not None:
        response = home_page(request, said=said)
    else:
        response = sign_in_page(request, wanted=wanted, said=said)
    response.status_code = refusal.status
    return response
