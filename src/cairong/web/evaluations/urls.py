"""Addresses of the pages of the evaluation; lists bring theirs."""

from django.urls import path

from cairong.web.evaluations import appeals, institution, own, packs, year

YEAR = "<int:year>/"
OF_INSTITUTION = f"{YEAR}of/<uuid:institution_id>/"
urlpatterns = [
    path("schemes/", year.schemes, name="evaluation-schemes"),
    path("schemes/adopt/", year.adopted, name="evaluation-adopted"),
    path("schemes/<uuid:scheme_id>/file/", year.scheme_file, name="evaluation-scheme-file"),
    path(YEAR, year.year, name="evaluation-year"),
    path(f"{YEAR}publish/", year.published, name="evaluation-published"),
    path(f"{YEAR}freeze/", year.frozen, name="evaluation-frozen"),
    path(f"{YEAR}facts/", year.facts, name="evaluation-facts-file"),
    path(f"{YEAR}versions/<int:number>/", year.result, name="evaluation-result"),
    path(f"{YEAR}packs/<slug:grade>/", packs.of_grade, name="evaluation-grade-pack"),
    path(f"{YEAR}appeal/", own.appealed, name="evaluation-appealed"),
    path(f"{OF_INSTITUTION}flags/", institution.looked, name="evaluation-looked"),
    path(f"{OF_INSTITUTION}supports/", institution.supported, name="evaluation-supported"),
    path(f"{OF_INSTITUTION}pack/", packs.of_institution, name="evaluation-pack"),
    path("appeals/<uuid:appeal_id>/", appeals.appeal, name="evaluation-appeal"),
    path("appeals/<uuid:appeal_id>/answer/", appeals.answered, name="evaluation-answered"),
    path("papers/<uuid:paper_id>/", appeals.paper, name="evaluation-paper"),
]
