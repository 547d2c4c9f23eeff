"""Letting people in and back in: invitations sent again, administrators who lost everything."""

import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils import timezone

from cairong.audit.models import Event
from cairong.kernel.actor import Role
from cairong.outreach.sentences import message_of
from cairong.parties.models import Account, Invitation, Mandate, Person
from support.browsing import follow, problems, read, send, text
from support.codes import switched_on
from support.joining import INVITE, NEW_WORD, PEOPLE, TYPED, invited, link_on
from support.papers import beside, twice_the_same
from support.town import COUNTY
from support.visitors import WORD, account_in, browser, mandate_of, signed_in

NEW = {"username": "newcomer", "password": WORD}


def again(house) -> str:
    """Press «invite again» on the one invitation that is open."""
    one = Invitation.objects.get(withdrawn_at=None, accepted_at=None)
    return link_on(follow(house.boss, f"/account/invitations/{one.pk}/again/"))


def lapse() -> None:
    """Let all invitations have been made fifteen days ago."""
    made = timezone.now() - timedelta(days=15)
    Invitation.objects.update(created_at=made, expires_at=made + timedelta(days=14))


class TestInvitingAgain:
    @pytest.mark.parametrize("lapsed", [False, True])
    def test_the_new_link_serves_and_the_old_one_does_not(self, house, lapsed):
        old = invited(house, administrator="on")
        if lapsed:
            lapse()
        new = again(house)
        assert Client().get(old).status_code == 404
        send(Client(), new, NEW)
        taken = Mandate.objects.get(person__name="赵敏")
        assert (taken.role, taken.region, taken.administrator) == (TYPED["role"], COUNTY, True)

    def test_one_that_lapsed_stands_there_and_says_so(self, house):
        invited(house)
        assert "等待接受" in read(house.boss, PEOPLE)
        lapse()
        page = read(house.boss, PEOPLE)
        assert "已过期" in page
        assert "等待接受" not in page
        again(house)
        assert "已过期" not in read(house.boss, PEOPLE)

    def test_there_is_never_more_than_one_open_for_it(self, house):
        invited(house)
        again(house)
        again(house)
        assert Invitation.objects.filter(withdrawn_at=None).count() == 1
        said = [one.after for one in Event.objects.filter(type="parties.person.invited")]
        assert [bool(one.get("instead_of")) for one in said] == [False, True, True]

    @pytest.mark.parametrize("how", ["accepted", "withdrawn"])
    def test_one_that_is_over_is_not_repeated(self, house, how):
        link = invited(house)
        place = f"/account/invitations/{Invitation.objects.get().pk}/"
        if how == "accepted":
            send(Client(), link, NEW)
        else:
            send(house.boss, place + "withdraw/")
        answer = house.boss.post(place + "again/")
        assert answer.status_code == 409
        assert "不能再撤回或重新邀请" in text(answer)
        assert Invitation.objects.count() == 1

    def test_another_house_and_a_colleague_without_the_right_do_not(self, house):
        invited(house)
        place = f"/account/invitations/{Invitation.objects.get().pk}/again/"
        far = browser(house.town, "purchaser-officer", username="far", administrator=True,
                      organisation=house.town.purchaser("别家"))  # fmt: skip
        assert far.post(place).status_code == 404
        assert signed_in(house.colleague).post(place).status_code == 403
        assert Invitation.objects.get().withdrawn_at is None

    @pytest.mark.parametrize("field", ["role", "region", "administrator", "name"])
    def test_nothing_is_changed_on_the_way(self, house, field):
        invited(house)
        place = f"/account/invitations/{Invitation.objects.get().pk}/again/"
        assert house.boss.post(place, {field: "purchaser-officer"}).status_code == 422
        assert Invitation.objects.get().withdrawn_at is None


class TestOneHumanOneAccount:
    """Four eyes are counted by person, so nobody becomes two of them in one house (D19)."""

    @pytest.fixture
    def known(self, house) -> Account:
        Person.objects.filter(pk=house.colleague.person_id).update(name="赵敏", phone="13900000000")
        return house.colleague

    @pytest.mark.parametrize(
        "phone", ["13900000000", "139 0000 0000", "139-0000-0000", "１３９００００００００", ""]
    )
    def test_a_second_account_is_refused_however_the_number_is_written(self, house, known, phone):
        link = invited(house, role="purchaser-officer", phone=phone)
        page = send(Client(), link, NEW, 409)
        assert "在本单位已有同名的账号,手机分不出是两个人。请先用原账号登录" in problems(page)[0]
        assert not Account.objects.filter(username="newcomer").exists()

    def test_signed_in_they_take_the_second_desk_with_the_one_they_have(self, house, known):
        link = invited(house, role="purchaser-officer")
        send(signed_in(known), link)
        assert known.person.mandates.count() == 2
        assert Person.objects.filter(name="赵敏").count() == 1

    @pytest.mark.parametrize("changed", [{"name": "赵明"}, {"phone": "13900000001"}])
    def test_others_are_others(self, house, known, changed):
        send(Client(), invited(house, **changed), NEW)
        assert Account.objects.filter(username="newcomer").exists()

    def test_who_left_the_house_comes_back_anew(self, house, known):
        send(house.boss, house.address(known, "suspend/"), {"reason": "调离"})
        send(Client(), invited(house), NEW)

    def test_in_another_house_they_may_have_another(self, house, known):
        far = browser(house.town, "purchaser-officer", username="far", administrator=True,
                      organisation=house.town.purchaser("别家"))  # fmt: skip
        send(Client(), link_on(follow(far, INVITE, TYPED)), NEW)

    def test_somebody_elses_link_is_taken_by_whoever_holds_it_and_the_record_says_by_whom(
        self, house
    ):
        """The link is the right; the event names the person, and the boss sees it in the list."""
        link = invited(house, role="purchaser-officer")
        send(signed_in(house.colleague), link)
        said = Event.objects.get(type="parties.invitation.accepted").after
        assert said["person"] == "zhaomin"
        assert "zhaomin" in read(house.boss, PEOPLE)
        assert Client().get(link).status_code == 404


class TestAdministratorsOfOtherHouses:
    """Where an administrator lost password, phone and spare codes, the operator helps on papers."""

    @pytest.fixture
    def operator(self, house) -> Client:
        return browser(house.town, Role.OPERATOR, username="operator", administrator=True)

    def place(self, account: Account, act: str) -> str:
        mandate = mandate_of(account)
        house = f"/account/organisations/{mandate.organisation_id}/"
        return f"{house}administrators/{mandate.pk}/{act}/"

    def test_a_link_is_made_on_papers_and_the_record_names_them(self, house, operator):
        page = follow(operator, self.place(house.account, "renewal"), {"papers": "公函〔2026〕3号"})
        send(Client(), link_on(page), {"password": NEW_WORD})
        assert house.boss.get("/desk/").status_code == 401
        said = Event.objects.get(type="parties.password.renewal_issued")
        assert said.after["papers"] == "公函〔2026〕3号"
        assert mandate_of(house.account).organisation_id in said.visible_to

    def test_the_second_factor_is_taken_away_and_the_password_stays(self, house, operator):
        switched_on(house.account, house.boss)
        send(operator, self.place(house.account, "factor"), {"papers": "公函〔2026〕3号"})
        assert not Authenticator.objects.exists()
        assert house.boss.get("/desk/").status_code == 401
        typed = {"username": "boss", "password": WORD, "next": ""}
        assert send(Client(), "/account/sign-in/", typed) == "/desk/"

    @pytest.mark.parametrize("act", ["renewal", "factor"])
    @pytest.mark.parametrize(("papers", "words"), [("", "没有填写"), ("文" * 201, "200"),
                                                   ("公\u202e函", "U+202E")])  # fmt: skip
    def test_the_papers_are_asked(self, house, operator, act, papers, words):
        switched_on(house.account, house.boss)
        page = send(operator, self.place(house.account, act), {"papers": papers}, 422)
        assert any(words in one for one in problems(page))
        assert Authenticator.objects.exists()
        assert "http://testserver" not in page

    @pytest.mark.parametrize("act", ["renewal", "factor"])
    def test_only_administrators_are_helped_so_others_ask_theirs(self, house, operator, act):
        switched_on(house.colleague)
        answer = operator.post(self.place(house.colleague, act), {"papers": "公函"})
        assert answer.status_code == 404
        assert Authenticator.objects.exists()

    @pytest.mark.parametrize("act", ["renewal", "factor"])
    def test_nor_the_operators_own_without_the_password(self, house, operator, act):
        own = Account.objects.get(username="operator")
        answer = operator.post(self.place(own, act), {"papers": "公函"})
        assert answer.status_code == 409
        assert "那里要核对现在的密码" in text(answer)

    @pytest.mark.parametrize("act", ["renewal", "factor"])
    def test_an_administrator_whose_right_ended_is_helped_no_more(self, house, operator, act):
        place = self.place(house.account, act)
        switched_on(house.account, house.boss)
        Mandate.objects.filter(pk=house.account.mandate_id).update(ended_reason="调离")
        answer = operator.post(place, {"papers": "公函"})
        assert answer.status_code == 409
        assert Authenticator.objects.exists()

    @pytest.mark.parametrize("role", [Role.PROCUREMENT_OFFICER, Role.PBOC, Role.SUPPLIER])
    def test_no_other_desk_does_it(self, house, role):
        other = browser(house.town, role, username="other", administrator=True)
        for act in ("renewal", "factor"):
            answer = other.post(self.place(house.account, act), {"papers": "公函"})
            assert answer.status_code == 403

    @pytest.mark.parametrize("act", ["renewal", "factor"])
    def test_who_also_works_elsewhere_is_helped_by_the_operator_and_by_neither_house(
        self, house, operator, act
    ):
        switched_on(house.account, house.boss)
        other = account_in(house.town, "institution-officer", username="banker", administrator=True)
        Mandate.objects.filter(person=other.person).update(person=house.account.person)
        second = browser(house.town, "purchaser-officer", username="second", administrator=True)
        page = send(second, house.address(house.account, f"{act}/"), {"reason": "手机丢失"}
                    if act == "factor" else {}, 409)  # fmt: skip
        assert "还有您管不到的岗位" in problems(page)[0]
        send(operator, self.place(house.account, act), {"papers": "公函〔2026〕3号"})
        assert Authenticator.objects.exists() == (act == "renewal")

    @pytest.mark.parametrize("act", ["renewal", "factor"])
    def test_nor_by_the_operator_where_one_of_the_desks_is_no_administrators(
        self, house, operator, act
    ):
        """A small house's papers do not open a bank's desk."""
        switched_on(house.account, house.boss)
        other = account_in(house.town, "institution-approver", username="banker")
        Mandate.objects.filter(person=other.person).update(person=house.account.person)
        page = send(operator, self.place(house.account, act), {"papers": "公函"}, 409)
        assert "还有您管不到的岗位" in problems(page)[0]
        assert Authenticator.objects.exists()

    @pytest.mark.parametrize(
        ("act", "kind"),
        [("renewal", "parties.password.renewal_issued"), ("factor", "parties.second_factor.taken")],
    )
    def test_the_house_is_told_of_it(self, house, operator, act, kind):
        switched_on(house.account, house.boss)
        send(operator, self.place(house.account, act), {"papers": "公函〔2026〕3号"})
        event = Event.objects.get(type=kind)
        mandate = mandate_of(house.account)
        assert [(one["organisation"], one["role"]) for one in event.after["tell"]] == [
            (str(mandate.organisation_id), mandate.role)
        ]
        for words in ("公函〔2026〕3号", "boss", "请立即联系平台运维"):
            assert words in message_of(event)

    def test_a_double_click_makes_one_link(self, house, operator):
        typed = {"papers": "公函〔2026〕3号"}
        one, two = twice_the_same(operator, self.place(house.account, "renewal"), typed)
        assert (one.status_code, two.status_code) == (302, 302)
        assert Event.objects.filter(type="parties.password.renewal_issued").count() == 1

    def test_the_page_lists_every_administrator_with_a_form_of_their_own(self, house, operator):
        second = account_in(house.town, "purchaser-officer", username="second", administrator=True)
        place = f"/account/organisations/{second.mandate.organisation_id}/"
        page = read(operator, place)
        for one in (house.account, second):
            assert self.place(one, "renewal") in page
        assert self.place(house.colleague, "renewal") not in page
        wrong = send(operator, self.place(second, "renewal"), {"papers": ""}, 422)
        ids = re.findall(r'id="(papers_[^"]+_papers)"', wrong)
        assert len(ids) == len(set(ids)) == 2
        assert not beside(wrong, "papers")
