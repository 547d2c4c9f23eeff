"""The operator's desk: houses admitted, their first administrators, houses suspended."""

from typing import ClassVar

import pytest
from django.test import Client

from cairong.audit.models import Event
from cairong.parties.models import Organisation
from support.browsing import follow, problems, read, send, value_of
from support.joining import link_on
from support.papers import beside, column, statements
from support.town import COUNTY
from support.visitors import WORD, browser


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
