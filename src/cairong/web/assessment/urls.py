"""Addresses of the pages of the People's Bank's assessment."""

from django.urls import path

from cairong.web.assessment import pages

YEAR, SCHEME = "<int:year>/", "schemes/<uuid:scheme_id>/"
OF, OBJECTION = f"{YEAR}of/<uuid:institution_id>/", "objections/<uuid:objection_id>/"
urlpatterns = [
    path("", pages.home, name="assessment-home"),
    path("schemes/publish/", pages.scheme_published, name="assessment-scheme-published"),
    path(SCHEME, pages.scheme, name="assessment-scheme"),
    path(f"{SCHEME}file/", pages.scheme_file, name="assessment-scheme-file"),
    path(YEAR, pages.year, name="assessment-year"),
    path(f"{YEAR}publish/", pages.published, name="assessment-published"),
    path(f"{YEAR}again/", pages.again, name="assessment-again"),
    path(f"{YEAR}freeze/", pages.frozen, name="assessment-frozen"),
    path(f"{YEAR}facts/", pages.facts, name="assessment-facts-file"),
    path(f"{YEAR}versions/<int:number>/", pages.result, name="assessment-result"),
    path(f"{YEAR}own/", pages.own, name="assessment-own"),
    path(f"{YEAR}object/", pages.objected, name="assessment-objected"),
    path(OF, pages.institution, name="assessment-institution"),
    path(f"{OF}values/", pages.entered, name="assessment-values"),
    path(f"{OF}correct/", pages.corrected, name="assessment-corrected"),
    path(OBJECTION, pages.objection, name="assessment-objection"),
    path(f"{OBJECTION}answer/", pages.answered, name="assessment-answered"),
]
