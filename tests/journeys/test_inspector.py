"""An inspector is let in by a letter, reads a case, takes it away, and another machine agrees."""

from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from cairong.home.addresses import NOTARY
from cairong.inspecting.models import Inspection, Look
from cairong.inspecting.verifying import verified
from cairong.kernel.actor import Role
from lending.ground import Case, stand_case
from notary.conftest import Notary
from support.journey_house import House
from support.journey_people import DESK, PHONE, Crowd, Person
from support.town import CITY, at, found_town
from support.visitors import WORD, account_in

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]


@pytest.fixture(scope="module")
def case(house: House) -> Case:
    with house.resting():
        case = stand_case(found_town(at("2025-09-01 08:00")))
        case.draw(case.ready(case.publish(), 300_000), 100_000, now=at("2025-10-21 10:00"))
        case.town.organisation("inspector", "洛阳市审计局", region=CITY)
        house.goes_to("2025-11-03 09:00")
    return case


@pytest.fixture
def people(case: Case, crowd: Crowd) -> dict[str, Person]:
    roles = (Role.PROCUREMENT_OFFICER, Role.PROCUREMENT_APPROVER, Role.INSPECTOR)
    seats = {role: account_in(case.town, role) for role in roles}
    return {role: Person(crowd, seat.username, WORD) for role, seat in seats.items()}


def test_inspectors_bundle(  # noqa: PLR0917 - fixtures
    people, case: Case, crowd: Crowd, house: House, cluster, tmp_path
):
    officer, approver, inspector = people.values()
    inspector.opens("/desk/")
    inspector.sees("有效的稽查 0 项", "采购科两人照公函准予")
    officer.opens("/inspections/new/")
    officer.types(
        organisation_id=str(case.town.organisation("inspector", "洛阳市审计局").pk), region=CITY,
        letter_no="洛审函〔2025〕31号", matter="政府采购合同款支付情况专项审计",
        since="2025-11-03", until="2025-11-28",
    )  # fmt: skip
    officer.presses("提交复核")
    officer.sees("洛审函〔2025〕31号", "洛阳市审计局", "稽查事项")
    approver.opens("/desk/")
    approver.sees("准予稽查")
    approver.opens(urlsplit(officer.page.url).path)
    approver.presses("同意")
    found = Inspection.objects.get()

    inspector.opens("/desk/")
    inspector.sees("有效的稽查 1 项", "洛审函〔2025〕31号")
    inspector.follows("查看案件")
    inspector.sees(case.contract.no)
    inspector.follows(case.contract.title)
    inspector.sees("按公函 洛审函〔2025〕31号 查看,已经记下", "期限", "逐日", "应收账款", "甲银行")
    inspector.presses("做一个材料包")
    inspector.sees("签发以后(一分钟左右)可以下载", "清单摘要")
    inspector.follows("取走")
    inspector.sees("日志头每分钟签发一次")
    folder = tmp_path / "notary"
    folder.mkdir(mode=0o700)
    Notary(
        case.town, cluster.address(NOTARY).conninfo, folder, now=house.now + timedelta(minutes=1)
    ).round()
    inspector.opens(f"/inspected/cases/{case.contract.pk}/")
    with inspector.page.expect_download() as taken:
        inspector.page.get_by_role("link", name="取走").first.click()
    path = Path(tmp_path / "bundle.zip")
    taken.value.save_as(path)
    proved = verified(path)
    assert (proved.contract, proved.letter_no) == (case.contract.no, "洛审函〔2025〕31号")

    officer.opens(f"/inspections/{found.pk}/")
    officer.sees("有效", "政府采购合同款支付情况专项审计")
    officer.follows("查看记录")
    officer.sees(case.contract.no, "洛审函〔2025〕31号")
    assert Look.objects.filter(inspection=found).count() >= 2
    for width in (PHONE, DESK):
        inspector.page.set_viewport_size({"width": width, "height": 900})
        inspector.opens("/inspected/cases/")
        inspector.opens(f"/inspected/cases/{case.contract.pk}/")
    approver.opens(f"/inspections/{found.pk}/")
    approver.types(reason="审计已经结束")
    approver.presses("提前结束")
    approver.sees("已提前结束")
    assert not inspector.page.request.get(inspector.page.url).ok, "at once"
    crowd.is_content()
