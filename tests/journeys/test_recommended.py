"""The SME authority recommends, institutions answer, the supplier has its say. 三(一)-4"""

import pytest

from cairong.kernel.actor import Role
from cairong.parties import reads
from cairong.recommending.models import Ask, Recommendation
from contracts.ground import Ground
from recommending.ground import GROUNDS, USCC, WORDS
from support.journey_house import House
from support.journey_people import PHONE, Crowd, Person
from support.town import CITY
from support.visitors import WORD, account_in

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]

CORRECTION = "负债率应为 41%,见年报第 3 页"


@pytest.fixture(scope="module")
def people(crowd: Crowd, ground: Ground) -> dict[str, Person]:
    """Two of the authority and an officer at their desks, the supplier at its phone."""
    town = ground.town
    authority = reads.the_only(CITY, "sme-authority")
    seats = {
        "first": (Role.SME_AUTHORITY, authority),
        "second": (Role.SME_AUTHORITY, authority),
        "officer": (Role.INSTITUTION_OFFICER, town.institution()),
        "firm": (Role.SUPPLIER, town.supplier()),
    }
    return {
        name: Person(
            crowd,
            account_in(town, role, organisation=place, username=f"recommended-{name}").username,
            WORD,
            width=PHONE if name == "firm" else 1366,
        )
        for name, (role, place) in seats.items()
    }


def agrees(second: Person) -> None:
    second.opens("/desk/")
    second.follows("看差异")
    second.presses("同意")
    second.sees("已复核。")


def test_recommend_answer_and_what_came_of_it(crowd: Crowd, house: House, people):
    house.goes_to("2025-10-13 09:00")
    first, officer, firm = people["first"], people["officer"], people["firm"]
    first.opens("/overseer/recommendations/")
    first.follows("推荐一家")
    first.types(uscc=USCC, until="2026-03-31", **GROUNDS)
    first.presses("提交复核")
    agrees(people["second"])
    officer.opens("/desk/")
    officer.sees("答复推荐企业", "供应商", "三(一)-4")
    officer.follows("去办理")
    officer.sees(USCC, GROUNDS["credit"], "企业还没有允许查看联系方式", "双方自愿")
    firm.opens("/messages/")
    firm.follows("把您的企业推荐给了金融机构")
    firm.sees(GROUNDS["operation"], "待答复")
    firm.presses("允许机构查看联系方式")
    firm.unfolds("依据不对,请求更正")
    firm.types(words=CORRECTION)
    firm.presses("请求更正")
    firm.sees("更正请求等待答复")
    officer.page.reload()
    officer.sees("电话", CORRECTION)
    officer.types(code="no-need", words=WORDS)
    officer.presses("答复")
    officer.sees("企业表示现在不需要融资", WORDS)
    made = Recommendation.objects.get()
    first.opens("/messages/")
    first.follows(CORRECTION)
    first.types(operation="两年营业收入增长,负债率 41%", reply="已按年报更正负债率")
    first.presses("提交复核")
    agrees(people["second"])
    first.opens(f"/overseer/recommendations/{made.pk}/")
    first.sees("负债率 41%", "第 2 版", WORDS, "推荐以后")
    firm.opens(f"/supplier/recommendations/{made.pk}/")
    firm.sees("已按年报更正负债率", WORDS)
    firm.unfolds("不要推荐,谢绝")
    firm.types(reason="本单位暂不需要融资")
    firm.presses("谢绝推荐")
    firm.sees("已谢绝")
    assert Ask.objects.get().state == "explained"
    first.opens("/overseer/recommendations/")
    first.sees("企业谢绝", "1/1 家已答复")
    crowd.is_content()
