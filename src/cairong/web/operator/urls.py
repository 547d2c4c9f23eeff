"""Addresses of the operator's pages, and of imports."""

from django.urls import path

from cairong.web.operator import health, imports, watch

urlpatterns = [
    path("operator/health/", health.health, name="operator-health"),
    path("operator/integrity/", watch.integrity, name="operator-integrity"),
    path("imports/", imports.upload, name="import-upload"),
    path("imports/<uuid:upload_id>/", imports.look, name="import-preview"),
    path("imports/<uuid:upload_id>/run/", imports.run, name="import-run"),
    path("imports/<uuid:upload_id>/errors.csv", imports.errors, name="import-errors"),
]
