"""Signing in and out, sessions that end at once (abuse 28), switching between mandates."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from cairong.audit.models import Event
from cairong.kernel.actor import Role
from cairong.parties.models import Account, Mandate, Organisation
from support.staging import staged
from support.visitors import WORD, account_in, mandate_of, signed_in

pytestmark = pytest.mark.django_db
SIGN_IN = "/account/sign-in/"


@staged
def account(town) -> Account:
    return account_in(town, Role.PURCHASER_OFFICER, username="wangfang")


def enter(client: Client, username="wangfang", password=WORD, address="127.0.0.1", **more):
    typed = {"username": username, "password": password, "next": "", **more}
    return client.post(SIGN_IN, typed, REMOTE_ADDR=address)


class TestSignIn:
    def test_the_right_word_opens_the_desk(self, client, account):
        answer = enter(client, "WangFang")
        assert answer.status_code == 302
        page = client.get("/account/")
        assert page.status_code == 200
        assert "wangfang" in page.content.decode()
        assert Event.objects.filter(type="parties.account.signed_in").count() == 1

    def test_one_comes_back_to_where_one_wanted_to_go(self, client, account):
        wanted = client.get("/account/password/")
        assert wanted.status_code == 302
        assert wanted["Location"] == "/account/sign-in/?next=%2Faccount%2Fpassword%2F"
        assert enter(client, next="/account/password/")["Location"] == "/account/password/"

    @pytest.mark.parametrize("wanted", ["https://evil.example/", "//evil.example/", "\\\\evil"])
    def test_but_never_to_another_house(self, client, account, wanted):
        assert "evil" not in enter(client, next=wanted)["Location"]

    def test_wrong_name_and_wrong_word_read_the_same(self, client, account):
        wrong, unknown = enter(client, password="x"), enter(client, username="nobody")
        assert wrong.status_code == unknown.status_code == 422
        words = [re.sub(r'value="[^"]*"', "", one.content.decode()) for one in (wrong, unknown)]
        assert words[0] == words[1]
        assert "用户名或密码不对" in words[0]

    def test_the_session_key_changes_at_the_door(self, client, account):
        enter(client)
        first = client.cookies["sessionid"].value
        enter(client)
        assert client.cookies["sessionid"].value != first

    def test_who_has_no_mandate_reads_why(self, client, account):
        Mandate.objects.update(ended_reason="调离")
        answer = enter(client)
        assert answer.status_code == 403
        assert "没有有效的授权" in answer.content.decode()

    def test_without_the_token_of_the_page_nobody_enters(self, account):
        strict = Client(enforce_csrf_checks=True)
        assert enter(strict).status_code == 403

    def test_unknown_fields_are_refused(self, client, account):
        assert enter(client, is_staff="1").status_code == 422


class TestEnds:
    """Abuse 28: what ended is over at once."""

    def test_after_signing_out(self, account):
        client = signed_in(account)
        cookie = client.cookies["sessionid"].value
        assert client.post("/account/sign-out/").status_code == 302
        client.cookies["sessionid"] = cookie
        answer = client.get("/account/")
        assert answer.status_code == 401
        assert "登录已经失效" in answer.content.decode()

    def test_after_the_mandate_ended(self, account):
        client = signed_in(account)
        Mandate.objects.filter(pk=mandate_of(account).pk).update(ended_reason="调离")
        assert client.get("/account/").status_code == 401

    def test_after_the_house_was_suspended(self, account):
        client = signed_in(account)
        Organisation.objects.filter(mandates=mandate_of(account)).update(active=False)
        assert client.get("/account/").status_code == 401

    def test_after_the_deputys_last_day(self, account):
        client = signed_in(account)
        yesterday = timezone.localdate() - timedelta(days=1)
        Mandate.objects.filter(pk=mandate_of(account).pk).update(valid_to=yesterday)
        assert client.get("/account/").status_code == 401

    def test_after_the_password_changed_elsewhere(self, account):
        here, there = signed_in(account), signed_in(account)
        changed = here.post("/account/password/", {"old": WORD, "new": "another good word"})
        assert changed.status_code == 302
        assert here.get("/account/").status_code == 200
        assert there.get("/account/").status_code == 401

    def test_after_the_account_was_closed(self, account):
        client = signed_in(account)
        Account.objects.update(is_active=False)
        assert client.get("/account/").status_code == 401

    def test_after_the_session_was_ended_from_another_device(self, account):
        here, there = signed_in(account), signed_in(account)
        page = here.get("/account/").content.decode()
        (link,) = re.findall(r"/account/sessions/\d+/end/", page)
        assert here.post(link).status_code == 302
        assert there.get("/account/").status_code == 401

    def test_what_is_posted_meets_401_and_keeps_its_draft(self, client, account):
        answer = client.post("/account/password/", {"old": WORD, "new": "x"})
        assert answer.status_code == 401
        assert "草稿" in answer.content.decode()

    def test_somebody_elses_session_is_not_there(self, town, account):
        other = signed_in(account_in(town, Role.SUPPLIER))
        mine = signed_in(account)
        page = mine.get("/account/").content.decode()
        assert "结束" not in page
        session_id = account.usersession_set.get().pk
        assert other.post(f"/account/sessions/{session_id}/end/").status_code == 404
        assert mine.get("/account/").status_code == 200


def test_an_idle_session_ends_and_one_in_use_runs_on(account):
    client = signed_in(account)
    session = client.session
    client.get("/account/")
    first = client.session.get_expiry_date()
    session = client.session
    session["seen"] = session["seen"] - 600
    session.save()
    assert client.get("/account/alive/").status_code == 204
    assert client.session.get_expiry_date() >= first
    assert client.cookies["sessionid"]["max-age"] == 3600


def test_a_person_switches_between_mandates(town, account):
    second = account_in(town, Role.SUPPLIER, username="other")
    mandate = mandate_of(second)
    Mandate.objects.filter(pk=mandate.pk).update(person=account.person)
    client = Client()
    enter(client)
    page = client.get("/account/").content.decode()
    assert page.count("切换到这里") == 1
    answer = client.post("/account/switch/", {"mandate": str(mandate.pk)})
    assert answer.status_code == 302
    assert mandate_of(account).pk == mandate.pk
    assert client.post("/account/switch/", {"mandate": "x"}).status_code == 422


def test_somebody_elses_mandate_cannot_be_chosen(town, account):
    other = mandate_of(account_in(town, Role.SUPPLIER))
    client = signed_in(account)
    assert client.post("/account/switch/", {"mandate": str(other.pk)}).status_code == 404
