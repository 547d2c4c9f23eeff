"""How a value becomes points in the People's Bank's assessment, worked by hand. 三(二)-2"""

from datetime import date
from fractions import Fraction

import pytest

from cairong.driving.samples import sample_indicators
from cairong.policy.assessment import (
    ASPECTS,
    QUALITATIVE,
    QUANTITATIVE,
    UNITS,
    WANTED,
    Indicator,
    aspects_complete,
    assessed,
    decimal,
    indicators_complete,
    lines_possible,
    names_distinct,
    objection_in_time,
    published_beforehand,
    result_final,
    upheld_by_version,
    value_known,
    value_possible,
    weights_complete,
    year_assessed,
)
from cairong.policy.evaluation import MEASURE_WORDS, Counts
from cairong.policy.reassess import placed, result_of

JUNE = date(2027, 6, 1)
LENT = Counts(
    amount_fen=123_456_789,
    loans=3,
    suppliers=3,
    newcomers=1,
    credit=2,
    spread_weight=123_456_789 * 85,
    approvals_kept=2,
    approvals=3,
)


def indicator(**facts) -> Indicator:
    plain = {
        "part": QUANTITATIVE, "aspect": ASPECTS[0], "name": "指标", "weight": 800, "none": 0,
        "full": 1500, "unit": "%", "source": "",
    }  # fmt: skip
    return Indicator(**plain | facts)


def code(found) -> str:
    return found.code if found else ""


# weight, value that earns nothing, value that earns all, value → points; all in hundredths
BY_HAND = [
    (800, 0, 1500, 0, 0),
    (800, 0, 1500, 1500, 800),
    (800, 0, 1500, 750, 400),
    (800, 0, 1500, 1, 1),  # 0.533 of a hundredth: up
    (800, 0, 1600, 1, 1),  # exactly a half of a hundredth: up
    (800, 0, 1601, 1, 0),  # a little less than a half: down
    (800, 0, 1500, 2_000, 800),  # never above its weight
    (800, 0, 1500, -300, 0),  # never below nothing
    (600, 500, 50, 500, 0),  # less is better: the line falls
    (600, 500, 50, 50, 600),
    (600, 500, 50, 275, 300),
    (600, 500, 50, 20, 600),
    (600, -500, 500, 0, 300),  # a line through nothing
    (600, -500, 500, -500, 0),
    (200, 0, 200, 137, 137),  # points that are given are what they are
    (1, 0, 3, 1, 0),
    (1, 0, 3, 2, 1),
]


@pytest.mark.parametrize(("weight", "none", "full", "value", "points"), BY_HAND)
def test_a_straight_line_to_the_hundredth(weight, none, full, value, points):
    of = indicator(weight=weight, none=none, full=full)
    found = assessed([of], Counts(), {of.name: value})
    assert (found.points[0].points, found.score) == (points, points)
    assert found.points[0].value == Fraction(value, 100)


# what the platform counts, in the unit people read it in
COUNTED = [
    ("amount", Fraction(123_456_789, 1_000_000)),  # 万元
    ("suppliers", Fraction(3)),
    ("newcomers", Fraction(1)),
    ("credit", Fraction(200, 3)),  # %
    ("approvals", Fraction(200, 3)),
    ("disbursements", None),  # nothing was to be drawn: a share of nothing
    ("spread", Fraction(85)),
]


@pytest.mark.parametrize(("source", "value"), COUNTED)
def test_what_the_platform_counts_is_in_its_unit(source, value):
    of = indicator(source=source, unit=UNITS[source], full=10**9)
    assert assessed([of], LENT, {}).points[0].value == value


def test_a_share_of_nothing_earns_nothing_and_is_no_missing_value():
    of = indicator(source="disbursements", unit="%", none=10_000, full=0)
    found = assessed([of], LENT, {})
    assert (found.score, found.missing) == (0, ())


def test_every_figure_that_is_counted_has_a_unit():
    assert UNITS.keys() == MEASURE_WORDS.keys()


def test_one_value_missing_leaves_no_score_whatever_else_is_known():
    rows = sample_indicators()
    values = {each.name: each.full for each in rows if not each.source}
    whole = assessed(rows, LENT, values)
    assert whole.score == sum(each.points for each in whole.points)
    gone = dict(values)
    del gone["演示指标 定性16"]
    found = assessed(rows, LENT, gone)
    assert (found.score, found.missing) == (None, ("演示指标 定性16",))
    assert found.of_part(QUALITATIVE) == WANTED[QUALITATIVE][1] * 100 - 100


def test_the_most_there_is_are_a_hundred_points():
    rows = [
        indicator(**{**vars(each), "source": ""}) if each.source else each
        for each in sample_indicators()
    ]
    found = assessed(rows, Counts(), {each.name: each.full for each in rows})
    assert [found.of_part(part) for part in WANTED] == [8000, 2000]
    assert found.score == 10_000


def test_of_equal_scores_the_rank_is_one_and_without_a_score_none():
    of = (indicator(),)
    names = {"a": "甲", "b": "乙", "c": "丙", "d": "丁"}
    values = {"a": {"指标": 700}, "b": {"指标": 700}, "c": {"指标": 900}}
    rows = placed(of, names, {}, values)
    assert [(row.name, row.rank) for row in rows] == [
        ("丙", 1), ("乙", 2), ("甲", 2), ("丁", None),
    ]  # fmt: skip


def test_what_is_no_export_of_it_is_refused():
    for text in ("{}", "[]", '{"format": "cairong-evaluation-facts/1"}'):
        with pytest.raises(ValueError, match="no export"):
            result_of(text)


@pytest.mark.parametrize(
    ("hundredths", "said"),
    [
        (0, "0"),
        (5, "0.05"),
        (50, "0.5"),
        (700, "7"),
        (-25, "-0.25"),
        (-300, "-3"),
        (12_345, "123.45"),
    ],
)
def test_hundredths_are_written_as_people_read_them(hundredths, said):
    assert decimal(hundredths) == said


class TestRules:
    def test_samples_are_whole(self):
        rows = sample_indicators()
        rules = (
            indicators_complete, weights_complete, aspects_complete, names_distinct,
            lines_possible,
        )  # fmt: skip
        assert [rule(indicators=rows) for rule in rules] == [None] * len(rules)

    @pytest.mark.parametrize("aspect", ASPECTS)
    def test_each_aspect_is_there(self, aspect):
        rows = [each for each in sample_indicators() if each.aspect != aspect]
        assert code(aspects_complete(indicators=rows)) == "assessment.aspects"

    @pytest.mark.parametrize(
        ("facts", "wanted"),
        [
            ({}, ""),
            ({"weight": 0}, "assessment.line"),
            ({"none": 1500}, "assessment.line"),
            ({"full": 10**15 + 1}, "assessment.line"),
            ({"source": "amount"}, "assessment.source"),
            ({"source": "amount", "unit": "万元"}, ""),
            ({"source": "secret"}, "assessment.source"),
            ({"part": QUALITATIVE}, "assessment.given"),
            ({"part": QUALITATIVE, "full": 800, "unit": "分"}, ""),
            ({"part": QUALITATIVE, "full": 800, "unit": "%", "source": "credit"},
             "assessment.source"),
        ],
    )  # fmt: skip
    def test_a_line_is_possible(self, facts, wanted):
        assert code(lines_possible(indicators=[indicator(**facts)])) == wanted

    @pytest.mark.parametrize(("year", "wanted"), [(2026, "late"), (2027, "late"), (2028, "")])
    def test_it_is_published_before_its_year(self, year, wanted):
        found = code(published_beforehand(first_year=year, today=JUNE))
        assert found.removeprefix("assessment.") == wanted

    @pytest.mark.parametrize(
        ("year", "over", "wanted"),
        [
            (2026, True, ""), (2027, True, "not_over"), (2027, False, ""),
            (2028, False, "not_begun"), (2028, True, "not_begun"),
        ],
    )  # fmt: skip
    def test_a_year_is_entered_once_begun_and_published_once_over(self, year, over, wanted):
        found = code(year_assessed(year=year, published=True, over=over, today=JUNE))
        assert found.removeprefix("assessment.") == wanted
        missing = year_assessed(year=year, published=False, over=over, today=JUNE)
        assert code(missing) == "assessment.no_scheme"

    @pytest.mark.parametrize(
        ("facts", "value", "wanted"),
        [
            ({}, -700, ""), ({}, 10**15 + 1, "value"), ({"source": "credit"}, 1, "counted"),
            ({"part": QUALITATIVE, "weight": 200}, 200, ""),
            ({"part": QUALITATIVE, "weight": 200}, 201, "value"),
            ({"part": QUALITATIVE, "weight": 200}, -1, "value"),
        ],
    )  # fmt: skip
    def test_a_value_is_possible(self, facts, value, wanted):
        found = code(value_possible(indicator=indicator(**facts), value=value))
        assert found.removeprefix("assessment.") == wanted

    def test_a_value_that_stands_is_corrected_with_why_alone(self):
        assert value_known(known=[], corrects=False) is None
        assert value_known(known=["指标"], corrects=True) is None
        assert code(value_known(known=["指标"], corrects=False)) == "assessment.value_twice"

    def test_an_objection_has_its_days_and_a_yes_its_correction(self):
        assert objection_in_time(until=JUNE, today=JUNE) is None
        late = objection_in_time(until=date(2027, 5, 31), today=JUNE)
        assert code(late) == "assessment.objection_late"
        assert code(upheld_by_version(upheld=True, newer=False)) == "assessment.not_corrected"
        assert upheld_by_version(upheld=True, newer=True) is None
        assert upheld_by_version(upheld=False, newer=False) is None

    @pytest.mark.parametrize(
        ("until", "objections", "uncounted", "wanted"),
        [
            (JUNE, [], False, "freeze_early"),
            (date(2027, 5, 31), ["甲银行"], False, "freeze_objections"),
            (date(2027, 5, 31), [], True, "freeze_uncounted"),
            (date(2027, 5, 31), [], False, ""),
        ],
    )
    def test_a_result_is_final(self, until, objections, uncounted, wanted):
        found = result_final(until=until, today=JUNE, objections=objections, uncounted=uncounted)
        assert code(found).removeprefix("assessment.") == wanted
