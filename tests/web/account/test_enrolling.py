"""In a real city whoever must have a second factor gets one before doing anything else."""

import csv
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from cairong.audit.models import Event
from cairong.kernel.actor import HAVE_FACTOR, Role
from cairong.parties.models import Account
from support.browsing import problems, read, send, text
from support.codes import CODES, ON, STEP, code_of, secret_on, spare_on
from support.staging import staged
from support.visitors import WORD, account_in

ROUTES = Path(__file__).parents[2] / "house" / "routes.csv"
WITHOUT = sorted(set(Role) - HAVE_FACTOR - {Role.SYSTEM, Role.PUBLIC})


@staged
def account(city) -> Account:
    return account_in(city, Role.TREASURY_APPROVER, username="wangfang")


def entered(username: str, wanted: str = "") -> tuple[Client, str]:
    """Sign in by the page; the browser, and where it led."""
    client = Client()
    typed = {"username": username, "password": WORD, "next": wanted}
    return client, send(client, "/account/sign-in/", typed)


def rows() -> list[dict[str, str]]:
    lines = [one for one in ROUTES.read_text().splitlines() if not one.startswith("#")]
    return list(csv.DictReader(lines, strict=True))


class TestWho:
    @pytest.mark.parametrize("role", sorted(HAVE_FACTOR))
    def test_who_decides_operates_or_prepares_is_led_to_it(self, city, role):
        account_in(city, role, username="wangfang")
        client, first = entered("wangfang")
        answer = client.get(first)
        assert answer["Location"] == f"{ON}?next={first.replace('/', '%2F')}"

    @pytest.mark.parametrize("role", WITHOUT)
    def test_who_only_reads_and_a_suppliers_clerk_are_not(self, city, role):
        account_in(city, role, username="wangfang")
        client, first = entered("wangfang")
        assert client.get(first).status_code == 200

    @pytest.mark.parametrize("role", WITHOUT)
    def test_but_whoever_administers_is(self, city, role):
        account_in(city, role, username="wangfang", administrator=True)
        client, first = entered("wangfang")
        assert client.get(first)["Location"].startswith(ON)

    def test_every_role_is_one_or_the_other(self):
        assert {*HAVE_FACTOR, *WITHOUT, Role.SYSTEM, Role.PUBLIC} == set(Role)

    @pytest.mark.parametrize("role", sorted(HAVE_FACTOR))
    def test_in_a_demonstration_nobody_is(self, town, role):
        account_in(town, role, username="wangfang", administrator=True)
        client, first = entered("wangfang")
        assert client.get(first).status_code == 200


class TestUntilThen:
    def test_every_page_leads_there_and_no_form_is_taken(self, city, account):
        client, _ = entered("wangfang")
        before, others = Event.objects.count(), {}
        own = {"account-switch-on", "account-passkey", "account-second-factor", "account-sign-out"}
        for row in rows():
            if row["public"] not in {"302", "401"} or row["route"] in own:
                continue
            if row["method"] == "GET":
                answer = client.get(row["address"])
                led = answer.get("Location", "").startswith(ON)
            else:
                answer = client.post(row["address"], {"reason": "试试"})
                led = answer.status_code == 403 and "去启用" in text(answer)
            if not led:
                others[row["route"]] = answer.status_code
        assert others == {}
        assert Event.objects.count() == before

    def test_what_anybody_reads_is_read_and_nothing_is_offered(self, city, account):
        client, _ = entered("wangfang")
        page = read(client, "/contracts/")
        assert "退出" in page
        assert "回到工作台" not in page

    def test_a_program_reads_why(self, city, account):
        client, first = entered("wangfang")
        answer = client.get(first, headers={"accept": "application/json"})
        assert answer.status_code == 403
        assert answer.json()["findings"][0]["code"] == "access.no_factor"

    def test_signing_out_is_free(self, city, account):
        client, first = entered("wangfang")
        assert client.post("/account/sign-out/").status_code == 302
        assert client.get(first).status_code == 401


class TestGettingOne:
    def test_app_code_spare_codes_and_on_to_where_one_wanted(self, city, account):
        client, first = entered("wangfang", "/messages/")
        place = client.get(first)["Location"]
        page = read(client, place)
        assert "启用前不能办理别的事" in page
        typed = {"password": WORD, "code": code_of(secret_on(page))}
        shown = send(client, place, typed)
        page = read(client, shown)
        assert len(set(spare_on(page))) == 10
        assert 'href="/messages/">已经抄好,继续' in page
        assert read(client, "/messages/")
        assert not spare_on(read(client, CODES)), "they are shown once"

    @pytest.mark.parametrize(
        ("typed", "words"),
        [({"code": "000000"}, "动态码不对"), ({"code": ""}, "没有填写「动态码」"),
         ({"password": "wrong"}, "密码不对")],
    )  # fmt: skip
    def test_what_is_wrong_is_said_and_one_is_still_nowhere(self, city, account, typed, words):
        client, first = entered("wangfang")
        place = client.get(first)["Location"]
        code = code_of(secret_on(read(client, place)))
        page = send(client, place, {"password": WORD, "code": code} | typed, 422)
        assert words in problems(page)[0]
        assert not Authenticator.objects.exists()
        assert client.get(first)["Location"] == place

    def test_it_leads_to_no_other_house(self, city, account):
        client, _ = entered("wangfang")
        place = f"{ON}?next=https%3A%2F%2Fevil.example%2F"
        code = code_of(secret_on(read(client, place)))
        page = read(client, send(client, place, {"password": WORD, "code": code}))
        assert "evil" not in page

    def test_the_next_sign_in_asks_for_it(self, city, account):
        client, first = entered("wangfang")
        secret = secret_on(read(client, ON))
        send(client, ON, {"password": WORD, "code": code_of(secret)})
        other, place = entered("wangfang")
        assert place.startswith(STEP)
        assert other.get(first).status_code == 302
        send(other, place, {"code": code_of(secret, ahead=1)})
        assert other.get(first).status_code == 200

    def test_switched_off_one_is_led_to_a_new_one(self, city, account):
        client, first = entered("wangfang")
        secret = secret_on(read(client, ON))
        send(client, ON, {"password": WORD, "code": code_of(secret)})
        send(client, f"{STEP}off/", {"password": WORD})
        assert client.get(first)["Location"].startswith(ON)
