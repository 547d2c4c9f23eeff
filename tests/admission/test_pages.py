"""The bureau's pages on which institutions come in, are reviewed and suspended. 一(一)-4"""

import pytest
from django.test import Client

from admission.ground import FOLLOWING, admit, profile
from cairong.admission.models import Decision
from cairong.kernel.actor import Role
from cairong.parties.models import Organisation, Proposal
from lending.ground import NOW, drain
from support.browsing import problems, read, send, value_of
from support.papers import beside
from support.town import CITY, COUNTY
from support.visitors import browser

pytestmark = pytest.mark.django_db
NEW = "/admission/new/"
BANK = {
    "name": "丙银行", "uscc": "91410300MA0000901B", "region": CITY, "contact_name": "王经理",
    "contact_phone": "0379-63000000", "regions": [COUNTY, "410327"], "licence_kind": "村镇银行",
    "local_legal_person": "on", "connected_on": "2025-03-01",
    "connected_evidence": "联调记录 3 号",
    "licence": "S0001H341030001", "agreement": "洛财金合〔2025〕7号",
    "agreement_until": "2099-12-31", "words": "材料齐全,签有合作协议。",
}  # fmt: skip
PAPERS = {"licence": "S0001H341030001", "agreement": "洛财金合〔2025〕7号"}


@pytest.fixture
def officer(case) -> Client:
    return browser(case.town, Role.PROCUREMENT_OFFICER)


@pytest.fixture
def second(case) -> Client:
    return browser(case.town, Role.PROCUREMENT_APPROVER, username="second")


def agreed(second: Client) -> str:
    proposal = Proposal.objects.get(state="waiting")
    shown = read(second, f"/proposals/{proposal.pk}/")
    send(second, f"/proposals/{proposal.pk}/decide/", {"decision": "approve", "reason": ""})
    return shown


def test_from_the_papers_to_the_list(officer, second):
    send(officer, NEW, BANK)
    assert not Organisation.objects.filter(name="丙银行").exists()
    shown = agreed(second)
    for word in ("准入金融机构", "合作协议 洛财金合〔2025〕7号", "西工区、宜阳县", "村镇银行"):
        assert word in shown
    bank = Organisation.objects.get(name="丙银行")
    kept = bank.institution_profile
    assert (kept.licence_no, kept.connected_evidence) == (BANK["licence"], "联调记录 3 号")
    assert "合作中" in read(officer, "/admission/?q=丙银行")
    page = read(officer, f"/admission/{bank.pk}/")
    for word in ("材料齐全,签有合作协议。", "历次决定", "合作成效评级", "复核", "暂停合作"):
        assert word in page


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("regions", [], "没有填写「服务区域」"),
        ("regions", ["110101"], "110101"),
        ("licence_kind", "当铺", "当铺"),
        ("connected_on", "", "写了对接依据,就要填写对接日期"),
        ("connected_on", "2099-01-01", "还没有到"),
        ("connected_evidence", "", "就要写明依据"),
        ("licence", "", "没有填写「金融许可证编号」"),
        ("agreement", "", "没有填写「合作协议编号」"),
        ("agreement_until", "2020-12-31", "已经过期"),
        ("licence_until", "2020-12-31", "已经过期"),
        ("uscc", "91110000600037341X", "校验码不符"),
        ("words", "", "没有填写「准入意见」"),
    ],
)
def test_what_must_be_there_is_asked_beside_its_box(officer, field, value, words):
    page = send(officer, NEW, BANK | {field: value}, 422)
    assert any(words in one for one in beside(page, field)), problems(page)
    assert value_of(page, "name") == "丙银行"
    assert not Organisation.objects.filter(name="丙银行").exists()


def test_it_is_reviewed_with_conditions_that_it_reads_suspended_and_resumed(case, officer, second):
    place = f"/admission/{case.bank().pk}/"
    found = {"finding": "conditions", "words": "三个月内把按期率提到九成。"}
    page = send(officer, f"{place}review/", PAPERS | found | {"finding": ""}, 422)
    assert "没有填写「结论」" in problems(page)[0]
    page = send(officer, f"{place}review/", PAPERS | found | {"stop_draws": "on"}, 422)
    assert "只有结论是「暂停合作」" in problems(page)[0]
    send(officer, f"{place}review/", PAPERS | found)
    assert "等另一位同事复核" in read(officer, place)
    agreed(second)
    bank = browser(case.town, Role.INSTITUTION_MANAGER, organisation=case.bank())
    own = read(bank, "/institution/admission/")
    assert "三个月内把按期率提到九成。" in own
    assert "提交复核结论" not in own
    waiting = case.intend(300_000)
    shown = read(officer, place)
    assert "未办结的申请 1 件退回供应商另选机构" in shown
    send(officer, f"{place}suspend/", {"reason": "许可证被责令整改", "stop_draws": "on"})
    agreed(second)
    drain(NOW, FOLLOWING)
    waiting.refresh_from_db()
    assert waiting.state == "closed"
    assert profile(case.bank()).draws_stopped
    for client in (officer, bank):
        assert "暂停合作期间" in read(client, place)
    shelf = read(browser(case.town, Role.SUPPLIER), "/supermarket/")
    assert ("甲银行" in shelf, "乙银行" in shelf) == (False, True)
    product = case.bank().products.get()
    assert "暂停合作,暂不受理" in read(officer, f"/supermarket/{product.pk}/")
    send(officer, f"{place}resume/", {"reason": "整改已经验收"} | PAPERS)
    agreed(second)
    assert "三个月内把按期率提到九成。" in read(officer, place).split("<h2>登记信息")[0]
    assert "附条件合作" in read(officer, "/admission/?q=甲银行")
    kinds = Decision.objects.order_by("at", "pk").values_list("kind", flat=True)
    assert set(kinds) == {"conditions", "suspended", "resumed"}


def test_its_facts_are_written_anew_by_two_of_the_bureau(case, officer, second):
    bank = admit(case.town)
    place = f"/admission/{bank.pk}/change/"
    assert value_of(read(officer, place), "name") == "丙银行"
    typed = {key: BANK[key] for key in ("name", "uscc", "regions", "licence_kind")}
    assert "准入材料" not in read(officer, place)
    send(officer, place, typed | {"licence_no": "S2", "papers": "换证通知"})
    agreed(second)
    assert profile(bank).licence_no == "S2"
    assert profile(bank).regions == [COUNTY, "410327"]


def test_others_read_only_their_own_and_the_operator_is_led_to_the_bureau(case):
    place = f"/admission/{case.bank().pk}/"
    other = browser(case.town, Role.INSTITUTION_OFFICER, organisation=case.bank("乙银行"))
    assert other.get(place).status_code == 404
    for role in (Role.PBOC, Role.REGULATOR):
        assert "甲银行" in read(browser(case.town, role), "/admission/")
    operator = browser(case.town, Role.OPERATOR)
    page = read(operator, f"/account/organisations/{case.bank().pk}/")
    assert "由市财政局采购科两人办理" in page
    assert "停用单位" not in page
    typed = {"kind": "institution", "name": "丁银行", "region": CITY}
    assert send(operator, "/account/organisations/admit/", typed, 422)
    county = browser(case.town, Role.PROCUREMENT_OFFICER, region=COUNTY, username="county")
    assert county.get(place).status_code == 404
