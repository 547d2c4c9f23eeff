"""Every address of the house."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from cairong.config.health import healthz

urlpatterns: list[URLPattern | URLResolver] = [path("healthz", healthz, name="healthz")]
if find_spec("cairong.api.urls"):
    urlpatterns.append(path("api/", include("cairong.api.urls")))
if find_spec("cairong.web.urls"):
    urlpatterns.append(path("", include("cairong.web.urls")))
