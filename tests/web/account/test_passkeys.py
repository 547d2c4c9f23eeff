"""Passkeys: made here, shown at the door and anew; what another site or key signed is none."""

from dataclasses import replace
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from cairong.audit.models import Event
from cairong.kernel.actor import Role
from cairong.parties.factors import spare_codes_left
from cairong.parties.models import Account
from support.browsing import problems, read, send
from support.codes import CODES, ON, STEP, spare_on, switched_on
from support.passkey import Device, question_on
from support.staging import staged
from support.visitors import WORD, account_in, signed_in

PASSKEY = f"{STEP}passkey/"
WRONG = "通行密钥没有核对成功"
LATE = timedelta(minutes=10, seconds=1)


@staged
def account(city) -> Account:
    return account_in(city, Role.TREASURY_APPROVER, username="wangfang")


def local(client: Client) -> Client:
    """A browser that visits by a name that passkeys know."""
    client.defaults["SERVER_NAME"] = "localhost"
    return client


def entered(username: str = "wangfang") -> tuple[Client, str]:
    client = local(Client())
    typed = {"username": username, "password": WORD, "next": ""}
    return client, send(client, "/account/sign-in/", typed)


def given(client: Client, place: str = PASSKEY) -> Device:
    """Make a passkey at a browser."""
    device = Device()
    answer = device.makes(read(client, place))
    send(client, place, {"name": "办公室电脑", "passkey": answer})
    return device


@pytest.fixture
def holder(account) -> tuple[Account, Device]:
    """Somebody whose only second factor is a passkey."""
    client, _ = entered()
    return account, given(client)


def events(kind: str) -> list[dict]:
    return [one.after for one in Event.objects.filter(type=kind).order_by("seq")]


class TestMaking:
    def test_at_first_sign_in_with_spare_codes_and_on(self, account):
        client, first = entered()
        place = client.get(first)["Location"].replace(ON, PASSKEY)
        device = Device()
        typed = {"name": "我的手机", "passkey": device.makes(read(client, place))}
        page = read(client, send(client, place, typed))
        assert len(spare_on(page)) == 10
        assert f'href="{first}">已经抄好,继续' in page
        assert client.get(first).status_code == 200
        assert events("parties.passkey.added") == [{"username": "wangfang", "name": "我的手机"}]

    @pytest.mark.parametrize("device", [
        Device(origin="https://caironq.example"), Device(site="caironq.example"),
        Device(origin="http://127.0.0.1"),
    ], ids=["another page", "another site", "an address of numbers"])  # fmt: skip
    def test_what_another_site_had_made_is_none(self, account, device):
        client, _ = entered()
        typed = {"name": "x", "passkey": device.makes(read(client, PASSKEY))}
        assert WRONG in problems(send(client, PASSKEY, typed, 422))[0]
        assert not Authenticator.objects.exists()

    @pytest.mark.parametrize(
        "answer",
        ["", "x", "[]", "null", "{}", '{"id":1}', "[" * 5000, '{"rawId":"AA","response":{}}'],
    )
    def test_nor_is_anything_else(self, account, answer):
        client, _ = entered()
        read(client, PASSKEY)
        page = send(client, PASSKEY, {"name": "x", "passkey": answer}, 422)
        assert WRONG in problems(page)[0]

    def test_a_question_is_good_once_and_for_five_minutes(self, account, clock):
        client, _ = entered()
        first = read(client, PASSKEY)
        read(client, PASSKEY)
        typed = {"name": "x", "passkey": Device().makes(first)}
        send(client, PASSKEY, typed, 422)
        page = read(client, PASSKEY)
        clock.goes_on_from(clock.now() + timedelta(minutes=5, seconds=1))
        send(client, PASSKEY, {"name": "x", "passkey": Device().makes(page)}, 422)

    def test_another_takes_the_factor_shown_anew_and_ends_other_sessions(self, holder, clock):
        account, _ = holder
        here, there = local(signed_in(account)), signed_in(account)
        clock.goes_on_from(clock.now() + LATE)
        assert "再核对一次您本人" in read(here, PASSKEY, 403)
        here = local(signed_in(account))
        before = spare_codes_left(account)
        device = Device()
        typed = {"name": "备用", "passkey": device.makes(read(here, PASSKEY))}
        assert send(here, PASSKEY, typed) == "/account/"
        assert spare_codes_left(account) == before
        assert there.get("/account/").status_code == 401
        assert Authenticator.objects.filter(type="webauthn").count() == 2

    def test_the_browser_is_told_which_it_holds_already(self, holder):
        account, _ = holder
        asked = question_on(read(local(signed_in(account)), PASSKEY))
        assert len(asked["excludeCredentials"]) == 1
        assert asked["rp"]["id"] == "localhost"


class TestAtTheDoor:
    def test_it_opens_instead_of_a_code(self, holder):
        _, device = holder
        client, place = entered()
        assert place.startswith(STEP)
        page = read(client, place)
        send(client, place, {"passkey": device.shows(page), "next": "/messages/"})
        assert client.get("/messages/").status_code == 200
        assert events("parties.account.signed_in")[-1]["second_factor"] is True

    def test_another_device_does_not(self, holder):
        _, device = holder
        client, place = entered()
        other = Device(credential_id=device.credential_id, counter=5)
        page = send(client, place, {"passkey": other.shows(read(client, place))}, 422)
        assert WRONG in problems(page)[0]
        client, place = entered()
        page = send(client, place, {"passkey": Device().shows(read(client, place))}, 422)
        assert WRONG in problems(page)[0]

    def test_what_was_signed_for_one_question_answers_no_other(self, holder):
        _, device = holder
        client, place = entered()
        answer = device.shows(read(client, place))
        send(client, place, {"passkey": answer})
        other, place = entered()
        read(other, place)
        assert WRONG in problems(send(other, place, {"passkey": answer}, 422))[0]

    def test_a_copy_is_found_out_by_its_count(self, holder):
        _, device = holder
        copy = replace(device)
        client, place = entered()
        send(client, place, {"passkey": device.shows(read(client, place))})
        client, place = entered()
        page = send(client, place, {"passkey": copy.shows(read(client, place))}, 422)
        assert WRONG in problems(page)[0]

    def test_one_that_does_not_count_is_believed(self, account):
        client, _ = entered()
        device = Device(counter=None)
        send(client, PASSKEY, {"name": "x", "passkey": device.makes(read(client, PASSKEY))})
        for _ in range(2):
            client, place = entered()
            send(client, place, {"passkey": device.shows(read(client, place))})

    def test_wrong_ones_are_counted_with_codes(self, holder):
        client, place = entered()
        for _ in range(5):
            send(client, place, {"passkey": Device().shows(read(client, place))}, 422)
        assert client.post(place, {"passkey": "{}"}).status_code == 401

    def test_a_spare_code_opens_where_the_device_is_lost(self, account):
        client, _ = entered()
        device = Device()
        page = read(client, PASSKEY)
        shown = send(client, PASSKEY, {"name": "x", "passkey": device.makes(page)})
        spare = spare_on(read(client, shown))
        client, place = entered()
        send(client, place, {"code": "123456"}, 422)
        send(client, place, {"code": spare[0]})

    def test_neither_one_nor_the_other_is_said_beside_the_box(self, holder):
        client, place = entered()
        page = send(client, place, {"code": "", "passkey": ""}, 422)
        assert "没有填写「动态码或恢复码」" in problems(page)[0]

    def test_somebody_elses_opens_nothing(self, holder, city):
        _, device = holder
        account_in(city, Role.TREASURY_OFFICER, username="other")
        client, _ = entered("other")
        given(client)
        client, place = entered("other")
        send(client, place, {"passkey": device.shows(read(client, place))}, 422)


class TestShownAnew:
    def test_it_opens_a_page_and_a_form(self, holder, clock):
        account, device = holder
        client = local(signed_in(account))
        clock.goes_on_from(clock.now() + LATE)
        page = read(client, CODES, 403)
        send(client, CODES, {"proof-only": "1", "proof-passkey": device.shows(page)})
        assert client.get(CODES).status_code == 200
        assert events("parties.shown_again") == [{"username": "wangfang", "second_factor": True}]

    def test_an_answer_serves_once(self, account, clock):
        client, _ = entered()
        device = Device(counter=None)
        send(client, PASSKEY, {"name": "x", "passkey": device.makes(read(client, PASSKEY))})
        clock.goes_on_from(clock.now() + LATE)
        answer = device.shows(read(client, CODES, 403))
        send(client, CODES, {"proof-only": "1", "proof-passkey": answer})
        clock.goes_on_from(clock.now() + timedelta(minutes=10))
        send(client, CODES, {"proof-only": "1", "proof-passkey": answer}, 422)

    def test_what_signs_another_question_does_not(self, holder, clock):
        account, device = holder
        client = local(signed_in(account))
        clock.goes_on_from(clock.now() + LATE)
        page = read(client, CODES, 403)
        read(client, CODES, 403)
        answer = send(client, CODES, {"proof-only": "1", "proof-passkey": device.shows(page)}, 422)
        assert WRONG in answer


class TestTakingAway:
    def test_the_last_ends_the_spare_codes_and_the_account_page_says_all(self, holder):
        account, _ = holder
        client = local(signed_in(account))
        page = read(client, "/account/")
        assert "办公室电脑" in page
        kept = Authenticator.objects.get(type="webauthn")
        send(client, f"{STEP}passkey/{kept.pk}/drop/")
        assert not Authenticator.objects.exists()
        assert client.get("/desk/")["Location"].startswith(ON)
        assert events("parties.passkey.dropped") == [{"username": "wangfang", "name": "办公室电脑"}]

    def test_beside_an_app_both_go_on_by_themselves(self, holder):
        account, _ = holder
        client = local(signed_in(account))
        before = spare_codes_left(account)
        switched_on(account, client)
        assert spare_codes_left(account) == before
        send(client, f"{STEP}off/", {"password": WORD})
        assert Authenticator.objects.filter(type="webauthn").exists()
        assert spare_codes_left(account) == before

    def test_somebody_elses_is_not_there(self, holder, city):
        kept = Authenticator.objects.get(type="webauthn")
        other = signed_in(account_in(city, Role.TREASURY_OFFICER, username="other"))
        assert other.post(f"{STEP}passkey/{kept.pk}/drop/").status_code == 404
        assert Authenticator.objects.filter(pk=kept.pk).exists()

    def test_late_it_asks_first(self, holder, clock):
        account, device = holder
        client = local(signed_in(account))
        kept = Authenticator.objects.get(type="webauthn")
        clock.goes_on_from(clock.now() + LATE)
        place = f"{STEP}passkey/{kept.pk}/drop/"
        page = send(client, place, {}, 403)
        assert Authenticator.objects.filter(pk=kept.pk).exists()
        send(client, place, {"proof-passkey": device.shows(page)})
        assert not Authenticator.objects.filter(pk=kept.pk).exists()
