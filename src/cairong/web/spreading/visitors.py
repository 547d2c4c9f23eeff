"""Pages of one survey for anybody: answer it while it is open, read the results once it is over."""

import io
from dataclasses import replace
from uuid import UUID

import segno
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from cairong.doors.actors import moment_of
from cairong.doors.limits import limit_address
from cairong.doors.page import public_page
from cairong.kernel.actor import Actor, public
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import Conflict
from cairong.policy.spreading import CLAUSE, papers_until
from cairong.rulebook.reads import parameter
from cairong.spreading.actions.answer_survey import answer_survey
from cairong.spreading.reads import is_open, public_survey, questions_of, results_of
from cairong.spreading.states import SURVEY
from cairong.web.acting import carry_out
from cairong.web.forms import PageForm
from cairong.web.frame import draw
from cairong.web.spreading.desk import address_of
from cairong.web.spreading.forms import AnswerForm
from cairong.web.spreading.showing import tables_of

SVG = "image/svg+xml"
MOST, STRETCH = 60, 3600  # answers from one address; everybody in a hall may have the same
ANSWERED, REMEMBERED = "surveyed", 120 * 86400  # seconds: longer than a survey is open


def _drawn(request: HttpRequest, actor: Actor, survey_id: UUID, form: PageForm) -> HttpResponse:
    today = day_of(moment_of(request))
    found = public_survey(actor, survey_id)
    over = found.state == "published" and today > found.closes_on
    results = results_of(found) if over else None
    context = {
        "found": found,
        "state": SURVEY.states[found.state],
        "open": is_open(found, today),
        "over": over,
        "papers_until": papers_until(found.closes_on),
        "papers_run": today <= papers_until(found.closes_on),
        "kept_days": parameter(actor.city, "survey_words_kept_days", on=today),
        "answered": _answered(request, survey_id),
        "results": results,
        "tables": tables_of(results) if results and results.answers else [],
        "form": form,
    }
    return draw(request, actor, "spreading/survey.html", context)


def _answered(request: HttpRequest, survey_id: UUID) -> bool:
    return request.COOKIES.get(ANSWERED, "") == str(survey_id)


@require_safe
@public_page
def survey(request: HttpRequest, actor: Actor, survey_id: UUID) -> HttpResponse:
    """Show one survey that was published."""
    form = AnswerForm(questions=questions_of(public_survey(actor, survey_id)))
    return _drawn(request, actor, survey_id, form)


@require_POST
@public_page
def answer(request: HttpRequest, actor: Actor, survey_id: UUID) -> HttpResponseBase:
    """Take one answer from a browser; whoever is signed in answers as anybody does."""
    limit_address(request, "survey", most=MOST, seconds=STRETCH)
    found = public_survey(actor, survey_id)
    if _answered(request, survey_id):
        raise Conflict("spreading.answered_already", CLAUSE, title=found.title)
    place = reverse("survey", args=[survey_id])
    named_by_nobody = public(city=actor.city)
    anybody = replace(named_by_nobody, request_id=actor.request_id, asked=actor.asked)
    taken = carry_out(
        request,
        AnswerForm(request.POST, questions=questions_of(found)),
        lambda typed: answer_survey(
            actor=anybody, now=moment_of(request), survey_id=survey_id, **typed
        ),
        draw=lambda form: _drawn(request, actor, survey_id, form),
        done=place,
        said="已记下,谢谢。问卷结束以后,在这里看结果。",
    )
    if isinstance(taken, HttpResponseRedirect):
        taken.set_cookie(
            ANSWERED, str(survey_id), max_age=REMEMBERED, path=place, secure=settings.SECURE,
            httponly=True, samesite="Lax",
        )  # fmt: skip
    return taken


@require_safe
@public_page
def code(request: HttpRequest, actor: Actor, survey_id: UUID) -> HttpResponse:
    """Draw the address of a survey as a code for phones."""
    del request
    out = io.BytesIO()
    found = public_survey(actor, survey_id)
    segno.make(address_of(found.pk), error="m").save(out, kind="svg", border=2, scale=6)
    return HttpResponse(out.getvalue(), content_type=SVG)
