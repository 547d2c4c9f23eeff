"""The pages of the funnel and of complaints counted: each watcher, each breakdown, odd addresses.

三(三)-3, 三(一)-2
"""

import pytest
from django.test import Client

from cairong.kernel.actor import Role
from complaints.ground import Ground, stand_complaints
from support.papers import sheet_of
from support.staging import staged
from support.town import Town, at
from support.visitors import browser

pytestmark = pytest.mark.django_db
FUNNEL, COUNTS = "/overseer/funnel/", "/overseer/complaints/"
WATCHERS = (
    Role.PROCUREMENT_OFFICER,
    Role.PROCUREMENT_APPROVER,
    Role.TREASURY_OFFICER,
    Role.COUNTY_CLERK,
    Role.PBOC,
    Role.SME_AUTHORITY,
    Role.REGULATOR,
)
OTHERS = (
    Role.SUPPLIER,
    Role.PURCHASER_APPROVER,
    Role.INSTITUTION_MANAGER,
    Role.OPERATOR,
    Role.AUDITOR,
)


@staged
def ground(town: Town) -> Ground:
    return stand_complaints(town)


@staged
def drawn(ground: Ground) -> Ground:
    case = ground.case
    product = case.publish()
    case.now = at("2025-10-15 10:30")
    case.draw(case.ready(product, 100_000), 100_000, now=at("2025-10-21 10:00"))
    return ground


def read(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()


@pytest.mark.parametrize("role", WATCHERS)
@pytest.mark.parametrize("address", [FUNNEL, COUNTS])
def test_who_watches_reads_them(ground, role, address):
    region = ground.case.contract.region if role is Role.COUNTY_CLERK else ""
    client = browser(ground.town, role, region=region) if region else browser(ground.town, role)
    assert "<h1" in read(client, f"{address}?year=2025")


@pytest.mark.parametrize("role", OTHERS)
@pytest.mark.parametrize("address", [FUNNEL, COUNTS])
def test_nobody_else_does(ground, role, address):
    read(browser(ground.town, role), address, 403)


def test_stages_reasons_and_newcomers(drawn):
    page = read(browser(drawn.town, Role.PBOC), f"{FUNNEL}?year=2025")
    for word in (
        "登记意向",
        "材料齐全",
        "有报价",
        "接受报价",
        "放款",
        "还清",
        "没有放款的原因",
        "首次融资",
        "不编造访问数",
    ):
        assert word in page
    assert "2 件" in page
    assert "1 家" in page


@pytest.mark.parametrize(
    ("by", "word"),
    [
        ("level", "老城"),
        ("institution", "甲银行"),
        ("size", "企业"),
    ],
)
def test_broken_down(drawn, by, word):
    client = browser(drawn.town, Role.SME_AUTHORITY)
    page = read(client, f"{FUNNEL}?by={by}&year=2025")
    named = drawn.case.contract.region if by == "level" else word
    assert any(one in page for one in (named, word, "区"))


@pytest.mark.parametrize(
    "query",
    [
        "?by=nothing",
        "?year=1999",
        "?year=abc",
        "?by=&year=",
        "?sort=first_time&by=institution",
        "?q=%00",
        "?page=99",
        "?year=2025&by=size&unknown=1",
    ],
)
@pytest.mark.parametrize("address", [FUNNEL, COUNTS])
def test_an_odd_address_is_no_fault(ground, address, query):
    answer = browser(ground.town, Role.PBOC).get(f"{address}{query}")
    assert answer.status_code in {200, 422}


def test_a_workbook_of_the_funnel(drawn):
    answer = browser(drawn.town, Role.PBOC).get(f"{FUNNEL}export/?by=institution&year=2025")
    assert answer.status_code == 200
    assert "甲银行" in str(sheet_of(answer))


def test_a_workbook_of_complaints(ground):
    ground.complain()
    answer = browser(ground.town, Role.PBOC).get(f"{COUNTS}export/?year=2025")
    assert (answer.status_code, "甲银行" in str(sheet_of(answer))) == (200, True)


def test_a_county_reads_its_own(drawn):
    client = browser(drawn.town, Role.COUNTY_CLERK, region="410327")
    page = read(client, f"{FUNNEL}?year=2025")
    assert "没有登记过融资意向" in page
    assert "只列本县区的" in page


def test_an_empty_year_says_so(ground):
    client = browser(ground.town, Role.PBOC)
    assert "没有登记过融资意向" in read(client, f"{FUNNEL}?year=2024")
    assert "没有投诉" in read(client, f"{COUNTS}?year=2024")


def test_counts_name_who_is_complained_of_and_nobody_who_complained(ground):
    ground.settle(ground.press(ground.answer(ground.complain())))
    ground.of_contract()
    for role, seen in (
        (Role.REGULATOR, {"甲银行"}),
        (Role.PBOC, {"甲银行"}),
        (Role.SME_AUTHORITY, {"甲银行", "采购人"}),
        (Role.PROCUREMENT_OFFICER, {"甲银行", "采购人"}),
    ):
        page = read(browser(ground.town, role), f"{COUNTS}?year=2025").split("<table")[1]
        for name in seen:
            assert name in page, role
        assert ground.case.contract.no not in page
        assert ">供应商<" not in page
