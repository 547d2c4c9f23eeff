"""A name that looks like another's: seen on a desk and a phone, and asked about in an award."""

import pytest

from contracts.ground import OTHER_USCC, Ground
from parties.test_lookalikes import REAL, register
from support.journey_house import House
from support.journey_people import DESK, PHONE, Crowd, Person
from support.visitors import WORD, account_in

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]
TWIN = "洛阳靑梧里信息技术有限公司"


def at_desk(crowd: Crowd, ground: Ground, role: str, width: int = DESK) -> Person:
    account = account_in(ground.town, role, username=f"alike-{role}")
    return Person(crowd, account.username, WORD, width=width)


def test_two_let_it_in_and_an_award_asks_which(crowd: Crowd, house: House, ground: Ground):
    twin = ground.town.supplier(REAL) and register(uscc=OTHER_USCC, name=TWIN)
    place = f"/account/claims/{twin.pk}/"
    officer = at_desk(crowd, ground, "procurement-officer")
    officer.opens(place)
    officer.sees("要两个人核对", REAL, TWIN, "「靑」(U+9751", "「青」(U+9752")
    officer.types(reason="两家执照都核对过")
    officer.presses("送复核")
    proposal = officer.page.url.removeprefix(house.address)

    second = at_desk(crowd, ground, "procurement-approver", PHONE)
    second.opens(place)
    second.sees("已提交复核")
    second.opens(proposal)
    second.sees("名称相同或相近的单位", REAL, "「青」(U+9752")
    second.presses("同意")

    buyer = at_desk(crowd, ground, "purchaser-officer", PHONE)
    buyer.opens("/purchaser/awards/new/?secrecy=no")
    buyer.types(title="机房运维", notice_on="2025-09-28", amount="685200", supplier_0=REAL)
    buyer.presses("登记")
    buyer.sees("可能是几家中的一家")
    buyer.page.select_option("[name=which_0]", label=f"{REAL}(91110000600037341L)")
    buyer.presses("登记")
    buyer.sees("已登记", REAL)
    crowd.is_content()
