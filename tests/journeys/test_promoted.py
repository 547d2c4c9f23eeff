"""An event from the invitation to what came of it, at a desk and at two phones.

三(三)-1 三(三)-2 三(三)-3
"""

import pytest

from cairong.kernel.actor import Role
from cairong.promotion.models import OutreachEvent
from contracts.ground import Ground
from promotion.ground import GUEST
from support.journey_house import House
from support.journey_people import PHONE, Crowd, Person
from support.visitors import WORD, account_in

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]
SAID = {
    "kind": "meeting",
    "title": "政采贷银企座谈会",
    "starts_at": "2025-10-15T14:00",
    "ends_at": "2025-10-15T17:00",
    "place": "洛阳市政务服务中心三楼",
    "capacity": "40",
    "meant_for": "一年内中标的中小微供应商",
    "programme": "政策讲解、机构介绍产品、现场答疑",
}
SUMMARY = "来了两家,问得最多的是额度怎样算;下次先演示登记意向,再讲政策。"


@pytest.fixture(scope="module")
def people(crowd: Crowd, ground: Ground) -> dict[str, Person]:
    """The host at its desk, a firm and a stranger at their phones."""
    town = ground.town
    seats = {
        "host": account_in(town, Role.PROCUREMENT_OFFICER, username="host-of-events"),
        "firm": account_in(town, Role.SUPPLIER, username="firm-that-comes"),
    }
    found = {name: Person(crowd, seat.username, WORD) for name, seat in seats.items()}
    found["firm"].page.set_viewport_size({"width": PHONE, "height": 900})
    return found | {"stranger": Person(crowd, "", "", width=PHONE)}


def test_from_the_invitation_to_what_came_of_it(crowd: Crowd, house: House, people):
    house.goes_to("2025-10-13 09:00")
    host, firm, stranger = people["host"], people["firm"], people["stranger"]
    host.opens("/overseer/events/")
    host.follows("办一场活动")
    host.types(**SAID)
    host.presses("存为草稿")
    host.presses("发布活动")
    host.sees("全部供应商 1 家", "现场签到")
    host.types(segment="suppliers")
    host.presses("发邀请")
    event = OutreachEvent.objects.get()
    firm.opens("/messages/")
    firm.follows("政采贷银企座谈会")
    firm.presses("报名")
    firm.sees("您的单位已报名")
    host.opens(f"/overseer/events/invitations/?event={event.pk}")
    host.sees("供应商", "已读", "已报名")

    stranger.opens("/events/")
    stranger.follows("政采贷银企座谈会")
    stranger.types(**GUEST | {"contact": "下午再说"})
    stranger.presses("报名")
    stranger.sees("不是手机号码、座机号码或者邮箱")
    stranger.types(**GUEST)
    stranger.presses("报名")
    stranger.sees("已报名")

    house.goes_to("2025-10-15 14:10")
    door = f"/events/{event.pk}/door/{event.door}/"
    firm.opens(door)  # its session ended meanwhile
    firm.follows("登录")
    firm.signs_in()
    firm.presses("签到")
    firm.sees("已签到(活动已于 2025年10月15日 14:00 开始)")
    stranger.opens(door)
    stranger.types(**GUEST)
    stranger.presses("签到")
    stranger.sees("「洛阳旁听商贸行」已签到")
    firm.opens(f"/events/{event.pk}/")
    firm.types(useful="5", clear="4", plan="apply")
    firm.presses("提交")
    firm.unfolds("提一个问题")
    firm.page.locator("form[action$='/ask/'] textarea").fill("没有抵押能借多少?")
    firm.presses("提问")

    house.goes_to("2025-10-15 18:00")
    host.opens(f"/overseer/events/{event.pk}/")
    host.follows("答复")
    host.types(answer="不超过合同未支付金额的七成")
    host.presses("答复")
    stranger.opens(f"/events/{event.pk}/")
    stranger.sees("没有抵押能借多少?", "不超过合同未支付金额的七成")
    host.opens(f"/overseer/events/{event.pk}/")
    host.presses("记为已举办")
    host.types(summary=SUMMARY)
    host.presses("总结活动")
    host.follows("看成效")
    host.sees("到场 1 家", "不是证明", "没有同类可比")
    host.opens("/overseer/events/?year=2025")
    host.sees("2025年总结", "举办 1 场", "到场 2 家次")
    crowd.is_content()
