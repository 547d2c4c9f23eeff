"""Addresses of the operator's pages, and of imports."""

from django.urls import path

from cairong.web.operator import health, imported, imports, watch

SHEET = {"sheet": True}

urlpatterns = [
    path("operator/health/", health.health, name="operator-health"),
    path("operator/outbox/", watch.outbox, name="operator-outbox"),
    path("operator/outbox/export/", watch.outbox, SHEET, name="operator-outbox-export"),
    path("operator/daily/", watch.daily, name="operator-daily"),
    path("operator/daily/export/", watch.daily, SHEET, name="operator-daily-export"),
    path("operator/integrity/", watch.integrity, name="operator-integrity"),
    path("imports/", imports.upload, name="import-upload"),
    path("imports/list/", imported.imports, name="imports"),
    path("imports/list/export/", imported.imports, SHEET, name="imports-export"),
    path("imports/<uuid:upload_id>/", imports.look, name="import-preview"),
    path("imports/<uuid:upload_id>/run/", imports.run, name="import-run"),
    path("imports/<uuid:upload_id>/errors.csv", imports.errors, name="import-errors"),
]
