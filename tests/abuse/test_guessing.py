"""Passwords guessed at the door: slowed from wherever, and nobody is shut out by it (abuse 27)."""

import re
import time
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cairong.kernel.actor import Role
from cairong.parties.models import Account, Tally
from support.browsing import problems, read, send, text
from support.codes import switched_on
from support.joining import renewed
from support.staging import staged
from support.visitors import WORD, account_in

pytestmark = pytest.mark.django_db
SIGN_IN = "/account/sign-in/"
PAIR, ADDRESS, NAME = 10, 60, 30
NEW_WORD = "another good word"


@staged
def account(town) -> Account:
    return account_in(town, Role.PURCHASER_OFFICER, username="wangfang")


def enter(client=None, username="wangfang", password=WORD, address="127.0.0.1"):
    typed = {"username": username, "password": password, "next": ""}
    return (client or Client()).post(SIGN_IN, typed, REMOTE_ADDR=address)


def guess(times: int, *, address=None, username="wangfang", client=None) -> list[int]:
    """Guess so often, each time from another address where none is named."""
    visitor = client or Client()
    return [
        enter(visitor, username, f"guess{n}", address or f"10.{n // 250}.7.{n % 250}").status_code
        for n in range(times)
    ]


def pass_by(seconds: int) -> None:
    """Let a stretch of time go by for all that was counted."""
    for one in Tally.objects.all():
        Tally.objects.filter(pk=one.pk).update(until=one.until - timedelta(seconds=seconds))


class TestSlowed:
    def test_guessing_from_one_address_is_slowed(self, account):
        assert guess(PAIR + 2, address="10.0.0.1") == [422] * PAIR + [429] * 2
        assert enter(address="10.0.0.1").status_code == 429

    def test_guessing_from_a_thousand_addresses_is_slowed(self, account):
        assert guess(NAME + 3) == [422] * NAME + [429] * 3

    def test_a_name_that_does_not_exist_is_slowed_alike(self, account):
        assert guess(PAIR + 1, address="10.0.0.1", username="nobody")[-2:] == [422, 429]
        Tally.objects.all().delete()
        assert guess(NAME + 1, username="nobody")[-2:] == [422, 429]

    def test_the_answers_to_a_name_that_is_and_one_that_is_not_are_the_same_to_the_letter(
        self, account
    ):
        said = {}
        for name in ("wangfang", "nobody99"):
            guess(NAME, username=name)
            page = text(enter(username=name, password="x", address="10.9.9.9"))
            said[name] = re.sub(r'value="[^"]*"', "", page)
        assert said["wangfang"] == said["nobody99"]
        assert "登录尝试过多,请在 15 分钟后再试" in said["wangfang"]

    def test_one_address_with_many_names_is_slowed(self, account):
        visitor = Client()
        answers = [enter(visitor, f"name{n}", "x").status_code for n in range(ADDRESS + 2)]
        assert answers == [422] * ADDRESS + [429] * 2

    def test_capitals_and_blanks_are_no_other_name(self, account):
        names = ["wangfang", "WANGFANG", " wangfang ", "WangFang"] * 3
        answers = [enter(username=one, password="x").status_code for one in names]
        assert answers == [422] * PAIR + [429] * 2

    @pytest.mark.parametrize(("seconds", "status"), [(290, 429), (301, 302)])
    def test_the_stretch_of_an_address_ends_after_five_minutes(self, account, seconds, status):
        guess(PAIR + 1, address="127.0.0.1")
        pass_by(seconds)
        assert enter().status_code == status

    @pytest.mark.parametrize(("seconds", "status"), [(890, 429), (901, 302)])
    def test_the_stretch_of_a_name_ends_after_fifteen(self, account, seconds, status):
        guess(NAME + 1)
        pass_by(seconds)
        assert enter(address="10.9.9.9").status_code == status

    def test_waiting_is_not_made_longer_by_trying_on(self, account):
        guess(NAME + 1)
        before = Tally.objects.latest("until").until
        guess(5)
        assert Tally.objects.latest("until").until <= before + timedelta(seconds=1)

    def test_wrong_passwords_of_all_together_are_slowed_and_the_right_one_is_not(self, account):
        enter(password="x", address="10.0.0.1")
        Tally.objects.update(count=600, until=timezone.now() + timedelta(seconds=60))
        Tally.objects.exclude(count=600).delete()
        wrong = enter(username="somebody", password="x", address="10.0.0.2")
        assert wrong.status_code == 429

    def test_names_and_addresses_are_not_kept(self, account):
        enter(password="x")
        enter()
        assert Tally.objects.exists()
        assert all(re.fullmatch("[0-9a-f]{64}", one.key) for one in Tally.objects.all())

    def test_what_was_typed_stays_and_the_password_does_not(self, account):
        guess(PAIR, address="10.0.0.1")
        page = text(enter(password="a secret guess", address="10.0.0.1"))
        assert 'value="wangfang"' in page
        assert "a secret guess" not in page

    def test_signing_in_gives_the_try_back(self, account):
        for _ in range(PAIR * 2):
            assert enter().status_code == 302

    def test_of_an_office_behind_one_address_none_pays_for_who_comes_in(self, town, account):
        for n in range(3):
            account_in(town, Role.PURCHASER_APPROVER, username=f"clerk{n}")
        for _ in range(ADDRESS // 3 + 1):
            for n in range(3):
                assert enter(username=f"clerk{n}").status_code == 302
        assert enter().status_code == 302


def alike(seconds: dict[str, float]) -> bool:
    return max(seconds.values()) < 1.6 * min(seconds.values())


class TestNoHint:
    """Who exists is told neither by the work nor by the time that «no» takes."""

    NAMES = ("wangfang", "nobody", "closed", "coded", "x" * 60)

    @pytest.fixture(autouse=True)
    def people(self, settings, town):
        settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
        for name in ("wangfang", "closed", "coded"):
            account_in(town, Role.PURCHASER_OFFICER, username=name)
        Account.objects.filter(username="closed").update(is_active=False)
        switched_on(Account.objects.get(username="coded"))

    def test_the_same_statements_are_sent(self):
        counts = {}
        enter(username="first", password="a wrong word")  # what a process reads once
        for name in self.NAMES:
            with CaptureQueriesContext(connection) as caught:
                assert enter(username=name, password="a wrong word").status_code == 422
            counts[name] = len(caught)
        assert len(set(counts.values())) == 1, counts

    def test_the_same_time_passes(self):
        best, rounds = dict.fromkeys(self.NAMES, 9.0), 0
        while (rounds := rounds + 1) <= 8 and (rounds <= 4 or not alike(best)):
            for name in self.NAMES:
                begun = time.perf_counter()
                enter(username=name, password="a wrong word")
                best[name] = min(best[name], time.perf_counter() - begun)
        assert alike(best), best

    def test_the_same_words_are_said(self):
        pages = {text(enter(username=name, password="a wrong word")) for name in self.NAMES}
        assert len({re.sub(r'value="[^"]*"', "", one) for one in pages}) == 1

    @pytest.mark.parametrize("name", ["closed", "coded"])
    def test_the_right_password_alone_opens_neither(self, name):
        client = Client()
        enter(client, name)
        assert client.get("/account/").status_code == 302


class TestNobodyIsShutOut:
    def known(self, address="127.0.0.1") -> Client:
        client = Client()
        assert enter(client, address=address).status_code == 302
        client.post("/account/sign-out/")
        return client

    def test_strangers_cannot_lock_a_known_name_at_a_known_device(self, account):
        client = self.known()
        guess(NAME + 5)
        assert enter(address="10.9.9.9").status_code == 429
        assert enter(client, address="10.9.9.9").status_code == 302

    def test_nor_a_whole_address(self, account):
        client = self.known()
        visitor = Client()
        for n in range(ADDRESS + 1):
            enter(visitor, f"name{n}", "x")
        assert enter(Client()).status_code == 429
        assert enter(client).status_code == 302

    def test_a_known_device_guesses_no_more_than_any_other(self, account):
        client = self.known()
        assert guess(PAIR + 2, client=client) == [422] * PAIR + [429] * 2
        assert enter(client).status_code == 429

    def test_its_guesses_are_not_counted_against_the_name(self, account):
        guess(PAIR + 1, client=self.known())
        assert enter(address="10.9.9.9").status_code == 302

    def test_it_is_known_for_the_names_that_signed_in_there_alone(self, town, account):
        account_in(town, Role.PURCHASER_APPROVER, username="zhaomin")
        client = self.known()
        guess(NAME + 1, username="zhaomin")
        assert enter(client, "zhaomin").status_code == 429
        assert enter(client).status_code == 302

    def test_several_people_share_one_counter_computer(self, town, account):
        account_in(town, Role.PURCHASER_APPROVER, username="zhaomin")
        client = self.known()
        enter(client, "zhaomin")
        client.post("/account/sign-out/")
        for name in ("wangfang", "zhaomin"):
            guess(NAME + 1, username=name)
            assert enter(client, name).status_code == 302

    @pytest.mark.parametrize("cookie", ["", "x", "WyJhIixbXV0:1:x", "null", "a:b:c", "\u00e9"])
    def test_a_cookie_of_ones_own_making_is_none(self, account, cookie):
        guess(NAME + 1)
        client = Client()
        client.cookies["device"] = cookie
        assert enter(client).status_code == 429

    def test_one_signed_for_something_else_is_none(self, account):
        client = self.known()
        device = client.cookies["device"].value
        client.cookies["device"] = device[:-3] + ("AAA" if device[-3:] != "AAA" else "BBB")
        guess(NAME + 1)
        assert enter(client).status_code == 429

    def test_the_cookie_opens_nothing_and_is_kept_from_scripts(self, account):
        client = self.known()
        del client.cookies["sessionid"]
        assert client.get("/account/").status_code == 302
        cookie = client.cookies["device"]
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"
        assert cookie["path"] == "/account/"
        assert "wangfang" not in cookie.value

    def test_a_wrong_password_makes_no_device_known(self, account):
        client = Client()
        enter(client, password="x")
        assert "device" not in client.cookies

    def test_the_words_say_what_others_tries_do_not_touch(self, account):
        guess(NAME)
        said = problems(text(enter(address="10.9.9.9")))
        assert any("在登录过的设备上登录,不受别人尝试的影响" in one for one in said)

    def test_a_renewed_password_makes_its_browser_known(self, town, account):
        """Who is shut out at a new device during an attack asks the administrator for a link."""
        guess(NAME + 1)
        fresh = renewed(town, account, NEW_WORD)
        assert enter(fresh, password=NEW_WORD).status_code == 302


class TestOnesOwnPassword:
    """Typed again inside a session, where whoever sits there may be somebody else."""

    @pytest.fixture
    def here(self, account) -> Client:
        client = Client()
        enter(client)
        return client

    WRONG = (
        ("/account/password/", {"old": "wrong", "new": NEW_WORD}),
        ("/account/second-factor/on/", {"password": "wrong", "code": "000000"}),
        ("/account/second-factor/off/", {"password": "wrong"}),
    )

    @pytest.mark.parametrize(("place", "typed"), WRONG)
    def test_after_five_wrong_ones_the_session_ends(self, here, place, typed):
        for _ in range(5):
            said = send(here, place, typed, 422)
            assert "密码不对" in problems(said)[0]
        answer = here.post(place, typed)
        assert answer.status_code == 401
        assert "已结束这次登录" in text(answer)
        assert here.get("/account/").status_code == 401

    def test_they_are_counted_together_whichever_page_asks(self, here):
        for place, typed in self.WRONG * 2:
            last = here.post(place, typed)
        assert last.status_code == 401

    def test_the_ended_session_is_listed_no_more_and_its_cookie_is_dead(self, here, account):
        place, typed = self.WRONG[0]
        cookie = here.cookies["sessionid"].value
        for _ in range(6):
            here.post(place, typed)
        assert not account.usersession_set.exists()
        here.cookies["sessionid"] = cookie
        assert here.get("/account/").status_code == 401

    def test_other_sessions_of_the_account_go_on(self, here, account):
        there = Client()
        enter(there)
        for _ in range(6):
            here.post(*self.WRONG[0])
        assert there.get("/account/").status_code == 200

    def test_the_right_one_is_not_tried_behind_the_wrong_ones(self, here, account):
        for _ in range(5):
            here.post(*self.WRONG[0])
        assert here.post("/account/password/", {"old": WORD, "new": NEW_WORD}).status_code == 401
        account.refresh_from_db()
        assert account.check_password(WORD)

    def test_the_right_one_begins_the_count_anew(self, here):
        another = f"{WORD} twice"
        for old, new in ((WORD, another), (another, WORD)):
            for _ in range(4):
                send(here, *self.WRONG[0], 422)
            send(here, "/account/password/", {"old": old, "new": new})

    def test_a_weak_new_password_is_no_wrong_try(self, here):
        for _ in range(8):
            said = send(here, "/account/password/", {"old": WORD, "new": "short"}, 422)
            assert "密码不合要求" in problems(said)[0]
        assert here.get("/account/").status_code == 200

    def test_five_minutes_later_one_may_try_again(self, here):
        for _ in range(5):
            here.post(*self.WRONG[0])
        pass_by(301)
        send(here, "/account/password/", {"old": WORD, "new": NEW_WORD})
        assert "wangfang" in read(here, "/account/")


class TestRegistering:
    """A user name that is taken has to be said; how often, is bounded."""

    def form(self, town, **changed) -> dict[str, str]:
        return {
            "uscc": "91110000600037341L", "name": "洛阳试试软件有限公司", "region": "410303",
            "address": "洛阳市", "industry": "软件和信息技术服务业", "employees": "42",
            "revenue_wan": "1800", "assets_wan": "", "person": "李工", "phone": "13800000000",
            "evidence": "授权书", "username": "wangfang", "password": WORD,
        } | changed  # fmt: skip

    def register(self, town, address="10.0.0.1", **changed):
        typed = self.form(town, **changed)
        return Client().post("/account/register/", typed, REMOTE_ADDR=address)

    def test_a_taken_name_is_said_with_one_that_is_free(self, town, account):
        said = text(self.register(town))
        free = re.search(r"例如「(wangfang\d{4})」", said)
        assert free
        assert not Account.objects.filter(username=free[1]).exists()
        assert self.register(town, username=free[1]).status_code == 302

    def test_the_longest_names_get_a_free_one_that_fits(self, town):
        account_in(town, Role.PURCHASER_OFFICER, username="w" * 60)
        said = text(self.register(town, username="w" * 60))
        assert len(re.search(r"例如「([^」]+)」", said)[1]) == 60

    def test_one_address_is_told_five_times_an_hour(self, town, account):
        answers = [self.register(town) for _ in range(7)]
        assert [one.status_code for one in answers] == [409] * 5 + [429] * 2
        assert "已有人使用" not in text(answers[-1])
        assert 'value="洛阳试试软件有限公司"' in text(answers[-1])
        assert self.register(town, address="10.0.0.2").status_code == 409
        assert self.register(town, username="liqiang").status_code == 302

    def test_nobody_is_told_before_all_else_would_stand(self, town, account):
        """A free name costs a registration: probing leaves a trace and uses up a code."""
        weak = self.register(town, uscc="91110000600037341X", address="10.0.0.3")
        assert "已有人使用" not in text(weak)
        assert self.register(town, username="liqiang").status_code == 302
        again = self.register(town, username="wangfang", address="10.0.0.4")
        assert again.status_code == 409
        assert "已有人使用" not in text(again)
