"""A county's bureau opens its desk and files a contract of its county; the city looks on. D19"""

import pytest

from cairong.contracts.models import Contract
from cairong.kernel.actor import Role
from contracts.ground import Ground
from support.journey_house import House
from support.journey_people import PHONE, Crowd, Person
from support.town import COUNTY
from support.visitors import WORD, account_in

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]
PAGE = f"/overseer/counties/{COUNTY}/"


def agrees(second: Person) -> None:
    second.opens("/desk/")
    second.follows("看差异")
    second.presses("同意")
    second.sees("已复核。")


def test_a_county_decides_its_own_filing(crowd: Crowd, house: House, ground: Ground):
    house.goes_to("2025-09-29 16:00")
    county = ground.town.organisation("bureau", "西工区财政局", COUNTY)
    officer, approver = (
        Person(crowd, account_in(ground.town, role, organisation=county).username, WORD)
        for role in (Role.PROCUREMENT_OFFICER, Role.PROCUREMENT_APPROVER)
    )
    city = Person(crowd, account_in(ground.town, Role.PROCUREMENT_OFFICER).username, WORD)
    contract = ground.sign(ground.award(title="西工区道路照明改造"), now=house.now)
    house.settle()
    officer.opens(PAGE)
    officer.sees("无书面委托", "西工区财政局已接入", "启用采购科:自行审批合同备案")
    officer.types(opened_on="2025-09-29")
    officer.presses("提交复核")
    officer.sees("最早从明天起改变")
    officer.types(opened_on="2025-09-30")
    officer.presses("提交复核")
    agrees(approver)
    house.goes_to("2025-09-30 10:00")
    city.opens(f"/finance/filings/{contract.pk}/")
    city.sees("由别的财政部门审批", "西工区财政局审批", "本单位只能查看")
    officer.page.set_viewport_size({"width": PHONE, "height": 900})
    officer.opens("/desk/")
    officer.follows("审核备案")
    officer.presses("同意备案,提交复核")
    agrees(approver)
    assert Contract.objects.get(pk=contract.pk).state == "filed"
    city.page.set_viewport_size({"width": PHONE, "height": 900})
    city.opens("/overseer/counties/")
    city.sees("西工区财政局")
    city.opens(f"/cases/{contract.pk}/")
    city.sees("由谁审批", "县区财政局已启用", "无书面委托")
    crowd.is_content()
