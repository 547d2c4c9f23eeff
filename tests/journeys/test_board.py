"""A task set by minutes: confirmed by all who met, taken on by who was not there, done, confirmed.

三(一)-1
"""

import pytest

from cairong.board.models import Minutes, Task
from cairong.kernel.actor import Role
from contracts.ground import Ground
from support.journey_house import House
from support.journey_people import PHONE, Crowd, Person
from support.visitors import WORD, account_in

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]
SAID = "由中小企业主管部门走访一批中标企业,形成推荐名单。"


@pytest.fixture(scope="module")
def people(crowd: Crowd, ground: Ground) -> dict[str, Person]:
    """The bureau and the People's Bank at their desks, the enterprises' authority on a phone."""
    seats = {
        "bureau": account_in(ground.town, Role.PROCUREMENT_OFFICER, username="board-bureau"),
        "pboc": account_in(ground.town, Role.PBOC, username="board-pboc"),
        "sme": account_in(ground.town, Role.SME_AUTHORITY, username="board-sme"),
    }
    found = {name: Person(crowd, seat.username, WORD) for name, seat in seats.items()}
    found["sme"].page.set_viewport_size({"width": PHONE, "height": 900})
    return found


def test_a_task_set_by_minutes_is_taken_on_done_and_confirmed(crowd: Crowd, house: House, people):
    house.goes_to("2025-10-20 09:00")
    bureau, pboc, sme = people["bureau"], people["pboc"], people["sme"]
    bureau.opens("/overseer/board/minutes/")
    bureau.follows("起草纪要")
    bureau.types(
        title="第四季度联席会议", met_on="2025-10-17", place="市财政局三楼",
        people_procurement_officer="王科长", people_pboc="李科长",
    )  # fmt: skip
    bureau.presses("存为草稿")
    bureau.types(
        words=SAID, owner="sme-authority", title="走访中标企业", due_on="2025-11-15",
        clause="三(一)-4",
    )  # fmt: skip
    bureau.presses("写上")
    bureau.sees("2025年11月15日", "是休息日", "可以改成2025年11月17日")
    bureau.types(due_on="2025-11-17")
    bureau.presses("写上")
    bureau.presses("送各方确认")
    place = f"/overseer/board/minutes/{Minutes.objects.get().pk}/"
    pboc.opens("/desk/")
    pboc.sees("答复联席事项")
    pboc.opens(place)
    pboc.sees(SAID, "李科长")
    pboc.presses("确认纪要")
    pboc.sees("联席纪要〔2025〕1号")

    sme.opens("/desk/")
    sme.sees("答复联席事项", "是否承担")
    task = f"/overseer/board/tasks/{Task.objects.get().pk}/"
    sme.opens(task)
    sme.presses("承担")
    sme.sees("办理中", "依据 三(一)-1")
    sme.types(evidence="走访二十家,形成推荐名单七家。")
    sme.presses("报办结")
    sme.sees("已办,待确认")
    pboc.opens(task)
    pboc.sees("走访二十家")
    pboc.presses("确认办结")
    pboc.sees("已办结")
    bureau.opens("/overseer/board/tasks/")
    bureau.sees("走访中标企业", "已办结")
    crowd.is_content()
