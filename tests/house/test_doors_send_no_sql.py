"""Doors translate and never query: no statement comes from a frame of `web`, `api` or `doors`.

Every page is opened by some of the roles that may, drawn by chance (in soak by all), on the records
of a city in which several cases stand at different steps. What the tests of `tests/web` do with
pages is watched in the same way.
"""

from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from django.test import Client, RequestFactory

from cairong.driving.stories.parsing import read_story
from cairong.driving.stories.running import play
from cairong.parties.models import Organisation
from house.test_routes import PUBLIC, ROLES, rows
from journeys.test_every_page import addresses, may_open
from support.doors import HOUSE, doors_watched
from support.seeds import some_of
from support.town import Town, at, found_town
from support.visitors import account_in, signed_in

CITY = Path(__file__).parents[1] / "journeys" / "city.yaml"
PARTIES = {"purchaser": "采购人", "supplier": "供应商", "institution": "甲银行"}
MOST_READERS = 3
MOST_TRIED = 8  # records at which a page is tried until it opens


@pytest.fixture
def browsers(db) -> dict[str, Client]:
    """A browser of each role in a city of several cases, and one of nobody."""
    played = play(read_story(CITY))
    assert [one.said for one in played.outcomes if not one.ok] == []
    town = Town(at("2025-11-25 16:00"))
    seats = {kind: Organisation.objects.get(kind=kind, name=name) for kind, name in PARTIES.items()}
    people = {
        role: account_in(town, role, organisation=seats.get(role.split("-")[0]), administrator=True)
        for role in ROLES
    }
    return {PUBLIC: Client(), **{role: signed_in(one) for role, one in people.items()}}


def test_no_page_sends_a_statement_from_a_door(browsers):
    opened, wrong = set[str](), set[str]()
    pages = [row for row in rows() if row["method"] == "GET"]
    with doors_watched() as seen:
        for row in pages:
            readers = [role for role in browsers if may_open(row, role)]
            for role in next(some_of(readers, MOST_READERS)) if readers else ():
                if opens(browsers[role], row):
                    opened.add(row["route"])
                wrong |= {f"{row['route']}: {place}" for place in seen}
                seen.clear()
    assert not wrong, "\n".join(sorted(wrong))
    assert len(opened) > 150


def opens(browser: Client, row: dict[str, str]) -> bool:
    """Open a page at the first record at which it opens."""
    return any(
        browser.get(address).status_code == 200 for address in islice(addresses(row), MOST_TRIED)
    )


BAD = """
from django.http import HttpResponse
from django.template import Context, Template

from cairong.contracts.models import Contract
from cairong.doors.page import public_page
from cairong.parties.reads import region_names

LIST = Template("{% for one in rows %}{% endfor %}")


@public_page
def looks_up(request, actor):
    return HttpResponse(Contract.objects.filter(city_id=actor.city).count())


@public_page
def draws(request, actor):
    return HttpResponse(LIST.render(Context({"rows": Contract.objects.all()})))


@public_page
def asks(request, actor):
    return HttpResponse(str(region_names(actor.city)))
"""


@pytest.mark.django_db
@pytest.mark.parametrize(("view", "places"), [("looks_up", 1), ("draws", 1), ("asks", 0)])
def test_a_page_that_queries_is_seen(view, places):
    found_town()
    written: dict[str, Any] = {}
    exec(compile(BAD, f"{HOUSE}web/bad.py", "exec"), written)  # noqa: S102 - a page made up here
    with doors_watched() as seen:
        assert written[view](RequestFactory().get("/")).status_code == 200
    assert [one.split()[1] for one in seen] == [view] * places
