"""A session ends twelve hours after it was opened, however much it is used."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from cairong.doors.sessions import last_moment
from support.browsing import read, send
from support.clock import Clock
from support.joining import NEW_WORD
from support.visitors import WORD, signed_in

STEP = timedelta(minutes=50)
HOURS_12 = timedelta(hours=12)


def used_until(clock: Clock, client: Client, end) -> None:
    """Read a page every fifty minutes, as somebody does who sits there all day."""
    while clock.now() + STEP < end:
        clock.goes_on_from(clock.now() + STEP)
        assert client.get("/account/").status_code == 200, clock.now()


def test_one_in_use_all_day_ends_after_twelve_hours(house, clock):
    begun, mine = clock.now(), signed_in(house.account)
    used_until(clock, mine, begun + HOURS_12 - timedelta(minutes=1))
    clock.goes_on_from(begun + HOURS_12 - timedelta(minutes=1))
    assert mine.get("/account/alive/").status_code == 204
    kept = Session.objects.get(pk=mine.session.session_key)
    assert kept.expire_date <= begun + HOURS_12 + timedelta(seconds=5)
    clock.goes_on_from(begun + HOURS_12 + timedelta(seconds=30))
    assert mine.get("/account/").status_code == 401
    assert mine.get("/account/alive/").status_code == 401
    assert mine.post("/account/password/", {"old": WORD, "new": NEW_WORD}).status_code == 401


def test_a_new_key_in_between_moves_no_end(house, clock):
    begun, mine = clock.now(), signed_in(house.account)
    used_until(clock, mine, begun + timedelta(hours=11))
    before = mine.session.session_key
    send(mine, "/account/password/", {"old": WORD, "new": NEW_WORD})
    assert mine.session.session_key != before
    used_until(clock, mine, begun + HOURS_12)
    clock.goes_on_from(begun + HOURS_12 + timedelta(seconds=30))
    assert mine.get("/account/").status_code == 401


def test_signing_in_anew_begins_twelve_hours_anew(house, clock):
    begun, mine = clock.now(), signed_in(house.account)
    used_until(clock, mine, begun + timedelta(hours=11))
    typed = {"username": "boss", "password": WORD, "next": ""}
    send(mine, "/account/sign-in/", typed)
    used_until(clock, mine, begun + timedelta(hours=22))


@pytest.mark.parametrize(("hours", "words"), [(1, "很久没有操作"), (11.5, "每次登录最长 12 小时")])
def test_the_page_warns_of_the_end_that_comes_first(house, clock, hours, words):
    begun, mine = clock.now(), signed_in(house.account)
    used_until(clock, mine, begun + timedelta(hours=hours))
    clock.goes_on_from(begun + timedelta(hours=hours))
    page = read(mine, "/account/")
    assert words in page
    assert ("继续使用" in page) == (hours == 1)


def test_a_session_from_before_gets_its_end_when_it_is_next_used(house, clock):
    mine = signed_in(house.account)
    session = mine.session
    del session["opened"]
    super(type(session), session).save()
    session = mine.session
    session["seen"] = 0
    session.save()
    assert last_moment(mine.session) <= timezone.now() + HOURS_12
