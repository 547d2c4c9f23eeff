"""Every route × every role against a matrix written by hand (routes.csv says how to add a row)."""

import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.auth import SESSION_KEY
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from cairong.kernel.actor import Role
from support.town import found_town
from support.visitors import account_in, signed_in

MATRIX = Path(__file__).with_name("routes.csv")
PUBLIC = "public"
ROLES = [role.value for role in Role if role not in {Role.SYSTEM, Role.PUBLIC}]


def rows() -> list[dict[str, str]]:
    lines = [one for one in MATRIX.read_text().splitlines() if not one.startswith("#")]
    return list(csv.DictReader(lines, strict=True))


def routes(patterns=None) -> Iterator[URLPattern]:
    for one in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(one, URLResolver):
            yield from routes(one.url_patterns)
        else:
            yield one


def test_the_matrix_names_all_roles():
    assert list(rows()[0])[3:] == [PUBLIC, *ROLES]
    assert len(ROLES) == 18


def test_every_route_has_a_name_and_a_row():
    unnamed = [str(one.pattern) for one in routes() if not one.name]
    assert unnamed == [], "name these routes"
    known = Counter(row["route"] for row in rows())
    missing = sorted({str(one.name) for one in routes()} - known.keys())
    assert missing == [], "add a row for each of these to tests/house/routes.csv"
    gone = sorted(known.keys() - {one.name for one in routes()})
    assert gone == [], "these rows name routes that are no more"
    assert [name for name, times in known.items() if times > 1] == []


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["route"])
def test_the_address_leads_to_its_route(row):
    assert get_resolver().resolve(row["address"]).url_name == row["route"]


@pytest.mark.django_db
@pytest.mark.parametrize("who", [PUBLIC, *ROLES])
def test_a_role_at_every_route(who):
    town = found_town()
    account = None if who == PUBLIC else account_in(town, who)
    browser = Client() if account is None else signed_in(account)
    got = {}
    for row in rows():
        if account is not None and is_over(browser):
            browser = signed_in(account)
        got[row["route"]] = getattr(browser, row["method"].lower())(row["address"]).status_code
    assert got == {row["route"]: int(row[who]) for row in rows()}


def is_over(browser: Client) -> bool:
    """Whether what was asked before ended the session of a browser."""
    return not browser.session.get(SESSION_KEY)
