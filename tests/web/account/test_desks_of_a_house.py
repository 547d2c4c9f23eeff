"""People of a house: who administers, suspension, hand-over, deputies, renewals."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from cairong.audit.models import Event
from cairong.parties.models import Invitation, Mandate
from contracts.ground import Ground
from support.browsing import follow, problems, read, send, value_of
from support.joining import INVITE, NEW_WORD, PEOPLE, TYPED, enter, invited, link_on
from support.papers import beside, column, sheet_of, statements, table, twice_the_same
from support.visitors import WORD, account_in, browser, mandate_of, signed_in


def days_from_now(days: int) -> str:
    return (timezone.localdate() + timedelta(days=days)).isoformat()


class TestOnlyAdministrators:
    PLACES = ("suspend/", "hand-over/", "deputy/", "word/", "confirm/", "vouch/")

    def test_a_colleague_without_the_right_does_none_of_it(self, house):
        clerk = signed_in(house.colleague)
        assert "只有本单位管理员能办理" in read(clerk, PEOPLE, 403)
        assert clerk.post(INVITE, TYPED).status_code == 403
        assert clerk.get(house.address(house.account)).status_code == 403
        for act in self.PLACES:
            answer = clerk.post(house.address(house.account, act), {"reason": "x"})
            assert answer.status_code in (403, 422), act
        assert mandate_of(house.account).ended_reason == ""
        assert not Invitation.objects.exists()

    def test_a_right_that_ended_is_none(self, house):
        Mandate.objects.filter(pk=house.account.mandate_id).update(administrator=False)
        assert house.boss.get(PEOPLE).status_code == 403

    def test_the_supplier_that_registered_administers_its_own(self, town):
        boss = browser(town, "supplier", username="owner", administrator=True)
        typed = TYPED | {"role": "supplier"}
        link = link_on(follow(boss, INVITE, typed))
        send(Client(), link, {"username": "clerk", "password": WORD})
        assert enter("clerk") == "/desk/"


class TestPeople:
    def test_everybody_is_listed_with_desk_and_days(self, house):
        rows = table(read(house.boss, PEOPLE), "本单位人员")
        assert {(row["姓名"], row["岗位"], row["说明"]) for row in rows} == {
            ("boss", "采购人经办", "管理员"),
            ("zhaomin", "采购人复核", "—"),
        }
        assert {row["区域"] for row in rows} == {"西工区"}

    def test_nobody_of_another_house_is(self, house):
        account_in(house.town, "purchaser-officer", username="elsewhere",
                   organisation=house.town.purchaser("别家"))  # fmt: skip
        assert "elsewhere" not in read(house.boss, PEOPLE)

    def test_statements_do_not_grow_with_the_people(self, house):
        first = statements(house.boss, PEOPLE)
        for n in range(3):
            house.another("purchaser-officer", f"more{n}")
            invited(house, name=f"新人{n}")
            house.boss.get(PEOPLE)
        assert statements(house.boss, PEOPLE) == first


class TestSuspending:
    def test_it_bites_at_once_and_is_written_down(self, house):
        theirs = signed_in(house.colleague)
        place = house.address(house.colleague)
        assert theirs.get("/desk/").status_code == 200
        page = follow(house.boss, place + "suspend/", {"reason": "调往文旅局"})
        assert "调往文旅局" in page
        assert theirs.get("/desk/").status_code == 401
        assert theirs.post("/account/password/", {"old": WORD, "new": NEW_WORD}).status_code == 401
        assert "没有有效的授权" in enter("zhaomin", status=403)
        shown = read(house.boss, place)
        assert "已结束" in shown
        assert "生成重置链接" not in shown

    @pytest.mark.parametrize(("reason", "words"), [("", "没有填写「原因」"), ("因" * 201, "200")])
    def test_the_reason_is_asked(self, house, reason, words):
        page = send(house.boss, house.address(house.colleague, "suspend/"), {"reason": reason}, 422)
        assert any(words in one for one in problems(page))
        assert mandate_of(house.colleague).ended_reason == ""

    def test_the_last_administrator_stays(self, house):
        place = house.address(house.account, "suspend/")
        page = send(house.boss, place, {"reason": "离职"}, 409)
        assert "唯一的管理员" in problems(page)[0]
        assert 'value="离职"' in page
        assert house.boss.get("/desk/").status_code == 200

    def test_a_second_administrator_may_take_the_first_away(self, house):
        second = house.another("purchaser-officer", "second", administrator=True)
        send(signed_in(second), house.address(house.account, "suspend/"), {"reason": "退休"})
        assert house.boss.get("/desk/").status_code == 401

    def test_one_that_ended_is_not_ended_again(self, house):
        place = house.address(house.colleague, "suspend/")
        send(house.boss, place, {"reason": "调离"})
        page = house.boss.post(place, {"reason": "又一次"})
        assert page.status_code == 409
        assert Mandate.objects.get(person__name="zhaomin").ended_reason == "调离"

    def test_a_double_click_ends_it_once(self, house):
        place = house.address(house.colleague, "suspend/")
        first, second = twice_the_same(house.boss, place, {"reason": "调离"})
        assert (first.status_code, second.status_code) == (302, 302)
        assert Event.objects.filter(type="parties.mandate.ended").count() == 1

    def test_another_desk_of_the_same_person_goes_on(self, house):
        link = invited(house, name="zhaomin", role="purchaser-officer")
        theirs = signed_in(house.colleague)
        kept = house.colleague.mandate_id
        send(theirs, link)
        send(house.boss, f"/account/people/{kept}/suspend/", {"reason": "专岗"})
        assert theirs.get("/desk/").status_code == 200
        assert "采购人经办" in read(theirs, "/account/")


class TestHandingOver:
    def test_the_heir_has_the_desk_and_the_right_and_the_holder_is_out(self, house):
        typed = {"successor_id": str(mandate_of(house.colleague).pk), "reason": "退休"}
        send(house.boss, house.address(house.account, "hand-over/"), typed)
        assert house.boss.get("/desk/").status_code == 401
        heir = signed_in(house.colleague)
        page = read(heir, "/account/")
        taken = Mandate.objects.get(person=house.colleague.person, role="purchaser-officer")
        assert taken.administrator
        assert "采购人复核" in page
        send(heir, "/account/switch/", {"mandate": str(taken.pk)})
        assert "boss" in read(heir, PEOPLE)

    @pytest.mark.parametrize(
        ("changed", "field", "status"),
        [({"reason": ""}, "reason", 422), ({"successor_id": ""}, "successor_id", 422),
         ({"successor_id": "x"}, "successor_id", 422),
         ({"successor_id": "01890000-0000-7000-8000-000000000000"}, "successor_id", 404)],
    )  # fmt: skip
    def test_to_whom_and_why_are_asked(self, house, changed, field, status):
        typed = {"successor_id": str(mandate_of(house.colleague).pk), "reason": "退休"} | changed
        page = send(house.boss, house.address(house.account, "hand-over/"), typed, status)
        assert beside(page, field)
        assert house.boss.get("/desk/").status_code == 200

    def test_what_lies_open_is_handed_out_before(self, house):
        award = Ground(house.town).award(now=timezone.now() - timedelta(days=90), title="没有签订")
        address = house.address(house.account, "left/")
        assert read(house.boss, house.address(house.account)).count(address) == 1
        lines = sheet_of(house.boss.get(address)).rows
        assert [line[:2] for line in lines if "没有签订" in line[1]] == [
            ["签订合同", f"没有签订 {award.no}"]
        ]
        assert signed_in(house.colleague).get(address).status_code == 403

    def test_nobody_is_offered_but_running_colleagues(self, house):
        send(house.boss, house.address(house.colleague, "suspend/"), {"reason": "调离"})
        house.another("purchaser-approver", "another")
        page = read(house.boss, house.address(house.account))
        assert "another(采购人复核)" in page
        assert "zhaomin(" not in page
        assert "boss(" not in page

    def test_a_desk_of_another_house_is_not_given(self, house):
        far = account_in(house.town, "purchaser-approver", username="far",
                         organisation=house.town.purchaser("别家"))  # fmt: skip
        typed = {"successor_id": str(mandate_of(far).pk), "reason": "退休"}
        assert send(house.boss, house.address(house.account, "hand-over/"), typed, 404)
        assert mandate_of(house.account).ended_reason == ""


class TestDeputies:
    def typed(self, house, first: int, last: int) -> dict:
        return {"deputy_id": str(mandate_of(house.colleague).pk),
                "valid_from": days_from_now(first), "valid_to": days_from_now(last)}  # fmt: skip

    @pytest.mark.parametrize(
        ("first", "last", "field"),
        [(-1, 3, "valid_from"), (5, 4, "valid_to"), (-9, -5, "valid_from")],
    )
    def test_days_that_cannot_be_are_refused_beside_the_wrong_one(self, house, first, last, field):
        typed = self.typed(house, first, last)
        page = send(house.boss, house.address(house.account, "deputy/"), typed, 422)
        assert beside(page, field)
        assert f"代班日期「{typed[field]}」不对" in problems(page)[0]
        assert value_of(page, "valid_from") == typed["valid_from"]
        assert not Mandate.objects.filter(deputy_for__isnull=False).exists()

    @pytest.mark.parametrize("day", ["", "明天", "2025-02-30", "31/12/2099"])
    def test_a_day_that_is_none_is_refused(self, house, day):
        typed = self.typed(house, 0, 3) | {"valid_to": day}
        page = send(house.boss, house.address(house.account, "deputy/"), typed, 422)
        assert beside(page, "valid_to")

    def test_from_today_the_deputy_sits_at_the_desk_and_the_list_says_for_whom(self, house):
        send(house.boss, house.address(house.account, "deputy/"), self.typed(house, 0, 0))
        assert "代boss" in column(read(house.boss, PEOPLE), "本单位人员", "说明")
        deputy = Mandate.objects.get(deputy_for__isnull=False)
        assert (deputy.role, deputy.administrator) == ("purchaser-officer", False)
        theirs = signed_in(house.colleague)
        send(theirs, "/account/switch/", {"mandate": str(deputy.pk)})
        assert theirs.get("/purchaser/awards/new/").status_code == 200
        assert theirs.get(PEOPLE).status_code == 403

    def test_before_the_first_day_and_after_the_last_nobody_sits_there(self, house):
        send(house.boss, house.address(house.account, "deputy/"), self.typed(house, 2, 4))
        deputy = Mandate.objects.get(deputy_for__isnull=False)
        theirs = signed_in(house.colleague)
        wish = {"mandate": str(deputy.pk)}
        assert theirs.post("/account/switch/", wish).status_code == 404
        Mandate.objects.filter(pk=deputy.pk).update(valid_from=days_from_now(-2))
        send(theirs, "/account/switch/", wish)
        Mandate.objects.filter(pk=deputy.pk).update(valid_to=days_from_now(-1))
        assert theirs.get("/desk/").status_code == 401
