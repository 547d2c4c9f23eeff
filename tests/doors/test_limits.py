"""Tries are counted in the database, together for all processes, and forgotten in time."""

from datetime import timedelta

import pytest
from django.test import RequestFactory

from cairong.doors.limits import TooOften, address_of, limit, network_of
from cairong.kernel.actor import system
from cairong.parties.models import Tally
from cairong.parties.tallies import clear_tallies, count, forget, give_back
from support.town import CITY, at

pytestmark = pytest.mark.django_db
NOW = at("2025-09-15 10:00")


def test_tries_count_up_within_one_stretch_and_anew_after():
    assert [count("a", NOW, seconds=60)[0] for _ in range(3)] == [1, 2, 3]
    assert count("b", NOW, seconds=60)[0] == 1
    later = NOW + timedelta(seconds=59)
    assert count("a", later, seconds=60) == (4, 1)
    assert count("a", NOW + timedelta(seconds=60), seconds=60) == (1, 60)


def test_the_try_too_many_says_how_long_to_wait():
    for _ in range(2):
        limit("a", NOW, most=2, seconds=60)
    with pytest.raises(TooOften) as refused:
        limit("a", NOW + timedelta(seconds=20), most=2, seconds=60)
    assert refused.value.seconds == 40
    forget("a")
    limit("a", NOW, most=2, seconds=60)


def test_behind_a_proxy_each_visitor_is_counted_apart(settings):
    def address(said: str | None, seen: str = "10.0.0.1") -> str:
        headers = {} if said is None else {"X-Forwarded-For": said}
        return address_of(RequestFactory().get("/", headers=headers, REMOTE_ADDR=seen))

    assert address("203.0.113.9") == "10.0.0.1"
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert address("203.0.113.9") == "203.0.113.9"
    assert address("1.2.3.4, 203.0.113.9") == "203.0.113.9"
    assert address(None) == "10.0.0.1"


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:bbbb::9", "2001:db8:1:2::/64"),
        ("unknown", "unknown"),
    ],
)
def test_one_network_of_the_sixth_version_is_counted_as_one(address, network):
    assert network_of(address) == network


def test_who_signs_in_is_no_try_of_the_whole_office():
    for _ in range(3):
        limit("office", NOW, most=1, seconds=60)
        give_back("office")
    assert count("office", NOW, seconds=60)[0] == 1


def test_what_is_over_is_cleared():
    count("old", NOW - timedelta(hours=1), seconds=60)
    count("new", NOW, seconds=60)
    assert clear_tallies(actor=system(city=CITY), now=NOW) == 1
    assert Tally.objects.count() == 1
