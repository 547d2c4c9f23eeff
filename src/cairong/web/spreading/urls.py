"""Addresses of the pages of surveys and stories that are no lists."""

from django.urls import path

from cairong.web.spreading import desk, stories, visitors

DESK = "overseer/surveys/<uuid:survey_id>/"
OPEN = "surveys/<uuid:survey_id>/"
TOLD = "overseer/case-stories/<uuid:story_id>/"

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
    path("overseer/case-stories/loans/<uuid:loan_id>/", stories.new, name="case-story-new"),
    path(TOLD, stories.story, name="overseer-case-story"),
    path(f"{TOLD}change/", stories.change, name="case-story-change"),
    path(f"{TOLD}ask/", stories.ask, name="case-story-ask"),
    path(f"{TOLD}publish/", stories.publish, name="case-story-publish"),
    path(f"{TOLD}take-down/", stories.take_down, name="case-story-take-down"),
    path("case-stories/own/<uuid:story_id>/", stories.own_story, name="own-case-story"),
    path("case-stories/own/<uuid:story_id>/agree/", stories.agree, name="case-story-agree"),
    path("case-stories/own/<uuid:story_id>/refuse/", stories.refuse, name="case-story-refuse"),
    path(
        "case-stories/own/<uuid:story_id>/withdraw/", stories.withdraw, name="case-story-withdraw"
    ),
    path("case-stories/<uuid:story_id>/", stories.public, name="case-story"),
]
