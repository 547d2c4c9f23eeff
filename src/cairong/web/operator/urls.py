"""Addresses of the operator's pages, and of imports."""

from django.urls import path

from cairong.web.operator import channels, health, imports

CHANNEL = "operator/channels/<slug:channel>/"
urlpatterns = [
    path("operator/health/", health.health, name="operator-health"),
    path("operator/health/clock/", health.clock, name="operator-clock"),
    path("operator/channels/", channels.channels, name="operator-channels"),
    path("operator/channels/<slug:kind>/", channels.channel, name="operator-channel"),
    path("operator/channels/<slug:kind>/test/", channels.test, name="operator-channel-test"),
    path(f"{CHANNEL}open/", channels.opening, name="operator-channel-open"),
    path(f"{CHANNEL}close/", channels.closing, name="operator-channel-close"),
    path("operator/dispatches/<uuid:dispatch_id>/", channels.dispatch, name="operator-dispatch"),
    path("imports/", imports.upload, name="import-upload"),
    path("imports/<uuid:upload_id>/", imports.look, name="import-preview"),
    path("imports/<uuid:upload_id>/run/", imports.run, name="import-run"),
    path("imports/<uuid:upload_id>/errors.csv", imports.errors, name="import-errors"),
]
