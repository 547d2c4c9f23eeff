"""What is typed about surveys becomes plain values, and what was answered becomes words."""

from datetime import date

import pytest

from cairong.policy.spreading import Question, shares
from cairong.spreading.reads import Asked, Results
from cairong.web.spreading.forms import AnswerForm, SurveyForm, boxes_of
from cairong.web.spreading.showing import tables_of
from spreading.ground import CLEAR, FROM, KNOWN, MISSING

FOUR = [KNOWN, FROM, CLEAR, MISSING]
HEAD = {
    "title": "政采贷知晓度问卷",
    "intro": "不记名,一分钟填完。",
    "opens_on": "2025-10-09",
    "closes_on": "2025年10月20日",
}


def typed(questions, **otherwise) -> SurveyForm:
    form = SurveyForm({**HEAD, **boxes_of(questions), **otherwise})
    form.full_clean()
    return form


class TestASurvey:
    def test_the_boxes_of_questions_are_read_as_these_questions(self):
        form = typed(FOUR)
        assert form.errors == {}
        given = form.arguments()
        assert given["questions"] == FOUR
        assert (given["opens_on"], given["closes_on"]) == (date(2025, 10, 9), date(2025, 10, 20))
        assert set(given) == {"title", "intro", "questions", "opens_on", "closes_on"}

    def test_blank_lines_and_blanks_around_choices_are_none(self):
        form = typed(FOUR, choices_2=" 告知函 \r\n\r\n   \r\n推广活动\r\n")
        assert form.arguments()["questions"][1].choices == ["告知函", "推广活动"]

    def test_a_question_left_out_in_the_middle_is_asked_for(self):
        form = typed([KNOWN, CLEAR, MISSING], words_5="还有一个问题", kind_5="yes", choices_5="")
        assert set(form.errors) == {"words_4", "kind_4"}

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"words_1": ""}, "words_1"),
            ({"words_2": "知"}, "words_2"),
            ({"words_3": "字" * 121}, "words_3"),
            ({"kind_1": "many"}, "kind_1"),
            ({"kind_3": ""}, "kind_3"),
            ({"choices_2": "字" * 601}, "choices_2"),
            ({"title": "问"}, "title"),
            ({"title": "字" * 61}, "title"),
            ({"intro": ""}, "intro"),
            ({"intro": "\u202e翻过来的说明"}, "intro"),
            ({"opens_on": "下周一"}, "opens_on"),
            ({"closes_on": ""}, "closes_on"),
        ],
    )
    def test_what_is_wrong_is_said_at_its_field(self, wrong, field):
        assert list(typed(FOUR, **wrong).errors) == [field]

    @pytest.mark.parametrize("place", [1, 2, 3])
    def test_three_are_needed(self, place):
        assert f"words_{place}" in typed(FOUR, **{f"words_{place}": ""}).errors

    @pytest.mark.parametrize("place", [4, 5, 6])
    def test_three_more_may_be_asked(self, place):
        assert not typed(FOUR[:3], **{f"words_{place}": "", f"kind_{place}": "yes"}).errors


def answered(questions=FOUR, **said) -> AnswerForm:
    form = AnswerForm(said, questions=questions)
    form.full_clean()
    return form


class TestAnAnswer:
    def test_what_was_left_out_is_not_said(self):
        form = answered(q1="yes", q4="")
        assert form.errors == {}
        assert form.arguments() == {"said": {"q1": "yes"}}

    def test_each_question_has_its_number_and_its_own_box(self):
        form = answered()
        assert [form.fields[f"q{place}"].label for place in (1, 2, 3, 4)] == [
            f"{place}. {each.words}" for place, each in enumerate(FOUR, 1)
        ]
        assert [key for key, _ in form.fields["q2"].choices] == ["1", "2", "3", "4"]
        assert [key for key, _ in form.fields["q3"].choices] == ["5", "4", "3", "2", "1"]

    @pytest.mark.parametrize(
        ("said", "field"),
        [
            ({"q1": "maybe"}, "q1"),
            ({"q2": "9"}, "q2"),
            ({"q3": "0"}, "q3"),
            ({"q4": "字" * 201}, "q4"),
            ({"q4": "看不见的\u0007字"}, "q4"),
        ],
    )
    def test_what_is_no_answer_is_said_at_its_question(self, said, field):
        assert list(answered(**said).errors) == [field]

    def test_what_is_none_of_the_questions_is_not_read(self):
        assert answered(q1="no", q9="1", name="张三").arguments() == {"said": {"q1": "no"}}


def results(*said: tuple[str, str], before=(), compared: str = "") -> Results:
    counted = shares(KNOWN, said, before)
    asked = Asked(
        number=1, question=KNOWN, of=len(said), shares=counted, words=(), compared=compared
    )
    return Results(by_way={"link": len(said), "paper": 0}, asked=[asked])


def cells_of(table) -> list[dict[str, object]]:
    return [row.cells for row in table.rows]


class TestShown:
    def test_a_share_stands_with_its_n_and_its_interval(self):
        """2 of 3: Wilson's interval is 20.8 % to 93.9 %."""
        ((_, table),) = tables_of(results(("link", "yes"), ("link", "yes"), ("paper", "no")))
        assert table.caption.endswith("(n=3,不到 30 份,只作参考)")
        yes, no = cells_of(table)
        assert yes["share"] == "66.7%"
        assert yes["interval"] == "20.8% 到 93.9%"
        assert (yes["link"], yes["paper"], yes["before"]) == ("2/2", "0/1", "—")
        assert (no["count"], no["link"], no["paper"]) == (1, "0/2", "1/1")

    def test_of_thirty_it_is_marked_no_more(self):
        ((_, table),) = tables_of(results(*[("link", "yes")] * 30))
        assert table.caption.endswith("(n=30)")
        assert cells_of(table)[0]["share"] == "100.0%"

    def test_of_nobody_nothing_is_divided(self):
        ((_, table),) = tables_of(results())
        assert [cells_of(table)[0][key] for key in ("share", "interval")] == ["—", "—"]
        assert table.caption.endswith("(n=0)")

    def test_the_survey_before_stands_with_its_own_n(self):
        before = shares(KNOWN, [("link", "yes"), ("link", "no"), ("link", "no"), ("link", "no")])
        shown = results(("link", "yes"), before=before, compared="WJ2025-000001")
        ((asked, table),) = tables_of(shown)
        assert asked.compared == "WJ2025-000001"
        assert [row["before"] for row in cells_of(table)] == ["25.0%(n=4)", "75.0%(n=4)"]

    def test_words_are_laid_out_as_no_table(self):
        asked = Asked(number=4, question=MISSING, of=1, shares=(), words=["额度怎样算"])
        found = Results(by_way={"link": 1, "paper": 0}, asked=[asked])
        assert tables_of(found) == [(asked, None)]


def test_a_question_is_the_same_only_word_for_word():
    assert Question(kind="yes", words=KNOWN.words) == KNOWN
    for other in (
        Question(kind="scale", words=KNOWN.words),
        Question(kind="yes", words=f"{KNOWN.words}吗"),
        Question(kind="yes", words=KNOWN.words, choices=["是"]),
    ):
        assert other != KNOWN
