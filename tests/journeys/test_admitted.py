"""An institution is admitted on papers, then another is suspended, and its supplier goes elsewhere.

一(一)-4
"""

from urllib.parse import urlsplit

import pytest

from cairong.kernel.actor import Role
from cairong.parties.models import Organisation
from lending.ground import Case, stand_case
from support.journey_house import House
from support.journey_people import PHONE, Crowd, Person
from support.town import CITY, at, found_town
from support.visitors import WORD, account_in

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]
PAPERS = {"licence": "S0001H341030001", "agreement": "洛财金合〔2025〕7号"}


@pytest.fixture(scope="module")
def case(house: House) -> Case:
    with house.resting():
        case = stand_case(found_town(at("2025-09-01 08:00")))
        case.publish()
        case.publish("乙银行")
        case.intend(300_000)
        house.goes_to("2025-10-09 10:00")
    return case


@pytest.fixture
def people(case: Case, crowd: Crowd) -> list[Person]:
    desk = (Role.PROCUREMENT_OFFICER, Role.PROCUREMENT_APPROVER)
    seats = [account_in(case.town, role) for role in desk]
    manager = account_in(case.town, Role.INSTITUTION_MANAGER, organisation=case.bank())
    supplier = account_in(case.town, Role.SUPPLIER, organisation=case.town.supplier())
    wide = [Person(crowd, seat.username, WORD) for seat in (*seats, manager)]
    return [*wide, Person(crowd, supplier.username, WORD, width=PHONE)]


def agrees(approver: Person, officer: Person) -> None:
    approver.opens(urlsplit(officer.page.url).path)
    approver.presses("同意")


def test_admitted_and_suspended(people, case: Case, crowd: Crowd, house: House):
    officer, approver, manager, supplier = people
    officer.opens("/admission/")
    officer.sees("甲银行", "合作中(未登记材料)")
    officer.follows("准入机构")
    officer.types(
        name="丙银行", uscc="91410300MA0000901B", region=CITY, licence_kind="村镇银行",
        words="材料齐全,签有合作协议。", **PAPERS,
    )  # fmt: skip
    officer.page.check(f"main [name=regions][value='{CITY}']")
    officer.presses("提交复核")
    officer.sees("准入金融机构", "合作协议 洛财金合〔2025〕7号")
    agrees(approver, officer)
    assert Organisation.objects.filter(name="丙银行").exists()

    place = f"/admission/{case.bank().pk}/"
    officer.opens(place)
    officer.sees("未办结的申请 1 件退回供应商另选机构", "合作成效评级")
    officer.page.fill("#suspend_reason", "许可证被监管部门责令整改")
    officer.presses("提交暂停")
    agrees(approver, officer)
    manager.opens("/institution/admission/")
    manager.sees("暂停合作期间", "许可证被监管部门责令整改")
    supplier.opens("/messages/")
    supplier.sees("财政部门暂停了甲银行的新业务", "可以另选机构重新登记")
    supplier.opens("/supermarket/")
    supplier.sees("乙银行")
    for person in (officer, manager):
        person.width = PHONE
        person.page.set_viewport_size({"width": PHONE, "height": 900})
        person.opens(place)
    for address in ("/admission/", "/admission/new/", f"{place}change/"):
        officer.opens(address)
    crowd.is_content()
