"""A state secret that was found later: frozen on a phone, and by two on a letter to be purged."""

import pytest

from contracts.ground import Ground
from secrecy.conftest import rows_that_say
from support.journey_house import House
from support.journey_people import DESK, PHONE, Crowd, Person
from support.visitors import WORD, account_in

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]

TITLE = "某营区供电改造"
LETTER = {
    "authority": "洛阳市国家保密局", "document_no": "洛密函〔2025〕7号",
    "document_on": "2025-09-29", "signed_by": "张三",
}  # fmt: skip


def at_desk(crowd: Crowd, ground: Ground, role: str, width: int = DESK) -> Person:
    account = account_in(ground.town, role, username=f"frozen-{role}")
    return Person(crowd, account.username, WORD, width=width)


def test_it_is_found_frozen_reported_and_ordered_to_be_purged(
    crowd: Crowd, house: House, ground: Ground
):
    contract = ground.decide(ground.sign(ground.award(title=TITLE)))
    public = f"/contracts/{contract.no}/"
    finder = at_desk(crowd, ground, "county-clerk", PHONE)
    finder.opens(public)
    finder.sees(TITLE)

    finder.opens("/finance/freezes/new/")
    finder.types(number="HT2025-999999")
    finder.presses("马上冻结")
    finder.sees("没有这个编号")
    assert finder.page.input_value("[name=number]") == "HT2025-999999"
    finder.types(number=contract.no)
    finder.presses("马上冻结")
    finder.sees("已冻结", "涉及国家秘密事项报告表", "打印后手写,不要填进系统")
    report = finder.page.url.removeprefix(house.address)

    assert finder.page.request.get(house.address + public).status == 404
    assert rows_that_say([TITLE, contract.no]) == []

    officer = at_desk(crowd, ground, "procurement-officer")
    officer.opens(report)
    officer.unfolds("收到书面清除要求")
    officer.types(**LETTER)
    officer.presses("提交清除")
    proposal = officer.page.url.removeprefix(house.address)
    second = at_desk(crowd, ground, "procurement-approver")
    second.opens(proposal)
    second.sees(LETTER["document_no"], "BM2025-000001")
    second.presses("同意")
    officer.opens(report)
    officer.sees("待清除", "运行cairongpurge")
    crowd.is_content()
