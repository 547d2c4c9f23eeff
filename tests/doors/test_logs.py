"""What the log of the web server holds of a request: no live token, and never much."""

import io
import logging
import re

import pytest
from django.test import Client

from cairong.kernel.actor import Role
from support.town import COUNTY, at, found_town
from support.visitors import browser

pytestmark = pytest.mark.django_db
TOKEN = "Zm9v-live_token"
OPENED = (
    "/account/accept/{}/", "/account/register/{}/", "/account/renew/7/{}/",
    "/account/accept/{}/more/", "/Account/renew/7/{}",
)  # fmt: skip


@pytest.fixture
def log(monkeypatch) -> io.StringIO:
    """What is written to the log of the process meanwhile."""
    written = io.StringIO()
    monkeypatch.setattr(logging.getHandlerByName("stderr"), "stream", written)
    return written


def test_a_link_that_lives_is_told_without_its_token(log):
    boss = browser(found_town(at("2025-09-01 08:00")), Role.PURCHASER_OFFICER, administrator=True)
    typed = {"name": "赵敏", "phone": "", "role": "purchaser-approver", "region": COUNTY}
    page = boss.get(boss.post("/account/people/invite/", typed)["Location"]).content.decode()
    link, token = re.search(r"http://testserver(/account/accept/([^/<\s]+)/)", page).groups()
    answer = Client().post(link, {"username": "zhaomin", "password": "short"})
    assert answer.status_code == 422
    assert "Unprocessable Content: /account/accept/…/" in log.getvalue()
    assert token not in log.getvalue()


@pytest.mark.parametrize("place", OPENED)
def test_nor_is_one_that_is_not_there(log, place):
    found_town()
    assert Client().get(place.format(TOKEN)).status_code == 404
    assert "Not Found: " in log.getvalue()
    assert TOKEN not in log.getvalue()


def test_nor_where_the_program_falls_over_it(log):
    place = f"/account/renew/7/{TOKEN}/"
    fallen = RuntimeError(place)
    logging.getLogger("django.request").error("Internal: %s", place, exc_info=fallen)
    written = log.getvalue()
    assert written.count("/account/renew/7/…/") == 2
    assert "RuntimeError" in written
    assert TOKEN not in written


def test_a_stranger_writes_one_short_line_at_a_time(log):
    assert Client().get("/", headers={"Host": "evil.example"}).status_code == 400
    assert Client().get(f"/{'x' * 9000}/").status_code == 404
    assert Client().get("/", headers={"Host": "x" * 9000}).status_code == 400
    lines = log.getvalue().splitlines()
    assert "Invalid HTTP_HOST header: 'evil.example'" in lines[0]
    assert len(lines) <= 5
    assert max(map(len, lines)) <= 400


def test_what_would_begin_a_line_of_its_own_is_written_out(log):
    logging.getLogger("django.request").warning("Not Found: %s", "/a\n2026 WARNING x\x1b[2J\u2028b")
    (line,) = log.getvalue().splitlines()
    assert line.endswith(r"Not Found: /a\n2026 WARNING x\x1b[2J\u2028b")


def test_each_line_says_its_moment_with_its_zone(log):
    logging.getLogger("django.request").warning("anything")
    assert re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d{4} WARNING", log.getvalue())
