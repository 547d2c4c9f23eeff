"""The desk's pages of surveys: draft one, publish it, type papers in, read what was answered."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from cairong.doors.actors import moment_of
from cairong.doors.page import page
from cairong.kernel.actor import Actor
from cairong.kernel.calendar import day_of
from cairong.policy.spreading import offered, papers_until
from cairong.spreading.actions.answer_survey import enter_paper_answer
from cairong.spreading.actions.draft_survey import change_survey, draft_survey
from cairong.spreading.actions.publish_survey import call_survey_off, publish_survey
from cairong.spreading.paper import survey_pdf
from cairong.spreading.reads import (
    asked_last,
    is_open,
    is_own_survey,
    own_survey,
    questions_of,
    results_of,
    survey_for,
    takes_papers,
)
from cairong.spreading.states import DESK, SURVEY
from cairong.web.acting import act_view, carry_out, look_view, page_of, sent
from cairong.web.forms import ActForm, PageForm
from cairong.web.frame import draw
from cairong.web.handing import hand_out
from cairong.web.spreading.forms import AnswerForm, CallOffForm, SurveyForm, boxes_of
from cairong.web.spreading.lists import WATCHING
from cairong.web.spreading.showing import tables_of

DRAWN_UP = ("title", "intro", "opens_on", "closes_on")
PLACES = {
    "spreading.questions": "words_1",
    "spreading.asked_twice": "words_1",
    "spreading.opens": "opens_on",
    "spreading.closes": "closes_on",
}


@page(*DESK)
def new(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """Draft a survey; the questions of the one before stand in the boxes, to be compared."""
    now = moment_of(request)
    before = asked_last(actor)
    begins = boxes_of(questions_of(before)) if before else {}
    form = sent(request, SurveyForm) if request.method == "POST" else SurveyForm(initial=begins)
    return carry_out(
        request,
        form,
        lambda typed: draft_survey(actor=actor, now=now, **typed),
        draw=lambda shown: draw(
            request, actor, "spreading/new.html", {"form": shown, "before": before}
        ),
        done=lambda made: reverse("overseer-survey", args=[made]),
        said="已存为草稿,只有本部门看得到。核对以后发布。",
        places=PLACES,
    )


def address_of(survey_id: UUID) -> str:
    """Write the whole address of a survey's public page."""
    return f"{settings.SITE_URL}{reverse('survey', args=[survey_id])}"


def _drawn(request: HttpRequest, actor: Actor, survey_id: UUID, **forms: PageForm) -> HttpResponse:
    today = day_of(moment_of(request))
    found = survey_for(actor, survey_id)
    own, questions = is_own_survey(actor, found), questions_of(found)
    results = results_of(found) if found.published_at else None
    context = {
        "found": found,
        "own": own,
        "state": SURVEY.states[found.state],
        "open": is_open(found, today),
        "over": today > found.closes_on,
        "takes_papers": own and takes_papers(found, today),
        "papers_until": papers_until(found.closes_on),
        "questions": [(each, list(offered(each).values())) for each in questions],
        "results": results,
        "tables": tables_of(results) if results and results.answers else [],
        "address": address_of(found.pk),
        "draft": own and found.state == "draft",
        "ends": own and found.state != "called_off" and today <= papers_until(found.closes_on),
        "form": ActForm(),
        "change_form": SurveyForm(
            initial={name: getattr(found, name) for name in DRAWN_UP} | boxes_of(questions)
        ),
        "call_off_form": CallOffForm(),
        **forms,
    }
    return draw(request, actor, "spreading/survey_desk.html", context)


survey = look_view(_drawn, *WATCHING)
change = act_view(
    change_survey, SurveyForm, "change_form", draw=_drawn, done="overseer-survey",
    said="已改好。", places=PLACES,
)  # fmt: skip
publish = act_view(
    publish_survey, draw=_drawn, done="overseer-survey",
    said="已发布,题目不再改。从开始那天起,链接和二维码可以填写。", places=PLACES,
)  # fmt: skip
call_off = act_view(
    call_survey_off, CallOffForm, "call_off_form", draw=_drawn, done="overseer-survey",
    said="已停用,不再收答卷。",
)  # fmt: skip


def _questions(actor: Actor, _now: Any, record: Any) -> dict[str, Any]:
    return {"questions": questions_of(own_survey(actor, record["survey_id"]))}


def _entering(actor: Actor, _now: Any, survey_id: UUID) -> dict[str, Any]:
    found = own_survey(actor, survey_id)
    return {
        "found": found,
        "papers_until": papers_until(found.closes_on),
        "papers": results_of(found).by_way["paper"],
        "form": AnswerForm(questions=questions_of(found)),
    }


enter = act_view(
    enter_paper_answer, AnswerForm, draw=page_of("spreading/enter.html", _entering),
    needs=_questions, done="survey-enter", said="已录入一份。接着录下一份。",
)  # fmt: skip


@require_safe
@page(*WATCHING)
def paper(request: HttpRequest, actor: Actor, survey_id: UUID) -> HttpResponse:
    """Hand the survey out as PDF, to be printed and filled in by hand."""
    del request
    found = survey_for(actor, survey_id)
    return hand_out(
        survey_pdf(found, address_of(found.pk)), "application/pdf", f"{found.title} {found.no}.pdf"
    )
