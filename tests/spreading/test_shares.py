"""Shares held against an interval worked out another way, and against the survey before.

三(三)-2
"""

from datetime import date
from math import sqrt
from statistics import NormalDist

import pytest

from cairong.policy.spreading import Question, shares
from cairong.spreading.models import Survey
from cairong.spreading.reads import Asked, Results, results_of
from cairong.web.spreading.showing import tables_of
from spreading.ground import CLEAR, FROM, KNOWN, MISSING, Spreading, stand_spreading
from support.staging import staged
from support.town import Town, at

LATER = {"opens_on": date(2025, 12, 1), "closes_on": date(2025, 12, 20)}
Z = NormalDist().inv_cdf(0.975)
# how many answered, how many of them yes, the share, and the interval, as a page writes them
WORKED = [
    (1, 0, "0.0%", "0.0% 到 79.3%"),
    (1, 1, "100.0%", "20.7% 到 100.0%"),
    (2, 0, "0.0%", "0.0% 到 65.8%"),
    (2, 1, "50.0%", "9.5% 到 90.5%"),
    (2, 2, "100.0%", "34.2% 到 100.0%"),
    (3, 1, "33.3%", "6.1% 到 79.2%"),
    (10, 0, "0.0%", "0.0% 到 27.8%"),
    (10, 1, "10.0%", "1.8% 到 40.4%"),
    (10, 5, "50.0%", "23.7% 到 76.3%"),
    (10, 9, "90.0%", "59.6% 到 98.2%"),
    (10, 10, "100.0%", "72.2% 到 100.0%"),
    (29, 28, "96.6%", "82.8% 到 99.4%"),
    (30, 1, "3.3%", "0.6% 到 16.7%"),
    (1000, 0, "0.0%", "0.0% 到 0.4%"),
    (1000, 1, "0.1%", "0.0% 到 0.6%"),
    (1000, 500, "50.0%", "46.9% 到 53.1%"),
    (1000, 999, "99.9%", "99.4% 到 100.0%"),
    (1000, 1000, "100.0%", "99.6% 到 100.0%"),
]


def halved(fits, inside: float, outside: float) -> float:
    """The last place, on the way from inside to outside, that still fits."""
    for _ in range(100):
        middle = (inside + outside) / 2
        inside, outside = (middle, outside) if fits(middle) else (inside, middle)
    return inside


def scored(count: int, of: int) -> tuple[float, float]:
    """Every share from which the one seen is no further than Z deviations: by trial, no formula."""
    seen = count / of

    def fits(share: float) -> bool:
        return abs(seen - share) <= Z * sqrt(share * (1 - share) / of)

    return abs(halved(fits, seen, 0.0)), halved(fits, seen, 1.0)


def page_row(count: int, of: int, question: Question = KNOWN) -> dict[str, object]:
    said = [("link", "yes")] * count + [("paper", "no")] * (of - count)
    counted = shares(question, said)
    asked = Asked(number=1, question=question, of=of, shares=counted, words=())
    ((_, table),) = tables_of(Results(by_way={"link": count, "paper": of - count}, asked=[asked]))
    assert table is not None
    return table.rows[0].cells


@pytest.mark.parametrize(("of", "count", "share", "interval"), WORKED)
class TestIntervals:
    def test_the_page_writes_what_was_worked_out_by_hand(self, of, count, share, interval):
        row = page_row(count, of)
        assert (row["share"], row["interval"], row["count"]) == (share, interval, count)

    def test_trial_finds_the_same_bounds(self, of, count, share, interval):
        low, high = scored(count, of)
        assert f"{low:.1%} 到 {high:.1%}" == interval
        assert f"{count / of:.1%}" == share


@pytest.mark.parametrize("of", [*range(1, 60), 99, 1000])
def test_no_bound_leaves_the_share_outside_or_nought_to_hundred(of):
    for count in (0, of):
        row = page_row(count, of)
        assert "-" not in str(row["interval"])
        assert str(row["share"]) in str(row["interval"]).split(" 到 ")


def test_both_answers_of_two_mirror_each_other():
    yes, no = shares(KNOWN, [("link", "yes")] * 7 + [("link", "no")] * 3)
    assert yes.interval is not None
    assert no.interval is not None
    assert [round(1 - each, 9) for each in yes.interval] == [
        round(each, 9) for each in reversed(no.interval)
    ]


def test_marks_are_counted_from_the_best_and_choices_in_their_order():
    marks = shares(CLEAR, [("link", "5"), ("paper", "1"), ("link", "1")])
    assert [each.count for each in marks] == [1, 0, 0, 0, 2]
    picked = shares(FROM, [("link", "4"), ("link", "2"), ("paper", "4")])
    assert [(each.words, each.count) for each in picked] == [
        ("告知函", 0), ("推广活动", 1), ("金融机构", 0), ("还不知道", 2),
    ]  # fmt: skip


@pytest.mark.parametrize(("answers", "small"), [(0, True), (29, True), (30, False), (31, False)])
def test_below_thirty_it_is_small(answers, small):
    assert {each.small for each in shares(KNOWN, [("link", "no")] * answers)} == {small}


@staged
def asked(town: Town) -> tuple[Spreading, Survey]:
    ground = stand_spreading(town)
    survey = ground.open()
    ground.answer(survey)
    ground.enter(survey, q1="no", q2="4")
    ground.now = at("2025-12-01 09:00")
    return ground, survey


@pytest.mark.django_db
class TestTheSurveyBefore:
    @pytest.mark.parametrize(
        "other",
        [
            Question(kind="yes", words=f"{KNOWN.words}?"),
            Question(kind="scale", words=KNOWN.words),
            Question(kind="one", words=KNOWN.words, choices=["是", "否"]),
            Question(kind="one", words=FROM.words, choices=FROM.choices[:3]),
            Question(kind="one", words=FROM.words, choices=FROM.choices[::-1]),
            Question(kind="one", words=FROM.words, choices=[*FROM.choices[:3], "还不知道。"]),
        ],
    )
    def test_a_question_that_is_other_by_one_sign_is_held_against_none(self, asked, other):
        ground, survey = asked
        found = results_of(ground.open(questions=[other, CLEAR, MISSING], **LATER)).asked
        assert (found[0].compared, {each.before for each in found[0].shares}) == ("", {None})
        assert found[1].compared == survey.no

    def test_in_another_place_it_is_the_same_question(self, asked):
        ground, survey = asked
        source = results_of(ground.open(questions=[MISSING, CLEAR, FROM], **LATER)).asked[2]
        assert source.compared == survey.no
        said = [(each.before.count, each.before.of) for each in source.shares if each.before]
        assert said == [(0, 2), (1, 2), (0, 2), (1, 2)]

    def test_words_are_held_against_none(self, asked):
        ground, _ = asked
        assert results_of(ground.open(**LATER)).asked[3].compared == ""

    def test_a_survey_without_the_question_is_passed_over(self, asked):
        ground, survey = asked
        days = {"opens_on": date(2025, 12, 1), "closes_on": date(2025, 12, 2)}
        between = ground.open(questions=[CLEAR, FROM, MISSING], **days)
        later = ground.open(opens_on=date(2025, 12, 3), closes_on=date(2025, 12, 20))
        known, source, *_ = results_of(later).asked
        assert (known.compared, source.compared) == (survey.no, between.no)
        assert {each.before.share for each in source.shares if each.before} == {None}

    def test_a_draft_is_held_against_none(self, asked):
        ground, survey = asked
        ground.draft(opens_on=date(2025, 12, 1), closes_on=date(2025, 12, 2))
        later = ground.open(opens_on=date(2025, 12, 3), closes_on=date(2025, 12, 20))
        assert results_of(later).asked[0].compared == survey.no
