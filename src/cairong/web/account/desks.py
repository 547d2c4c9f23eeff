"""What two desks do about accounts: the procurement desk looks at papers, the operator admits."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from cairong.cases.claims import claim_view
from cairong.cases.organisations import organisation_view
from cairong.contracts.actions.admit_alike import admit_alike
from cairong.contracts.actions.prove_mandate import prove_mandate
from cairong.doors.actors import moment_of
from cairong.doors.page import page
from cairong.doors.renewing import brake_typing
from cairong.kernel.actor import Actor, Role
from cairong.kernel.acts import act_words
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import Invalid
from cairong.parties.actions.admit import admit_organisation
from cairong.parties.actions.change import change_organisation
from cairong.parties.actions.desks import resume_organisation, suspend_organisation
from cairong.parties.actions.invite import invite_administrator
from cairong.parties.actions.renew import give_word
from cairong.parties.actions.succeed import succeed_organisation
from cairong.parties.reads import organisation as organisation_of
from cairong.parties.reads import region_names
from cairong.parties.states import CLAIM
from cairong.web.account.forms import (
    AdministratorForm,
    ClaimForm,
    ReasonForm,
    ShownOnPapersForm,
    role_choices,
)
from cairong.web.account.lists import PROVING
from cairong.web.account.organisation_forms import AdmitForm, ChangeForm, SucceedForm
from cairong.web.account.own import known
from cairong.web.acting import (
    act_view,
    carry_out,
    look_view,
    page_of,
    proposed,
    sent,
    to_proposal,
    told,
)
from cairong.web.facts import facts_of
from cairong.web.frame import draw as draw_page
from cairong.web.links import keep_invitation, kept_link


@page(*PROVING)
def claim(request: HttpRequest, actor: Actor, claim_id: UUID) -> HttpResponseBase:
    """Look at one claim and decide it."""
    now = moment_of(request)
    view = claim_view(actor, claim_id, now=now)

    def draw(form: ClaimForm) -> HttpResponse:
        state, said = CLAIM.states[view.claim.state], facts_of(view.said)
        prepares = actor.role in admit_alike.roles
        context = {**vars(view), "state": state, "said": said, "form": form, "prepares": prepares}
        return draw_page(request, actor, "account/claim.html", context)

    def act(typed: dict[str, Any]) -> object:
        verdict = _verdict(request, "accept", "refuse", "propose")
        said = {"actor": actor, "now": now, "claim_id": claim_id, **typed}
        if verdict == "propose":
            return admit_alike.propose(**said)
        return prove_mandate(**said, accepted=verdict == "accept")

    proposes = request.POST.get("verdict") == "propose"
    return carry_out(
        request,
        sent(request, ClaimForm),
        act,
        draw=draw,
        done=to_proposal if proposes else reverse("account-claims"),
        said=proposed("供应商即登记,其经办人可以办理。") if proposes else "",
        also=["verdict"],
    )


@require_POST
@page(Role.OPERATOR)
def word_for_administrator(
    request: HttpRequest, actor: Actor, organisation_id: UUID, mandate_id: UUID
) -> HttpResponseBase:
    """Give the first word, on papers, for an administrator who cannot sign in."""

    def act(typed: dict[str, Any]) -> object:
        brake_typing(request, "word", actor.person_id)
        return told(request, actor, give_word, mandate_id=mandate_id)(typed)

    return carry_out(
        request,
        ShownOnPapersForm(request.POST, auto_id=f"papers_{mandate_id}_%s"),
        act,
        draw=lambda form: _drawn(request, actor, organisation_id, papers={mandate_id: form}),
        done=reverse("account-organisation", args=[organisation_id]),
        said="已作第一人核对。还要该单位另一位管理员或财政局采购科作第二人核对。",
    )


@require_POST
@page(Role.OPERATOR)
def switch_organisation(
    request: HttpRequest, actor: Actor, organisation_id: UUID
) -> HttpResponseBase:
    """Suspend an organisation, or let it act again."""

    def act(typed: dict[str, Any]) -> object:
        suspends = _verdict(request, "suspend", "resume") == "suspend"
        switched = suspend_organisation if suspends else resume_organisation
        return told(request, actor, switched.propose, organisation_id=organisation_id)(typed)

    return carry_out(
        request,
        ReasonForm(request.POST),
        act,
        draw=lambda form: _drawn(request, actor, organisation_id, switch=form),
        done=to_proposal,
        said=proposed("停用或恢复即时生效。"),
        also=["verdict"],
    )


def _verdict(request: HttpRequest, *choices: str) -> str:
    """Read which button was pressed. Raises Invalid for none of them."""
    verdict = request.POST.get("verdict", "")
    if verdict not in choices:
        raise Invalid("account.verdict", field="verdict", value=verdict)
    return verdict


def _drawn(request: HttpRequest, actor: Actor, organisation_id: UUID, **bound: Any) -> HttpResponse:
    view = organisation_view(actor, organisation_id, now=moment_of(request))
    forms = {
        "administrator": AdministratorForm(
            choices={"role": role_choices(view.roles)}, auto_id="administrator_%s"
        ),
        "switch": ReasonForm(auto_id="switch_%s"),
        "succeed": SucceedForm(auto_id="succeed_%s"),
    }
    papers = bound.pop("papers", {})
    rows = [
        (each, papers.pop(each.pk, None) or ShownOnPapersForm(auto_id=f"papers_{each.pk}_%s"))
        for each in view.administrators
    ]
    context = {
        **vars(view),
        **known(view),
        "waiting": [(act_words(each.act), each) for each in view.waiting],
        "region": view.regions.get(view.organisation.region, ""),
        "administrators": rows,
        "gone": list(papers.values()),
        "forms": forms | bound,
        "link": kept_link(request),
    }
    return render(request, "account/organisation.html", context)


def _admitting(actor: Actor, now: datetime, _: object) -> dict[str, Any]:
    regions = region_names(actor.city, on=day_of(now))
    return {"choices": {"region": [("", "请选择"), *regions.items()]}}


def _change(actor: Actor, _now: datetime, organisation_id: UUID) -> dict[str, Any]:
    return {"organisation": organisation_of(actor.city, organisation_id)}


def _changing(actor: Actor, now: datetime, record: dict[str, UUID]) -> dict[str, Any]:
    """Begin with what is known of an organisation."""
    view = organisation_view(actor, **record, now=now)
    return {"initial": view.facts, "kind": view.organisation.kind}


def _roles(actor: Actor, now: datetime, record: dict[str, UUID]) -> dict[str, Any]:
    """Let the operator choose among the desks of an organisation."""
    return {"choices": {"role": role_choices(organisation_view(actor, **record, now=now).roles)}}


admit = act_view(
    admit_organisation,
    AdmitForm,
    then="单位即接入,可以邀请它的管理员。",
    draw=page_of("account/admit.html", lambda *_: {}),
    needs=_admitting,
)
change = act_view(
    change_organisation, ChangeForm, draw=page_of("account/change.html", _change), needs=_changing,
    then="新的登记信息即时生效,该单位会收到通知。",
)  # fmt: skip
succeed = act_view(
    succeed_organisation,
    SucceedForm,
    "succeed",
    draw=_drawn,
    needs=lambda *_: {"auto_id": "succeed_%s"},
    only_posted=True,
)
organisation = look_view(_drawn, Role.OPERATOR)
first_administrator = act_view(
    invite_administrator,
    AdministratorForm,
    "administrator",
    draw=_drawn,
    roles=[Role.OPERATOR],
    needs=_roles,
    done="account-organisation",
    after=keep_invitation,
    only_posted=True,
)
