"""Addresses of the pages of a city that opens."""

from django.urls import path

from cairong.web.readiness import checklist

urlpatterns = [
    path("readiness/", checklist.page, name="readiness"),
    path("readiness/state/", checklist.stated, name="readiness-state"),
]
