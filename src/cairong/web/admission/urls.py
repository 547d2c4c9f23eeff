"""Addresses of the pages of institutions' admission; their list has its own."""

from django.urls import path

from cairong.web.admission import pages

INSTITUTION = "admission/<uuid:institution_id>/"

urlpatterns = [
    path("admission/new/", pages.new, name="admission-new"),
    path("institution/admission/", pages.own, name="institution-admission"),
    path(INSTITUTION, pages.institution, name="admission-institution"),
    path(f"{INSTITUTION}change/", pages.changed, name="admission-changed"),
    path(f"{INSTITUTION}review/", pages.reviewed, name="admission-reviewed"),
    path(f"{INSTITUTION}suspend/", pages.suspended, name="admission-suspended"),
    path(f"{INSTITUTION}resume/", pages.resumed, name="admission-resumed"),
]
