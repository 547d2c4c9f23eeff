"""A browser that shows the house's own pages without server or database."""

import mimetypes
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.middleware.csp import ContentSecurityPolicyMiddleware
from django.test import RequestFactory
from django.urls import resolve
from playwright.sync_api import Browser, Page, Route, sync_playwright

from support.chromium import launched

ORIGIN = "http://house.invalid"
HTML = "text/html; charset=utf-8"


@dataclass
class Studio:
    """One browser; `complaints` holds what its pages wrote to the console."""

    browser: Browser
    complaints: list[str] = field(default_factory=list)

    @contextmanager
    def page(self, path: str, *, width: int = 1366, **looks: object) -> Iterator[Page]:
        """Open one of the house's addresses in a fresh context of the given width."""
        with self._window(width, 900, looks) as page:
            page.goto(ORIGIN + path, wait_until="load")
            yield page

    @contextmanager
    def showing(self, html: str, *, width: int = 1366, height: int = 900) -> Iterator[Page]:
        """Show a page that was read before, with the styles and scripts it asks for."""
        with self._window(width, height, {}) as page:
            page.route(f"{ORIGIN}/", lambda route: route.fulfill(body=html, content_type=HTML))
            page.goto(f"{ORIGIN}/", wait_until="load")
            yield page

    @contextmanager
    def _window(self, width: int, height: int, looks: dict[str, object]) -> Iterator[Page]:
        context = self.browser.new_context(
            viewport={"width": width, "height": height}, locale="zh-CN", **looks
        )
        page = context.new_page()
        page.on("console", lambda said: self._complain(said.type, said.text))
        page.on("pageerror", lambda error: self._complain("error", str(error)))
        page.route("**/*", answer)
        try:
            yield page
        finally:
            context.close()

    def _complain(self, kind: str, text: str) -> None:
        if kind in {"error", "warning"}:
            self.complaints.append(text)


def answer(route: Route) -> None:
    """Answer the browser from the views and the static files themselves."""
    parts = urlsplit(route.request.url)
    if parts.path.startswith("/static/"):
        found = finders.find(parts.path.removeprefix("/static/"))
        if found is None:
            route.fulfill(status=404, body="")
            return
        kind = mimetypes.guess_type(found)[0] or "application/octet-stream"
        route.fulfill(status=200, body=Path(found).read_bytes(), content_type=kind)
        return
    request = RequestFactory().get(route.request.url.removeprefix(ORIGIN))
    response = ContentSecurityPolicyMiddleware(_view)(request)
    route.fulfill(
        status=response.status_code, headers=dict(response.headers), body=response.content
    )


def _view(request: HttpRequest) -> HttpResponse:
    match = resolve(request.path, "styleguide.urls" if "/styleguide/" in request.path else None)
    return match.func(request, *match.args, **match.kwargs)


@contextmanager
def studio() -> Iterator[Studio]:
    """Start a headless Chromium and stop it afterwards."""
    with tempfile.TemporaryDirectory(prefix="cairong-studio-"), sync_playwright() as driver:
        browser = launched(driver)
        yield Studio(browser)
        browser.close()
