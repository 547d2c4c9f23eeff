"""Who somebody is: seen by a colleague, by the bureau, by a second authority, proven by a code."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from cairong.cases.renewals import invitation_to_agree, person_unproven, reached, word_wanted
from cairong.doors import renewing, signing
from cairong.doors.actors import moment_of
from cairong.doors.page import page
from cairong.kernel.actor import ROLE_NAMES, Actor, Role
from cairong.outreach.actions.prove import prove, send_code
from cairong.parties.actions.confirm import confirm_elsewhere
from cairong.parties.actions.invite import agree, decline
from cairong.parties.actions.renew import give_second_word, own_renewal
from cairong.web.account.forms import (
    ConfirmForm,
    OwnPasswordForm,
    ProofForm,
    ReasonForm,
    ShownOnPapersForm,
)
from cairong.web.account.lists import AGREEING, PROVING
from cairong.web.account.security import own_account_of
from cairong.web.acting import act_view, carry_out, look_view, sent, told
from cairong.web.forms import ActForm
from cairong.web.links import keep_word


@page(*PROVING)
def second_word(request: HttpRequest, actor: Actor, renewal_id: UUID) -> HttpResponseBase:
    """Give the second word of a request on papers."""
    now = moment_of(request)
    found = word_wanted(actor, renewal_id, now=now)

    def draw(form: ShownOnPapersForm) -> HttpResponse:
        return render(request, "account/word.html", {"found": found, "form": form})

    def act(typed: dict[str, Any]) -> object:
        renewing.brake_typing(request, "word", actor.person_id)
        return told(request, actor, give_second_word, renewal_id=renewal_id)(typed)

    return carry_out(
        request, sent(request, ShownOnPapersForm), act, draw=draw, done=reverse("account-words"),
        said="已核对。本人现在可以在自己的浏览器里设新密码。",
    )  # fmt: skip


def _unproven_page(
    request: HttpRequest, actor: Actor, mandate_id: UUID, form: ConfirmForm | None = None
) -> HttpResponse:
    found = person_unproven(actor, mandate_id, now=moment_of(request))
    prepares = actor.role is Role.PROCUREMENT_OFFICER
    context = {
        "mandate": found,
        "role": ROLE_NAMES[Role(found.role)],
        "form": form or ConfirmForm(),
        "prepares": prepares,
    }
    return render(request, "account/unproven.html", context)


@page(*PROVING)
def unproven(request: HttpRequest, actor: Actor, mandate_id: UUID) -> HttpResponseBase:
    """Look at somebody nobody has confirmed, and lay it before the second person."""
    return carry_out(
        request,
        sent(request, ConfirmForm),
        told(request, actor, confirm_elsewhere.propose, mandate_id=mandate_id),
        draw=partial(_unproven_page, request, actor, mandate_id),
        done=lambda made: reverse("proposal", args=[made]),
        said="已提交复核。复核人同意后,此人与带他进来的人就是两个人。",
    )


def _invitation_page(
    request: HttpRequest, actor: Actor, invited_id: UUID, **bound: Any
) -> HttpResponse:
    found = invitation_to_agree(actor, invited_id)
    forms = {"agree": ActForm(), "decline": ReasonForm(auto_id="decline_%s")} | bound
    context = {"found": found, "role": ROLE_NAMES[Role(found.role)], "forms": forms}
    return render(request, "account/agree.html", context)


_on_invitation = partial(
    act_view,
    draw=_invitation_page,
    roles=AGREEING,
    only_posted=True,
    done=lambda *_: reverse("account-invitations"),
)
invitation = look_view(_invitation_page, *AGREEING)
agreed = _on_invitation(agree, ActForm, "agree", after=keep_word)
declined = _on_invitation(decline, ReasonForm, "decline")


@page()
def contact(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show by which telephone and mail address one is reached, and what of it is proven."""
    return _contact_page(request, actor)


def _contact_page(
    request: HttpRequest, _actor: Actor, kind: str = "", form: ProofForm | None = None
) -> HttpResponse:
    account = own_account_of(request)
    ways = [
        (way, form if form and way.kind == kind else ProofForm(auto_id=f"{way.kind}_%s"))
        for way in reached(account)
    ]
    return render(request, "account/contact.html", {"account": account, "ways": ways})


@require_POST
@page()
def code_sent(request: HttpRequest, actor: Actor, kind: str) -> HttpResponseBase:
    """Send a code to one's own telephone or mail address."""
    renewing.brake_typing(request, "proof-sent", actor.person_id)
    return carry_out(
        request,
        ActForm(request.POST),
        told(request, actor, send_code, kind=kind),
        draw=lambda _: _contact_page(request, actor),
        done=reverse("account-contact"),
        said="核验码已发出,收到后填写。",
    )


@require_POST
@page()
def proved(request: HttpRequest, actor: Actor, kind: str) -> HttpResponseBase:
    """Type the code that came."""
    renewing.brake_typing(request, "proof", actor.person_id)
    account = own_account_of(request)

    def act(typed: dict[str, str]) -> object:
        with signing.own_password(request, account):
            return told(request, actor, prove, account_id=account.pk, kind=kind)(typed)

    return carry_out(
        request,
        ProofForm(request.POST, auto_id=f"{kind}_%s"),
        act,
        draw=partial(_contact_page, request, actor, kind),
        done=reverse("account-contact"),
        said="已核验。",
    )


@page()
def own_word(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """Say with one's own password that one's renewal was one's own."""
    account = own_account_of(request)

    def act(typed: dict[str, str]) -> object:
        with signing.own_password(request, account):
            return own_renewal(actor=actor, now=moment_of(request), account_id=account.pk, **typed)

    def draw(form: OwnPasswordForm) -> HttpResponse:
        return render(request, "account/own_word.html", {"form": form})

    form = sent(request, OwnPasswordForm)
    return carry_out(request, form, act, draw=draw, done=reverse("account-home"), said="已确认。")
