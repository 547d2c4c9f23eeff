"""The gateway's three pages: what waits for me, one order, my key; and how it stands."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from cairong.gateway import views
from cairong.gateway.standing import hail, healthz


class Digest(StringConverter):
    """A SHA-256 in hexadecimal."""

    regex = "[0-9a-f]{64}"


register_converter(Digest, "digest")
handler404 = views.not_found
handler500 = views.failed
urlpatterns = [
    path("", views.waiting, name="waiting"),
    path("order/<digest:digest>/", views.order, name="order"),
    path("key/", views.key, name="key"),
    path("healthz", healthz, name="healthz"),
    path("hail/", hail, name="hail"),
]
