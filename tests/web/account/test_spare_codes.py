"""Spare codes and a second factor that ends: shown once, used once, switched off, one lost."""

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from cairong.audit.models import Event
from cairong.kernel.actor import Role
from cairong.parties.models import Account
from support.browsing import follow, problems, read, send, text
from support.codes import CODES, ON, STEP, code_of, pending, spare_on, switched_on
from support.joining import NEW_WORD, asked_at, renewed, word_place
from support.papers import beside, twice_the_same
from support.staging import staged
from support.visitors import WORD, account_in, browser, signed_in

pytestmark = pytest.mark.django_db
SIGN_IN, OFF = "/account/sign-in/", "/account/second-factor/off/"


@staged
def account(town) -> Account:
    return account_in(town, Role.PURCHASER_OFFICER, username="wangfang")


def events(kind: str) -> list[dict]:
    return [one.after for one in Event.objects.filter(type=kind).order_by("seq")]


class TestSpareCodes:
    def test_they_are_shown_once(self, account):
        mine = signed_in(account)
        _, spare = switched_on(account, mine)
        page = mine.get(CODES)
        assert not spare_on(text(page))
        assert "还有 10 个没有用过" in text(page)
        assert page["Cache-Control"] == "no-store"
        assert spare

    def test_each_opens_the_door_once(self, account):
        _, spare = switched_on(account)
        assert pending().post(STEP, {"code": spare[3]}).status_code == 302
        page = send(pending(), STEP, {"code": spare[3]}, 422)
        assert "恢复码不对或已用过" in problems(page)[0]
        assert pending().post(STEP, {"code": spare[4]}).status_code == 302
        said = events("parties.account.signed_in")
        assert [one["spare_codes_left"] for one in said if "spare_codes_left" in one] == [9, 8]

    def test_the_last_one_too_and_then_none_is_left(self, account):
        _, spare = switched_on(account)
        for one in spare:
            send(pending(), STEP, {"code": one})
        assert pending().post(STEP, {"code": spare[-1]}).status_code == 422
        assert "恢复码还有 0 个" in read(signed_in(account), "/account/")

    @pytest.mark.parametrize("drawn", ["plain", "blanks", "full"])
    def test_it_is_understood_as_people_write_it(self, account, drawn):
        _, spare = switched_on(account)
        digits = spare[0].replace("-", "")
        typed = {
            "plain": digits,
            "blanks": spare[0].replace("-", "  "),
            "full": digits.translate({ord(str(n)): chr(0xFF10 + n) for n in range(10)}),
        }[drawn]
        send(pending(), STEP, {"code": typed})

    def test_anothers_code_opens_nothing(self, town, account):
        _, spare = switched_on(account)
        switched_on(account_in(town, Role.PURCHASER_APPROVER, username="zhaomin"))
        assert pending("zhaomin").post(STEP, {"code": spare[0]}).status_code == 422
        send(pending(), STEP, {"code": spare[0]})

    def test_new_ones_take_the_password_and_end_the_old(self, account):
        mine = signed_in(account)
        _, old = switched_on(account, mine)
        page = send(mine, CODES, {"password": "wrong"}, 422)
        assert beside(page, "password")
        send(pending(), STEP, {"code": old[0]})
        new = spare_on(follow(mine, CODES, {"password": WORD}))
        assert len(new) == 10
        assert not set(new) & set(old)
        assert pending().post(STEP, {"code": old[1]}).status_code == 422
        send(pending(), STEP, {"code": new[0]})
        assert len(events("parties.spare_codes.renewed")) == 1

    def test_a_double_click_renews_once_and_shows_what_holds(self, account):
        mine = signed_in(account)
        switched_on(account, mine)
        first, second = twice_the_same(mine, CODES, {"password": WORD})
        assert (first.status_code, second.status_code) == (302, 302)
        shown = spare_on(read(mine, CODES))
        assert len(events("parties.spare_codes.renewed")) == 1
        send(pending(), STEP, {"code": shown[0]})

    def test_without_a_second_factor_there_are_none(self, account):
        mine = signed_in(account)
        assert mine.get(CODES)["Location"] == ON
        assert mine.post(CODES, {"password": WORD})["Location"] == ON
        assert not Authenticator.objects.exists()


class TestSwitchingOff:
    def test_it_takes_the_password_and_ends_the_spare_codes(self, account):
        mine = signed_in(account)
        switched_on(account, mine)
        page = send(mine, OFF, {"password": "wrong"}, 422)
        assert "密码不对" in beside(page, "password")[0]
        assert Authenticator.objects.count() == 2
        send(mine, OFF, {"password": WORD})
        assert not Authenticator.objects.exists()
        client = Client()
        typed = {"username": "wangfang", "password": WORD, "next": ""}
        assert client.post(SIGN_IN, typed)["Location"] == "/desk/"
        assert [one["on"] for one in events("parties.second_factor.changed")] == [True, False]

    def test_other_devices_are_signed_out(self, account):
        here = signed_in(account)
        secret, _ = switched_on(account, here)
        there = pending()
        send(there, STEP, {"code": code_of(secret, ahead=1)})
        send(here, OFF, {"password": WORD})
        assert there.get("/account/").status_code == 401
        assert here.get("/account/").status_code == 200

    def test_what_is_off_is_not_switched_off(self, account):
        page = send(signed_in(account), OFF, {"password": WORD}, 409)
        assert "已经是您要的状态" in problems(page)[0]
        assert not events("parties.second_factor.changed")


class TestLost:
    """Phone and spare codes are gone: two see the person, and the second factor ends with it."""

    def test_who_was_let_in_without_it_signs_in_with_the_new_password_alone(self, town, account):
        mine = signed_in(account)
        switched_on(account, mine)
        renewed(town, account, with_factor="on")
        assert mine.get("/account/").status_code == 401
        typed = {"username": "wangfang", "password": NEW_WORD, "next": ""}
        assert Client().post(SIGN_IN, typed)["Location"] == "/desk/"
        assert events("parties.password.renewed")[0]["with_factor"] is True

    def test_where_it_was_not_said_to_be_lost_it_stays(self, town, account):
        switched_on(account)
        renewed(town, account)
        assert Authenticator.objects.exists()

    def test_one_word_takes_nothing_away(self, town, account):
        switched_on(account)
        boss = browser(town, Role.PURCHASER_OFFICER, username="boss", administrator=True)
        code = asked_at(Client(), "wangfang", with_factor="on")
        send(boss, word_place(account), {"code": code})
        assert Authenticator.objects.exists()
