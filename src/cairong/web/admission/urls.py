"""Addresses of the pages of institutions' admission; their list has its own."""

from django.urls import path

from cairong.web.admission import pages

ONE = "admission/<uuid:institution_id>/"

urlpatterns = [
    path("admission/new/", pages.new, name="admission-new"),
    path("institution/admission/", pages.own, name="institution-admission"),
    path(ONE, pages.institution, name="admission-institution"),
    path(f"{ONE}change/", pages.changed, name="admission-changed"),
    path(f"{ONE}review/", pages.reviewed, name="admission-reviewed"),
    path(f"{ONE}suspend/", pages.suspended, name="admission-suspended"),
    path(f"{ONE}resume/", pages.resumed, name="admission-resumed"),
]
