"""Addresses of the pages of complaints that are no lists."""

from django.urls import path

from cairong.web.complaints import pages

COMPLAINT = "complaints/<uuid:complaint_id>/"
urlpatterns = [
    path("complaints/new/<uuid:record_id>/", pages.new, name="complaint-new"),
    path(COMPLAINT, pages.complaint, name="complaint"),
    path(f"{COMPLAINT}pdf/", pages.pdf, name="complaint-pdf"),
    path(f"{COMPLAINT}answer/", pages.answered, name="complaint-answered"),
    path(f"{COMPLAINT}press/", pages.pressed, name="complaint-pressed"),
    path(f"{COMPLAINT}settle/", pages.settled, name="complaint-settled"),
    path(f"{COMPLAINT}withdraw/", pages.withdrawn, name="complaint-withdrawn"),
    path(f"{COMPLAINT}rate/", pages.rated, name="complaint-rated"),
    path(f"{COMPLAINT}pass/", pages.passed, name="complaint-passed"),
    path(f"{COMPLAINT}tell/", pages.told, name="complaint-told"),
    path(f"{COMPLAINT}papers/<uuid:paper_id>/", pages.paper, name="complaint-paper"),
]
