"""Every address of the product."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from cairong.config.health import healthz

urlpatterns: list[URLPattern | URLResolver] = [path("healthz", healthz, name="healthz")]
if find_spec("cairong.api.urls"):
    urlpatterns.append(path("api/", include("cairong.api.urls")))
if find_spec("cairong.web.urls"):
    urlpatterns.append(path("", include("cairong.web.urls")))

handler400 = "cairong.web.error_pages.bad_request"
handler403 = "cairong.web.error_pages.not_allowed"
handler404 = "cairong.web.error_pages.not_found"
handler500 = "cairong.web.error_pages.fallen"
