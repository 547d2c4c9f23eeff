"""A survey from the draft to its public results, at a desk, on a phone and from paper.

三(三)-2
"""

import pytest

from cairong.kernel.actor import Role
from cairong.spreading.models import Survey
from contracts.ground import Ground
from support.journey_house import House
from support.journey_people import PHONE, Crowd, Person
from support.visitors import WORD, account_in

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]
SAID = {
    "title": "政采贷知晓度问卷",
    "intro": "了解政策普及情况,不记名。",
    "opens_on": "2025-10-13",
    "closes_on": "2025-10-20",
    "words_1": "您知道凭政府采购合同可以贷款吗",
    "kind_1": "yes",
    "words_2": "您从哪里知道的",
    "kind_2": "one",
    "choices_2": "告知函\n推广活动\n还不知道",
    "words_3": "您还想知道什么",
    "kind_3": "text",
}


@pytest.fixture(scope="module")
def people(crowd: Crowd, ground: Ground) -> dict[str, Person]:
    """The desk that asks, and two strangers at their phones."""
    seat = account_in(ground.town, Role.PROCUREMENT_OFFICER, username="desk-of-surveys")
    return {
        "desk": Person(crowd, seat.username, WORD),
        "first": Person(crowd, "", "", width=PHONE),
        "second": Person(crowd, "", "", width=PHONE),
    }


def ticks(person: Person, *answers: str) -> None:
    for answer in answers:
        person.page.get_by_label(answer, exact=True).check()


def test_from_the_draft_to_its_public_results(crowd: Crowd, house: House, people):
    house.goes_to("2025-10-13 09:00")
    desk, first, second = people["desk"], people["first"], people["second"]
    desk.opens("/overseer/surveys/")
    desk.follows("发一份问卷")
    desk.types(**SAID | {"closes_on": "2025-10-01"})
    desk.presses("存为草稿")
    desk.sees("结束日是", "请改日期")
    desk.types(closes_on=SAID["closes_on"])
    desk.presses("存为草稿")
    desk.presses("发布问卷")
    desk.sees("正在填写", "还没有答卷")
    survey = Survey.objects.get()

    first.opens("/surveys/")
    first.follows(SAID["title"])
    first.sees("不记名")
    first.presses("提交")
    first.sees("请至少答一题")
    ticks(first, "是", "推广活动")
    first.types(q3="额度怎样算")
    first.presses("提交")
    first.sees("已记下,谢谢", "这个浏览器已经填过")
    second.opens(f"/surveys/{survey.pk}/")
    ticks(second, "否")
    second.presses("提交")

    desk.opens(f"/overseer/surveys/{survey.pk}/")
    desk.follows("录入纸质答卷")
    ticks(desk, "否", "还不知道")
    desk.presses("录入")
    desk.sees("已录入 1 份")
    desk.opens(f"/overseer/surveys/{survey.pk}/")
    desk.sees("答卷 3 份", "(n=3,不到 30 份,只作参考)", "额度怎样算")

    house.goes_to("2025-10-21 09:00")
    second.opens(f"/surveys/{survey.pk}/")
    second.sees("自愿填写,不是抽样", "33.3%", "写下的文字只给发出问卷的部门看")
    crowd.is_content()
