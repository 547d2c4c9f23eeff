"""The operator's desk: houses admitted, their first administrators, houses suspended."""

from datetime import date
from typing import ClassVar

import pytest
from django.test import Client

from cairong.audit.models import Event
from cairong.parties.models import Organisation, Proposal, Region
from cairong.parties.reads import the_only
from support.browsing import follow, problems, read, send, value_of
from support.joining import agreed, link_on
from support.papers import beside, column, statements
from support.town import CITY, COUNTY
from support.visitors import WORD, browser

FAR = "410327"


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
            ("kind", "pboc", "pboc"),
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

    def admits(self, town, operator, typed) -> Organisation:
        """The operator prepares it, the bureau admits."""
        send(operator, self.ADMIT, typed)
        return town.agrees()

    def test_nobody_is_admitted_by_the_operator_alone(self, town, operator):
        page = follow(operator, self.ADMIT, self.FACTS)
        assert "请等采购科复核办理" in page
        proposal = Proposal.objects.get()
        decide = f"/proposals/{proposal.pk}/decide/"
        assert operator.post(decide, {"decision": "approve"}).status_code == 403
        assert not Organisation.objects.filter(name=self.FACTS["name"]).exists()
        desk = browser(town, "procurement-approver", username="second")
        assert "接入单位" in read(desk, "/desk/")
        assert self.FACTS["name"] in read(desk, f"/proposals/{proposal.pk}/")
        send(desk, decide, {"decision": "approve", "reason": ""})
        made = Organisation.objects.get(name=self.FACTS["name"])
        event = Event.objects.get(type="parties.organisation.admitted", subject_id=str(made.pk))
        assert event.role == "procurement-approver"

    def test_what_was_put_before_the_bureau_is_taken_back_or_comes_back(self, town, operator):
        page = follow(operator, self.ADMIT, self.FACTS)
        assert "撤回" in page
        first = Proposal.objects.get()
        send(operator, f"/proposals/{first.pk}/recall/", {})
        send(operator, self.ADMIT, self.FACTS)
        second = Proposal.objects.get(state="waiting")
        desk = browser(town, "procurement-approver", username="second")
        said = {"decision": "return", "reason": "材料不全"}
        send(desk, f"/proposals/{second.pk}/decide/", said)
        assert "材料不全" in read(operator, f"/proposals/{second.pk}/")
        assert not Organisation.objects.filter(name=self.FACTS["name"]).exists()

    def test_a_code_is_registered_once(self, town, operator):
        typed = self.FACTS | {"uscc": "91110000600037341L"}
        self.admits(town, operator, typed)
        page = send(operator, self.ADMIT, typed | {"name": "另一所"}, 409)
        assert "这个统一社会信用代码已经登记过" in problems(page)[0]

    def test_an_institution_is_not_admitted_here(self, operator):
        assert send(operator, self.ADMIT, self.FACTS | {"kind": "institution"}, 422)
        assert "金融机构" not in read(operator, self.ADMIT).split("</select>")[0].split("类别")[-1]

    def test_only_regions_that_exist_today_are_offered(self, operator):
        Region.objects.filter(code=FAR).update(valid_to=date(2021, 3, 18))
        page = read(operator, self.ADMIT)
        assert "宜阳县" not in page
        assert "西工区" in page
        typed = self.FACTS | {"region": FAR}
        assert beside(send(operator, self.ADMIT, typed, 422), "region")

    def admitted(self, town, operator) -> str:
        made = self.admits(town, operator, self.FACTS)
        return f"/account/organisations/{made.pk}/"

    def test_a_first_administrator_is_invited_on_papers_and_no_second(self, town, operator):
        place = self.admitted(town, operator)
        typed = {"name": "王芳", "phone": "", "role": "purchaser-officer", "papers": "介绍信 7 号"}
        page = send(operator, place + "administrator/", typed | {"papers": ""}, 422)
        assert "没有填写「核对的材料」" in problems(page)[0]
        link = link_on(follow(operator, place + "administrator/", typed))
        typed_in = {"username": "wangfang", "password": WORD, "word": "00000000"}
        page = send(Client(), link, typed_in, 409)
        assert "还要第二个部门同意" in problems(page)[0]
        assert "等财政局采购科" in read(operator, place)
        word = agreed(town)
        assert "已同意,等本人接受" in read(operator, place)
        assert "口令不对" in problems(send(Client(), link, typed_in, 422))[0]
        send(Client(), link, typed_in | {"word": word})
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
        assert house.boss.get("/desk/").status_code == 200
        house.town.agrees()
        assert house.boss.get("/desk/").status_code == 401
        assert "已停用" in read(operator, place)
        assert (
            operator.post(place + "switch/", {"reason": "再", "verdict": "suspend"}).status_code
            == 409
        )
        send(operator, place + "switch/", {"reason": "完成", "verdict": "resume"})
        house.town.agrees()
        assert house.boss.get("/desk/").status_code == 200

    def test_the_operator_does_not_lock_itself_out(self, operator):
        own = Organisation.objects.get(kind="operator")
        place = f"/account/organisations/{own.pk}/switch/"
        page = send(operator, place, {"reason": "误点", "verdict": "suspend"}, 409)
        assert "不能停用自己" in problems(page)[0]
        assert operator.get("/account/organisations/").status_code == 200
        page = read(operator, f"/account/organisations/{own.pk}/")
        assert "停用单位" not in page
        assert "停用单位" in read(operator, f"/account/organisations/{the_only(CITY, 'pboc').pk}/")

    def test_who_agrees_to_it_is_not_suspended(self, operator):
        place = f"/account/organisations/{the_only(CITY, 'bureau').pk}/"
        page = send(operator, place + "switch/", {"reason": "误点", "verdict": "suspend"}, 409)
        assert "所以不能停用它自己" in problems(page)[0]
        assert "停用单位" not in read(operator, place)

    def test_a_body_that_another_followed_is_not_resumed(self, town, operator):
        place = f"/account/organisations/{the_only(CITY, 'bureau').pk}/"
        typed = {"name": "洛阳市财政局(新)", "on": "2025-08-18", "basis": "机构改革方案"}
        send(operator, place + "succeed/", typed)
        town.agrees()
        assert "恢复单位" not in read(operator, place)
        page = send(operator, place + "switch/", {"reason": "恢复", "verdict": "resume"}, 409)
        assert "已由洛阳市财政局(新)承接,不能恢复" in problems(page)[0]
        assert the_only(CITY, "bureau").name == typed["name"]

    def test_the_list_sorts_and_its_statements_do_not_grow(self, town, operator):
        first = statements(operator, "/account/organisations/")
        self.admitted(town, operator)
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
