"""Addresses of the overseers' pages that are no lists."""

from django.urls import path

from cairong.web.evaluations import institution
from cairong.web.overseer import counties, outside, statistics

urlpatterns = [
    path("counties/open/procurement/", counties.desk_opened, name="overseer-procurement-opened"),
    path("counties/open/treasury/", counties.treasury_opened, name="overseer-treasury-opened"),
    path("counties/<slug:region>/", counties.county, name="overseer-county"),
    path("counties/<slug:region>/letters/", counties.delegated, name="overseer-delegated"),
    path(
        "counties/letters/<uuid:delegation_id>/end/",
        counties.delegation_ended,
        name="overseer-delegation-ended",
    ),
    path(
        "evaluation/<int:year>/<uuid:institution_id>/",
        institution.evaluated,
        name="overseer-evaluated",
    ),
    path("outside/enter/", outside.outside_entered, name="overseer-outside-entered"),
    path(
        "outside/papers/<uuid:paper_id>/", outside.outside_page_paper, name="overseer-outside-paper"
    ),
    path("statistics/issue/", statistics.statistic_issued, name="overseer-statistic-issued"),
    path("statistics/<uuid:statistic_id>/", statistics.statistic, name="overseer-statistic"),
    path(
        "statistics/<uuid:statistic_id>.xlsx",
        statistics.statistic_sheet,
        name="overseer-statistic-sheet",
    ),
    path(
        "statistics/<uuid:statistic_id>.pdf",
        statistics.statistic_paper,
        name="overseer-statistic-paper",
    ),
]
