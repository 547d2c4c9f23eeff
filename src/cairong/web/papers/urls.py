"""Addresses of the pages of papers that are no lists."""

from django.urls import path

from cairong.web.papers import lenders, pages, vault

PAPER = "papers/<uuid:paper_id>/"
urlpatterns = [
    path("papers/new/", vault.new, name="paper-new-own"),
    path("supplier/intents/<uuid:intent_id>/papers/", vault.give, name="intent-papers"),
    path("supplier/given/<uuid:given_id>/take-back/", vault.taken_back, name="given-taken-back"),
    path(
        "institution/applications/<uuid:application_id>/papers/",
        lenders.new,
        name="application-paper-new",
    ),
    path("papers/new/<uuid:contract_id>/", pages.new, name="paper-new"),
    path(PAPER, pages.paper, name="paper"),
    path(f"{PAPER}file/", pages.file, name="paper-file"),
    path(f"{PAPER}pages/<int:number>/", pages.picture, name="paper-picture"),
    path(f"{PAPER}hand-in/", pages.handed, name="paper-handed"),
    path(f"{PAPER}withdraw/", pages.withdrawn, name="paper-withdrawn"),
]
