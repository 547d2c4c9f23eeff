"""The product's addresses, and two empty pages that exist only here."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from cairong.config.urls import handler400, handler403, handler404, handler500
from cairong.config.urls import urlpatterns as of_the_house
from cairong.doors.page import page, public_page
from cairong.kernel.actor import Actor
from cairong.web.frame import draw, draw_public

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]
TEMPLATE = "bench/empty.html"


@page()
def empty(request: HttpRequest, actor: Actor) -> HttpResponse:
    """A page of a desk with nothing on it."""
    return draw(request, actor, TEMPLATE)


@public_page
def empty_public(request: HttpRequest, actor: Actor) -> HttpResponse:
    """A page of the public's with nothing on it."""
    return draw_public(request, actor, TEMPLATE)


urlpatterns = [
    *of_the_house,
    path("bench/empty/", empty, name="bench-empty"),
    path("bench/empty/public/", empty_public, name="bench-empty-public"),
]
