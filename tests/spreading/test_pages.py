"""A survey by its pages: asked at the desk, answered on a phone and from paper, read by all.

三(三)-2
"""

import pytest
from django.test import Client

from cairong.audit.models import Event
from cairong.kernel.actor import Role
from cairong.spreading.models import Survey, SurveyAnswer
from spreading.ground import Spreading, stand_spreading
from support.clock import Clock
from support.staging import staged
from support.town import Town
from support.visitors import browser

pytestmark = pytest.mark.django_db
DESK, OPEN = "/overseer/surveys/", "/surveys/"
TYPED = {
    "title": "政采贷知晓度问卷", "intro": "不记名,一分钟填完。",
    "opens_on": "2025-10-09", "closes_on": "2025-10-20",
    "words_1": "您知道凭合同可以贷款吗", "kind_1": "yes",
    "words_2": "从哪里知道的", "kind_2": "one", "choices_2": "告知函\n\n 推广活动 \n还不知道",
    "words_3": "还想知道什么", "kind_3": "text",
}  # fmt: skip
SCRIPT = "<script>alert(1)</script>"


@staged
def ground(town: Town) -> Spreading:
    return stand_spreading(town)


@pytest.fixture(autouse=True)
def october(clock: Clock) -> Clock:
    clock.set("2025-10-09 10:00")
    return clock


@pytest.fixture
def desk(ground) -> Client:
    return browser(ground.town, Role.PROCUREMENT_OFFICER)


def page_of(answer) -> str:
    return answer.content.decode()


def done(answer) -> None:
    assert answer.status_code == 302, page_of(answer)[:3000]


def test_from_the_draft_to_the_results(ground, desk, october):
    done(desk.post(f"{DESK}new/", TYPED))
    survey = Survey.objects.get()
    assert survey.questions[1]["choices"] == ["告知函", "推广活动", "还不知道"]
    asked, place = f"{DESK}{survey.pk}/", f"{OPEN}{survey.pk}/"
    assert Client().get(place).status_code == 404
    done(desk.post(f"{asked}publish/"))
    assert "修改问卷" not in page_of(desk.get(asked))
    assert desk.get(f"{asked}paper.pdf").content.startswith(b"%PDF")
    assert "还没有答卷" in page_of(desk.get(asked))

    phone = Client()
    assert "svg" in phone.get(f"{place}code.svg").headers["Content-Type"]
    wrong = phone.post(f"{place}answer/", {"q3": "字" * 201})
    assert wrong.status_code == 422
    assert "200" in page_of(wrong)
    nothing = page_of(phone.post(f"{place}answer/", {}))
    assert "请至少答一题" in nothing
    done(phone.post(f"{place}answer/", {"q1": "yes", "q2": "2", "q3": SCRIPT}))
    assert "这个浏览器已经填过" in page_of(phone.get(place))
    again = phone.post(f"{place}answer/", {"q1": "yes"})
    assert (again.status_code, "已经填过" in page_of(again)) == (409, True)

    firm = browser(ground.town, Role.SUPPLIER)
    done(firm.post(f"{place}answer/", {"q1": "no"}))
    said = Event.objects.filter(type="spreading.survey.answered")
    assert not said.exclude(person_id=None, organisation_id=None).exists()
    done(desk.post(f"{asked}enter/", {"q1": "no", "q2": "3"}))
    assert "已录入 1 份" in page_of(desk.get(f"{asked}enter/"))

    page = page_of(desk.get(asked))
    assert "(n=3,不到 30 份,只作参考)" in page
    assert "&lt;script&gt;" in page
    assert SCRIPT not in page
    assert SCRIPT not in page_of(phone.get(place))
    october.set("2025-10-21 09:00")
    results = page_of(Client().get(place))
    for word in ("33.3%", "1/2", "0/1", "写下的文字只给发出问卷的部门看", "纸质答卷录入到"):
        assert word in results
    assert "alert(1)" not in results
    assert "alert(1)" not in page_of(browser(ground.town, Role.PBOC).get(asked))
    late = Client().post(f"{place}answer/", {"q1": "yes"})
    assert (late.status_code, "不再收答卷" in page_of(late)) == (422, True)
    assert SurveyAnswer.objects.count() == 3
    fresh = page_of(browser(ground.town, Role.PROCUREMENT_OFFICER).get(f"{DESK}new/"))
    assert "您知道凭合同可以贷款吗" in fresh


def test_what_is_wrong_with_a_survey_stands_beside_its_field(desk):
    for wrong, said in (
        ({"words_3": ""}, "第 3 题"),
        ({"choices_2": "只有一个"}, "写了 1 个选项"),
        ({"closes_on": "2025-10-01"}, "结束日是"),
        ({"words_3": TYPED["words_1"]}, "问了两次"),
    ):
        answer = desk.post(f"{DESK}new/", TYPED | wrong)
        assert answer.status_code == 422
        assert said in page_of(answer)
    assert not Survey.objects.exists()


def test_a_flood_from_one_address_ends(ground):
    place = f"{OPEN}{ground.open().pk}/answer/"
    answers = [Client().post(place, {}).status_code for _ in range(61)]
    assert (answers[0], answers[-1]) == (422, 429)


def test_called_off_it_says_why(ground, desk):
    survey = ground.open()
    done(desk.post(f"{DESK}{survey.pk}/call-off/", {"reason": "第二题写错了"}))
    assert "第二题写错了" in page_of(Client().get(f"{OPEN}{survey.pk}/"))
    assert "第二题写错了" in page_of(desk.get(f"{DESK}{survey.pk}/"))


def test_lists_show_how_many_came_to_who_watches_and_only_what_is_public_to_others(ground, desk):
    survey = ground.open()
    ground.answer(survey)
    draft = ground.draft(title="还没有发布的问卷")
    shown = page_of(desk.get(DESK))
    assert "网上 1、纸质 0" in shown
    assert draft.title in shown
    others = page_of(Client().get(OPEN))
    assert survey.title in others
    assert draft.title not in others
    assert "网上 1" not in others
