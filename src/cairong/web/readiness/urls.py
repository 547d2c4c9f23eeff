"""Addresses of the pages of a city that opens."""

from django.urls import path

from cairong.web.readiness import agreeing, checklist, second, sheets

SHEET = "sheets/<slug:key>/"

urlpatterns = [
    path("readiness/", checklist.page, name="readiness"),
    path("readiness/state/", checklist.stated, name="readiness-state"),
    path("sheets/", sheets.index, name="sheets"),
    path("sheets/agreeing/", agreeing.agreeing, name="sheet-agreeing"),
    path(SHEET, sheets.upload, name="sheet"),
    path(f"{SHEET}template/", sheets.template, name="sheet-template"),
    path(f"{SHEET}second/", second.second, name="sheet-second"),
    path(f"{SHEET}<uuid:upload_id>/", sheets.look, name="sheet-preview"),
    path(f"{SHEET}<uuid:upload_id>/send/", sheets.send, name="sheet-send"),
]
