"""What two desks do about accounts: the procurement desk looks at papers, the operator admits."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

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
from cairong.parties.kinds import INSTITUTION_FACTS, InstitutionFacts, Kind
from cairong.parties.reads import region_names
from cairong.parties.states import CLAIM
from cairong.web.account.forms import AdministratorForm, ClaimForm, PapersForm, ReasonForm
from cairong.web.account.lists import PROVING
from cairong.web.account.organisation_forms import AdmitForm, ChangeForm, SucceedForm
from cairong.web.account.own import known
from cairong.web.acting import carry_out, sent, told
from cairong.web.facts import facts_of
from cairong.web.links import keep_link, kept_link

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


@page(Role.OPERATOR)
def admit(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """Admit an organisation on papers."""
    now = moment_of(request)

    def draw(form: AdmitForm) -> HttpResponse:
        return render(request, "account/admit.html", {"form": form})

    def act(typed: dict[str, Any]) -> object:
        more = _institution(typed)
        lends = typed["kind"] == Kind.INSTITUTION
        return admit_organisation(
            actor=actor, now=now, institution=more if lends else None, **typed
        )

    form = sent(request, AdmitForm, regions=region_names(actor.city, on=day_of(now)))
    return carry_out(request, form, act, draw=draw, done=_address)


@require_safe
@page(Role.OPERATOR)
def organisation(request: HttpRequest, actor: Actor, organisation_id: UUID) -> HttpResponse:
    """Show one organisation and what the operator can do about it."""
    return _drawn(request, actor, organisation_id)


@require_POST
@page(Role.OPERATOR)
def first_administrator(
    request: HttpRequest, actor: Actor, organisation_id: UUID
) -> HttpResponseBase:
    """Invite an organisation's first administrator on papers."""
    now = moment_of(request)
    roles = organisation_view(actor, organisation_id, now=now).roles

    def act(typed: dict[str, Any]) -> str:
        issued = invite_administrator(
            actor=actor, now=now, organisation_id=organisation_id, **typed
        )
        keep_link(request, reverse("account-accept", args=[issued.token]))
        return str(organisation_id)

    form = AdministratorForm(request.POST, roles=roles)
    return _acted(request, actor, organisation_id, act, administrator=form)


@require_POST
@page(Role.OPERATOR)
def renew_administrator(
    request: HttpRequest, actor: Actor, organisation_id: UUID, mandate_id: UUID
) -> HttpResponseBase:
    """Make a link by which an administrator sets a new password, on papers; it is shown once."""

    def act(typed: dict[str, Any]) -> None:
        made = issue_renewal(actor=actor, now=moment_of(request), mandate_id=mandate_id, **typed)
        keep_link(request, reverse("account-renew", args=[made.account.pk, made.token]))

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

    return _acted(request, actor, organisation_id, act, switch=ReasonForm(request.POST))


@page(Role.OPERATOR)
def change(request: HttpRequest, actor: Actor, organisation_id: UUID) -> HttpResponseBase:
    """Change what is known of an organisation, on papers."""
    now = moment_of(request)
    view = organisation_view(actor, organisation_id, now=now)

    def draw(form: ChangeForm) -> HttpResponse:
        context = {"form": form, "organisation": view.organisation}
        return render(request, "account/change.html", context)

    def act(typed: dict[str, Any]) -> object:
        more = _institution(typed) if view.lends else None
        return change_organisation(
            actor=actor, now=now, organisation_id=organisation_id, institution=more, **typed
        )

    regions = region_names(actor.city, on=day_of(now))
    kind = view.organisation.kind
    form = sent(request, ChangeForm, initial=view.facts, kind=kind, regions=regions)
    return carry_out(request, form, act, draw=draw, done=_address)


@require_POST
@page(Role.OPERATOR)
def succeed(request: HttpRequest, actor: Actor, organisation_id: UUID) -> HttpResponseBase:
    """Let a new body follow an authority; it opens on the new body's page."""
    form = SucceedForm(request.POST, auto_id="succeed_%s")
    act = told(request, actor, succeed_organisation, organisation_id=organisation_id)
    return _acted(request, actor, organisation_id, act, done=_address, succeed=form)


def _institution(typed: dict[str, Any]) -> InstitutionFacts:
    """Take what only an institution has out of what was typed."""
    return InstitutionFacts(**{key: typed.pop(key) for key in INSTITUTION_FACTS})


def _on_papers(
    request: HttpRequest, actor: Actor, organisation_id: UUID, mandate_id: UUID, act: Carried
) -> HttpResponseBase:
    form = PapersForm(request.POST, auto_id=f"papers_{mandate_id}_%s")
    return _acted(request, actor, organisation_id, act, mandate_id=mandate_id, papers=form)


def _acted(
    request: HttpRequest,
    actor: Actor,
    organisation_id: UUID,
    act: Carried,
    *,
    done: Any = None,
    mandate_id: UUID | None = None,
    **form: Any,
) -> HttpResponseBase:
    """Carry out an act whose form stands on an organisation's page, under this name."""
    ((name, sent_form),) = form.items()

    def draw(form: Any) -> HttpResponse:
        kept = {mandate_id: form} if mandate_id else form
        return _drawn(request, actor, organisation_id, **{name: kept})

    done = done or _address(str(organisation_id))
    also = ["verdict"] if name == "switch" else ()
    return carry_out(request, sent_form, act, draw=draw, done=done, also=also)


def _verdict(request: HttpRequest, *choices: str) -> str:
    """Read which button was pressed. Raises Invalid for none of them."""
    verdict = request.POST.get("verdict", "")
    if verdict not in choices:
        raise Invalid("account.verdict", field="verdict", value=verdict)
    return verdict


def _drawn(request: HttpRequest, actor: Actor, organisation_id: UUID, **bound: Any) -> HttpResponse:
    view = organisation_view(actor, organisation_id, now=moment_of(request))
    forms = {
        "administrator": AdministratorForm(roles=view.roles, auto_id="administrator_%s"),
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


def _address(organisation_id: str) -> str:
    return reverse("account-organisation", args=[organisation_id])
