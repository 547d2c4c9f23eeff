"""Addresses of the auditor's pages."""

from django.urls import path

from cairong.web.auditor import checks

urlpatterns = [
    path("checks/", checks.overview, name="auditor-checks"),
    path("checks/ask/", checks.ask, name="auditor-check-ask"),
    path("alarms/<uuid:alarm_id>/", checks.alarm, name="auditor-alarm"),
]
