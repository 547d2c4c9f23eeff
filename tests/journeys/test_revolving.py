"""A revolving limit by both sides' pages: drawn, repaid early, drawn again, given up, settled."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest

from cairong.kernel.actor import Role
from cairong.lending.models import Loan, Offer
from cairong.treasury.models import Lock
from lending.ground import Case, stand_case
from support.journey_house import House
from support.journey_people import PHONE, Crowd, Person
from support.town import at, found_town
from support.visitors import WORD, account_in

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]
ROLES = (Role.INSTITUTION_OFFICER, Role.INSTITUTION_APPROVER, Role.SUPPLIER)


@pytest.fixture(scope="module")
def case(house: House) -> Case:
    """A limit of 300,000 yuan for 180 days, conditions met, the first 100,000 asked for."""
    with house.resting():
        stood = stand_case(found_town(at("2025-09-01 08:00")))
        product = stood.publish(methods=["revolving"])
        offer = stood.offer(stood.intend(300_000), product, 300_000, method="revolving")
        stood.do("accept_offer", offer=offer, draw_fen=10_000_000)
        offer.refresh_from_db()
        stood.lock(offer)
        stood.do("meet_conditions", stood.officer(), offer=offer)
        house.goes_to("2025-10-10 09:30")
    return stood


@pytest.fixture
def people(case: Case, crowd: Crowd) -> list[Person]:
    seats = [account_in(case.town, role) for role in ROLES]
    made = [Person(crowd, seat.username, WORD) for seat in seats]
    made[-1].width = PHONE
    made[-1].page.set_viewport_size({"width": PHONE, "height": 900})
    return made


def agreed(second: Person, first: Person) -> None:
    """The second person opens what the first laid before him, and agrees."""
    second.opens(urlsplit(first.page.url).path)
    second.presses("同意")


def pays_out(officer: Person, approver: Person, offer: Offer, yuan: str) -> None:
    officer.opens(f"/institution/applications/{offer.application_id}/")
    officer.sees("循环额度", "还要放")
    officer.types(amount=yuan)
    officer.presses("提交复核")
    agreed(approver, officer)


def repays(officer: Person, approver: Person, loan: Loan, yuan: str, on: str) -> None:
    officer.opens(f"/institution/loans/{loan.pk}/")
    officer.unfolds("登记供应商自有资金还款")
    officer.types(amount=yuan, on=on, means="供应商转账")
    officer.presses("提交复核")
    agreed(approver, officer)


def test_drawn_repaid_early_drawn_again_and_settled(people, crowd: Crowd, house: House):
    officer, approver, supplier = people
    offer = Offer.objects.get()
    place = f"/supplier/offers/{offer.pk}/"
    supplier.opens(place)
    supplier.sees("随借随还", "第一天全部提出")
    pays_out(officer, approver, offer, "100000")
    first = Loan.objects.get()
    supplier.opens(place)
    supplier.sees("现在可提", "¥200,000.00")

    house.goes_to("2025-11-09 09:30")  # 30 days: 100,000 × 3.45 % × 30 ÷ 360
    repays(officer, approver, first, "100287.50", "2025-11-09")
    first.refresh_from_db()
    assert first.state == "settled"
    assert Lock.objects.get().state == "active"
    supplier.opens(place)
    supplier.sees("¥300,000.00")
    with supplier.page.expect_navigation(wait_until="load"):
        supplier.page.locator("main button[name=amount]").first.click()
    house.settle()
    supplier.looks()
    supplier.sees("已提出提款", "还要放")
    pays_out(officer, approver, offer, "300000")
    second = Loan.objects.exclude(pk=first.pk).get()
    assert second.due_on == first.due_on == first.drawn_on + timedelta(days=180)

    house.goes_to("2025-11-19 09:30")  # 10 days: 300,000 × 3.45 % × 10 ÷ 360
    repays(officer, approver, second, "300287.50", "2025-11-19")
    supplier.opens(place)
    supplier.unfolds("余下的不用了")
    supplier.presses("放弃未放款的部分")
    assert Lock.objects.get().state == "released"
    supplier.opens(f"/supplier/loans/{second.pk}/")
    supplier.sees("已结清", "循环额度", "结清证明")
    crowd.is_content()
