"""What two desks do about accounts: the procurement desk looks at papers, the operator admits."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from cairong.contracts.actions.prove_mandate import prove_mandate
from cairong.contracts.steps.winners import award_of_claim
from cairong.doors.actors import moment_of
from cairong.doors.forms import submit
from cairong.doors.page import page
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import Invalid
from cairong.parties import reads
from cairong.parties.actions.accounts import issue_renewal
from cairong.parties.actions.admit import admit_organisation
from cairong.parties.actions.change import change_organisation
from cairong.parties.actions.desks import resume_organisation, suspend_organisation
from cairong.parties.actions.invite import invite_administrator
from cairong.parties.actions.second_factor import take_second_factor
from cairong.parties.actions.succeed import AUTHORITIES, succeed_organisation
from cairong.parties.kinds import ROLES_OF, InstitutionFacts
from cairong.parties.models import Claim, Organisation
from cairong.parties.sessions import end_sessions
from cairong.parties.states import CLAIM
from cairong.parties.steps.desks import administrators, house
from cairong.parties.steps.facts import INSTITUTION, known_facts
from cairong.parties.steps.registering import claim_for, has_people, supplier_of
from cairong.parties.steps.second_factor import has_second_factor
from cairong.web.account.forms import AdministratorForm, ClaimForm, PapersForm, ReasonForm
from cairong.web.account.lists import PROVING
from cairong.web.account.organisation_forms import AdmitForm, ChangeForm, SucceedForm
from cairong.web.account.own import facts_of, history, said_in
from cairong.web.account.rivals import rivals_of
from cairong.web.links import keep_link, kept_link


@page(*PROVING)
def claim(request: HttpRequest, actor: Actor, claim_id: UUID) -> HttpResponseBase:
    """Look at one claim and decide it."""
    found = claim_for(actor, claim_id)

    def draw(form: ClaimForm) -> HttpResponse:
        waits, known = found.state == "waiting", supplier_of(found)
        context = {
            "claim": found,
            "state": CLAIM.states[found.state],
            "award": award_of_claim(found),
            "region": reads.region_names(actor.city).get(found.region, found.region),
            "said": said_in(found),
            "known": known if waits else None,
            "overtaken": waits and known is not None and has_people(known, moment_of(request)),
            "rivals": rivals_of(actor, found) if waits else [],
            "form": form,
        }
        return render(request, "account/claim.html", context)

    def act(typed: dict[str, Any]) -> Claim:
        return prove_mandate(
            actor=actor,
            now=moment_of(request),
            claim_id=claim_id,
            accepted=_verdict(request, "accept", "refuse") == "accept",
            reason=typed["reason"],
        )

    if request.method != "POST":
        return draw(ClaimForm())
    done, form = reverse("account-claims"), ClaimForm(request.POST)
    return submit(request, form, act, draw=draw, done=done, also=["verdict"])


@page(Role.OPERATOR)
def admit(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """Admit an organisation on papers."""
    regions = list(reads.regions(actor.city, on=day_of(moment_of(request))))

    def draw(form: AdmitForm) -> HttpResponse:
        return render(request, "account/admit.html", {"form": form})

    def act(typed: dict[str, Any]) -> Organisation:
        facts = InstitutionFacts(**{key: typed.pop(key) for key in INSTITUTION})
        lends = typed["kind"] == Organisation.Kind.INSTITUTION
        return admit_organisation(
            actor=actor, now=moment_of(request), institution=facts if lends else None, **typed
        )

    if request.method != "POST":
        return draw(AdmitForm(regions=regions))
    form = AdmitForm(request.POST, regions=regions)
    return submit(request, form, act, draw=draw, done=_organisation_address)


@require_safe
@page(Role.OPERATOR)
def organisation(request: HttpRequest, actor: Actor, organisation_id: UUID) -> HttpResponse:
    """Show one organisation and what the operator can do about it."""
    return _organisation_page(request, actor, organisation_id)


@require_POST
@page(Role.OPERATOR)
def first_administrator(
    request: HttpRequest, actor: Actor, organisation_id: UUID
) -> HttpResponseBase:
    """Invite an organisation's first administrator on papers."""
    found = reads.organisation(actor.city, organisation_id)
    form = AdministratorForm(request.POST, roles=sorted(ROLES_OF.get(found.kind, ())))

    def act(typed: dict[str, Any]) -> str:
        issued = invite_administrator(
            actor=actor, now=moment_of(request), organisation_id=organisation_id, **typed
        )
        keep_link(request, reverse("account-accept", args=[issued.token]))
        return str(organisation_id)

    return submit(
        request,
        form,
        act,
        draw=lambda form: _organisation_page(request, actor, organisation_id, administrator=form),
        done=_organisation_address(str(organisation_id)),
    )


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
        end_sessions(account)

    return _on_papers(request, actor, organisation_id, mandate_id, act)


@require_POST
@page(Role.OPERATOR)
def switch_organisation(
    request: HttpRequest, actor: Actor, organisation_id: UUID
) -> HttpResponseBase:
    """Suspend an organisation, or let it act again."""

    def act(typed: dict[str, Any]) -> Organisation:
        suspends = _verdict(request, "suspend", "resume") == "suspend"
        switched = suspend_organisation if suspends else resume_organisation
        return switched(
            actor=actor, now=moment_of(request), organisation_id=organisation_id, **typed
        )

    return submit(
        request,
        ReasonForm(request.POST),
        act,
        draw=lambda form: _organisation_page(request, actor, organisation_id, switch=form),
        done=_organisation_address(str(organisation_id)),
        also=["verdict"],
    )


@page(Role.OPERATOR)
def change(request: HttpRequest, actor: Actor, organisation_id: UUID) -> HttpResponseBase:
    """Change what is known of an organisation, on papers."""
    now = moment_of(request)
    found = reads.organisation(actor.city, organisation_id)
    facts = known_facts(found)
    lends = found.kind == Organisation.Kind.INSTITUTION
    wanted: dict[str, Any] = {"regions": list(reads.regions(actor.city, on=day_of(now)))}

    def draw(form: ChangeForm) -> HttpResponse:
        return render(request, "account/change.html", {"form": form, "organisation": found})

    def act(typed: dict[str, Any]) -> Organisation:
        more = InstitutionFacts(**{key: typed.pop(key) for key in INSTITUTION}) if lends else None
        return change_organisation(
            actor=actor, now=now, organisation_id=organisation_id, institution=more, **typed
        )

    if request.method != "POST":
        return draw(ChangeForm(initial=facts, kind=found.kind, **wanted))
    form = ChangeForm(request.POST, kind=found.kind, **wanted)
    return submit(request, form, act, draw=draw, done=_organisation_address)


@require_POST
@page(Role.OPERATOR)
def succeed(request: HttpRequest, actor: Actor, organisation_id: UUID) -> HttpResponseBase:
    """Let a new body follow an authority; it opens on the new body's page."""
    return submit(
        request,
        SucceedForm(request.POST, auto_id="succeed_%s"),
        lambda typed: succeed_organisation(
            actor=actor, now=moment_of(request), organisation_id=organisation_id, **typed
        ),
        draw=lambda form: _organisation_page(request, actor, organisation_id, succeed=form),
        done=_organisation_address,
    )


def _on_papers(
    request: HttpRequest,
    actor: Actor,
    organisation_id: UUID,
    mandate_id: UUID,
    act: Callable[[dict[str, Any]], None],
) -> HttpResponseBase:
    form = PapersForm(request.POST, auto_id=f"papers_{mandate_id}_%s")

    def draw(form: PapersForm) -> HttpResponse:
        return _organisation_page(request, actor, organisation_id, papers={mandate_id: form})

    done = _organisation_address(str(organisation_id))
    return submit(request, form, act, draw=draw, done=done)


def _verdict(request: HttpRequest, *choices: str) -> str:
    """Read which button was pressed. Raises Invalid for none of them."""
    verdict = request.POST.get("verdict", "")
    if verdict not in choices:
        raise Invalid("account.verdict", field="verdict", value=verdict)
    return verdict


def _organisation_page(
    request: HttpRequest, actor: Actor, organisation_id: UUID, **bound: Any
) -> HttpResponse:
    found, own = reads.organisation(actor.city, organisation_id), house(actor)
    roles = sorted(ROLES_OF.get(found.kind, ()))
    forms = {
        "administrator": AdministratorForm(roles=roles, auto_id="administrator_%s"),
        "switch": ReasonForm(auto_id="switch_%s"),
        "succeed": SucceedForm(auto_id="succeed_%s"),
    }
    papers = bound.pop("papers", {})
    rows = [
        (
            one,
            papers.pop(one.pk, None) or PapersForm(auto_id=f"papers_{one.pk}_%s"),
            has_second_factor(one.person_id),
        )
        for one in administrators(found, day_of(moment_of(request)))
    ]
    context = {
        "organisation": found,
        "region": reads.region_names(actor.city).get(found.region, ""),
        "administrators": rows,
        "gone": list(papers.values()),
        "forms": forms | bound,
        "link": kept_link(request),
        "facts": facts_of(actor, found),
        "history": history(actor, found),
        "may_switch": found.pk != own and found.successor_id is None,
        "may_follow": found.active and found.kind in AUTHORITIES and found.pk != own,
    }
    return render(request, "account/organisation.html", context)


def _organisation_address(organisation_id: str) -> str:
    return reverse("account-organisation", args=[organisation_id])
