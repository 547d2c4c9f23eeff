"""A firm that took part consents on its phone, an institution visits it, the PBOC sees what came.

三(二)-4
"""

from datetime import date

import pytest

from cairong.contracts.models import Award
from cairong.guidance.models import RosterEntry
from cairong.kernel.actor import Role
from contracts.ground import Ground
from support.journey_house import House
from support.journey_people import PHONE, Crowd, Person
from support.town import Town, at, found_town
from support.visitors import WORD, account_in

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]


@pytest.fixture(scope="module")
def town(house: House) -> Town:
    """A city with an award, and an institution that serves it."""
    with house.resting():
        made = found_town(at("2025-09-01 08:00"))
        Ground(made).award(now=at("2025-10-13 10:00"))
        made.institution()
        house.goes_to("2025-10-14 09:00")
    return made


def test_consent_visit_what_came_withdraw(town: Town, crowd: Crowd, house: House):
    seats = {
        "firm": (Role.SUPPLIER, {"organisation": town.supplier()}),
        "officer": (Role.INSTITUTION_OFFICER, {"organisation": town.institution()}),
        "pboc": (Role.PBOC, {}),
    }
    made = {name: account_in(town, role, **where) for name, (role, where) in seats.items()}
    firm, officer, pboc = (Person(crowd, seat.username, WORD) for seat in made.values())
    assert Award.objects.count() == 1
    firm.width = PHONE
    firm.page.set_viewport_size({"width": PHONE, "height": 900})
    firm.opens("/supplier/roster/")
    firm.sees("中标(成交)", "1 次", "随时可以撤回")
    firm.presses("同意进入名录库")
    firm.sees("本企业在名录库里")
    officer.opens("/desk/")
    officer.sees("对接名录库企业并答复")
    push = RosterEntry.objects.get().pushes.get()
    house.goes_to("2025-10-15 09:00")
    officer.opens(f"/institution/roster/{push.pk}/")
    officer.types(outcome="visited", on=date(2025, 10, 15).isoformat(), words="已上门了解用款计划")
    officer.presses("答复")
    officer.sees("已走访", "已上门了解用款计划")
    pboc.opens("/overseer/roster/")
    pboc.sees("甲银行", "已走访")
    firm.opens("/supplier/roster/")
    firm.sees("已上门了解用款计划")
    firm.page.get_by_text("撤回同意").first.click()
    firm.page.locator("form[action$='/withdraw/'] textarea").fill("近期不需要融资")
    firm.page.locator("form[action$='/withdraw/'] button").last.click()
    firm.sees("本企业已撤回同意")
    officer.opens("/institution/roster/")
    officer.sees("没有这样的企业")
    crowd.is_content()
