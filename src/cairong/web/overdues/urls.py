"""Addresses of what is overdue."""

from django.urls import path

from cairong.web.overdues import pages

OVERDUE = "overdues/<uuid:overdue_id>/"
urlpatterns = [
    path("loans/<uuid:loan_id>.pdf", pages.paper, name="loan-paper"),
    path(OVERDUE, pages.overdue, name="overdue"),
    path(f"{OVERDUE}contact/", pages.contacted, name="overdue-contact"),
    path(f"{OVERDUE}plan/", pages.planned, name="overdue-plan"),
    path(f"{OVERDUE}agree/", pages.agreed, name="overdue-agree"),
    path(f"{OVERDUE}decline/", pages.declined, name="overdue-decline"),
    path(f"{OVERDUE}write-off/", pages.written_off, name="overdue-write-off"),
    path(f"{OVERDUE}forgive/", pages.forgiven, name="overdue-forgive"),
]
