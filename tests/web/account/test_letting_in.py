"""Letting people in and back in: invitations sent again, administrators who lost everything."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from cairong.audit.models import Event
from cairong.parties.models import Account, Invitation, Mandate, Person
from support.browsing import follow, problems, read, send, text
from support.joining import INVITE, PEOPLE, TYPED, invited, link_on
from support.town import COUNTY
from support.visitors import WORD, browser, signed_in

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
