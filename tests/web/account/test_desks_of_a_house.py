"""People of a house: invitations from first to last, hand-over, deputies, renewals, suspension."""

import re
from datetime import timedelta
from typing import ClassVar

import pytest
from django.test import Client
from django.utils import timezone

from cairong.audit.models import Event
from cairong.kernel.actor import Role
from cairong.parties.models import Account, Invitation, Mandate, Organisation
from support.browsing import follow, problems, read, send, value_of
from support.papers import beside, column, statements, table, twice_the_same
from support.town import COUNTY
from support.visitors import WORD, account_in, browser, mandate_of, signed_in

PEOPLE = "/account/people/"
INVITE = "/account/people/invite/"
TYPED = {"name": "赵敏", "phone": "13900000000", "role": "purchaser-approver", "region": COUNTY}
NEW_WORD = "another good word"


def link_on(page: str) -> str:
    found = re.search(r"http://testserver(/[^<\s]+)", page)
    assert found, "no link is shown"
    return found[1]


def invited(house, **changed) -> str:
    return link_on(follow(house.boss, INVITE, TYPED | changed))


def enter(username: str, password: str = WORD, status: int = 302) -> str:
    typed = {"username": username, "password": password, "next": ""}
    return send(Client(), "/account/sign-in/", typed, status)


def days_from_now(days: int) -> str:
    return (timezone.localdate() + timedelta(days=days)).isoformat()


class TestInviting:
    @pytest.mark.parametrize(
        ("field", "value", "words"),
        [
            ("name", "", "没有填写「姓名」"),
            ("name", "名" * 61, "60"),
            ("name", "赵\u202e敏", "含有不允许的字符(U+202E)"),
            ("phone", "1" * 31, "30"),
            ("role", "", "没有填写「岗位」"),
            ("role", "treasury-approver", "treasury-approver"),
            ("role", "operator", "operator"),
            ("region", "410999", "410999"),
            ("region", "410327", "410327"),
        ],
    )
    def test_bad_values_are_refused_beside_their_box(self, house, field, value, words):
        page = send(house.boss, INVITE, TYPED | {field: value}, 422)
        assert any(words in one for one in beside(page, field)), problems(page)
        for kept in {"name", "phone"} - {field}:
            assert value_of(page, kept) == TYPED[kept]
        assert not Invitation.objects.exists()

    def test_only_desks_of_the_house_are_offered(self, house):
        page = read(house.boss, INVITE)
        offered = re.findall(r'<option value="([a-z-]+)"', page)
        assert sorted(offered) == ["purchaser-approver", "purchaser-officer"]

    def test_the_link_is_shown_once_and_kept_as_a_hash(self, house):
        link = invited(house)
        assert link not in read(house.boss, PEOPLE)
        token = link.split("/")[-2]
        kept = Invitation.objects.get()
        assert token not in (kept.token_hash, kept.name)
        assert len(kept.token_hash) == 64
        assert token not in str(Event.objects.get(type="parties.person.invited").after)

    def test_it_says_to_which_house_and_desk(self, house):
        page = read(Client(), invited(house, administrator="on"))
        for words in ("采购人", "赵敏", "采购人复核 · 管理员", "已有账号的,请先"):
            assert words in page

    @pytest.mark.parametrize(
        ("changed", "field", "words"),
        [
            ({"username": ""}, "username", "没有填写「用户名」"),
            ({"username": "zm"}, "username", "4 到 60 位小写字母"),
            ({"username": "赵敏"}, "username", "4 到 60 位小写字母"),
            ({"password": ""}, "password", "没有填写「密码」"),
            ({"password": "short"}, "password", "密码不合要求"),
            ({"password": "20252025202520"}, "password", "密码不合要求"),
            ({"password": "newcomer"}, "password", "密码不合要求"),
        ],
    )
    def test_a_refused_account_leaves_the_invitation_open(self, house, changed, field, words):
        link = invited(house)
        before = Account.objects.count()
        typed = {"username": "newcomer", "password": WORD} | changed
        page = send(Client(), link, typed, 422)
        assert any(words in one for one in beside(page, field)), problems(page)
        assert value_of(page, "username") == typed["username"]
        assert WORD not in page
        assert Account.objects.count() == before
        send(Client(), link, {"username": "newcomer", "password": WORD})

    def test_a_taken_user_name_is_refused(self, house):
        page = send(Client(), invited(house), {"username": "BOSS", "password": WORD}, 409)
        assert "用户名「boss」已有人使用" in problems(page)[0]

    def test_it_is_used_once(self, house):
        link = invited(house)
        first, second = twice_the_same(Client(), link, {"username": "newcomer", "password": WORD})
        assert (first.status_code, second.status_code) == (302, 302)
        again = Client().post(link, {"username": "newcomer2", "password": WORD})
        assert again.status_code == 404
        assert "已经用过、撤回或过期" in again.content.decode()
        assert Account.objects.filter(username__startswith="newcomer").count() == 1
        assert enter("newcomer") == "/desk/"

    @pytest.mark.parametrize(("days", "status"), [(13, 200), (14, 404), (30, 404)])
    def test_it_holds_fourteen_days(self, house, days, status):
        link = invited(house)
        passed = Invitation.objects.get().created_at - timedelta(days=days, seconds=1)
        Invitation.objects.update(created_at=passed, expires_at=passed + timedelta(days=14))
        assert Client().get(link).status_code == status

    def test_one_taken_back_serves_nobody_and_is_no_longer_listed(self, house):
        link = invited(house)
        assert "等待接受" in read(house.boss, PEOPLE)
        place = f"/account/invitations/{Invitation.objects.get().pk}/withdraw/"
        assert "没有接受的邀请" not in follow(house.boss, place)
        assert Client().get(link).status_code == 404
        answer = house.boss.post(place)
        assert answer.status_code == 409
        assert "已经被接受或撤回" in answer.content.decode()

    def test_an_accepted_one_is_not_taken_back(self, house):
        send(Client(), invited(house), {"username": "newcomer", "password": WORD})
        place = f"/account/invitations/{Invitation.objects.get().pk}/withdraw/"
        assert house.boss.post(place).status_code == 409
        assert Mandate.objects.filter(person__name="赵敏", ended_reason="").count() == 1

    def test_the_invitation_of_a_suspended_house_rests(self, house):
        link = invited(house)
        Organisation.objects.filter(kind="purchaser").update(active=False)
        assert Client().get(link).status_code == 404
        Organisation.objects.filter(kind="purchaser").update(active=True)
        assert Client().get(link).status_code == 200

    def test_another_house_cannot_take_it_back(self, house):
        invited(house)
        other = house.town.purchaser("别家")
        stranger = browser(
            house.town, "purchaser-officer", username="far", organisation=other, administrator=True
        )
        place = f"/account/invitations/{Invitation.objects.get().pk}/withdraw/"
        assert stranger.post(place).status_code == 404
        assert Invitation.objects.get().withdrawn_at is None

    def test_who_holds_the_desk_already_is_told(self, house):
        link = invited(house)
        page = send(signed_in(house.colleague), link, {}, 409)
        assert "您已经有「采购人复核」这项授权" in problems(page)[0]
        assert Invitation.objects.get().accepted_at is None

    @pytest.mark.parametrize("token", ["x", "a" * 43, "..%2f", "%00"])
    def test_a_token_that_is_none_reads_as_not_there(self, house, token):
        assert Client().get(f"/account/accept/{token}/").status_code == 404

    def test_trying_tokens_is_slowed(self, house):
        visitor = Client()
        answers = [visitor.get(f"/account/accept/{n}/").status_code for n in range(31)]
        assert answers[29:] == [404, 429]


class TestOnlyAdministrators:
    PLACES = ("suspend/", "hand-over/", "deputy/", "renewal/")

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
            ("zhaomin", "采购人复核", ""),
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
        ("changed", "field"),
        [({"reason": ""}, "reason"), ({"successor_id": ""}, "successor_id"),
         ({"successor_id": "x"}, "successor_id"),
         ({"successor_id": "01890000-0000-7000-8000-000000000000"}, "successor_id")],
    )  # fmt: skip
    def test_to_whom_and_why_are_asked(self, house, changed, field):
        typed = {"successor_id": str(mandate_of(house.colleague).pk), "reason": "退休"} | changed
        page = send(house.boss, house.address(house.account, "hand-over/"), typed, 422)
        assert beside(page, field)
        assert house.boss.get("/desk/").status_code == 200

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
        assert send(house.boss, house.address(house.account, "hand-over/"), typed, 422)
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


class TestRenewing:
    def link(self, house, account: Account | None = None) -> str:
        return link_on(follow(house.boss, house.address(account or house.colleague, "renewal/")))

    def test_the_link_sets_a_new_word_once(self, house):
        link, fresh = self.link(house), Client()
        send(fresh, link, {"password": NEW_WORD})
        assert fresh.get(link).status_code == 404
        assert enter("zhaomin", NEW_WORD) == "/desk/"
        assert "用户名或密码不对" in enter("zhaomin", WORD, 422)

    @pytest.mark.parametrize("password", ["", "short", "zhaomin", "1234567890123", "长" * 129])
    def test_a_weak_word_leaves_it_open(self, house, password):
        link = self.link(house)
        page = send(Client(), link, {"password": password}, 422)
        assert beside(page, "password")
        send(Client(), link, {"password": NEW_WORD})

    def test_a_newer_password_closes_the_link(self, house):
        link = self.link(house)
        send(signed_in(house.colleague), "/account/password/", {"old": WORD, "new": NEW_WORD})
        assert Client().get(link).status_code == 404

    def test_it_is_for_one_account_alone(self, house):
        token = self.link(house).split("/")[-2]
        assert Client().get(f"/account/renew/{house.account.pk}/{token}/").status_code == 404

    def test_somebody_who_left_is_not_taken_over(self, house):
        """The account of a former colleague, who works elsewhere now, stays theirs."""
        place = house.address(house.colleague)
        send(house.boss, place + "suspend/", {"reason": "调离"})
        answer = house.boss.post(place + "renewal/")
        assert answer.status_code == 409
        assert "这项授权已经结束" in problems(answer.content.decode())[0]
        assert "http://testserver" not in read(house.boss, PEOPLE)

    def test_somebody_who_also_works_elsewhere_is_not_taken_over(self, house):
        """A house must not reach another house's desk through a shared person."""
        bank = house.another("institution-approver", "banker")
        send(signed_in(bank), invited(house, name="banker"))
        mine = Mandate.objects.get(person=bank.person, organisation__kind="purchaser")
        page = send(house.boss, f"/account/people/{mine.pk}/renewal/", {}, 409)
        assert "还在别的单位任职" in problems(page)[0]

    def test_a_colleague_without_an_account_is_not_there(self, house):
        house.town.actor(house.town.purchaser(), Role.PURCHASER_OFFICER)
        bare = Mandate.objects.exclude(person__accounts__isnull=False).get(
            organisation=house.town.purchaser()
        )
        assert house.boss.post(f"/account/people/{bare.pk}/renewal/").status_code == 404


class TestOperator:
    ADMIT = "/account/organisations/admit/"
    FACTS: ClassVar[dict[str, str]] = {
        "kind": "purchaser", "name": "洛阳市第二小学", "uscc": "", "region": COUNTY,
        "address": "洛阳市",
    }  # fmt: skip

    @pytest.fixture
    def operator(self, town) -> Client:
        return browser(town, "operator", username="ops")

    @pytest.mark.parametrize(
        ("field", "value", "words"),
        [
            ("kind", "", "没有填写「类别」"),
            ("kind", "supplier", "supplier"),
            ("kind", "bureau", "bureau"),
            ("name", "", "没有填写「名称」"),
            ("name", "小\u200e学", "不允许的字符"),
            ("uscc", "91110000600037341X", "校验码不符"),
            ("region", "110101", "110101"),
        ],
    )
    def test_bad_values_are_refused_beside_their_box(self, operator, field, value, words):
        before = Organisation.objects.count()
        page = send(operator, self.ADMIT, self.FACTS | {field: value}, 422)
        assert any(words in one for one in beside(page, field)), problems(page)
        assert value_of(page, "address") == "洛阳市"
        assert Organisation.objects.count() == before

    def test_a_code_is_registered_once(self, operator):
        typed = self.FACTS | {"uscc": "91110000600037341L"}
        send(operator, self.ADMIT, typed)
        page = send(operator, self.ADMIT, typed | {"name": "另一所"}, 409)
        assert "这个统一社会信用代码已经登记过" in problems(page)[0]

    def test_an_institution_gets_its_profile(self, operator):
        send(operator, self.ADMIT, self.FACTS | {"kind": "institution", "name": "丙银行"})
        assert Organisation.objects.get(name="丙银行").institution_profile.regions == [COUNTY]

    def admitted(self, operator) -> str:
        return send(operator, self.ADMIT, self.FACTS)

    def test_a_first_administrator_is_invited_on_papers_and_no_second(self, operator):
        place = self.admitted(operator)
        typed = {"name": "王芳", "phone": "", "role": "purchaser-officer", "papers": "介绍信 7 号"}
        page = send(operator, place + "administrator/", typed | {"papers": ""}, 422)
        assert "没有填写「核对的材料」" in problems(page)[0]
        link = link_on(follow(operator, place + "administrator/", typed))
        send(Client(), link, {"username": "wangfang", "password": WORD})
        shown = read(operator, place)
        assert "1 人" in shown
        assert "邀请第一位管理员" not in shown
        again = send(operator, place + "administrator/", typed, 409)
        assert "已经有管理员" in problems(again)[0]
        assert Event.objects.filter(type="parties.administrator.invited").count() == 1

    def test_a_house_is_suspended_and_resumed_by_its_buttons_alone(self, house, operator):
        place = f"/account/organisations/{house.town.purchaser().pk}/"
        page = send(operator, place + "switch/", {"reason": "整改", "verdict": ""}, 422)
        assert value_of(page, "reason") == "整改"
        assert house.boss.get("/desk/").status_code == 200
        send(operator, place + "switch/", {"reason": "整改", "verdict": "suspend"})
        assert house.boss.get("/desk/").status_code == 401
        assert "已停用" in read(operator, place)
        assert (
            operator.post(place + "switch/", {"reason": "再", "verdict": "suspend"}).status_code
            == 409
        )
        send(operator, place + "switch/", {"reason": "完成", "verdict": "resume"})
        assert house.boss.get("/desk/").status_code == 200

    def test_the_operator_does_not_lock_itself_out(self, operator):
        own = Organisation.objects.get(kind="operator")
        place = f"/account/organisations/{own.pk}/switch/"
        page = send(operator, place, {"reason": "误点", "verdict": "suspend"}, 409)
        assert "不能停用自己" in problems(page)[0]
        assert operator.get("/account/organisations/").status_code == 200

    def test_the_list_sorts_and_its_statements_do_not_grow(self, operator):
        first = statements(operator, "/account/organisations/")
        self.admitted(operator)
        assert statements(operator, "/account/organisations/") == first
        names = column(read(operator, "/account/organisations/?sort=name"), "单位管理", "单位")
        back = column(read(operator, "/account/organisations/?sort=-name"), "单位管理", "单位")
        assert "洛阳市第二小学" in names
        assert names == back[::-1]

    @pytest.mark.parametrize("role", ["procurement-officer", "purchaser-officer", "supplier"])
    def test_nobody_else_admits_or_suspends(self, town, role):
        other = browser(town, role, username="other", administrator=True)
        assert other.get("/account/organisations/").status_code == 403
        assert other.post(self.ADMIT, self.FACTS).status_code == 403
        own = Organisation.objects.get(kind="operator")
        wish = {"reason": "x", "verdict": "suspend"}
        place = f"/account/organisations/{own.pk}/switch/"
        assert other.post(place, wish).status_code == 403

    def test_an_organisation_that_is_none_is_not_there(self, operator):
        place = "/account/organisations/01890000-0000-7000-8000-000000000000/"
        assert operator.get(place).status_code == 404
        assert operator.post(place + "administrator/", {}).status_code == 404
