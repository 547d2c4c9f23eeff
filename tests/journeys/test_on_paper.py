"""A paper case by pages: printed on a phone, entered at a branch, offered, accepted, settled."""

import pytest

from cairong.kernel.actor import Role
from cairong.lending.models import Application, Loan, Offer, PaperForm
from lending.ground import Case, stand_case
from support.journey_house import House
from support.journey_people import PHONE, Crowd, Person
from support.town import at, found_town
from support.visitors import WORD, account_in

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]
ROLES = (Role.SUPPLIER, Role.INSTITUTION_OFFICER, Role.INSTITUTION_APPROVER)


@pytest.fixture(scope="module")
def case(house: House) -> Case:
    with house.resting():
        stood = stand_case(found_town(at("2025-09-01 08:00")))
        stood.publish()
        house.goes_to("2025-10-09 09:30")
    return stood


@pytest.fixture
def people(case: Case, crowd: Crowd) -> list[Person]:
    seats = [account_in(case.town, role) for role in ROLES]
    return [Person(crowd, seat.username, WORD) for seat in seats]


def test_a_paper_case_from_the_printer_to_the_last_yuan(people, crowd: Crowd, case: Case):
    supplier, officer, approver = people
    supplier.width = PHONE
    supplier.page.set_viewport_size({"width": PHONE, "height": 900})
    supplier.opens(f"/supplier/intents/new/contract/{case.contract.pk}/")
    supplier.follows("打印申请表")
    supplier.presses("生成申请表")
    supplier.sees("申请表编号")
    form = PaperForm.objects.get()

    crowd.house.goes_to("2025-10-13 10:00")  # received on Thursday, entered on Monday
    officer.opens("/institution/on-paper/")
    officer.opens(f"/institution/on-paper/new/?code={form.code}")
    officer.types(amount="30万", days="180", received_on="2025-10-09")
    officer.presses("登记")
    officer.sees("纸质申请", "迟登")
    officer.presses("确认材料齐全")
    officer.types(provincial_reference="HN-2025-17")
    officer.presses("核验并保存凭证")
    officer.types(opinion="合同原件已在网点看过,与公告和备案一致")
    officer.presses("确认清单")
    officer.follows("写报价")
    officer.types(amount="300000", days="180", spread_bp="45", fee="0", instalments="1")
    officer.presses("提交复核")
    approver.opens("/desk/")
    approver.follows("看差异")
    approver.presses("同意")
    offer = Offer.objects.get()
    supplier.opens(f"/supplier/intents/{offer.intent_id}/")
    supplier.sees("这份意向是纸质申请", "迟登")
    supplier.opens(f"/supplier/offers/{offer.pk}/")
    supplier.presses("接受这份报价")

    with crowd.house.resting():
        settle(case, offer)
    supplier.opens(f"/supplier/loans/{Loan.objects.get().pk}/")
    supplier.sees("结清")
    assert Application.objects.get().state == "accepted"
    crowd.is_content()


def settle(case: Case, offer: Offer) -> None:
    """Lock, lend and pay, as in any other case."""
    offer.refresh_from_db()
    case.now = at("2025-10-14 10:00")
    case.lock(offer)
    case.do("meet_conditions", case.officer(), offer=offer)
    case.draw(offer, 300_000)
    case.paid("411120", at("2025-11-12 10:00"), "验收")
