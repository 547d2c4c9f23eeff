"""Surveys under bad will: what is typed wrong, forged, sent twice or rewritten by hand.

三(三)-2
"""

from datetime import date
from uuid import uuid4

import pytest
from django.test import Client
from django.utils.html import escape

from cairong.audit.models import Event, RefusalRecord
from cairong.doors.actors import TOKEN
from cairong.kernel.actor import Role
from cairong.kernel.errors import NotAllowed, NotFound, Refusal
from cairong.policy.spreading import Question
from cairong.spreading.actions.erase_survey_words import erase_survey_words, erase_words_of
from cairong.spreading.actions.publish_survey import call_survey_off, publish_survey
from cairong.spreading.models import Survey, SurveyAnswer
from cairong.web.spreading.forms import boxes_of
from spreading.ground import CLEAR, FROM, KNOWN, MISSING, NOW, SAID, Spreading, stand_spreading
from support.clock import Clock
from support.staging import staged
from support.town import Town, at
from support.visitors import browser

pytestmark = pytest.mark.django_db
DESK, OPEN = "/overseer/surveys/", "/surveys/"
SCRIPT = "<script>alert(1)</script>"
TYPED = {
    "title": "政采贷知晓度问卷",
    "intro": "不记名,一分钟填完。",
    "opens_on": "2025-10-09",
    "closes_on": "2025-10-20",
    **boxes_of([KNOWN, FROM, CLEAR, MISSING]),
}
WRONG = [
    ("title", "问"),
    ("title", "字" * 10_000),
    ("title", "看不见的\u0007标题"),
    ("intro", "短"),
    ("intro", "字" * 10_000),
    ("intro", "\u202e翻过来的说明"),
    ("opens_on", "下周一"),
    ("opens_on", "2025-02-30"),
    ("opens_on", "2025-10-08"),
    ("closes_on", "2025-10-08"),
    ("closes_on", "2026-01-08"),
    ("words_1", "知"),
    ("words_2", "字" * 10_000),
    ("words_3", "不要\x1b[31m的字"),
    ("choices_1", "是\n否"),
    ("choices_2", "只有一个"),
    ("choices_2", "告知函\n告知函"),
    ("choices_2", "\n".join("一二三四五六七八九")),
    ("choices_2", f"告知函\n{'字' * 61}"),
    ("choices_2", "字" * 10_000),
]
ELSEWHERE = sorted(set(Role) - {Role.PROCUREMENT_OFFICER, Role.SYSTEM, Role.PUBLIC})


@staged
def asked(town: Town) -> tuple[Spreading, Survey]:
    ground = stand_spreading(town)
    return ground, ground.open()


@pytest.fixture(autouse=True)
def october(clock: Clock) -> Clock:
    clock.set("2025-10-09 10:00")
    return clock


@pytest.fixture
def desk(asked) -> Client:
    return browser(asked[0].town, Role.PROCUREMENT_OFFICER)


def page_of(answer) -> str:
    return answer.content.decode()


def beside(page: str, box: str) -> str:
    """What is said beside a box; nothing where nothing is wrong with it."""
    _, _, rest = page.partition(f'id="id_{box}_error"')
    return rest.partition("</div>")[0]


def boxes_wrong(page: str) -> int:
    return page.count('_error"><p')


class TestTyped:
    @pytest.mark.parametrize(("box", "value"), WRONG)
    def test_what_is_wrong_stands_beside_its_box_and_stays_typed(self, desk, box, value):
        answer = desk.post(f"{DESK}new/", TYPED | {box: value})
        page = page_of(answer)
        assert answer.status_code == 422
        assert "field-error" in beside(page, box)
        assert boxes_wrong(page) == 1
        assert escape(value) in page
        assert escape(TYPED["words_4"]) in page
        assert Survey.objects.count() == 1

    def test_a_kind_there_is_none_of_is_said_at_its_box(self, desk):
        answer = desk.post(f"{DESK}new/", TYPED | {"kind_2": "many"})
        assert (answer.status_code, "field-error" in beside(page_of(answer), "kind_2")) == (
            422,
            True,
        )

    @pytest.mark.parametrize(
        ("typed", "box"),
        [
            ({"words_5": "还有一题要问您", "kind_5": ""}, "kind_5"),
            ({"kind_5": "one", "choices_5": "甲\n乙"}, "words_5"),
            ({"words_4": "", "kind_4": "", "words_5": "还有一题", "kind_5": "text"}, "words_4"),
        ],
    )  # fmt: skip
    def test_a_question_half_typed_or_left_out_is_asked_for_at_its_own_box(self, desk, typed, box):
        answer = desk.post(f"{DESK}new/", TYPED | typed)
        assert answer.status_code == 422
        assert "field-error" in beside(page_of(answer), box)

    def test_one_press_from_two_lines_is_one_answer(self, asked):
        place, said = f"{OPEN}{asked[1].pk}/answer/", {"q1": "yes", TOKEN: str(uuid4())}
        before = SurveyAnswer.objects.count()
        assert [Client().post(place, said).status_code for _ in range(2)] == [302, 302]
        assert SurveyAnswer.objects.count() == before + 1

    def test_a_draft_is_changed_no_more_wrongly_than_made(self, asked, desk):
        draft = asked[0].draft()
        answer = desk.post(f"{DESK}{draft.pk}/change/", TYPED | {"title": "问"})
        assert (answer.status_code, "field-error" in beside(page_of(answer), "title")) == (
            422,
            True,
        )
        draft.refresh_from_db()
        assert draft.title == SAID["title"]

    def test_what_is_asked_twice_or_too_little_stands_beside_the_first(self, desk):
        twice = page_of(desk.post(f"{DESK}new/", TYPED | {"words_4": KNOWN.words}))
        assert "问了两次" in beside(twice, "words_1")

    @pytest.mark.parametrize("reason", ["", "   ", "误", "字" * 10_000, "写\x00错", "\u202e写错了"])
    def test_a_bad_reason_stops_nothing(self, asked, desk, reason):
        survey = asked[1]
        answer = desk.post(f"{DESK}{survey.pk}/call-off/", {"reason": reason})
        assert answer.status_code == 422
        assert "field-error" in beside(page_of(answer), "reason")
        survey.refresh_from_db()
        assert survey.state == "published"

    @pytest.mark.parametrize(
        ("box", "value"),
        [
            ("q1", "maybe"), ("q1", "是"), ("q2", "0"), ("q2", "5"), ("q2", SCRIPT), ("q3", "6"),
            ("q3", "4.0"), ("q3", "3f2a9c1e"), ("q4", "字" * 10_000), ("q4", "看\x08不见"),
            ("q4", "\u202e倒着"), ("q4", "绝密★启用前"),
        ],
    )  # fmt: skip
    @pytest.mark.parametrize("way", ["link", "paper"])
    def test_what_is_no_answer_stands_beside_its_question(self, asked, desk, way, box, value):
        survey = asked[1]
        link, paper = f"{OPEN}{survey.pk}/answer/", f"{DESK}{survey.pk}/enter/"
        said = {"q1": "yes", "q3": "2", "q4": "额度怎样算"} | {box: value}
        answer = Client().post(link, said) if way == "link" else desk.post(paper, said)
        page = page_of(answer)
        assert answer.status_code == 422
        assert "field-error" in beside(page, box)
        assert boxes_wrong(page) == 1
        assert escape(said["q4"]) in page
        assert SCRIPT not in page
        assert not SurveyAnswer.objects.exists()


class TestNothing:
    @pytest.mark.parametrize(
        ("place", "wrong"),
        [("new/", 10), ("{}/change/", 10), ("{}/call-off/", 1), ("{}/enter/", 0)],
    )
    def test_a_form_sent_empty_says_each_box_it_misses(self, asked, desk, place, wrong):
        ground, survey = asked
        of = ground.draft().pk if "change" in place else survey.pk
        answer = desk.post(DESK + place.format(of), {})
        assert (answer.status_code, boxes_wrong(page_of(answer))) == (422, wrong)
        assert "form-errors" in page_of(answer)
        assert not SurveyAnswer.objects.exists()

    @pytest.mark.parametrize("place", ["publish/", "change/", "call-off/", "enter/"])
    def test_a_field_that_nobody_asked_for_is_refused(self, asked, desk, place):
        ground, survey = asked
        of = survey if place in ("call-off/", "enter/") else ground.draft()
        good = {"change/": TYPED, "call-off/": {"reason": "写错了"}, "enter/": {"q1": "yes"}}
        sent = good.get(place, {}) | {"state": "published"}
        assert desk.post(f"{DESK}{of.pk}/{place}", sent).status_code == 422
        before = of.state
        of.refresh_from_db()
        assert (of.state, SurveyAnswer.objects.count()) == (before, 0)

    def test_an_answer_names_nobody_even_if_it_would(self, asked):
        place = f"{OPEN}{asked[1].pk}/answer/"
        assert Client().post(place, {"q1": "yes", "name": "张三"}).status_code == 422
        assert Client().post(place, {"q1": "yes", "way": "paper"}).status_code == 422
        assert not SurveyAnswer.objects.exists()


class TestDays:
    @pytest.mark.parametrize(
        ("moment", "status", "said"),
        [
            ("2025-10-09 23:59", 422, "请到时再填"),
            ("2025-10-10 00:00", 302, ""),
            ("2025-10-20 23:58", 302, ""),
            ("2025-10-21 00:00", 422, "不再收答卷"),
        ],
    )
    def test_the_page_takes_answers_on_its_days(self, asked, october, moment, status, said):
        survey = asked[0].open(opens_on=date(2025, 10, 10))
        october.set(moment)
        place = f"{OPEN}{survey.pk}/"
        asks = 'name="q1"' in page_of(Client().get(place))
        answer = Client().post(f"{place}answer/", {"q1": "yes"})
        assert (answer.status_code, asks) == (status, status == 302)
        assert said in page_of(answer)
        assert survey.answers.count() == (status == 302)

    def test_results_are_kept_back_to_the_end_of_the_last_day(self, asked, october):
        ground, survey = asked
        ground.answer(survey)
        for moment, shown in (("2025-10-20 23:58", False), ("2025-10-21 00:00", True)):
            october.set(moment)
            assert ("95% 区间" in page_of(Client().get(f"{OPEN}{survey.pk}/"))) is shown

    def test_a_draft_that_waited_too_long_is_not_published(self, asked, october):
        ground = asked[0]
        draft = ground.draft()
        october.set("2025-10-10 10:00")
        desk = browser(ground.town, Role.PROCUREMENT_OFFICER)
        answer = desk.post(f"{DESK}{draft.pk}/publish/")
        assert (answer.status_code, "不能早于发布当天" in page_of(answer)) == (422, True)
        draft.refresh_from_db()
        assert (draft.state, draft.published_at) == ("draft", None)

    def test_called_off_it_asks_and_counts_no_more(self, asked, october, desk):
        ground, survey = asked
        ground.answer(survey)
        call_survey_off(actor=ground.desk, now=NOW, survey_id=survey.pk, reason=f"错 {SCRIPT}")
        answer = Client().post(f"{OPEN}{survey.pk}/answer/", {"q1": "yes"})
        assert (answer.status_code, 'name="q1"' in page_of(answer)) == (409, False)
        assert desk.post(f"{DESK}{survey.pk}/enter/", {"q1": "yes"}).status_code == 409
        october.set("2025-10-21 10:00")
        page = page_of(Client().get(f"{OPEN}{survey.pk}/"))
        assert (escape(SCRIPT) in page, SCRIPT in page, "95% 区间" in page) == (True, False, False)
        assert survey.answers.count() == 1


class TestSentTwice:
    def test_a_browser_that_answered_answers_no_more_whatever_it_says(self, asked):
        phone, place = Client(), f"{OPEN}{asked[1].pk}/"
        said = [{"q1": "yes"}, {"q1": "yes"}, {"q1": "no", "q4": "再说一次"}]
        statuses = [phone.post(f"{place}answer/", each).status_code for each in said]
        assert statuses == [302, 409, 409]
        assert asked[1].answers.get().chosen == {"q1": "yes"}

    def test_what_it_remembers_is_of_one_survey_and_no_script_reads_it(self, asked):
        ground, survey = asked
        other, phone = ground.open(), Client()
        phone.post(f"{OPEN}{survey.pk}/answer/", {"q1": "yes"})
        kept = phone.cookies["surveyed"]
        assert (kept["path"], kept["httponly"]) == (f"{OPEN}{survey.pk}/", True)
        assert phone.post(f"{OPEN}{other.pk}/answer/", {"q1": "yes"}).status_code == 302

    def test_a_refused_answer_is_not_remembered(self, asked):
        phone, place = Client(), f"{OPEN}{asked[1].pk}/answer/"
        sent = [phone.post(place, each).status_code for each in ({}, {"q1": "maybe"}, {"q1": "no"})]
        assert sent == [422, 422, 302]

    def test_a_paper_typed_in_by_a_double_click_is_one(self, asked, desk):
        survey, said = asked[1], {"q1": "no", TOKEN: str(uuid4())}
        place = f"{DESK}{survey.pk}/enter/"
        assert [desk.post(place, said).status_code for _ in range(2)] == [302, 302]
        assert survey.answers.count() == 1
        assert desk.post(place, said | {"q1": "yes"}).status_code == 409

    def test_of_two_values_for_one_question_one_is_counted(self, asked):
        survey = asked[1]
        Client().post(f"{OPEN}{survey.pk}/answer/", {"q1": ["yes", "no"], "q4": ["甲", "乙"]})
        answer = survey.answers.get()
        assert (answer.chosen, answer.words) == ({"q1": "no"}, {"q4": "乙"})

    def test_the_desk_types_many_papers_in(self, asked, desk):
        survey = asked[1]
        for _ in range(3):
            assert desk.post(f"{DESK}{survey.pk}/enter/", {"q1": "no"}).status_code == 302
        assert survey.answers.filter(way="paper").count() == 3


class TestForged:
    @pytest.mark.parametrize("place", ["publish/", "change/", "call-off/", "enter/"])
    def test_an_id_there_is_none_of_is_not_there(self, desk, place):
        address = f"{DESK}{uuid4()}/{place}"
        assert desk.post(address, TYPED if place == "change/" else {}).status_code == 404

    def test_a_draft_is_not_there_for_the_public(self, asked):
        draft = asked[0].draft()
        phone, place = Client(), f"{OPEN}{draft.pk}/"
        assert phone.get(f"{place}code.svg").status_code == 404
        assert phone.post(f"{place}answer/", {"q1": "yes"}).status_code == 404
        with pytest.raises(NotFound):
            asked[0].answer(draft)

    @pytest.mark.parametrize("place", ["change/", "publish/"])
    def test_what_was_published_is_changed_by_no_page(self, asked, desk, place):
        survey = asked[1]
        sent = TYPED | {"title": "换了题目的问卷"} if place == "change/" else {}
        answer = desk.post(f"{DESK}{survey.pk}/{place}", sent)
        assert answer.status_code == 409
        assert Survey.objects.get(pk=survey.pk).title == SAID["title"]

    @pytest.mark.parametrize("role", ELSEWHERE)
    def test_no_other_role_asks_types_in_or_erases(self, asked, role):
        ground, survey = asked
        client = browser(ground.town, role)
        own = f"{DESK}{survey.pk}/"
        places = ("publish/", "change/", "call-off/", "enter/")
        answers = [client.post(f"{DESK}new/", TYPED), *(client.post(own + each) for each in places)]
        assert {each.status_code for each in answers} == {403}

    def test_the_desk_cannot_erase_words_by_itself(self, asked):
        ground, survey = asked
        about = {"now": at("2027-01-01 09:00"), "survey_id": survey.pk}
        for actor in (ground.desk, ground.anybody):
            with pytest.raises(NotAllowed):
                erase_words_of(actor=actor, **about)

    def test_script_is_text_wherever_it_is_asked(self, asked, desk):
        said = [
            Question(kind="one", words=f"知道吗{SCRIPT}", choices=[SCRIPT, "不知道"]),
            CLEAR,
            KNOWN,
        ]
        sent = TYPED | boxes_of(said) | {"title": f"问卷{SCRIPT}", "intro": f"说明{SCRIPT}"}
        assert desk.post(f"{DESK}new/", sent | {"words_4": "", "kind_4": "yes"}).status_code == 302
        made = Survey.objects.exclude(pk=asked[1].pk).get()
        publish_survey(actor=asked[0].desk, now=NOW, survey_id=made.pk)
        asked[0].answer(made, q1="1")
        own = f"{DESK}{made.pk}/"
        for page in (
            *(page_of(desk.get(each)) for each in (DESK, own, f"{own}enter/", f"{DESK}new/")),
            *(page_of(Client().get(each)) for each in (OPEN, f"{OPEN}{made.pk}/")),
        ):
            assert SCRIPT not in page
            assert escape(SCRIPT) in page


class TestWords:
    def test_they_are_read_at_the_desk_alone_and_go(self, asked, october):
        ground, survey = asked
        ground.answer(survey, q1="yes", q4="张三的电话")
        ground.enter(survey, q1="no", q4="李四的账号")
        october.set("2025-10-22 10:00")
        desk, others = (
            browser(ground.town, each) for each in (Role.PROCUREMENT_OFFICER, Role.TREASURY_OFFICER)
        )
        own = f"{DESK}{survey.pk}/"
        shown = page_of(desk.get(own))
        assert ("张三的电话" in shown, "李四的账号" in shown) == (True, True)
        for page in (
            page_of(Client().get(f"{OPEN}{survey.pk}/")),
            page_of(others.get(own)),
            page_of(desk.get(f"{own}enter/")),
        ):
            assert "张三" not in page
            assert "李四" not in page
        gone = at("2026-04-20 09:00")
        done = [erase_survey_words(actor=ground.town.system, now=gone) for _ in range(2)]
        assert done == [1, 0]
        assert Event.objects.filter(type="spreading.words.erased").count() == 1
        shown = page_of(desk.get(own))
        assert ("张三" in shown, "已按规定删除" in shown, "(n=2" in shown) == (False, True, True)

    def test_they_go_also_from_a_survey_that_was_called_off(self, asked):
        ground, survey = asked
        answer = ground.answer(survey)
        call_survey_off(actor=ground.desk, now=NOW, survey_id=survey.pk, reason="写错了")
        assert erase_survey_words(actor=ground.town.system, now=at("2026-04-20 09:00")) == 1
        answer.refresh_from_db()
        assert answer.words == {}

    def test_what_was_typed_stands_in_no_refusal(self, asked):
        for said in ({"q4": "张三" * 101}, {"q1": "张三"}):
            with pytest.raises(Refusal):
                asked[0].answer(asked[1], **said)
        kept = str(list(RefusalRecord.objects.values()))
        assert "no_answer" in kept
        assert "张三" not in kept
