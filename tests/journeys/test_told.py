"""A story of a loan from the desk to the public page and off it, by four people.

三(三)-3
"""

import pytest

from cairong.kernel.actor import Role
from cairong.lending.models import Loan
from cairong.spreading.models import CaseStory
from contracts.ground import Ground
from spreading.told import OTHERWISE, TITLE, WHY, WORDS, stand_telling
from support.journey_house import House
from support.journey_people import PHONE, Crowd, Person
from support.visitors import WORD, account_in

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]


@pytest.fixture(scope="module")
def people(crowd: Crowd, ground: Ground) -> dict[str, Person]:
    """Two of the desk, the institution's officer, the firm and a stranger at their phones."""
    town = ground.town
    stand_telling(town)
    seats = {
        "desk": (Role.PROCUREMENT_OFFICER, None),
        "second": (Role.PROCUREMENT_APPROVER, None),
        "bank": (Role.INSTITUTION_OFFICER, town.institution()),
        "firm": (Role.SUPPLIER, town.supplier()),
    }
    found = {
        name: Person(
            crowd,
            account_in(town, role, organisation=place, username=f"told-{name}").username,
            WORD,
            width=PHONE if name == "firm" else 1366,
        )
        for name, (role, place) in seats.items()
    }
    return found | {"stranger": Person(crowd, "", "", width=PHONE)}


def test_from_the_loan_to_the_public_page_and_off_it(crowd: Crowd, house: House, people):
    house.goes_to("2025-10-27 09:00")
    desk, second, bank, firm = (people[name] for name in ("desk", "second", "bank", "firm"))
    stranger = people["stranger"]
    desk.opens("/overseer/case-stories/")
    desk.follows("写一个案例")
    desk.follows(Loan.objects.get().no)
    desk.sees("¥300,000.00", "不能另填")
    desk.types(title=TITLE, words="太短")
    desk.presses("存为草稿")
    desk.sees("「正文」")
    desk.types(words=WORDS)
    desk.presses("存为草稿")
    desk.presses("发给双方")
    story = CaseStory.objects.get()
    firm.opens("/messages/")
    firm.follows(TITLE)
    firm.sees("要公开的全文", "也不影响融资和采购", "¥300,000.00")
    firm.presses("同意公开")
    bank.opens("/case-stories/own/")
    bank.follows(TITLE)
    bank.unfolds("不同意")
    bank.types(words=WHY)
    bank.presses("不同意")

    desk.opens(f"/overseer/case-stories/{story.pk}/")
    desk.sees("还缺金融机构的同意", WHY)
    desk.unfolds("修改文字")
    desk.types(words=OTHERWISE)
    desk.presses("保存")
    desk.sees("针对改以前的文字")
    desk.presses("发给双方")
    for side in (firm, bank):
        side.opens(f"/case-stories/own/{story.pk}/")
        side.presses("同意公开")
    desk.opens(f"/overseer/case-stories/{story.pk}/")
    desk.presses("提交发布")
    second.opens("/desk/")
    second.follows("看差异")
    second.sees(OTHERWISE)
    second.presses("同意")

    stranger.opens("/case-stories/")
    stranger.follows(TITLE)
    stranger.sees(OTHERWISE, "供应商", "甲银行", "不代表每家都能借到")
    firm.opens(f"/case-stories/own/{story.pk}/")
    firm.unfolds("撤回同意")
    firm.types(reason=WHY)
    firm.presses("撤回同意")
    firm.sees("公开页马上撤下")
    stranger.opens("/case-stories/")
    stranger.sees("还没有公开的案例")
    desk.opens(f"/overseer/case-stories/{story.pk}/")
    desk.sees("已撤下", WHY)
    crowd.is_content()
