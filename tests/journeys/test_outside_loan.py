"""A loan of before the contract came here: from the bank's form to the locked account, by pages."""

from datetime import date
from urllib.parse import urlsplit

import pytest

from cairong.kernel.actor import Role
from cairong.lending.models import Loan, OutsideLoan
from cairong.treasury.models import Lock
from lending.elsewhere import ran_before
from lending.ground import Case
from support.journey_house import House
from support.journey_people import PHONE, Crowd, Person
from support.visitors import WORD, account_in

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]
ROLES = (
    Role.INSTITUTION_OFFICER, Role.INSTITUTION_APPROVER, Role.SUPPLIER, Role.PURCHASER_OFFICER,
    Role.PURCHASER_APPROVER, Role.TREASURY_OFFICER, Role.TREASURY_APPROVER,
)  # fmt: skip


@pytest.fixture(scope="module")
def case(house: House) -> Case:
    """A contract signed before the city opened, of which it is known what was paid."""
    with house.resting():
        stood = ran_before().case
        house.goes_to("2025-10-09 09:30")
    return stood


@pytest.fixture
def people(case: Case, crowd: Crowd) -> list[Person]:
    seats = [account_in(case.town, role) for role in ROLES]
    return [Person(crowd, seat.username, WORD) for seat in seats]


def agreed(second: Person, first: Person) -> None:
    """The second person opens what the first laid before him, and agrees."""
    second.opens(urlsplit(first.page.url).path)
    second.presses("同意")


def test_from_the_banks_form_to_the_locked_account(people, crowd: Crowd, case: Case):
    officer, approver, supplier, buyer, second_buyer, desk, second_desk = people
    officer.opens(f"/cases/{case.contract.pk}/")
    officer.sees("登记平台外贷款")
    officer.opens(f"/institution/outside/new/{case.contract.pk}/")
    officer.sees("合同进入平台以前放的贷款")
    officer.types(
        agreement_no="借字17号", original="15万", drawn_on="2025-09-27", due_on="2026-03-31",
        outstanding="10万", counted_on=date(2025, 10, 8).isoformat(), rate="4.35",
        evidence="借据 17,放款凭证 2025-09-27",
    )  # fmt: skip
    officer.presses("提交复核")
    agreed(approver, officer)
    outside = OutsideLoan.objects.get()

    supplier.width = PHONE
    supplier.page.set_viewport_size({"width": PHONE, "height": 900})
    supplier.opens("/desk/")
    supplier.sees("确认平台外贷款")
    supplier.opens(f"/supplier/outside/{outside.pk}/")
    supplier.sees("这笔贷款是这样吗?", "100,000.00", "不计入融资目标")
    supplier.presses("核对过,确认")
    supplier.sees("占用可融资额度")
    loan = Loan.objects.get()

    officer.opens("/desk/")
    officer.sees("为平台外贷款申请锁定回款账户")
    officer.opens(f"/institution/outside/{outside.pk}/")
    officer.presses("申请锁定,提交复核")
    agreed(approver, officer)
    lock = Lock.objects.get()
    supplier.opens(f"/supplier/locks/{lock.pk}/")
    supplier.sees(loan.no)
    supplier.presses("同意锁定")
    for first, second, side in ((buyer, second_buyer, "purchaser"), (desk, second_desk, "finance")):
        first.opens(f"/{side}/outside/{outside.pk}/")
        first.sees(loan.no, "借据 17")
        first.opens(f"/{side}/locks/{lock.pk}/")
        for box in first.page.locator("main form input[type=checkbox]").all():
            box.check()
        first.presses("提交复核")
        agreed(second, first)
    lock.refresh_from_db()
    assert lock.state == "active"
    supplier.opens(f"/supplier/loans/{loan.pk}/")
    supplier.sees("平台外余额入账", "借字17号")
    crowd.is_content()
