"""From the inbox of what is overdue to a letter, its answer and its finding, at four browsers."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest

from cairong.kernel.actor import Role
from cairong.oversight.models import Urged, Urging
from contracts.ground import Ground
from support.journey_house import House
from support.journey_people import DESK, PHONE, Crowd, Person
from support.slips import PAPER
from support.town import at, found_town
from support.visitors import WORD, account_in

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]


@pytest.fixture(scope="module")
def overdue(house: House) -> Ground:
    """Two awards whose contracts were to be signed before the holidays of October."""
    with house.resting():
        ground = Ground(found_town(at("2025-09-01 08:00")))
        for title in ("办公系统运维", "校园保安服务"):
            ground.award(now=at("2025-09-15 10:00"), title=title)
        house.goes_to("2025-10-14 09:00")
    return ground


@pytest.fixture
def people(overdue: Ground, crowd: Crowd) -> dict[str, Person]:
    roles = {
        "officer": Role.PROCUREMENT_OFFICER, "approver": Role.PROCUREMENT_APPROVER,
        "holder": Role.PURCHASER_OFFICER,
    }  # fmt: skip
    seats = {name: account_in(overdue.town, role) for name, role in roles.items()}
    return {name: Person(crowd, seat.username, WORD) for name, seat in seats.items()}


def test_urge_answer_close(people, crowd: Crowd, house: House, tmp_path: Path):
    officer, approver, holder = people["officer"], people["approver"], people["holder"]
    officer.opens("/overseer/duties/")
    officer.sees("按责任单位", "发督办函", "已超期(件)", "即将到期(件)")
    officer.follows("发督办函")
    officer.sees("办公系统运维:签订合同", "校园保安服务:签订合同")
    officer.types(series="洛财督", demand="请在三日内签订,并说明超期的原因。")
    officer.presses("提交复核")
    officer.sees("督办的事项", "5 个工作日(10月9日、10月10日、10月11日、10月13日、10月14日)")
    agreed(approver, officer, "发督办函")
    letter = Urging.objects.get()
    assert letter.no == "洛财督〔2025〕1号"

    holder.opens("/desk/")
    holder.sees("答复督办函", "督办函 洛财督〔2025〕1号")
    holder.opens(f"/urgings/{letter.pk}/")
    holder.presses("签收")
    holder.sees("还剩 5 个工作日")
    holder.page.locator("form[action$='/answer/'] textarea").fill("已经约好供应商,本周内签完。")
    paper = tmp_path / "说明.pdf"
    paper.write_bytes(PAPER)
    holder.page.locator("form[action$='/answer/'] input[type=file]").set_input_files(paper)
    holder.presses("答复")
    holder.sees("已答复,待办结", "已经约好供应商,本周内签完。")

    house.goes_to("2025-10-15 09:00")
    officer.opens("/desk/")
    officer.sees("办结督办函")
    officer.opens(f"/urgings/{letter.pk}/")
    officer.types(verdict="unmended", finding="期限内没有签订,另行督办。")
    officer.presses("提交复核")
    agreed(approver, officer, "办结督办函")
    holder.opens(f"/urgings/{letter.pk}/")
    holder.sees("结论:未整改", "期限内没有签订,另行督办。")
    assert not Urged.objects.filter(open=True).exists()

    holder.width = PHONE
    holder.page.set_viewport_size({"width": PHONE, "height": 900})
    holder.opens("/urgings/")
    holder.page.set_viewport_size({"width": DESK, "height": 900})
    crowd.is_content()


def agreed(approver: Person, officer: Person, what: str) -> None:
    """The second person finds at the desk what waits, opens it and agrees."""
    approver.opens("/desk/")
    approver.sees(what)
    approver.opens(urlsplit(officer.page.url).path)
    approver.presses("同意")
