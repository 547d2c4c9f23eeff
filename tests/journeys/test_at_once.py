"""Two people at one thing: one wins, the other reads why. What was sent can be taken back."""

from contextlib import ExitStack

import pytest

from cairong.contracts.models import Filing
from cairong.filing.actions.decide_filing import decide_filing
from cairong.filing.actions.sign_contract import sign_contract
from cairong.parties import reads
from cairong.parties.models import Account, Proposal
from cairong.treasury.models import Acceptance
from contracts.ground import Ground
from support.journey_house import House
from support.journey_people import Crowd, Person
from support.town import CITY
from support.visitors import WORD, account_in

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]

SOON = "one => window.setTimeout(() => one.click(), 400)"


def person(crowd: Crowd, account: Account) -> Person:
    return Person(crowd, account.username, WORD)


def press_together(words: str, *people: Person) -> None:
    """Let everybody press a button at the same moment, and wait for every answer."""
    with ExitStack() as answers:
        for one in people:
            answers.enter_context(one.page.expect_navigation(wait_until="load"))
        for one in people:
            one.page.get_by_role("button", name=words, exact=True).evaluate(SOON)
    for one in people:
        one.looks()


def test_two_second_persons_agree_at_once(crowd: Crowd, house: House, ground: Ground):
    contract = ground.sign()
    proposal = decide_filing.propose(
        actor=ground.desk(), now=house.now, contract_id=contract.pk, verdict="accept"
    )
    both = [
        person(crowd, account_in(ground.town, "procurement-approver", username=f"second-{one}"))
        for one in "ab"
    ]
    for one in both:
        one.opens(f"/proposals/{proposal.pk}/")
    press_together("同意", *both)
    said = [one.reads() for one in both]
    won = ["已复核。" in one for one in said]
    assert sorted(won) == [False, True], said
    lost = said[won.index(False)]
    assert [one for one in ("已同意", "已被他人办理") if one in lost], lost[:1500]
    assert Filing.objects.filter(contract=contract, verdict="accept").count() == 1
    crowd.is_content()


def test_a_double_click_does_once(crowd: Crowd, house: House, ground: Ground):
    contract = ground.decide(ground.sign(ground.award(title="双击一次")))
    officer = person(crowd, account_in(ground.town, "purchaser-officer", username="clicker"))
    officer.opens(f"/purchaser/contracts/{contract.pk}/acceptance/")
    with officer.page.expect_navigation(wait_until="load"):
        officer.page.get_by_role("button", name="登记验收", exact=True).dblclick()
    house.settle()
    officer.looks()
    officer.sees("验收已登记")
    assert Acceptance.objects.filter(receivable__contract=contract).count() == 1
    crowd.is_content()


def test_the_same_form_in_two_windows_does_once(crowd: Crowd, house: House, ground: Ground):
    contract = ground.decide(ground.sign(ground.award(title="两个窗口")))
    account = account_in(ground.town, "purchaser-officer", username="windows")
    one, two = person(crowd, account), person(crowd, account)
    for each in (one, two):
        each.opens(f"/purchaser/contracts/{contract.pk}/acceptance/")
        each.types(milestone="签订开票", amount="274080.00")
    press_together("登记验收", one, two)
    assert Acceptance.objects.filter(receivable__contract=contract).count() == 1
    said = sorted([one.reads(), two.reads()], key=lambda text: "验收已登记," in text)
    assert "274,080.00" in said[0]
    assert "验收已登记," not in said[0]
    assert "验收已登记," in said[1]
    crowd.is_content()


def test_a_submission_is_recalled_until_opened(crowd: Crowd, house: House, ground: Ground):
    account = account_in(ground.town, "purchaser-officer", username="sender")
    assert account.mandate
    sender = reads.actor_of(account.mandate, channel=ground.officer().channel)
    award = ground.award(title="撤回一次")
    first = sign_contract.propose(actor=sender, now=house.now, **ground.terms(award))
    officer = person(crowd, account)
    officer.opens(f"/proposals/{first.pk}/")
    officer.presses("撤回")
    officer.sees("已撤回")
    second = sign_contract.propose(actor=sender, now=house.now, **ground.terms(award))
    officer.opens(f"/proposals/{second.pk}/")
    approver = person(crowd, account_in(ground.town, "purchaser-approver", username="opener"))
    approver.opens("/desk/")
    approver.follows("看差异")
    officer.presses("撤回")
    officer.sees("复核人已于2025年9月29日", "退回")
    assert Proposal.objects.get(pk=second.pk, city_id=CITY).state == "waiting"
    crowd.is_content()


def test_a_filing_is_recalled_until_the_desk_opens_it(crowd: Crowd, house: House, ground: Ground):
    contract = ground.sign(ground.award(title="收回备案"))
    officer = person(crowd, account_in(ground.town, "purchaser-officer", username="recaller"))
    desk = person(crowd, account_in(ground.town, "procurement-officer", username="reviewer"))
    officer.opens(f"/purchaser/contracts/{contract.pk}/recall/")
    officer.types(reason="付款安排写错")
    desk.opens(f"/cases/{contract.pk}/")
    desk.follows("审核备案")
    officer.presses("收回备案")
    officer.sees("采购科已于 2025年9月29日", "不能再收回")
    again = ground.sign(ground.award(title="收回得成"))
    officer.opens(f"/cases/{again.pk}/")
    officer.follows("收回备案")
    officer.types(reason="付款安排写错")
    officer.presses("收回备案")
    officer.sees("备案已收回")
    crowd.is_content()
