"""People of an organisation by its pages: invited, let in, suspended, replaced; suppliers too."""

import re
from io import BytesIO
from uuid import uuid4

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from cairong.audit.models import RefusalRecord
from cairong.kernel.actor import Role
from cairong.parties.models import Account, Claim, Invitation
from support.joining import agreed
from support.staging import staged
from support.town import COUNTY
from support.visitors import WORD, account_in, browser, mandate_of, signed_in

pytestmark = pytest.mark.django_db
TYPED_THERE = {
    "suspend/": {"reason": "x"}, "word/": {"code": "12345678"}, "confirm/": {"papers": "工作证"},
}  # fmt: skip


@staged
def boss(town) -> Client:
    return browser(town, Role.PURCHASER_OFFICER, username="boss", administrator=True)


def invited(boss: Client, **more):
    typed = {"name": "赵敏", "phone": "", "role": "purchaser-approver", "region": COUNTY}
    return boss.post("/account/people/invite/", typed | more)


def link_of(answer, client: Client) -> str:
    page = client.get(answer["Location"]).content.decode()
    return re.search(r"http://testserver(/[^<\s]+)", page)[1]


def test_an_invitation_leads_to_a_desk(boss):
    link = link_of(invited(boss), boss)
    assert "http://testserver" not in boss.get("/account/people/").content.decode()
    stranger = Client()
    shown = stranger.get(link)
    assert shown["Cache-Control"] == "no-store"
    page = shown.content.decode()
    assert "赵敏" in page
    assert "采购人复核" in page
    weak = stranger.post(link, {"username": "zhaomin", "password": "short"})
    assert weak.status_code == 422
    assert 'value="zhaomin"' in weak.content.decode()
    assert stranger.post(link, {"username": "zhaomin", "password": WORD}).status_code == 302
    assert stranger.get(link).status_code == 404
    typed = {"username": "zhaomin", "password": WORD, "next": ""}
    assert stranger.post("/account/sign-in/", typed).status_code == 302
    assert stranger.get("/account/people/").status_code == 403


def test_a_double_click_invites_once(boss):
    token = str(uuid4())
    first, second = invited(boss, request_id=token), invited(boss, request_id=token)
    assert first["Location"] == second["Location"]
    assert Invitation.objects.count() == 1


def test_a_signed_in_person_accepts_with_one_button(boss):
    link = link_of(invited(boss, name="王芳"), boss)
    assert boss.post(link).status_code == 302
    assert "采购人复核" in boss.get("/account/").content.decode()


def test_an_invitation_is_taken_back(boss):
    link = link_of(invited(boss), boss)
    page = boss.get("/account/people/").content.decode()
    (back,) = re.findall(r"/account/invitations/[^\"]+/withdraw/", page)
    assert boss.post(back).status_code == 302
    assert Client().get(link).status_code == 404


class TestColleagues:
    @pytest.fixture
    def other(self, town, boss) -> Account:
        return account_in(town, Role.PURCHASER_APPROVER, username="zhaomin")

    def names(self, boss: Client, **query: str) -> list[str]:
        answer = boss.get("/account/people/export/", query)
        found = CalamineWorkbook.from_filelike(BytesIO(answer.content))
        table = found.get_sheet_by_index(0).to_python()
        head = next(at for at, row in enumerate(table) if row[0] == "姓名")
        return [row[0] for row in table[head + 1 :]]

    def test_the_people_are_searched_sorted_and_go_out(self, town, boss, other):
        account_in(
            town, Role.PURCHASER_OFFICER, username="rival", organisation=town.purchaser(name="乙局")
        )
        assert self.names(boss) == ["boss", "zhaomin"]
        assert self.names(boss, sort="-name") == ["zhaomin", "boss"]
        assert self.names(boss, words="zhao") == ["zhaomin"]
        assert self.names(boss, role="purchaser-approver") == ["zhaomin"]
        assert self.names(boss, words="rival") == []
        boss.post(self.address(other, "suspend/"), {"reason": "调离"})
        assert self.names(boss, held="yes") == ["boss"]
        assert self.names(boss, held="no") == ["zhaomin"]
        page = boss.get("/account/people/?held=no").content.decode()
        assert "调离" in page
        assert "邀请人员" in page
        refused = boss.get("/account/people/?role=pboc").content.decode()
        assert "筛选条件「岗位」的值「pboc」看不懂" in refused

    def test_a_workbook_does_not_use_up_a_link_shown_once(self, boss):
        answer = invited(boss)
        boss.get("/account/people/export/")
        assert link_of(answer, boss)

    def address(self, account: Account, act: str = "") -> str:
        return f"/account/people/{mandate_of(account).pk}/{act}"

    def test_suspended_means_out_at_once(self, boss, other):
        theirs = signed_in(other)
        page = boss.get(self.address(other))
        assert page.status_code == 200
        assert boss.post(self.address(other, "suspend/"), {"reason": ""}).status_code == 422
        answer = boss.post(self.address(other, "suspend/"), {"reason": "调离"})
        assert answer.status_code == 302
        assert theirs.get("/account/").status_code == 401

    def test_a_desk_is_handed_over(self, boss, other):
        mine = Account.objects.get(username="boss")
        typed = {"successor_id": str(mandate_of(other).pk), "reason": "退休"}
        assert boss.post(self.address(mine, "hand-over/"), typed).status_code == 302
        assert boss.get("/account/").status_code == 401
        roles = set(other.person.mandates.values_list("role", "administrator"))
        assert ("purchaser-officer", True) in roles

    def test_a_deputy_is_appointed(self, boss, other):
        mine = Account.objects.get(username="boss")
        typed = {"deputy_id": str(mandate_of(other).pk)}
        days = {"valid_from": "2099-01-01", "valid_to": "2098-01-01"}
        wrong = boss.post(self.address(mine, "deputy/"), typed | days)
        assert wrong.status_code == 422
        assert "2099-01-01" in wrong.content.decode()
        days["valid_to"] = "2099-01-05"
        assert boss.post(self.address(mine, "deputy/"), typed | days).status_code == 302
        assert other.person.mandates.filter(deputy_for__isnull=False).count() == 1

    def test_people_of_another_house_are_not_there(self, town, other):
        """Abuse 22: somebody else's id in an address is answered 404 and kept."""
        stranger = browser(
            town,
            Role.PURCHASER_OFFICER,
            organisation=town.purchaser("另一单位"),
            username="stranger",
            administrator=True,
        )
        assert stranger.get(self.address(other)).status_code == 404
        for act in ("suspend/", "word/", "confirm/", "hand-over/", "deputy/"):
            typed = TYPED_THERE.get(act, {})
            assert stranger.post(self.address(other, act), typed).status_code == 404
        kept = RefusalRecord.objects.filter(kind="NotFound")
        assert kept.count() == 6
        assert {one.person_id for one in kept} == {
            Account.objects.get(username="stranger").person_id
        }


REGISTRATION = {
    "uscc": "91110000600037341L",
    "name": "洛阳𠮷星𬭚软件有限公司",
    "region": COUNTY,
    "address": "洛阳市西工区",
    "industry": "软件和信息技术服务业",
    "employees": "42",
    "revenue_wan": "1800",
    "assets_wan": "",
    "person": "李工",
    "phone": "13800000000",
    "evidence": "营业执照与授权书",
    "username": "ligong",
    "password": WORD,
}


class TestSuppliers:
    def test_a_supplier_registers_and_is_let_in_by_the_desk(self, town):
        visitor = Client()
        assert visitor.get("/account/register/").status_code == 200
        assert visitor.post("/account/register/", REGISTRATION)["Location"].endswith("/registered/")
        enter = {"username": "ligong", "password": WORD, "next": ""}
        assert visitor.post("/account/sign-in/", enter).status_code == 403
        desk = browser(town, Role.PROCUREMENT_OFFICER)
        claim = Claim.objects.get()
        assert "洛阳𠮷星𬭚软件有限公司" in desk.get("/account/claims/").content.decode()
        address = f"/account/claims/{claim.pk}/"
        assert "营业执照与授权书" in desk.get(address).content.decode()
        decided = desk.post(address, {"reason": "回拨核实", "verdict": "accept"})
        assert decided.status_code == 302
        assert desk.post(address, {"reason": "再来", "verdict": "refuse"}).status_code == 409
        assert visitor.post("/account/sign-in/", enter).status_code == 302
        assert visitor.get("/account/").status_code == 200

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("uscc", "91110000600037341O"),
            ("uscc", "9111000060003734lL"),
            ("uscc", "91110000600037341А"),
            ("name", "洛阳\u202e软件"),
            ("name", "洛阳" + "\u0301" * 10_000),
            ("person", "李\x00工"),
            ("employees", "-1"),
            ("employees", "1e400"),
            ("revenue_wan", "NaN"),
            ("revenue_wan", "1.234"),
            ("region", "110101"),
        ],
    )
    def test_bad_values_are_refused_and_the_rest_kept(self, town, field, value):
        """Abuse 8, 10, 11."""
        answer = Client().post("/account/register/", REGISTRATION | {field: value})
        assert answer.status_code == 422
        assert 'value="洛阳市西工区"' in answer.content.decode()
        assert not Account.objects.exists()

    @pytest.mark.parametrize("field", ["status", "role", "administrator", "organisation_id"])
    def test_nobody_makes_themselves_more(self, town, field):
        """Abuse 23."""
        answer = Client().post("/account/register/", REGISTRATION | {field: "operator"})
        assert answer.status_code == 422
        assert not Account.objects.exists()


class TestOperator:
    def test_a_house_is_admitted_and_its_administrator_invited(self, town):
        operator = browser(town, Role.OPERATOR)
        typed = {"kind": "purchaser", "name": "洛阳市第二小学", "uscc": "", "region": COUNTY}
        asked = operator.post("/account/organisations/admit/", typed | {"address": "洛阳"})
        assert asked.status_code == 302
        place = f"/account/organisations/{town.agrees().pk}/"
        papers = {"name": "王芳", "phone": "", "role": "purchaser-officer", "papers": "介绍信"}
        link = link_of(operator.post(f"{place}administrator/", papers), operator)
        visitor = Client()
        typed = {"username": "wangfang", "password": WORD, "word": agreed(town)}
        assert visitor.post(link, typed).status_code == 302
        suspended = operator.post(f"{place}switch/", {"reason": "整改", "verdict": "suspend"})
        assert suspended.status_code == 302
        town.agrees()
        enter = {"username": "wangfang", "password": WORD, "next": ""}
        assert visitor.post("/account/sign-in/", enter).status_code == 403
        operator.post(f"{place}switch/", {"reason": "好了", "verdict": "resume"})
        town.agrees()
        assert visitor.post("/account/sign-in/", enter).status_code == 302
