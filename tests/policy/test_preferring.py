"""What a grade gets better on a product, and what a better grade never pays more for. 二(五)-6"""

import pytest

from cairong.kernel.errors import Invalid
from cairong.policy.preferring import (
    Preference,
    Price,
    check_preferences,
    fair_to_grade,
    preference_for,
)

A = {"grade": "A", "less_bp": 20, "more_days": 30, "more_percent": 10}
B = {"grade": "B", "less_bp": 5, "more_days": 0, "more_percent": 0}
OLD = {"grade": "AAA", "less_bp": 50, "more_days": 0, "more_percent": 0}


@pytest.mark.parametrize(
    ("kept", "grade", "found"),
    [
        ([A, B], "A", A),
        ([B, A], "A", A),
        ([A, B], "B", B),
        ([A, B], "C", None),
        ([A, B], "", None),
        ([B], "A", B),
        ([A], "B", None),
        ([], "A", None),
        ([OLD], "A", None),
        ([OLD, B], "A", B),
    ],
)
def test_a_grade_gets_its_own_or_the_next_lower_one(kept, grade, found):
    assert preference_for(kept, grade) == (Preference(**found) if found else None)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ([A, A], "preference_twice"),
        ([{"grade": "A"}], "preference_empty"),
        ([A, {**B, "less_bp": 25}], "preference_order"),
        ([{**A, "more_days": 0}, {**B, "more_days": 1}], "preference_order"),
        ([B, {**A, "more_percent": 0} ], ""),
        ([A, B], ""),
        ([], ""),
    ],
)  # fmt: skip
def test_preferences_name_a_grade_once_prefer_something_and_the_better_more(given, code):
    preferences = [Preference(**each) for each in given]
    if not code:
        check_preferences(preferences)
        return
    with pytest.raises(Invalid, match=rf"products\.{code}"):
        check_preferences(preferences)


@pytest.mark.parametrize(
    ("price", "lower", "reason", "barred"),
    [
        ((45, 0), None, "", False),
        ((45, 0), (45, 0), "", False),
        ((46, 0), (45, 0), "", True),
        ((45, 1), (45, 0), "", True),
        ((40, 1), (45, 0), "", True),
        ((46, 0), (45, 0), "太短", True),
        ((46, 0), (45, 0), "这份合同的付款期长得多,资金成本更高", False),
    ],
)
def test_a_better_grade_pays_no_more_without_a_reason(price, lower, reason, barred):
    answer = fair_to_grade(
        grade="A",
        price=Price(spread_bp=price[0], fee_fen=price[1]),
        lower_grade="C" if lower else "",
        lower=Price(spread_bp=lower[0], fee_fen=lower[1]) if lower else None,
        reason=reason,
    )
    assert (answer is not None) is barred
    if answer is not None:
        assert (answer.code, answer.obligation) == ("lending.worse_than_lower_grade", "二(五)-6")
