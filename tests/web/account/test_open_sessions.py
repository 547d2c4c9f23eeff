"""Only what is open is listed as open; what ran out is cleared away; five slips end one session."""

from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from cairong.audit.models import Event
from cairong.parties.sessions import clear_sessions
from support.browsing import read, send
from support.staging import staged
from support.visitors import WORD, signed_in

NEW = "longmen-yiluo-1934"


def run_out(client: Client) -> None:
    """Let the session of a browser have run out an hour ago."""
    past = timezone.now() - timedelta(hours=1)
    Session.objects.filter(pk=client.session.session_key).update(expire_date=past)


@staged
def devices(house) -> tuple[Client, Client, Client]:
    """Three browsers of the boss: the first ran out, the two others are open."""
    gone, there = signed_in(house.account), signed_in(house.account)
    run_out(gone)
    return gone, there, house.boss


def test_a_session_that_ran_out_is_not_listed(house, devices):
    del devices
    page = read(house.boss, "/account/")
    ends = page.count("/account/sessions/") - page.count("/account/sessions/end/")
    assert ends == 1, "of two open sessions one is this one"


def test_ending_all_others_counts_and_ends_what_is_open(house, devices):
    _gone, there, here = devices
    send(here, "/account/sessions/end/", {})
    assert Event.objects.get(type="parties.sessions.ended").after["sessions"] == 1
    assert there.get("/desk/").status_code == 401
    assert here.get("/desk/").status_code == 200


def test_one_that_ran_out_is_not_ended_again(house, devices):
    gone, _there, here = devices
    one = UserSession.objects.get(session_key=gone.session.session_key)
    send(here, f"/account/sessions/{one.pk}/end/", {})
    assert not Event.objects.filter(type="parties.sessions.ended").exists()


def test_what_ran_out_is_cleared_away_and_nothing_else(house, devices):
    gone, there, here = devices
    key = gone.session.session_key
    assert clear_sessions(actor=house.town.system, now=timezone.now()) == 1
    assert not Session.objects.filter(pk=key).exists()
    assert {one.session_key for one in UserSession.objects.all()} >= {
        there.session.session_key, here.session.session_key,
    }  # fmt: skip
    assert clear_sessions(actor=house.town.system, now=timezone.now()) == 0


def test_wrong_passwords_at_one_device_do_not_bar_the_holder_at_another(house, devices):
    _gone, stolen, here = devices
    wrong = {"old": "not-the-word-at-all", "new": NEW}
    for _ in range(5):
        send(stolen, "/account/password/", wrong, 422)
    send(here, "/account/password/", {"old": WORD, "new": NEW})
    assert here.get("/desk/").status_code == 200
    assert stolen.get("/desk/").status_code == 401


def test_the_sixth_wrong_password_ends_the_session_it_was_typed_in(house, devices):
    _gone, stolen, here = devices
    wrong = {"old": "not-the-word-at-all", "new": NEW}
    for _ in range(5):
        send(stolen, "/account/password/", wrong, 422)
    send(stolen, "/account/password/", wrong, 401)
    assert stolen.get("/desk/").status_code == 401
    assert here.get("/desk/").status_code == 200
