"""Addresses of the disputes about a start."""

from django.urls import path

from cairong.web.starts import pages

START = "starts/<uuid:start_id>/"
urlpatterns = [
    path("supplier/applications/<uuid:application_id>/start/", pages.raised, name="start-dispute"),
    path(START, pages.start, name="start"),
    path(f"{START}agree/", pages.agreed, name="start-agree"),
    path(f"{START}object/", pages.objected, name="start-object"),
    path(f"{START}decide/", pages.decided, name="start-decide"),
]
