"""Sessions end at once, whichever way (abuse 28): reading, sending, keeping alive answer 401."""

import re
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from cairong.audit.models import Event, RefusalRecord
from cairong.kernel.actor import Role
from cairong.parties.models import Account, Mandate, Organisation
from support import joining
from support.browsing import follow, problems, read, send, text
from support.codes import ON, code_of, secret_on
from support.joining import NEW_WORD, SET
from support.visitors import WORD, browser, mandate_of, signed_in

OPERATOR = "/account/organisations/"


def role_taken_away(house, theirs: Client) -> None:
    send(house.boss, house.address(house.colleague, "suspend/"), {"reason": "调岗"})


def handed_over(house, theirs: Client) -> None:
    heir = house.another(Role.PURCHASER_APPROVER, "heir")
    typed = {"successor_id": str(mandate_of(heir).pk), "reason": "退休"}
    send(house.boss, house.address(house.colleague, "hand-over/"), typed)


def factor_taken(house, theirs: Client) -> None:
    secret = secret_on(read(theirs, ON))
    send(theirs, ON, {"password": WORD, "code": code_of(secret)})
    joining.renewed(house.town, house.colleague, with_factor="on")


def renewed(house, theirs: Client) -> None:
    joining.renewed(house.town, house.colleague)


def changed_elsewhere(house, theirs: Client) -> None:
    send(signed_in(house.colleague), "/account/password/", {"old": WORD, "new": NEW_WORD})


def factor_on_elsewhere(house, theirs: Client) -> None:
    there = signed_in(house.colleague)
    secret = secret_on(read(there, ON))
    send(there, ON, {"password": WORD, "code": code_of(secret)})


def others_ended_elsewhere(house, theirs: Client) -> None:
    send(signed_in(house.colleague), "/account/sessions/end/")


def suspended_house(house, theirs: Client) -> None:
    operator = browser(house.town, Role.OPERATOR)
    place = f"{OPERATOR}{mandate_of(house.colleague).organisation_id}/switch/"
    send(operator, place, {"verdict": "suspend", "reason": "整改"})
    house.town.agrees()


def signed_out(house, theirs: Client) -> None:
    cookie = theirs.cookies["sessionid"].value
    theirs.post("/account/sign-out/")
    theirs.cookies["sessionid"] = cookie


def last_day_passed(house, theirs: Client) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    Mandate.objects.filter(pk=house.colleague.mandate_id).update(valid_to=yesterday)


def account_closed(house, theirs: Client) -> None:
    Account.objects.filter(pk=house.colleague.pk).update(is_active=False)


def kept_on_the_server_alone(house, theirs: Client) -> None:
    Session.objects.filter(session_key=theirs.session.session_key).delete()


WAYS = (
    role_taken_away, handed_over, factor_taken, renewed, changed_elsewhere, factor_on_elsewhere,
    others_ended_elsewhere, suspended_house, signed_out, last_day_passed, account_closed,
    kept_on_the_server_alone,
)  # fmt: skip


class TestOverAtOnce:
    @pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
    def test_nothing_is_read_sent_or_kept_alive_any_more(self, house, way):
        theirs = signed_in(house.colleague)
        assert theirs.get("/desk/").status_code == 200
        way(house, theirs)
        before = Event.objects.count()
        assert theirs.get("/desk/").status_code == 401
        assert theirs.get("/account/alive/").status_code == 401
        for place in ("/account/password/", "/account/switch/", "/account/sessions/end/"):
            assert theirs.post(place, {"old": WORD, "new": WORD}).status_code == 401, place
        assert Event.objects.count() == before
        assert "请先登录" in text(theirs.get("/desk/"))

    @pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
    def test_a_page_that_asks_by_itself_reads_it_too(self, house, way):
        """htmx parts and scripts are told by the status, with a body that is no page."""
        theirs = signed_in(house.colleague)
        way(house, theirs)
        answer = theirs.get("/desk/", headers={"accept": "application/json"})
        assert answer.status_code == 401
        assert answer["Content-Type"].startswith("application/json")

    def test_a_public_page_is_read_as_anybody_reads_it(self, house):
        theirs = signed_in(house.colleague)
        role_taken_away(house, theirs)
        page = read(theirs, "/contracts/")
        assert "zhaomin" not in page

    def test_signing_in_again_leads_on_where_one_may_still(self, house):
        theirs = signed_in(house.colleague)
        changed_elsewhere(house, theirs)
        typed = {"username": "zhaomin", "password": NEW_WORD, "next": "/desk/done/"}
        assert send(theirs, "/account/sign-in/", typed) == "/desk/done/"
        assert theirs.get("/desk/done/").status_code == 200

    def test_resumed_the_house_signs_in_anew(self, house):
        theirs = signed_in(house.colleague)
        suspended_house(house, theirs)
        typed = {"username": "zhaomin", "password": WORD, "next": ""}
        assert "没有有效的授权" in text(Client().post("/account/sign-in/", typed))
        Organisation.objects.update(active=True)
        assert Client().post("/account/sign-in/", typed).status_code == 302


class TestSuspendedHouse:
    """What waits in a suspended house rests: nobody gets in by a link made before."""

    def test_its_renewals_open_no_desk(self, house):
        fresh = joining.worded(house.town, house.colleague)
        suspended_house(house, house.boss)
        assert "作废" in problems(send(fresh, SET, {"password": NEW_WORD}, 409))[0]
        assert fresh.get("/desk/").status_code in (302, 401)

    def test_a_second_desk_elsewhere_goes_on(self, house):
        bank = house.another(Role.INSTITUTION_OFFICER, "banker")
        Mandate.objects.filter(pk=bank.mandate_id).update(person=house.colleague.person)
        suspended_house(house, house.boss)
        typed = {"username": "zhaomin", "password": WORD, "next": ""}
        fresh = Client()
        assert send(fresh, "/account/sign-in/", typed) == "/desk/"
        assert "甲银行" in read(fresh, "/account/")

    def test_its_administrator_does_nothing_more(self, house):
        suspended_house(house, house.boss)
        for act in ("word/", "suspend/", "confirm/"):
            answer = house.boss.post(house.address(house.colleague, act), {"reason": "x"})
            assert answer.status_code == 401, act
        assert house.boss.get("/account/people/").status_code == 401

    def test_the_operator_says_why_and_it_is_read_in_the_record(self, house):
        suspended_house(house, house.boss)
        assert Event.objects.get(type="parties.organisation.suspended").after["reason"] == "整改"


class TestOnesOwnDevices:
    def test_all_others_end_with_one_button_and_this_one_goes_on(self, house):
        here, one, two = (signed_in(house.colleague) for _ in range(3))
        assert "结束其他全部登录" in read(here, "/account/")
        page = follow(here, "/account/sessions/end/")
        assert "结束其他全部登录" not in page
        assert [client.get("/desk/").status_code for client in (here, one, two)] == [200, 401, 401]
        assert Event.objects.get(type="parties.sessions.ended").after["sessions"] == 2

    def test_pressed_again_it_finds_none_and_says_nothing_is_wrong(self, house):
        here = signed_in(house.colleague)
        send(here, "/account/sessions/end/")
        assert not Event.objects.filter(type="parties.sessions.ended").exists()
        assert here.get("/desk/").status_code == 200

    def test_nobody_elses_end_with_them(self, house):
        signed_in(house.colleague)
        send(signed_in(house.colleague), "/account/sessions/end/")
        assert house.boss.get("/desk/").status_code == 200

    def test_one_ended_twice_is_not_there_and_it_is_kept(self, house):
        here, there = signed_in(house.colleague), signed_in(house.colleague)
        (place,) = re.findall(r"/account/sessions/\d+/end/", read(here, "/account/"))
        send(here, place)
        assert here.post(place).status_code == 404
        assert RefusalRecord.objects.filter(kind="NotFound").count() == 1
        assert there.get("/desk/").status_code == 401

    @pytest.mark.parametrize("place", ["/account/sign-out/", "/account/sessions/end/"])
    def test_a_link_alone_ends_nothing(self, house, place):
        """An address that somebody is led to by a picture or a letter."""
        here, there = signed_in(house.colleague), signed_in(house.colleague)
        assert here.get(place).status_code == 405
        assert there.get("/desk/").status_code == 200
