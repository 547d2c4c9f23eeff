"""Upload a paper of an institution on an application: the signed form, the agreement."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

from cairong.doors import uploads
from cairong.doors.actors import moment_of
from cairong.doors.page import page
from cairong.kernel.actor import Actor, Role
from cairong.lending.actions.keep_for_case import keep_for_case
from cairong.lending.reads import application_for
from cairong.policy.papers import LENDERS
from cairong.web.acting import carry_out
from cairong.web.board.handling import taking_cut
from cairong.web.frame import draw
from cairong.web.papers.forms import PaperForm
from cairong.web.papers.pages import PLACES, taken_in

SAID = "已上传。有需要过目的,请看一遍再提交;提交以后供应商看得到。"


@uploads.takes_files
@page(Role.INSTITUTION_OFFICER)
def new(request: HttpRequest, actor: Actor, application_id: UUID) -> HttpResponseBase:
    """Upload a paper of one's own on an application; the address may name what for."""
    application = application_for(actor, application_id)
    asked = request.GET.get("purpose", "")

    def act(typed: dict[str, Any]) -> object:
        told = taken_in(request, typed)
        return keep_for_case(
            actor=actor, now=moment_of(request), application_id=application_id, **told
        )

    return carry_out(
        request,
        taking_cut(request, PaperForm, purposes=LENDERS, initial={"purpose": asked}),
        act,
        draw=lambda form: draw(
            request, actor, "papers/new_lenders.html", {"form": form, "application": application}
        ),
        done=lambda made: reverse("paper", args=[made]),
        said=SAID,
        places=PLACES,
    )
