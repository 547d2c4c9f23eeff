"""What is known of an organisation, as its administrator keeps it, and how it changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from cairong.audit.models import Event
from cairong.doors.actors import moment_of
from cairong.doors.forms import submit
from cairong.doors.page import page
from cairong.kernel.actor import Actor
from cairong.outreach.sentences import happening_of
from cairong.parties import reads
from cairong.parties.actions.change import change_own_facts
from cairong.parties.kinds import SupplierFacts
from cairong.parties.models import Claim, Organisation
from cairong.parties.steps.desks import require_whole_house
from cairong.parties.steps.facts import CONTACT, known_facts
from cairong.parties.steps.registering import FIGURES
from cairong.web.account.organisation_forms import OwnFactsForm
from cairong.web.facts import changes, placed, value_of, word_of
from cairong.web.parts import Change, Fact

MOST = 20
CHANGED = ("parties.organisation.changed", "parties.organisation.own_facts_changed")


@dataclass(frozen=True, kw_only=True)
class Changed:
    """One change of what is known: when, by whom, what was and what is since."""

    at: datetime
    who: str
    what: str
    changes: Sequence[Change]


@page()
def own(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """Keep one's own organisation's facts, as its administrator."""
    now = moment_of(request)
    found = require_whole_house(actor, now).organisation
    supplies = found.kind == Organisation.Kind.SUPPLIER

    def draw(form: OwnFactsForm) -> HttpResponse:
        context = {
            "form": form,
            "facts": facts_of(actor, found),
            "history": history(actor, found),
        }
        return render(request, "account/own.html", context)

    def act(typed: dict[str, Any]) -> Organisation:
        figures = {key: typed.pop(key) for key in OwnFactsForm.SIZE if key in typed}
        supplier = SupplierFacts(**figures) if supplies else None
        return change_own_facts(actor=actor, now=now, supplier=supplier, **typed)

    if request.method != "POST":
        return draw(OwnFactsForm(initial=known_facts(found), supplies=supplies))
    form = OwnFactsForm(request.POST, supplies=supplies)
    return submit(request, form, act, draw=draw, done=reverse("account-own"))


def facts_of(actor: Actor, found: Organisation) -> list[Fact]:
    """Lay out what is known of an organisation; whom to call at a supplier, to itself alone."""
    places = _places(actor)
    facts = known_facts(found)
    facts["former_names"] = found.former_names
    if found.individual:
        facts["individual"] = True
    return [
        Fact(word=word_of(key), value=value_of(key, one))
        for key, one in placed(facts, places).items()
        if key not in _kept_from(actor, found)
    ]


def said_in(claim: Claim) -> list[Fact]:
    """Lay out what a claim says of its supplier, beside name, code and region."""
    said = {key: getattr(claim, key) for key in ("address", *FIGURES)}
    return [
        Fact(word=word_of(key), value=value_of(key, one))
        for key, one in said.items()
        if one not in (None, "")
    ]


def history(actor: Actor, found: Organisation) -> list[Changed]:
    """List the last changes of what is known of an organisation, the newest first."""
    places, kept = _places(actor), _kept_from(actor, found)
    rows = Event.objects.filter(city=actor.city, about__contains=[found.pk], type__in=CHANGED)
    return [
        Changed(
            at=one.at,
            who=f"{one.organisation_name}{one.person_name}",
            what=happening_of(one),
            changes=changes(
                placed({key: one.before[key] for key in one.before if key not in kept}, places),
                placed({key: one.after[key] for key in one.before if key not in kept}, places),
            ),
        )
        for one in rows.order_by("-seq")[:MOST]
    ]


def _kept_from(actor: Actor, found: Organisation) -> Sequence[str]:
    """Name what an actor does not read of an organisation: others' contact at a supplier."""
    own = found.pk == actor.organisation_id
    return () if own or found.kind != Organisation.Kind.SUPPLIER else CONTACT


def _places(actor: Actor) -> dict[str, str]:
    return reads.region_names(actor.city)
