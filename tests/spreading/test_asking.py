"""What is typed of a survey and of an answer is cleaned, held against the rules, taken apart."""

from datetime import date

import pytest

from cairong.kernel.errors import Refusal
from cairong.policy.spreading import Question
from cairong.spreading.models import Survey
from cairong.spreading.steps.asking import answered_of, asked_of
from spreading.ground import CLEAR, FROM, KNOWN, MISSING, SAID

TODAY = date(2025, 10, 9)


def unsaved(*questions: Question) -> Survey:
    kept = [{"kind": each.kind, "words": each.words, "choices": each.choices} for each in questions]
    return Survey(title="政采贷知晓度问卷", questions=kept)


ASKED = unsaved(KNOWN, FROM, CLEAR, MISSING)


class TestASurvey:
    def test_blanks_around_words_and_choices_go(self):
        spaced = Question(kind="one", words="  从哪里知道的 ", choices=[" 告知函", "推广活动 "])
        found = asked_of(
            TODAY, **SAID | {"title": " 知晓度问卷 ", "questions": [KNOWN, CLEAR, spaced]}
        )
        assert found["title"] == "知晓度问卷"
        assert found["questions"][2] == {
            "kind": "one", "words": "从哪里知道的", "choices": ["告知函", "推广活动"],
        }  # fmt: skip

    @pytest.mark.parametrize(
        ("otherwise", "code", "field"),
        [
            ({"title": "问卷"}, "invalid.text_length", "title"),
            ({"intro": ""}, "invalid.missing", "intro"),
            ({"questions": [KNOWN, CLEAR, Question(kind="yes", words="")]},
             "invalid.missing", "words_3"),
            ({"questions": [KNOWN, CLEAR, Question(kind="one", words="哪一种呢",
                                                   choices=["甲", "字" * 61])]},
             "invalid.text_length", "choices_3"),
            ({"questions": [KNOWN, CLEAR, Question(kind="text", words="说\u202e一说吧")]},
             "invalid.text_character", "words_3"),
        ],
    )  # fmt: skip
    def test_what_is_wrong_is_said_of_its_field(self, otherwise, code, field):
        with pytest.raises(Refusal) as caught:
            asked_of(TODAY, **SAID | otherwise)
        finding = caught.value.findings[0]
        assert (finding.code, finding.params["field"]) == (code, field)

    def test_all_that_is_unfit_is_said_at_once(self):
        late = {"opens_on": date(2025, 10, 1), "questions": [KNOWN, FROM]}
        with pytest.raises(Refusal) as caught:
            asked_of(TODAY, **SAID | late)
        assert [each.code for each in caught.value.findings] == [
            "spreading.questions", "spreading.opens",
        ]  # fmt: skip


class TestAnAnswer:
    @pytest.mark.parametrize(
        ("said", "chosen", "words"),
        [
            ({"q1": "yes"}, {"q1": "yes"}, {}),
            ({"q1": "no", "q2": "4", "q3": "1"}, {"q1": "no", "q2": "4", "q3": "1"}, {}),
            ({"q4": " 额度\r\n怎样算 "}, {}, {"q4": "额度\n怎样算"}),
            ({"q1": "yes", "q4": "  "}, {"q1": "yes"}, {}),
            ({"q1": "", "q3": "5"}, {"q3": "5"}, {}),
        ],
    )
    def test_it_is_taken_apart(self, said, chosen, words):
        assert answered_of(ASKED, said) == (chosen, words)

    @pytest.mark.parametrize("said", [{"q2": "0"}, {"q2": "5"}, {"q3": "6"}, {"q1": "是"}])
    def test_only_what_is_offered_can_be_chosen(self, said):
        with pytest.raises(Refusal) as caught:
            answered_of(ASKED, said)
        assert caught.value.findings[0].code == "spreading.no_answer"
