"""Attack 2 by its pages: one administrator tries every way to be both pairs of eyes.

Each attack ends by the attacker deciding on what they prepared; none may (D19).
"""

import re
from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from cairong.kernel.actor import Channel, Role
from cairong.parties.four_eyes import proposals_to_decide
from cairong.parties.models import Account, Invitation, Mandate, Person, Proposal
from cairong.parties.reads import actor_of, the_only
from cairong.rulebook.models import ParameterRow
from support.browsing import follow, problems, read, send, text
from support.eyes import parameter
from support.joining import (
    INVITE,
    NEW_WORD,
    SET,
    agreed,
    asked_at,
    link_on,
    renewed,
    word_place,
    worded,
)
from support.town import CITY, COUNTY
from support.visitors import WORD, account_in, browser, mandate_of, signed_in

pytestmark = pytest.mark.django_db
OFFICER, APPROVER = Role.PROCUREMENT_OFFICER, Role.PROCUREMENT_APPROVER
NEXT_YEAR = date(2027, 1, 1)


@pytest.fixture
def thief(town) -> Account:
    """A procurement officer who administers the bureau."""
    return account_in(town, OFFICER, username="thief", administrator=True)


@pytest.fixture
def mine(thief) -> Client:
    return signed_in(thief)


@pytest.fixture(autouse=True)
def steady(clock) -> None:
    """Keep the clock on the wall out of it."""


@pytest.fixture
def laid(town, thief) -> Proposal:
    """What the thief has prepared."""
    return parameter(acting(thief), timezone.now(), NEXT_YEAR)


def acting(account: Account):
    mandate = mandate_of(account)
    return actor_of(
        Mandate.objects.select_related("person", "organisation").get(pk=mandate.pk),
        channel=Channel.WEB,
    )


def decides(client: Client, laid: Proposal) -> bool:
    """Whether a browser gets the thief's proposal agreed to."""
    client.post(f"/proposals/{laid.pk}/decide/", {"decision": "approve", "reason": "同意"})
    laid.refresh_from_db()
    assert ParameterRow.objects.exists() == (laid.state == "approved")
    return laid.state == "approved"


def invented(mine: Client, username: str, role: str = APPROVER, **more: str) -> Account:
    """王假人: a name, a telephone, a link that the inviter opens in another browser."""
    typed = {"name": f"王{username}", "phone": "13800000000", "role": role, "region": CITY, **more}
    send(Client(), link_on(follow(mine, INVITE, typed)), {"username": username, "password": WORD})
    return Account.objects.get(username=username)


def test_the_right_two_do_get_through(town, laid):
    assert decides(browser(town, APPROVER, username="honest"), laid)


class TestTheFourForms:
    def test_the_officer_takes_the_approvers_account(self, town, mine, thief, laid):
        victim = account_in(town, APPROVER, username="victim")
        theirs = Client()
        code = asked_at(theirs, "victim")
        send(mine, word_place(victim), {"code": code})
        send(mine, word_place(victim), {"code": code}, 403)
        send(theirs, SET, {"password": NEW_WORD}, 409)
        assert theirs.post("/account/sign-in/", {
            "username": "victim", "password": NEW_WORD, "next": "",
        }).status_code == 422  # fmt: skip
        assert laid.state == "waiting"

    @pytest.mark.parametrize("role", [Role.TREASURY_OFFICER, Role.TREASURY_APPROVER])
    def test_the_procurement_desk_takes_the_treasurys(self, town, role):
        chief = account_in(town, APPROVER, username="chief", administrator=True)
        victim = account_in(town, role, username="victim")
        theirs, code = Client(), ""
        code = asked_at(theirs, "victim")
        send(signed_in(chief), word_place(victim), {"code": code})
        place = re.search(r"/account/words/[0-9a-f-]+/", read(signed_in(chief), "/account/words/"))
        answer = signed_in(chief).post(place[0], {"code": code, "papers": "口头"})
        assert answer.status_code == 403
        send(theirs, SET, {"password": NEW_WORD}, 409)

    def test_the_operator_takes_the_bureau_by_word_of_mouth(self, town):
        operator = browser(town, Role.OPERATOR, username="operator", administrator=True)
        chief = account_in(town, APPROVER, username="chief", administrator=True)
        mandate = mandate_of(chief)
        place = (
            f"/account/organisations/{mandate.organisation_id}/administrators/{mandate.pk}/word/"
        )
        theirs = Client()
        typed = {"code": asked_at(theirs, "chief"), "papers": "口头"}
        send(operator, place, typed)
        send(operator, place, typed, 409)
        send(theirs, SET, {"password": NEW_WORD}, 409)

    def test_an_invented_colleague_decides(self, mine, laid):
        fake = signed_in(invented(mine, "fake"))
        assert not decides(fake, laid)
        page = read(fake, f"/proposals/{laid.pk}/")
        assert "由同一人带进本单位" in page
        assert "第二位管理员" in page


class TestMore:
    def test_an_invented_administrator_confirms_the_invented_approver(self, mine, laid):
        boss = invented(mine, "boss", Role.TREASURY_OFFICER, administrator="on", phone="1")
        fake = invented(mine, "fake", phone="2")
        place = f"/account/people/{mandate_of(fake).pk}/confirm/"
        for client in (mine, signed_in(boss), signed_in(fake)):
            assert client.post(place, {"papers": "工作证"}).status_code == 403
        assert not decides(signed_in(fake), laid)

    def test_an_invented_administrator_invites_the_approver(self, mine, laid):
        boss = invented(mine, "boss", Role.TREASURY_OFFICER, administrator="on")
        fake = invented(signed_in(boss), "fake", phone="13800000001")
        assert not decides(signed_in(fake), laid)

    def test_two_invented_ones_for_each_other(self, town, mine, thief):
        one = invented(mine, "first", OFFICER, phone="13800000001")
        two = invented(mine, "second", phone="13800000002")
        laid = parameter(acting(one), timezone.now(), NEXT_YEAR)
        assert not decides(signed_in(two), laid)
        assert not proposals_to_decide(acting(two)).exists()

    def test_the_approvers_desk_handed_to_an_invented_one(self, town, mine, laid):
        old = account_in(town, APPROVER, username="old")
        fake = invented(mine, "fake", OFFICER)
        send(mine, f"/account/people/{mandate_of(old).pk}/hand-over/",
             {"successor_id": str(mandate_of(fake).pk), "reason": "调岗"})  # fmt: skip
        Account.objects.filter(pk=fake.pk).update(
            mandate=Mandate.objects.get(person=fake.person, role=APPROVER)
        )
        assert not decides(signed_in(fake), laid)

    def test_an_invented_deputy(self, town, mine, laid):
        old = account_in(town, APPROVER, username="old")
        fake = invented(mine, "fake", OFFICER)
        send(mine, f"/account/people/{mandate_of(old).pk}/deputy/", {
            "deputy_id": str(mandate_of(fake).pk), "valid_from": "2026-11-25",
            "valid_to": "2026-11-30",
        })  # fmt: skip
        Account.objects.filter(pk=fake.pk).update(
            mandate=Mandate.objects.get(person=fake.person, role=APPROVER)
        )
        assert not decides(signed_in(fake), laid)

    def test_the_true_approver_s_deputy_is_the_thief(self, town, mine, thief, laid):
        """The deputy may decide whatever the approver may, but nothing of their own."""
        old = account_in(town, APPROVER, username="old")
        send(mine, f"/account/people/{mandate_of(old).pk}/deputy/", {
            "deputy_id": str(mandate_of(thief).pk), "valid_from": "2026-11-25",
            "valid_to": "2026-11-30",
        })  # fmt: skip
        assert not decides(mine, laid)
        second = Mandate.objects.filter(person=thief.person, role=APPROVER)
        Account.objects.filter(pk=thief.pk).update(mandate=second.first() or mandate_of(thief))
        assert not decides(mine, laid)

    def test_the_thief_holds_both_desks_by_right(self, town, mine, thief, laid):
        """Somebody else gave one person both mandates: it is still one person."""
        both = account_in(town, APPROVER, username="both")
        Mandate.objects.filter(pk=mandate_of(both).pk).update(person=thief.person)
        Account.objects.filter(pk=thief.pk).update(mandate=mandate_of(both))
        assert not decides(mine, laid)
        assert decides(browser(town, APPROVER, username="honest"), laid)

    def test_a_colleague_suspended_and_invited_again_under_their_name(self, town, mine, laid):
        old = account_in(town, APPROVER, username="old")
        send(mine, f"/account/people/{mandate_of(old).pk}/suspend/", {"reason": "调离"})
        typed = {"name": old.person.name, "phone": "", "role": APPROVER, "region": CITY}
        link = link_on(follow(mine, INVITE, typed))
        send(Client(), link, {"username": "again", "password": WORD})
        assert not decides(signed_in(Account.objects.get(username="again")), laid)

    def test_the_thief_takes_the_invitation_with_the_own_account(self, mine, thief, laid):
        typed = {"name": "别人", "phone": "", "role": APPROVER, "region": CITY}
        send(mine, link_on(follow(mine, INVITE, typed)))
        assert not decides(signed_in(thief), laid)

    def test_a_supplier_of_ones_own_is_invited(self, town, mine, laid):
        owner = account_in(town, Role.SUPPLIER, username="owner", administrator=True)
        typed = {"name": "owner", "phone": "", "role": APPROVER, "region": CITY}
        send(signed_in(owner), link_on(follow(mine, INVITE, typed)))
        owner.refresh_from_db()
        assert not decides(signed_in(owner), laid)

    def test_words_by_twins(self, town, mine, laid):
        victim = account_in(town, APPROVER, username="victim")
        twin = invented(mine, "twin", Role.TREASURY_OFFICER, administrator="on")
        theirs = Client()
        code = asked_at(theirs, "victim")
        send(signed_in(twin), word_place(victim), {"code": code})
        send(mine, word_place(victim), {"code": code}, 403)
        send(theirs, SET, {"password": NEW_WORD}, 409)

    def test_the_bureaus_second_word_by_an_invented_officer(self, town, mine, laid):
        victim = account_in(town, APPROVER, username="victim")
        fake = signed_in(invented(mine, "fake", OFFICER))
        theirs = Client()
        code = asked_at(theirs, "victim")
        send(mine, word_place(victim), {"code": code})
        place = re.search(r"/account/words/[0-9a-f-]+/", read(fake, "/account/words/"))[0]
        assert fake.post(place, {"code": code, "papers": "来函"}).status_code == 403

    def test_a_renewed_approver_decides_nothing_for_a_day(self, town, mine, laid):
        """Two colleagues were talked into it: everybody is told, and a day is left to act in."""
        victim = account_in(town, APPROVER, username="victim")
        renewed(town, victim)
        client = Client()
        send(client, "/account/sign-in/", {
            "username": "victim", "password": NEW_WORD, "next": "",
        })  # fmt: skip
        assert "您的账号刚重置过登录,现在只能查看" in read(client, f"/proposals/{laid.pk}/")
        assert not decides(client, laid)
        assert "刚重置过登录" in read(client, "/desk/")

    def test_and_the_thief_does_not_end_that_day(self, town, mine, laid):
        victim = account_in(town, APPROVER, username="victim")
        twin = invented(mine, "twin", Role.TREASURY_OFFICER, administrator="on")
        other = account_in(town, Role.TREASURY_APPROVER, username="other", administrator=True)
        theirs = Client()
        code = asked_at(theirs, "victim")
        send(mine, word_place(victim), {"code": code})
        send(signed_in(other), word_place(victim), {"code": code})
        send(theirs, SET, {"password": NEW_WORD})
        send(theirs, "/account/sign-in/", {
            "username": "victim", "password": NEW_WORD, "next": "",
        })  # fmt: skip
        send(theirs, "/account/own-word/", {"password": NEW_WORD})
        place = f"/account/people/{mandate_of(victim).pk}/vouch/"
        for client in (mine, signed_in(twin), signed_in(other), theirs):
            assert client.post(place).status_code == 403
        assert not decides(theirs, laid)

    def test_the_operator_invites_an_administrator_and_takes_the_link(self, town):
        """The link is the operator's, the word the bureau's: neither alone opens anything."""
        operator = browser(town, Role.OPERATOR, username="operator", administrator=True)
        house = town.purchaser()
        typed = {"name": "王假人", "phone": "", "role": "purchaser-approver", "papers": "口头"}
        place = f"/account/organisations/{house.pk}/administrator/"
        link = link_on(follow(operator, place, typed))
        said = {"username": "fake", "password": WORD}
        for word in ("", "00000000"):
            assert Client().post(link, said | {"word": word}).status_code in (409, 422)
        agreed(town)
        assert Client().post(link, said | {"word": "00000000"}).status_code == 422
        assert not Account.objects.filter(username="fake").exists()

    def test_the_operator_seats_nobody_in_the_bureau_alone(self, town, thief):
        operator = browser(town, Role.OPERATOR, username="operator", administrator=True)
        bureau = the_only(CITY, "bureau")
        typed = {"name": "王假人", "phone": "", "role": APPROVER, "papers": "口头"}
        send(operator, f"/account/organisations/{bureau.pk}/administrator/", typed)
        waits = Invitation.objects.get()
        pboc = browser(town, Role.PBOC, username="pboc")
        account_in(town, APPROVER, username="chief")
        for client in (operator, pboc):
            assert client.post(f"/account/invitations/{waits.pk}/agree/").status_code == 403

    def test_nor_in_a_new_body_that_follows_the_bureau(self, town, thief):
        """The new body has nobody yet: the People's Bank is the second authority."""
        operator = browser(town, Role.OPERATOR, username="operator", administrator=True)
        bureau = the_only(CITY, "bureau")
        send(operator, f"/account/organisations/{bureau.pk}/succeed/",
             {"name": "洛阳市财政局(新)", "on": "2026-11-25", "basis": "口头"})  # fmt: skip
        assert the_only(CITY, "bureau") == bureau
        town.agrees()
        new = the_only(CITY, "bureau")
        typed = {"name": "王假人", "phone": "", "role": APPROVER, "papers": "口头"}
        link = link_on(follow(operator, f"/account/organisations/{new.pk}/administrator/", typed))
        answer = Client().post(link, {"username": "fake", "password": WORD, "word": "00000000"})
        assert answer.status_code == 409
        assert "还要第二个部门同意" in problems(text(answer))[0]
        waits, pboc = Invitation.objects.get(), browser(town, Role.PBOC, username="pboc")
        assert pboc.post(f"/account/invitations/{waits.pk}/agree/").status_code == 302

    def test_a_code_read_over_the_shoulder_serves_nobody_else(self, town, mine):
        """Who knows the code, but has no second colleague and not the browser, has nothing."""
        victim = account_in(town, APPROVER, username="victim")
        worded(town, victim)
        stolen = Client()
        asked_at(stolen, "victim")
        send(stolen, SET, {"password": NEW_WORD}, 409)

    def test_renamed_and_with_another_telephone(self, mine, laid):
        fake = invented(mine, "fake")
        Person.objects.filter(pk=fake.person_id).update(name="李雷", phone="13811111111")
        assert not decides(signed_in(fake), laid)

    def test_a_county_administrator_brings_nobody_to_the_city(self, town, laid):
        far = account_in(town, Role.COUNTY_CLERK, username="far", administrator=True)
        Mandate.objects.filter(pk=far.mandate_id).update(region=COUNTY)
        typed = {"name": "王假人", "phone": "", "role": APPROVER, "region": CITY}
        assert signed_in(far).post(INVITE, typed).status_code == 422
