"""On a telephone the first thing that waits stands in sight, for every role of the demo city."""

import os

import pytest
from django.db import connections
from playwright.sync_api import Route, sync_playwright

from cairong.kernel.actor import OVERSEERS, Role
from cairong.parties.models import Account
from support.chromium import launched
from support.visitors import signed_in

pytestmark = [
    pytest.mark.usefixtures("built", "fresh_names"),
    pytest.mark.journey,
    pytest.mark.xdist_group("demo"),
]
ROLES = [role for role in Role if role not in (Role.SYSTEM, Role.PUBLIC)]
WATCHING = (*OVERSEERS, Role.OPERATOR)
SIZE = {"width": 360, "height": 740}
HIGHEST = 600
ADDRESS = "http://city.test"


@pytest.fixture(scope="module")
def context():
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # a browser keeps an event loop in this thread
    with sync_playwright() as driver, launched(driver) as browser:
        yield browser.new_context(viewport=SIZE, device_scale_factor=2, has_touch=True)
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


def answering(client):
    """Answer what the browser asks for from a signed-in client, without a server between them."""

    def answer(route: Route) -> None:
        found = client.get(route.request.url.removeprefix(ADDRESS), follow=True)
        body = b"".join(found.streaming_content) if found.streaming else found.content
        route.fulfill(status=found.status_code, headers=dict(found.headers), body=body)
        connections.close_all()

    return answer


@pytest.mark.parametrize("role", ROLES)
def test_the_first_row_stands_in_sight(context, role):
    client = signed_in(Account.objects.get(username=role.value))
    waiting = client.get("/desk/", follow=True).context["waiting"]
    page = context.new_page()
    try:
        page.route("**/*", answering(client))
        page.goto(f"{ADDRESS}/desk/")
        assert page.evaluate("document.styleSheets.length") > 0
        first = page.locator("tbody tr" if waiting.total else "main h1").first
        assert first.bounding_box()["y"] < HIGHEST
    finally:
        page.close()
    assert waiting.total or role in WATCHING or not waiting.balls
