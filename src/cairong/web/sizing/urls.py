"""Addresses of the pages of disputes about a size class that are no lists."""

from django.urls import path

from cairong.web.sizing import pages

DISPUTE = "sizes/<uuid:dispute_id>/"
urlpatterns = [
    path("sizes/new/", pages.new, name="size-new"),
    path(DISPUTE, pages.size, name="size"),
    path(f"{DISPUTE}pdf/", pages.pdf, name="size-pdf"),
    path(f"{DISPUTE}hear/", pages.heard, name="size-heard"),
    path(f"{DISPUTE}decide/", pages.decided, name="size-decided"),
    path(f"{DISPUTE}forward/", pages.forwarded, name="size-forwarded"),
    path(f"{DISPUTE}answer/", pages.answered, name="size-answered"),
    path(f"{DISPUTE}withdraw/", pages.withdrawn, name="size-withdrawn"),
    path(f"{DISPUTE}papers/<uuid:paper_id>/", pages.paper, name="size-paper"),
]
