"""An institution's own year: how it stands, what it may appeal against, and what it earned."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from cairong.assessment.reads import frozen_result
from cairong.doors import uploads
from cairong.doors.actors import moment_of
from cairong.doors.page import page
from cairong.evaluation.actions.appeal_result import appeal_result
from cairong.evaluation.actions.keep_appeal_paper import keep_appeal_paper
from cairong.evaluation.behind import choices_of, facts_behind
from cairong.evaluation.showing import fell_out, institution_page
from cairong.kernel.actor import INSTITUTION, Actor, Role
from cairong.kernel.errors import NotFound
from cairong.kernel.papers import MOST_MB
from cairong.oversight.reads import years_until
from cairong.web.acting import carry_out
from cairong.web.evaluations.forms import AppealForm
from cairong.web.evaluations.points import said
from cairong.web.frame import draw

MEMBERS = tuple(sorted(INSTITUTION))
APPEALS = (Role.INSTITUTION_OFFICER,)


def _offered(actor: Actor, now: datetime, year: int) -> list[tuple[str, str]]:
    return choices_of(facts_behind(actor, now, year, actor.organisation_id))


def _drawn(request: HttpRequest, actor: Actor, year: int, **forms: AppealForm) -> HttpResponse:
    now = moment_of(request)
    context: dict[str, Any] = {"years": years_until(actor, now), "shown": str(year)}
    assert actor.organisation_id is not None
    try:
        found = institution_page(actor, now, year, actor.organisation_id)
    except NotFound:
        found = None
    context["fell_out"] = found is None and fell_out(actor, now, year)
    if found is not None:
        context |= said(found, frozen_result(actor.city, year, actor.organisation_id))
    appeals = found.appeals_now if found else context["fell_out"] and actor.role in APPEALS
    if appeals:
        context["appeal_form"] = AppealForm(offered=_offered(actor, now, year))
    return draw(request, actor, "institution/evaluation.html", {**context, **forms})


@require_safe
@page(*MEMBERS)
def own(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show an institution its own year, as the authorities see it; nobody else's."""
    years = years_until(actor, moment_of(request))
    asked = request.GET.get("year", "")
    return _drawn(request, actor, int(asked if asked in years else next(iter(years))))


@require_safe
@page(*MEMBERS)
def own_year(request: HttpRequest, actor: Actor, year: int) -> HttpResponse:
    """Show an institution the year that a message leads to. Raises NotFound for one to come."""
    if str(year) not in years_until(actor, moment_of(request)):
        raise NotFound("access.not_found", thing="年度")
    return _drawn(request, actor, year)


def _kept(actor: Actor, now: datetime, file: Any) -> UUID:
    kept = keep_appeal_paper(
        actor=replace(actor, request_id=None, asked=None), now=now,
        name=uploads.shown(file.name or ""), content=file.read(MOST_MB * uploads.MEGABYTE + 1),
    )  # fmt: skip
    return kept.pk


@uploads.takes_files
@require_POST
@page(*APPEALS)
def appealed(request: HttpRequest, actor: Actor, year: int) -> HttpResponseBase:
    """Appeal against a measure of one's own result, with a paper where there is one."""
    now = moment_of(request)

    def act(typed: dict[str, Any]) -> object:
        uploads.refuse_cut(request)
        if file := typed.pop("file", None):
            typed["paper_id"] = _kept(actor, now, file)
        return appeal_result(actor=actor, now=now, year=year, **typed)

    return carry_out(
        request,
        AppealForm(request.POST, request.FILES, offered=_offered(actor, now, year)),
        act,
        draw=lambda typed: _drawn(request, actor, year, appeal_form=typed),
        done=lambda _: reverse("institution-evaluated", args=[year]),
        said="申诉已提出,人民银行两人答复后您会收到消息。",
        places={"evaluation.appealed": "measure"},
    )
