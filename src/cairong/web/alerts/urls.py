"""Addresses of the pages of one alert."""

from django.urls import path

from cairong.web.alerts import pages

ALERT = "overseer/alerts/<uuid:alert_id>/"
urlpatterns = [
    path(ALERT, pages.alert, name="alert"),
    path(f"{ALERT}close/", pages.closed, name="alert-closed"),
]
