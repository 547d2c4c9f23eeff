"""What is known of an organisation, as its administrator keeps it, and how it changed."""

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from cairong.cases.organisations import OrganisationView, own_view
from cairong.doors.actors import moment_of
from cairong.doors.page import page
from cairong.kernel.actor import Actor
from cairong.parties.actions.change import change_own_facts
from cairong.web.account.organisation_forms import OwnFactsForm
from cairong.web.acting import carry_out, sent, told
from cairong.web.facts import changes, facts_of, placed


@page()
def own(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """Keep one's own organisation's facts, as its administrator."""
    view = own_view(actor, now=moment_of(request))

    def draw(form: OwnFactsForm) -> HttpResponse:
        return render(
            request, "account/own.html", {"form": form, "supplies": view.supplies, **known(view)}
        )

    form = sent(request, OwnFactsForm, initial=view.facts, supplies=view.supplies)
    act = told(request, actor, change_own_facts)
    return carry_out(request, form, act, draw=draw, done=reverse("account-own"))


def known(view: OrganisationView) -> dict[str, Any]:
    """Lay out what is known of an organisation, and what each change of it was."""
    named = partial(placed, places=view.regions)
    return {
        "facts": facts_of(named(view.facts)),
        "history": [
            {**vars(each), "changes": changes(named(each.before), named(each.after))}
            for each in view.changed
        ],
    }
