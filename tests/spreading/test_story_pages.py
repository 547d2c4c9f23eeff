"""A story by its pages: written at the desk, consented to by both sides, read and taken down.

三(三)-3
"""

import re

import pytest
from django.test import Client

from cairong.kernel.actor import Role
from cairong.parties.models import Proposal
from cairong.spreading.models import CaseStory
from spreading.told import OTHERWISE, TITLE, WHY, WORDS, Telling, stand_telling
from support.clock import Clock
from support.staging import staged
from support.town import Town
from support.visitors import browser

pytestmark = pytest.mark.django_db
DESK, OWN, OPEN = "/overseer/case-stories/", "/case-stories/own/", "/case-stories/"


@staged
def ground(town: Town) -> Telling:
    return stand_telling(town)


@pytest.fixture(autouse=True)
def october(clock: Clock) -> Clock:
    clock.set("2025-10-27 10:00")
    return clock


@pytest.fixture
def desk(ground) -> Client:
    return browser(ground.town, Role.PROCUREMENT_OFFICER)


@pytest.fixture
def second(ground) -> Client:
    return browser(ground.town, Role.PROCUREMENT_APPROVER)


@pytest.fixture
def firm(ground) -> Client:
    return browser(ground.town, Role.SUPPLIER, organisation=ground.town.supplier())


@pytest.fixture
def bank(ground) -> Client:
    town = ground.town
    return browser(town, Role.INSTITUTION_OFFICER, organisation=town.institution())


def page_of(answer) -> str:
    return answer.content.decode()


def done(answer) -> None:
    assert answer.status_code == 302, page_of(answer)[:3000]


def test_from_the_loan_to_the_public_page_and_off_it(ground, desk, second, firm, bank):
    assert ground.loan.no in page_of(desk.get(f"{DESK}loans/"))
    new = f"{DESK}loans/{ground.loan.pk}/"
    assert "300,000.00" in page_of(desk.get(new))
    short = desk.post(new, {"title": TITLE, "words": "太短"})
    assert short.status_code == 422
    retyped = desk.post(new, {"title": TITLE, "words": WORDS, "amount_fen": "1"})
    assert (retyped.status_code, "amount_fen" in page_of(retyped)) == (422, True)
    done(desk.post(new, {"title": TITLE, "words": WORDS}))
    story = CaseStory.objects.get()
    shown, own, place = f"{DESK}{story.pk}/", f"{OWN}{story.pk}/", f"{OPEN}{story.pk}/"
    assert '"amount_fen":30000000' in story.document
    assert firm.get(own).status_code == 404
    done(desk.post(f"{shown}ask/"))

    page = page_of(firm.get(own))
    for word in (WORDS, "300,000.00", "同意公开", "不同意", "也不影响融资"):
        assert word in page
    seen = re.search(r'name="sha256" value="(\w+)"', page)[1]
    assert seen == story.sha256
    done(firm.post(f"{own}agree/", {"sha256": seen}))
    assert "提交发布" not in page_of(desk.get(shown))
    assert "还缺金融机构的同意" in page_of(desk.get(shown))
    done(bank.post(f"{own}refuse/", {"sha256": seen, "words": WHY}))
    assert WHY in page_of(desk.get(shown))
    assert WHY not in page_of(firm.get(own))

    done(desk.post(f"{shown}change/", {"title": TITLE, "words": OTHERWISE}))
    assert "针对改以前的文字" in page_of(desk.get(shown))
    done(desk.post(f"{shown}ask/"))
    late = firm.post(f"{own}agree/", {"sha256": seen})
    assert (late.status_code, "刚刚改过" in page_of(late)) == (409, True)
    story.refresh_from_db()
    for side in (firm, bank):
        done(side.post(f"{own}agree/", {"sha256": story.sha256}))
    assert Client().get(place).status_code == 404
    done(desk.post(f"{shown}publish/", {"sha256": story.sha256}))
    assert "等待复核" in page_of(desk.get(shown))
    proposal = Proposal.objects.latest("prepared_at")
    assert OTHERWISE in page_of(second.get(f"/proposals/{proposal.pk}/"))
    done(second.post(f"/proposals/{proposal.pk}/decide/", {"decision": "approve", "reason": ""}))

    public = page_of(Client().get(place))
    for word in (TITLE, OTHERWISE, "300,000.00", "供应商", "甲银行", "不代表每家都能借到"):
        assert word in public
    assert TITLE in page_of(Client().get(OPEN))
    done(firm.post(f"{own}withdraw/", {"reason": WHY}))
    assert Client().get(place).status_code == 404
    assert TITLE not in page_of(Client().get(OPEN))
    assert WHY in page_of(desk.get(shown))
    assert OTHERWISE in page_of(desk.get(shown))


def test_script_in_a_story_is_text(ground, desk):
    typed = {"title": "<b>案例</b>", "words": f"<script>alert(1)</script>{WORDS}"}
    done(desk.post(f"{DESK}loans/{ground.loan.pk}/", typed))
    page = page_of(desk.get(f"{DESK}{CaseStory.objects.get().pk}/"))
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert(1)" not in page


def test_each_side_sees_its_own_and_others_nothing(ground, firm, bank):
    story = ground.asked()
    assert TITLE in page_of(firm.get(OWN))
    assert "缺供应商、金融机构" in page_of(bank.get(OWN))
    other = browser(
        ground.town, Role.INSTITUTION_OFFICER, organisation=ground.town.institution("乙")
    )
    assert other.get(f"{OWN}{story.pk}/").status_code == 404
    assert TITLE not in page_of(other.get(OWN))
    watching = browser(ground.town, Role.PBOC)
    assert watching.get(f"{DESK}{story.pk}/").status_code == 404


def test_a_message_leads_each_side_to_its_page(ground, firm, desk):
    story = ground.asked()
    for client, place in ((firm, OWN), (desk, DESK)):
        answer = client.get(f"/find/{story.pk}/")
        assert answer.headers["Location"].endswith(f"{place}{story.pk}/")


def test_taken_down_it_is_gone_and_says_why_at_the_desk(ground, desk):
    story = ground.published()
    assert "撤下" in page_of(desk.get(f"{DESK}{story.pk}/"))
    done(desk.post(f"{DESK}{story.pk}/take-down/", {"reason": "数字写错了"}))
    assert Client().get(f"{OPEN}{story.pk}/").status_code == 404
    assert "数字写错了" in page_of(desk.get(f"{DESK}{story.pk}/"))
