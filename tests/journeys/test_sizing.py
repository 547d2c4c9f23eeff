"""A letter of the finance department, sent to the firm's place by two, and answered from there.

46§16, 802§29
"""

from pathlib import Path
from urllib.parse import urlsplit

import pytest

from cairong.kernel.actor import Role
from cairong.sizing.models import Dispute
from contracts.ground import Ground
from sizing.ground import ELSEWHERE, PAPER
from support.journey_house import House
from support.journey_people import PHONE, Crowd, Person
from support.visitors import WORD, account_in

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]


@pytest.fixture(scope="module")
def people(crowd: Crowd, ground: Ground) -> dict[str, Person]:
    """The bureau, the firm on a phone, and the authority's two."""
    town = ground.town
    seats = {
        "bureau": account_in(town, Role.PROCUREMENT_OFFICER, username="size-bureau"),
        "firm": account_in(town, Role.SUPPLIER, username="size-firm"),
        "first": account_in(town, Role.SME_AUTHORITY, username="size-first"),
        "second": account_in(town, Role.SME_AUTHORITY, username="size-second"),
    }
    found = {name: Person(crowd, seat.username, WORD) for name, seat in seats.items()}
    found["firm"].page.set_viewport_size({"width": PHONE, "height": 900})
    return found


def test_a_letter_is_sent_to_the_firms_place_and_the_answer_holds(
    crowd: Crowd, house: House, people, tmp_path: Path
):
    house.goes_to("2025-10-20 09:00")
    bureau, firm, first, second = (people[name] for name in ("bureau", "firm", "first", "second"))
    bureau.opens("/sizes/")
    bureau.follows("提出异议")
    bureau.types(
        uscc=ELSEWHERE, letter_no="洛财购函〔2025〕3号", words="投诉处理需要认定规模,请协助"
    )
    bureau.presses("提出")
    bureau.sees("待认定", "洛财购函〔2025〕3号")
    place = f"/sizes/{Dispute.objects.get().pk}/"
    firm.opens(place)
    firm.sees("投诉处理需要认定规模", "陈述意见")
    firm.types(words="照登记地主管部门的认定办理")
    firm.presses("递交")

    first.opens("/desk/")
    first.sees("答复规模认定协查函")
    first.opens(place)
    first.sees("不在本市登记", "照登记地主管部门")
    first.types(addressee="北京市经济和信息化局", series="洛工信函")
    first.presses("提交复核")
    second.opens(urlsplit(first.page.url).path)
    second.presses("同意")
    bureau.opens(place)
    bureau.sees("已转送,待外地答复", "洛工信函〔2025〕1号")

    first.opens(place)
    first.types(
        size="medium", answer_no="京经信函〔2025〕88号", answered_on="2025-10-20",
        words="经核定为中型企业",
    )  # fmt: skip
    paper = tmp_path / "答复.pdf"
    paper.write_bytes(PAPER)
    first.page.locator("form[action$='/answer/'] input[type=file]").set_input_files(paper)
    first.presses("提交复核")
    second.opens(urlsplit(first.page.url).path)
    second.sees("中型")
    second.presses("同意")
    bureau.opens(place)
    bureau.sees("认定为中型企业", "京经信函〔2025〕88号")
    crowd.is_content()
