"""Pages of a supplier's vault: a new paper, and to whom of an intent its papers are given."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

from cairong.doors import uploads
from cairong.doors.actors import moment_of
from cairong.doors.page import page
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.lending.actions.give_papers import give_papers, take_back_paper
from cairong.lending.papers import Giving, given_paper, giving_of
from cairong.papers.actions.keep_paper import keep_paper
from cairong.policy.papers import WORDS, purposes_of
from cairong.web.acting import act_view, carry_out, page_of
from cairong.web.board.handling import taking_cut
from cairong.web.forms import ActForm, Choices, TickedField
from cairong.web.frame import draw
from cairong.web.papers.forms import VaultForm
from cairong.web.papers.pages import PLACES, taken_in

SAID = "已放进材料库。有需要过目的,请看一遍;其余的现在就可以提供给金融机构。"


@uploads.takes_files
@page(Role.SUPPLIER)
def new(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """Upload a paper of one's own vault; the address may name what for."""
    purposes = purposes_of(actor.role, vault=True)
    asked = request.GET.get("purpose", "")

    def act(typed: dict[str, Any]) -> object:
        return keep_paper(actor=actor, now=moment_of(request), **taken_in(request, typed))

    return carry_out(
        request,
        taking_cut(request, VaultForm, purposes=purposes, initial={"purpose": asked}),
        act,
        draw=lambda form: draw(request, actor, "papers/new_own.html", {"form": form}),
        done=lambda made: reverse("paper", args=[made]),
        said=SAID,
        places=PLACES,
    )


class GiveForm(ActForm):
    """Which papers of the vault go to which institutions of an intent."""

    paper_ids = TickedField(label="提供哪些材料")
    application_ids = TickedField(label="提供给哪几家")


def _given(actor: Actor, now: datetime, intent_id: UUID) -> dict[str, Any]:
    giving = giving_of(actor, intent_id, on=day_of(now))
    return {
        **vars(giving),
        "given": [
            {
                "name": each.application.institution.name,
                "papers": [
                    (row, WORDS[row.paper.purpose], ActForm(auto_id=f"back-{row.pk}-%s"))
                    for row in each.papers
                ],
            }
            for each in giving.asked
            if each.papers
        ],
        "form": GiveForm(choices=_choices(giving)),
    }


def _choices(giving: Giving) -> dict[str, Choices]:
    return {
        "paper_ids": [
            (str(each.pk), f"{WORDS[each.purpose]} · {each.name}") for each in giving.ready
        ],
        "application_ids": [
            (str(each.application.pk), each.application.institution.name) for each in giving.asked
        ],
    }


def _of_given(actor: Actor, now: datetime, given_id: UUID) -> dict[str, Any]:
    return _given(actor, now, given_paper(actor, given_id).application.intent_id)


TEMPLATE = "papers/give.html"
give = act_view(
    give_papers,
    GiveForm,
    draw=page_of(TEMPLATE, _given),
    needs=lambda actor, now, record: {
        "choices": _choices(giving_of(actor, record["intent_id"], on=day_of(now)))
    },
    done="intent-papers",
    said="已提供。每次打开都有记录,可以随时收回。",
)
taken_back = act_view(
    take_back_paper,
    draw=page_of(TEMPLATE, _of_given),
    of=given_paper,
    done=lambda found, _: reverse("intent-papers", args=[found.application.intent_id]),
    said=lambda found: f"已收回,{found.application.institution.name} 不能再看。",
    only_posted=True,
)
