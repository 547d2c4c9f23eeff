"""The log of access at the door: what is noted of whom, and who reads it."""

import pytest
from django.test import Client

from cairong.doors import signing
from cairong.kernel.actor import Role
from cairong.parties.access import Access
from cairong.parties.models import Account, Mandate
from support.browsing import text
from support.codes import code_of, switched_on
from support.papers import sheet_of
from support.staging import staged
from support.town import COUNTY
from support.visitors import WORD, account_in, browser, signed_in

pytestmark = pytest.mark.django_db
SIGN_IN, LOG = "/account/sign-in/", "/account/log/"
HERE, THERE = "203.0.113.7", "198.51.100.9"
OWN, OF_ALL, OF_NOBODY = LOG, "/account/accesses/", "/account/strangers/"


@staged
def account(town) -> Account:
    return account_in(town, Role.PURCHASER_OFFICER, username="wangfang")


def enter(client=None, username="wangfang", password=WORD, address=HERE) -> Client:
    client = client or Client()
    typed = {"username": username, "password": password, "next": ""}
    client.post(SIGN_IN, typed, REMOTE_ADDR=address)
    return client


def noted() -> list[tuple[str | None, str]]:
    """Say of each row whose it is, and what happened."""
    return list(Access.objects.order_by("pk").values_list("account__username", "outcome"))


class TestNoted:
    def test_signing_in_and_out_with_the_address(self, account):
        client = enter()
        client.post("/account/sign-out/", REMOTE_ADDR=THERE)
        assert noted() == [("wangfang", "signed_in"), ("wangfang", "signed_out")]
        rows = Access.objects.order_by("pk")
        assert [row.address for row in rows] == [HERE, THERE]
        assert rows[0].mandate == account.mandate

    def test_a_wrong_password_and_a_name_that_is_nobodys(self, account):
        enter(password="x")
        enter(username="My Other Password")
        assert noted() == [("wangfang", "wrong"), (None, "wrong")]

    def test_what_the_brake_stopped(self, account):
        for _ in range(signing.PAIR.most + 1):
            enter(password="x")
        assert noted() == [("wangfang", "wrong")] * signing.PAIR.most + [("wangfang", "braked")]

    def test_a_right_password_without_a_mandate(self, account):
        Mandate.objects.update(ended_reason="调离")
        enter()
        assert noted() == [("wangfang", "no_mandate")]

    def test_a_wrong_second_factor_and_the_brake_on_it(self, account):
        secret, _ = switched_on(account)
        client = enter()
        assert noted() == []
        for _ in range(2):
            client.post("/account/second-factor/", {"code": "000000", "next": "", "passkey": ""})
        code = code_of(secret, ahead=1)
        client.post("/account/second-factor/", {"code": code, "next": "", "passkey": ""})
        assert noted() == [("wangfang", "factor")] * 2 + [("wangfang", "signed_in")]

    def test_a_wrong_password_inside_and_the_end_of_the_session(self, account):
        client = enter()
        typed = {"old": "wrong", "new": "another good word"}
        for _ in range(signing.OWN.most + 1):
            client.post("/account/password/", typed)
        proofs = [("wangfang", "proof")] * signing.OWN.most
        assert noted() == [("wangfang", "signed_in"), *proofs, ("wangfang", "shut")]

    def test_sessions_ended_on_other_devices(self, account):
        enter()
        enter().post("/account/sessions/end/")
        assert noted()[-1] == ("wangfang", "ended")

    def test_behind_a_proxy_its_word_counts(self, account, settings):
        settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
        typed = {"username": "wangfang", "password": "x", "next": ""}
        told = {"HTTP_X_FORWARDED_FOR": f"1.2.3.4, {THERE}"}
        Client().post(SIGN_IN, typed, REMOTE_ADDR="10.0.0.1", **told)
        assert Access.objects.get().address == THERE


class TestToldToItsHolder:
    def test_the_account_says_how_one_was_last_in(self, account):
        enter()
        page = text(enter(address=THERE).get("/account/"))
        assert "上次登录" in page
        assert HERE in page
        assert "没有成功" not in page

    def test_the_desk_is_silent_where_nothing_failed(self, account):
        enter()
        assert "没有成功" not in text(enter().get("/desk/"))

    def test_the_desk_says_what_failed_until_one_has_looked(self, account):
        enter()
        enter(password="x", address=THERE)
        enter(password="y", address=THERE)
        client = enter()
        assert "有 2 次登录没有成功" in text(client.get("/desk/"))
        page = text(client.get(LOG))
        assert THERE in page
        assert "密码不对" in page
        assert "没有成功。" not in text(client.get("/desk/"))

    def test_a_supplier_reads_it_on_its_phone(self, town):
        account_in(town, Role.SUPPLIER, username="lisi")
        enter(username="lisi")
        enter(username="lisi", password="x")
        client = enter(username="lisi")
        assert "有 1 次登录没有成功" in text(client.get("/desk/"))


class TestReaders:
    @pytest.fixture
    def tried(self, town, account) -> None:
        account_in(town, Role.SUPPLIER, username="lisi")
        enter(password="x")
        enter(username="lisi", password="x")
        enter(username="nobodys", password="x")

    def test_one_reads_ones_own_alone(self, account, tried):
        assert rows(signed_in(account).get(OWN)).count("密码不对") == 1

    def test_an_administrator_reads_its_own_organisations(self, town, tried):
        boss = account_in(town, Role.PURCHASER_APPROVER, username="boss", administrator=True)
        page = text(signed_in(boss).get(OF_ALL))
        assert "wangfang" in page
        assert "lisi" not in page

    def test_narrowed_by_person_outcome_and_day(self, town, tried):
        boss = account_in(town, Role.PURCHASER_APPROVER, username="boss", administrator=True)
        enter(username="boss")
        client = signed_in(boss)
        assert "boss" not in rows(client.get(f"{OF_ALL}?words=wangfang"))
        assert "wangfang" not in rows(client.get(f"{OF_ALL}?outcome=signed_in"))
        assert "wangfang" not in rows(client.get(f"{OF_ALL}?well=yes"))
        assert "wangfang" in rows(client.get(f"{OF_ALL}?well=no"))
        assert "没有符合条件的记录" in text(client.get(f"{OF_ALL}?until=2020-01-01"))

    def test_who_administers_a_county_reads_that_countys_alone(self, town):
        clerk = account_in(town, Role.COUNTY_CLERK, username="clerk", administrator=True)
        Mandate.objects.filter(pk=clerk.mandate_id).update(region=COUNTY)
        account_in(town, Role.TREASURY_APPROVER, username="chief")
        enter(username="clerk", password="x")
        enter(username="chief", password="x")
        shown = rows(signed_in(clerk).get(OF_ALL))
        assert "clerk" in shown
        assert "chief" not in shown

    def test_who_administers_nothing_reads_none_of_it(self, account):
        assert signed_in(account).get(OF_ALL).status_code == 403

    @pytest.mark.parametrize("role", [Role.OPERATOR, Role.PROCUREMENT_APPROVER])
    def test_names_that_are_nobodys_are_for_operator_and_bureau(self, town, tried, role):
        page = text(browser(town, role).get(OF_NOBODY))
        assert HERE in page
        assert "没有这个用户名" in page
        assert "nobodys" not in page
        assert Access.objects.get(account=None).name_digest[:8] in page

    def test_a_workbook_hides_the_end_of_the_address(self, town, tried):
        written = sheet_of(browser(town, Role.OPERATOR).get(f"{OF_NOBODY}export/"))
        assert "203.0.113.*" in str(written)
        assert HERE not in str(written)


def rows(answer) -> str:
    """Read the rows of a list, without the form above them."""
    return answer.content.decode().partition("<tbody>")[2].partition("</tbody>")[0]
