"""Addresses of the pages of surveys that are no lists."""

from django.urls import path

from cairong.web.spreading import desk, visitors

DESK = "overseer/surveys/<uuid:survey_id>/"
OPEN = "surveys/<uuid:survey_id>/"

urlpatterns = [
    path("overseer/surveys/new/", desk.new, name="survey-new"),
    path(DESK, desk.survey, name="overseer-survey"),
    path(f"{DESK}change/", desk.change, name="survey-change"),
    path(f"{DESK}publish/", desk.publish, name="survey-publish"),
    path(f"{DESK}call-off/", desk.call_off, name="survey-call-off"),
    path(f"{DESK}enter/", desk.enter, name="survey-enter"),
    path(f"{DESK}paper.pdf", desk.paper, name="survey-paper"),
    path(OPEN, visitors.survey, name="survey"),
    path(f"{OPEN}answer/", visitors.answer, name="survey-answer"),
    path(f"{OPEN}code.svg", visitors.code, name="survey-code"),
]
