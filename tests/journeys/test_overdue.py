"""A loan that is overdue, by everybody's pages: spoken of, planned by both, repaid, settled."""

from datetime import date
from urllib.parse import urlsplit

import pytest

from cairong.kernel.actor import Role
from cairong.lending.models import Loan, Overdue
from cairong.parties.reads import the_only
from lending.ground import Case
from lending.late import late_case
from support.journey_house import House
from support.journey_people import PHONE, Crowd, Person
from support.town import CITY, at, found_town
from support.visitors import WORD, account_in

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]
ROLES = (Role.INSTITUTION_OFFICER, Role.INSTITUTION_APPROVER, Role.SUPPLIER)
LAST = date(2026, 5, 8)


@pytest.fixture(scope="module")
def case(house: House) -> Case:
    """300,000 yuan that was due on Sunday, 19 April 2026; it is Wednesday."""
    with house.resting():
        stood = late_case(found_town(at("2025-09-01 08:00")))
        house.goes_to("2026-04-22 09:30")
    return stood


@pytest.fixture
def people(case: Case, crowd: Crowd) -> list[Person]:
    seats = [account_in(case.town, role) for role in ROLES]
    regulator = account_in(case.town, Role.REGULATOR, organisation=the_only(CITY, "regulator"))
    return [Person(crowd, seat.username, WORD) for seat in (*seats, regulator)]


def agreed(second: Person, first: Person) -> None:
    """The second person opens what the first laid before him, and agrees."""
    second.opens(urlsplit(first.page.url).path)
    second.presses("同意")


def test_from_overdue_to_a_plan_to_settled(people, crowd: Crowd, house: House):
    officer, approver, supplier, regulator = people
    overdue = Overdue.objects.get()
    place = f"/overdues/{overdue.pk}/"
    officer.opens("/desk/")
    officer.sees("联系逾期供应商并登记")
    officer.opens("/overdues/")
    officer.sees("逾期贷款", "¥305,261.25", "待联系供应商")
    officer.opens(place)
    officer.sees("已逾期 2 天", "休息日顺延到")
    officer.types(on="2026-04-22", channel="phone", words="采购人还没有验收,答应五月上旬归还")
    officer.presses("登记联系")
    officer.sees("已联系供应商")
    officer.types(parts=f"{LAST} 300000", why="货款五月上旬到账")
    officer.presses("提交复核")
    approver.opens(urlsplit(officer.page.url).path)
    approver.sees("2026-05-08 ¥300,000.00")
    approver.presses("同意")

    supplier.width = PHONE
    supplier.page.set_viewport_size({"width": PHONE, "height": 900})
    supplier.opens("/desk/")
    supplier.sees("答复还款计划")
    supplier.opens(place)
    supplier.sees("请归还", "采购人还没有验收", "货款五月上旬到账")
    supplier.presses("同意还款计划")
    supplier.sees("按还款计划归还")
    regulator.opens("/overseer/overdues/")
    regulator.sees("甲银行", "¥300,000.00")
    regulator.opens(place)
    regulator.sees("按还款计划归还", "原应还日")

    house.goes_to("2026-05-07 09:30")
    loan = Loan.objects.get()
    whole = 300_000 + 198 * 28.75
    officer.opens(f"/institution/loans/{loan.pk}/")
    officer.sees("已逾期 17 天")
    officer.unfolds("登记供应商自有资金还款")
    officer.types(amount=f"{whole:.2f}", on="2026-05-07", means="供应商转账")
    officer.presses("提交复核")
    agreed(approver, officer)
    loan.refresh_from_db()
    overdue.refresh_from_db()
    assert (loan.state, overdue.state) == ("settled", "cleared")
    assert overdue.plans.get().state == "kept"
    supplier.opens(place)
    supplier.sees("逾期的欠款已经还清", "已履行")
    supplier.opens(f"/supplier/loans/{loan.pk}/")
    supplier.sees("已结清", "逾期 17 天")
    crowd.is_content()
