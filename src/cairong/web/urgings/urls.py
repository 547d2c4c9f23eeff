"""Addresses of the pages of letters of urging; their list has its own."""

from django.urls import path

from cairong.web.urgings import new, pages

LETTER = "<uuid:urging_id>/"
urlpatterns = [
    path("new/<uuid:organisation_id>/<slug:desk>/", new.new, name="urging-new"),
    path("papers/<uuid:paper_id>/", pages.paper, name="urging-paper"),
    path(LETTER, pages.urging, name="urging"),
    path(f"{LETTER}pdf/", pages.pdf, name="urging-pdf"),
    path(f"{LETTER}receive/", pages.received, name="urging-received"),
    path(f"{LETTER}answer/", pages.answered, name="urging-answered"),
    path(f"{LETTER}dispute/", pages.disputed, name="urging-disputed"),
    path(f"{LETTER}serve/", pages.served, name="urging-served"),
    path(f"{LETTER}close/", pages.closed, name="urging-closed"),
]
