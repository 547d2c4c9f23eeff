"""A supplier registers itself: every field's bad values in words, and what the desk then says."""

import pytest
from django.test import Client

from cairong.audit.models import Event
from cairong.parties.models import Account, Claim, Mandate, Organisation, Person, SupplierProfile
from cairong.web.account.forms import RegisterForm
from contracts.ground import ACCOUNT, Ground
from support.browsing import problems, read, send, text, value_of
from support.papers import beside, column, statements, table, twice_the_same
from support.staging import staged
from support.town import CITY, COUNTY, INDIVIDUAL
from support.visitors import WORD, account_in, browser, signed_in

REGISTER = "/account/register/"
OTHER_USCC = "91410300MA3X4LQK6G"
TYPED = {
    "uscc": "91110000600037341L", "name": "洛阳𠮷星𬭚软件有限公司", "region": COUNTY,
    "address": "洛阳市西工区凯旋西路 1 号", "industry": "软件和信息技术服务业", "employees": "42",
    "revenue_wan": "1800", "assets_wan": "", "person": "李工", "phone": "13800000000",
    "evidence": "营业执照与授权书", "username": "ligong", "password": WORD,
}  # fmt: skip

WRONG = [
    # what was typed,                        beside which box,  and what is said of it
    ("uscc", "", "没有填写「统一社会信用代码」"),
    ("uscc", "9111000060003734", "应为18位,现为16位"),
    ("uscc", "91110000600037341X", "校验码不符:末位应为L,现为X"),
    ("uscc", "9111000060003734IL", "不使用字母I、O、S、V、Z"),
    ("uscc", "91110000600037341l", "小写字母l,请改为大写"),
    ("uscc", "91110000600037341А", "不是半角数字或大写字母"),
    ("uscc", "9111AB00600037341L", "登记机关行政区划码,应为数字"),
    ("name", "", "没有填写「单位名称」"),
    ("name", "洛", "应为 2 到 200 个字"),
    ("name", "字" * 201, "200"),
    ("name", "洛阳\u202e软件", "含有不允许的字符(U+202E)"),
    ("name", "洛阳" + "\u0301" * 9 + "软件", "叠加了过多的附加符号"),
    ("region", "", "没有填写「所在县(市、区)」"),
    ("region", "110101", "110101"),
    ("address", "", "没有填写「住所」"),
    ("address", "路" * 201, "200"),
    ("industry", "", "没有填写「所属行业」"),
    ("industry", "挖矿", "挖矿"),
    ("employees", "-1", "0"),
    ("employees", "四十二", "整数"),
    ("employees", "1.5", "整数"),
    ("employees", "99999999", "10000000"),
    ("revenue_wan", "-5", "0"),
    ("revenue_wan", "NaN", "数字"),
    ("revenue_wan", "1.234", "2"),
    ("assets_wan", "很多", "数字"),
    ("person", "", "没有填写「经办人姓名」"),
    ("person", "名" * 61, "60"),
    ("phone", "", "没有填写「经办人手机」"),
    ("phone", "138", "应为 5 到 30 个字"),
    ("evidence", "", "没有填写「授权材料」"),
    ("evidence", "证" * 501, "500"),
    ("username", "", "没有填写「用户名」"),
    ("username", "li", "4 到 60 位小写字母"),
    ("username", "李工程师", "4 到 60 位小写字母"),
    ("username", "-ligong", "以字母或数字开头"),
    ("username", "li gong", "4 到 60 位小写字母"),
    ("password", "", "没有填写「密码」"),
    ("password", "short", "密码不合要求"),
    ("password", "123456789012345", "密码不合要求"),
    ("password", "长" * 129, "128"),
]


@staged
def visitor(town) -> Client:
    return Client()


@pytest.mark.parametrize(("field", "value", "words"), WRONG)
def test_a_bad_value_is_refused_beside_its_box(visitor, field, value, words):
    page = send(visitor, REGISTER, TYPED | {field: value}, 422)
    said = beside(page, field)
    assert any(words in one for one in said), (said, problems(page))
    assert f'href="#id_{field}"' in page
    for kept in {"name", "address", "person", "phone", "evidence"} - {field}:
        assert value_of(page, kept) == TYPED[kept], kept
    assert not Account.objects.exists()
    assert not Person.objects.filter(name="李工").exists()
    assert not Organisation.objects.filter(kind="supplier").exists()


def decide(town, verdict: str = "accept") -> None:
    """Let the desk decide the only claim that waits."""
    claim = Claim.objects.get(state="waiting")
    desk = browser(town, "procurement-officer")
    send(desk, f"/account/claims/{claim.pk}/", {"reason": "已回拨", "verdict": verdict})


def test_a_password_is_never_sent_back(visitor):
    page = send(visitor, REGISTER, TYPED | {"phone": "138"}, 422)
    assert WORD not in page
    assert value_of(page, "password") == ""


def test_every_box_stands_under_a_heading():
    form = RegisterForm(regions={})
    placed = [one.name for _, fields in form.groups() for one in fields]
    assert sorted(placed) == sorted(one.name for one in form.visible_fields())


def test_neither_place_nor_industry_is_chosen_beforehand(visitor):
    page = send(visitor, REGISTER, {}, 422)
    assert beside(page, "region")
    assert beside(page, "industry")


def test_all_that_is_wrong_is_said_at_once(visitor):
    page = send(visitor, REGISTER, TYPED | {"name": "", "phone": "", "password": ""}, 422)
    assert "有 3 处需要改正" in page
    assert [beside(page, one) != [] for one in ("name", "phone", "password")] == [True] * 3


@pytest.mark.parametrize(
    ("industry", "facts", "missing"),
    [
        ("软件和信息技术服务业", {"employees": "", "revenue_wan": "1800"}, "从业人员"),
        ("软件和信息技术服务业", {"employees": "42", "revenue_wan": ""}, "营业收入"),
        ("建筑业", {"employees": "42", "revenue_wan": "1800", "assets_wan": ""}, "资产总额"),
        ("农、林、牧、渔业", {"employees": "", "revenue_wan": ""}, "营业收入"),
    ],
)
def test_what_the_industry_needs_for_its_size_is_asked_by_name(visitor, industry, facts, missing):
    page = send(visitor, REGISTER, TYPED | {"industry": industry} | facts, 422)
    assert any(missing in one for one in problems(page)), problems(page)
    assert not Organisation.objects.filter(kind="supplier").exists()


@pytest.mark.parametrize(
    ("industry", "figures", "size"),
    [
        # 工信部联企业〔2011〕300号: 人员, 营业收入(万元), 资产总额(万元)
        ("软件和信息技术服务业", ("9", "40", ""), "micro"),
        ("软件和信息技术服务业", ("42", "1800", ""), "small"),
        ("软件和信息技术服务业", ("150", "1800", ""), "medium"),
        ("软件和信息技术服务业", ("300", "10000", ""), "large"),
        ("建筑业", ("", "299", "5000"), "micro"),
        ("建筑业", ("", "5999", "299"), "micro"),
        ("建筑业", ("", "5999", "4999"), "small"),
        ("建筑业", ("", "6000", "5000"), "medium"),
    ],
)
def test_the_size_is_worked_out_by_the_standard(town, visitor, industry, figures, size):
    names = ("employees", "revenue_wan", "assets_wan")
    given = dict(zip(names, figures, strict=True))
    send(visitor, REGISTER, TYPED | {"industry": industry} | given)
    decide(town)
    assert SupplierProfile.objects.get().size == size


def test_a_double_click_registers_once(visitor):
    first, second = twice_the_same(visitor, REGISTER, TYPED)
    assert (first.status_code, second.status_code) == (302, 302)
    assert Claim.objects.count() == Account.objects.count() == 1


def test_a_user_name_somebody_has_is_refused_without_saying_whose(town, visitor):
    account_in(town, "purchaser-officer", username="ligong")
    page = send(visitor, REGISTER, TYPED | {"username": "LiGong"}, 409)
    assert "用户名「ligong」已有人使用" in problems(page)[0]
    assert "采购人" not in problems(page)[0]
    assert not Claim.objects.exists()


def test_one_person_waits_for_what_they_claimed(visitor):
    send(visitor, REGISTER, TYPED)
    page = send(Client(), REGISTER, TYPED | {"username": "another"}, 409)
    assert "提交的授权证明正等采购科核实" in problems(page)[0]


def test_a_supplier_with_people_is_told_whom_to_ask(town, visitor):
    account_in(town, "supplier", organisation=town.supplier(), username="theirs")
    page = send(visitor, REGISTER, TYPED, 409)
    assert "请联系贵单位管理员邀请您" in problems(page)[0]
    assert Mandate.objects.filter(role="supplier").count() == 1


def test_a_supplier_known_from_its_awards_is_found_again(town, visitor):
    known = town.organisation("supplier", "洛阳旧名软件", uscc=TYPED["uscc"], address="洛阳")
    send(visitor, REGISTER, TYPED)
    decide(town)
    assert Claim.objects.get().organisation == known
    known.refresh_from_db()
    assert known.name == "洛阳旧名软件"
    assert known.supplier_profile.size == "small"


def test_who_is_signed_in_is_led_to_the_account(house):
    assert house.boss.get(REGISTER)["Location"] == "/account/"


def test_registering_is_slowed(visitor):
    answers = [visitor.post(REGISTER, TYPED | {"uscc": "x"}).status_code for _ in range(31)]
    assert answers[29:] == [422, 429]


def test_the_event_holds_neither_password_nor_phone(visitor):
    send(visitor, REGISTER, TYPED)
    event = Event.objects.get(type="parties.supplier.registered")
    assert event.person_name == "李工"
    assert WORD not in str(event.after)
    assert TYPED["phone"] not in str(event.after)


class TestDesk:
    """The procurement desk looks at the papers."""

    @pytest.fixture
    def claim(self, visitor) -> Claim:
        send(visitor, REGISTER, TYPED)
        return Claim.objects.get()

    @pytest.fixture
    def desk(self, town) -> Client:
        return browser(town, "procurement-officer")

    def enter(self, status: int = 302) -> str:
        return send(
            Client(), "/account/sign-in/", {"username": "ligong", "password": WORD, "next": ""},
            status,
        )  # fmt: skip

    def test_the_list_says_who_waits(self, desk, claim):
        (row,) = table(read(desk, "/account/claims/"), "供应商授权核实")
        assert (row["供应商"], row["经办人"], row["状态"]) == (TYPED["name"], "李工", "待核实")

    def test_an_empty_list_says_what_would_be_here(self, desk):
        assert "供应商自行注册后,授权材料会出现在这里" in read(desk, "/account/claims/")

    def test_the_papers_are_shown_with_the_phone_to_call_back(self, desk, claim):
        page = read(desk, f"/account/claims/{claim.pk}/")
        said = (TYPED["address"], TYPED["industry"], "西工区", "1800")
        for words in (TYPED["uscc"], "李工 · 13800000000", "营业执照与授权书", "待核实", *said):
            assert words in page
        assert "核实通过" in page

    @pytest.mark.parametrize(
        ("uscc", "kind"),
        [(INDIVIDUAL, "个体工商户(合同公告只公开"), (OTHER_USCC, "企业")],
    )
    def test_the_desk_reads_whether_it_is_an_individual_business(self, desk, visitor, uscc, kind):
        send(visitor, REGISTER, TYPED | {"uscc": uscc})
        assert kind in read(desk, f"/account/claims/{Claim.objects.get().pk}/")

    def test_accepted_the_person_comes_in_as_administrator(self, desk, claim):
        send(desk, f"/account/claims/{claim.pk}/", {"reason": "已回拨", "verdict": "accept"})
        claim.refresh_from_db()
        mandate = Mandate.objects.get(organisation=claim.organisation)
        assert (claim.organisation.name, claim.organisation.uscc) == (TYPED["name"], TYPED["uscc"])
        assert (mandate.role, mandate.administrator, mandate.region) == ("supplier", True, COUNTY)
        assert self.enter() == "/desk/"
        page = read(desk, f"/account/claims/{claim.pk}/")
        assert "已核实" in page
        assert "已回拨" in page
        assert "核实通过" not in page

    def test_before_that_nobody_comes_in(self, claim):
        assert "刚注册的供应商请等采购科核实" in self.enter(403)

    def test_refused_the_account_is_closed_and_another_may_try(self, desk, claim):
        send(desk, f"/account/claims/{claim.pk}/", {"reason": "缺授权书", "verdict": "refuse"})
        assert "用户名或密码不对" in self.enter(422)
        assert not Mandate.objects.filter(role="supplier").exists()
        send(Client(), REGISTER, TYPED | {"username": "ligong2", "evidence": "补上授权书"})
        assert Claim.objects.filter(state="waiting").count() == 1
        assert not Organisation.objects.filter(kind="supplier").exists()

    def test_a_verdict_without_words_is_refused_and_decides_nothing(self, desk, claim):
        page = send(desk, f"/account/claims/{claim.pk}/", {"reason": "", "verdict": "accept"}, 422)
        assert "没有填写「核对说明」" in beside(page, "reason")[0]
        assert Claim.objects.get().state == "waiting"

    @pytest.mark.parametrize("verdict", ["", "yes", "ACCEPT"])
    def test_a_verdict_that_is_none_decides_nothing(self, desk, claim, verdict):
        typed = {"reason": "已看", "verdict": verdict}
        page = send(desk, f"/account/claims/{claim.pk}/", typed, 422)
        assert value_of(page, "reason") == "已看"
        assert Claim.objects.get().state == "waiting"

    def test_one_decides_once(self, desk, claim):
        place = f"/account/claims/{claim.pk}/"
        first, second = twice_the_same(desk, place, {"reason": "好", "verdict": "accept"})
        assert (first.status_code, second.status_code) == (302, 302)
        again = send(desk, place, {"reason": "不对", "verdict": "refuse"}, 409)
        assert "已核实" in problems(again)[0]
        assert Account.objects.get(username="ligong").is_active

    def test_the_desk_of_another_county_does_not_find_it(self, town, claim):
        other = account_in(town, "procurement-officer", username="yiyang")
        Mandate.objects.filter(pk=other.mandate_id).update(region="410327")
        far = signed_in(other)
        place = f"/account/claims/{claim.pk}/"
        assert far.get(place).status_code == 404
        assert far.post(place, {"reason": "好", "verdict": "accept"}).status_code == 404
        assert column(read(far, "/account/claims/"), "供应商授权核实", "供应商") == []
        Mandate.objects.filter(pk=other.mandate_id).update(region=COUNTY)
        assert "李工" in read(signed_in(other), place)

    @pytest.mark.parametrize(
        "role", ["treasury-officer", "county-clerk", "purchaser-officer", "operator", "pboc"]
    )
    def test_no_other_desk_looks_at_papers(self, town, claim, role):
        other = browser(town, role)
        assert other.get("/account/claims/").status_code == 403
        typed = {"reason": "好", "verdict": "accept"}
        assert other.post(f"/account/claims/{claim.pk}/", typed).status_code == 403
        assert Claim.objects.get().state == "waiting"

    def test_claims_sort_and_their_statements_do_not_grow(self, desk, claim):
        first = statements(desk, "/account/claims/")
        more = {"uscc": OTHER_USCC, "name": "阿坝软件", "username": "aba1"}
        send(Client(), REGISTER, TYPED | more)
        assert statements(desk, "/account/claims/") == first
        for sort, expected in (("-name", [TYPED["name"], "阿坝软件"]), ("at", ["李工", "李工"])):
            page = read(desk, f"/account/claims/?sort={sort}")
            word = "供应商" if sort == "-name" else "经办人"
            listed = column(page, "供应商授权核实", word)
            assert sorted(listed) == sorted(expected)
        ascending = column(read(desk, "/account/claims/?sort=name"), "供应商授权核实", "供应商")
        descending = column(read(desk, "/account/claims/?sort=-name"), "供应商授权核实", "供应商")
        assert ascending == descending[::-1]
        assert "不能按「phone」排序" in read(desk, "/account/claims/?sort=phone")


def test_of_an_individual_business_that_registered_only_the_end_of_its_account_is_public(
    town, visitor
):
    send(visitor, REGISTER, TYPED | {"uscc": INDIVIDUAL, "name": ACCOUNT["payee"]})
    decide(town)
    ground = Ground(town)
    contract = ground.sign(ground.award(supplier_id=Claim.objects.get().organisation_id))
    page = read(visitor, f"/contracts/{contract.no}/")
    assert ACCOUNT["no"] not in page
    assert f"****{ACCOUNT['no'][-4:]}" in page


def test_the_whole_city_desk_sees_every_county(town, visitor):
    send(visitor, REGISTER, TYPED)
    desk = account_in(town, "procurement-officer", username="citywide")
    assert desk.mandate.region == CITY
    assert "李工" in text(signed_in(desk).get("/account/claims/"))
