"""What two desks do about accounts: the procurement desk looks at papers, the operator admits."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from cairong.cases.claims import claim_view
from cairong.cases.organisations import organisation_view
from cairong.contracts.actions.prove_mandate import prove_mandate
from cairong.doors.actors import moment_of
from cairong.doors.page import page
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import Invalid
from cairong.parties import sessions
from cairong.parties.actions.accounts import issue_renewal
from cairong.parties.actions.admit import admit_organisation
from cairong.parties.actions.change import change_organisation
from cairong.parties.actions.desks import resume_organisation, suspend_organisation
from cairong.parties.actions.invite import invite_administrator
from cairong.parties.actions.second_factor import take_second_factor
from cairong.parties.actions.succeed import succeed_organisation
from cairong.parties.reads import organisation as organisation_of
from cairong.parties.reads import region_names
from cairong.parties.states import CLAIM
from cairong.web.account.forms import (
    AdministratorForm,
    ClaimForm,
    PapersForm,
    ReasonForm,
    role_choices,
)
from cairong.web.account.lists import PROVING
from cairong.web.account.organisation_forms import AdmitForm, ChangeForm, SucceedForm
from cairong.web.account.own import known
from cairong.web.acting import act_view, carry_out, look_view, page_of, sent, told
from cairong.web.facts import facts_of
from cairong.web.links import keep_invitation, keep_renewal, kept_link

Carried = Callable[[dict[str, Any]], object]


@page(*PROVING)
def claim(request: HttpRequest, actor: Actor, claim_id: UUID) -> HttpResponseBase:
    """Look at one claim and decide it."""
    now = moment_of(request)
    view = claim_view(actor, claim_id, now=now)

    def draw(form: ClaimForm) -> HttpResponse:
        state, said = CLAIM.states[view.claim.state], facts_of(view.said)
        context = {**vars(view), "state": state, "said": said, "form": form}
        return render(request, "account/claim.html", context)

    def act(typed: dict[str, Any]) -> object:
        accepted = _verdict(request, "accept", "refuse") == "accept"
        return prove_mandate(actor=actor, now=now, claim_id=claim_id, accepted=accepted, **typed)

    done, form = reverse("account-claims"), sent(request, ClaimForm)
    return carry_out(request, form, act, draw=draw, done=done, also=["verdict"])


@require_POST
@page(Role.OPERATOR)
def renew_administrator(
    request: HttpRequest, actor: Actor, organisation_id: UUID, mandate_id: UUID
) -> HttpResponseBase:
    """Make a link by which an administrator sets a new password, on papers; it is shown once."""

    def act(typed: dict[str, Any]) -> None:
        made = issue_renewal(actor=actor, now=moment_of(request), mandate_id=mandate_id, **typed)
        keep_renewal(request, made)

    return _on_papers(request, actor, organisation_id, mandate_id, act)


@require_POST
@page(Role.OPERATOR)
def take_factor(
    request: HttpRequest, actor: Actor, organisation_id: UUID, mandate_id: UUID
) -> HttpResponseBase:
    """Take the second factor of an administrator who lost it away, on papers."""

    def act(typed: dict[str, Any]) -> None:
        reason = typed["papers"]
        account = take_second_factor(
            actor=actor, now=moment_of(request), mandate_id=mandate_id, reason=reason
        )
        sessions.end_sessions(account)

    return _on_papers(request, actor, organisation_id, mandate_id, act)


@require_POST
@page(Role.OPERATOR)
def switch_organisation(
    request: HttpRequest, actor: Actor, organisation_id: UUID
) -> HttpResponseBase:
    """Suspend an organisation, or let it act again."""

    def act(typed: dict[str, Any]) -> object:
        suspends = _verdict(request, "suspend", "resume") == "suspend"
        switched = suspend_organisation if suspends else resume_organisation
        return told(request, actor, switched, organisation_id=organisation_id)(typed)

    return carry_out(
        request,
        ReasonForm(request.POST),
        act,
        draw=lambda form: _drawn(request, actor, organisation_id, switch=form),
        done=reverse("account-organisation", args=[organisation_id]),
        also=["verdict"],
    )


def _on_papers(
    request: HttpRequest, actor: Actor, organisation_id: UUID, mandate_id: UUID, act: Carried
) -> HttpResponseBase:
    return carry_out(
        request,
        PapersForm(request.POST, auto_id=f"papers_{mandate_id}_%s"),
        act,
        draw=lambda form: _drawn(request, actor, organisation_id, papers={mandate_id: form}),
        done=reverse("account-organisation", args=[organisation_id]),
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
        (
            administrator.mandate,
            papers.pop(administrator.mandate.pk, None)
            or PapersForm(auto_id=f"papers_{administrator.mandate.pk}_%s"),
            administrator.second_factor,
        )
        for administrator in view.administrators
    ]
    context = {
        **vars(view),
        **known(view),
        "region": view.regions.get(view.organisation.region, ""),
        "administrators": rows,
        "gone": list(papers.values()),
        "forms": forms | bound,
        "link": kept_link(request),
    }
    return render(request, "account/organisation.html", context)


def _admitting(actor: Actor, now: datetime, _: object) -> dict[str, Any]:
    regions = region_names(actor.city, on=day_of(now))
    here = [("", "请选择"), *regions.items()]
    return {"choices": {"regions": [*regions.items()], "region": here}}


def _change(actor: Actor, _now: datetime, organisation_id: UUID) -> dict[str, Any]:
    return {"organisation": organisation_of(actor.city, organisation_id)}


def _changing(actor: Actor, now: datetime, record: dict[str, UUID]) -> dict[str, Any]:
    """Begin with what is known of an organisation."""
    view = organisation_view(actor, **record, now=now)
    served = [*region_names(actor.city, on=day_of(now)).items()]
    kind = view.organisation.kind
    return {"initial": view.facts, "kind": kind, "choices": {"regions": served}}


def _roles(actor: Actor, now: datetime, record: dict[str, UUID]) -> dict[str, Any]:
    """Let the operator choose among the desks of an organisation."""
    return {"choices": {"role": role_choices(organisation_view(actor, **record, now=now).roles)}}


def _made(_: object, organisation_id: str) -> str:
    return reverse("account-organisation", args=[organisation_id])


_of_operator = partial(act_view, roles=[Role.OPERATOR], done=_made)

admit = _of_operator(
    admit_organisation,
    AdmitForm,
    draw=page_of("account/admit.html", lambda *_: {}),
    needs=_admitting,
)
change = _of_operator(
    change_organisation, ChangeForm, draw=page_of("account/change.html", _change), needs=_changing
)
succeed = _of_operator(
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
