"""An agreement, a procurement file with its letters, an award, and the purchaser signs.

附-1, 采购法§20
"""

import re
from urllib.parse import urlsplit

import pytest

from agencies.ground import KNOWN, STRANGER, Agencies
from cairong.contracts.models import Contract
from cairong.kernel.actor import Role
from support.journey_house import House
from support.journey_people import PHONE, Crowd, Person
from support.town import at, found_town
from support.visitors import WORD, account_in

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]
CONTRACT = {
    "purchaser_no": "XG-2026-7", "method": "公开招标", "subject_matter": "教学设备",
    "quantity": "1批", "quality": "合格", "place": "洛阳市", "manner": "送货上门",
    "acceptance_terms": "按合同验收",
    "liability": "依法承担", "dispute_resolution": "协商或诉讼", "performance_period": "60日",
    "signed_on": "2026-03-09", "account_no": "6217000000000009", "bank": "乙银行洛阳支行",
    "cnaps": "313493000028", "milestone_0": "验收", "percent_0": "100", "agreed_days_0": "30",
    "unit_0": "calendar",
}  # fmt: skip


@pytest.fixture(scope="module")
def ground(house: House) -> Agencies:
    with house.resting():
        made = Agencies(found_town(at("2026-01-05 08:00")))
        made.town.supplier()
        made.agency()
        house.goes_to("2026-03-02 10:00")
    return made


@pytest.fixture
def people(ground: Agencies, crowd: Crowd) -> list[Person]:
    desk = (Role.PURCHASER_OFFICER, Role.PURCHASER_APPROVER, Role.AGENCY_CLERK, Role.SUPPLIER)
    seats = [account_in(ground.town, role) for role in desk]
    wide = [Person(crowd, seat.username, WORD) for seat in seats[:3]]
    return [*wide, Person(crowd, seats[3].username, WORD, width=PHONE)]


def agrees(approver: Person, officer: Person) -> None:
    approver.opens(urlsplit(officer.page.url).path)
    approver.presses("同意")


def test_from_agreement_to_contract(people, ground: Agencies, crowd: Crowd, house: House):
    officer, approver, clerk, supplier = people
    officer.opens("/agencies/engagements/")
    officer.follows("登记协议")
    officer.types(
        agency=str(ground.agency().pk), no="洛代2026-1", paper="原件存办公室",
        valid_from="2026-03-01", valid_to="2026-12-31",
    )  # fmt: skip
    officer.presses("提交复核")
    agrees(approver, officer)
    clerk.opens("/desk/")
    clerk.follows("去办理")
    clerk.presses("接受委托")
    clerk.sees("现在可以办理")
    clerk.follows("登记采购文件")
    clerk.follows("不涉及国家秘密")
    clerk.types(
        project_no="洛采2026-7", title="教学设备采购", budget="90万", method="公开招标",
        issued_on="2026-03-02", obtained=f"{KNOWN} 供应商\n{STRANGER} 洛阳新来科技有限公司",
    )  # fmt: skip
    clerk.presses("登记并发告知函")
    file = urlsplit(clerk.page.url).path
    clerk.opens(file)
    clerk.sees("2家,已读0家", "没有注册,待递交", "已送达,未读")

    supplier.opens("/desk/")
    supplier.opens("/letters/")
    supplier.follows("教学设备采购")
    supplier.sees("无需抵押、担保", "首次打开")
    clerk.follows("洛阳新来科技有限公司")
    found = re.search(r"/letter/[\w-]+/", clerk.page.inner_text("main"))
    assert found
    clerk.types(served_how="paper", served_on="2026-03-02")
    clerk.presses("登记送达")
    newcomer = Person(crowd, "", "", width=PHONE)
    newcomer.opens(found[0])
    newcomer.presses("我已收到并阅读")
    newcomer.sees("已确认收到")
    newcomer.leaves()
    clerk.opens(file)
    clerk.sees("2家,已读2家", "凭链接确认")

    house.goes_to("2026-03-09 10:00")
    clerk.opens(file)
    clerk.follows("登记中标(成交)通知书")
    clerk.types(notice_on="2026-03-09", amount="80万", supplier_0="供应商")
    clerk.presses("登记")
    clerk.sees("等待签订合同")
    officer.opens("/purchaser/awards/")
    officer.follows("教学设备采购")
    officer.sees("甲代理", "洛代2026-1")
    officer.follows("填写合同")
    officer.follows("不涉及国家秘密")
    officer.types(**CONTRACT)
    officer.presses("提交复核")
    agrees(approver, officer)
    assert Contract.objects.get().state == "announced"
    clerk.opens("/agencies/awards/")
    clerk.sees("已签合同")
    for place in (file, "/agencies/engagements/", "/desk/"):
        clerk.width = PHONE
        clerk.page.set_viewport_size({"width": PHONE, "height": 900})
        clerk.opens(place)
    crowd.is_content()
