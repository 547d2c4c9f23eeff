"""A contract of before the city opened: from what was paid elsewhere to an intent, at five."""

from datetime import date
from urllib.parse import urlsplit

import pytest

from cairong.kernel.actor import Role
from cairong.treasury.models import Opening
from lending.ground import Case, stand_case
from support.journey_house import House
from support.journey_people import PHONE, Crowd, Person
from support.town import at, found_town
from support.visitors import WORD, account_in

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]
ROLES = (
    Role.PURCHASER_OFFICER, Role.PURCHASER_APPROVER, Role.SUPPLIER, Role.TREASURY_OFFICER,
    Role.TREASURY_APPROVER,
)  # fmt: skip


@pytest.fixture(scope="module")
def case(house: House) -> Case:
    """A contract signed two days before the city opened, filed on its first day."""
    with house.resting():
        town = found_town(at("2025-09-01 08:00"), opened_on=date(2025, 10, 1))
        stood = stand_case(town)
        stood.shelve("甲银行")
        house.goes_to("2025-10-09 09:30")
    return stood


@pytest.fixture
def people(case: Case, crowd: Crowd) -> list[Person]:
    seats = [account_in(case.town, role) for role in ROLES]
    return [Person(crowd, seat.username, WORD) for seat in seats]


def test_from_what_was_paid_elsewhere_to_an_intent(people, crowd: Crowd, case: Case):
    officer, approver, supplier, desk, second = people
    officer.opens("/desk/")
    officer.sees("登记期初余额", "信息系统运维")
    officer.opens(f"/purchaser/contracts/{case.contract.pk}/opening/")
    officer.sees("这份合同在平台开通以前签订", "签订开票 已付", "验收 已付")
    officer.types(paid_0="20万", paid_until="2025-09-28", evidence="凭证 2025-0917,9月17日付")
    officer.presses("提交复核")
    agreed(approver, officer)
    opening = Opening.objects.get()

    supplier.width = PHONE
    supplier.page.set_viewport_size({"width": PHONE, "height": 900})
    supplier.opens("/desk/")
    supplier.sees("核对期初余额")
    supplier.opens(f"/supplier/openings/{opening.pk}/")
    supplier.sees("已经收到这么多吗?", "200,000.00", "485,200.00")
    supplier.presses("核对过,没有异议")
    supplier.sees("已核对。接下来由国库科审批。", "供应商已核对")

    desk.opens("/desk/")
    desk.sees("审批期初余额")
    desk.opens(f"/finance/openings/{opening.pk}/")
    desk.sees("没有异议", "凭证 2025-0917")
    desk.presses("提交复核")
    agreed(second, desk)
    desk.opens(f"/cases/{case.contract.pk}/")
    desk.sees("期初余额入账:平台外已付 ¥200,000.00")

    # (685,200 − 200,000 − what the contract keeps back) × 70 %
    supplier.opens(f"/cases/{case.contract.pk}/")
    supplier.sees("我要融资")
    supplier.opens(f"/supplier/intents/new/contract/{case.contract.pk}/")
    supplier.sees("339,640.00")
    crowd.is_content()


def agreed(second: Person, first: Person) -> None:
    """The second person opens what the first laid before him, and agrees."""
    second.opens(urlsplit(first.page.url).path)
    second.presses("同意")
