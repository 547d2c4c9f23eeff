"""Addresses of the overseers' pages that are no lists."""

from django.urls import path

from cairong.web.evaluations import institution
from cairong.web.overseer import outside

urlpatterns = [
    path(
        "evaluation/<int:year>/<uuid:institution_id>/",
        institution.evaluated,
        name="overseer-evaluated",
    ),
    path("outside/enter/", outside.outside_entered, name="overseer-outside-entered"),
    path(
        "outside/papers/<uuid:paper_id>/", outside.outside_page_paper, name="overseer-outside-paper"
    ),
]
