"""When an institution may ask, and when a start may be disputed: rules as tables. 二(四)-3"""

from datetime import date, timedelta

import pytest

from cairong.policy.calendar_data import CALENDAR
from cairong.policy.inquiring import (
    MOST_DEFECTS,
    NEW_FACT_LEAST,
    asked_early,
    asked_seldom,
    held,
    listed_in_time,
    listed_seldom,
    read_defects,
)
from cairong.policy.starting import claimed_before, disputed_in_time

FRIDAY, MONDAY = date(2025, 10, 10), date(2025, 10, 13)
DAY = timedelta(days=1)
# days ended, of how many, the last stretch in percent, by the manager, what bars it
QUESTIONS = [
    (0, 10, 20, False, None),
    (7, 10, 20, False, None),
    (8, 10, 20, False, "lending.question_late"),
    (9, 10, 20, False, "lending.question_late"),
    (8, 10, 20, True, None),
    (9, 10, 20, True, None),
    (10, 10, 20, True, "lending.question_overdue"),
    (10, 10, 20, False, "lending.question_overdue"),
    (14, 10, 20, True, "lending.question_overdue"),
    (4, 5, 20, False, "lending.question_late"),
    (3, 5, 20, False, None),
    (5, 7, 20, False, None),
    (6, 7, 20, False, "lending.question_late"),
    (9, 10, 0, False, None),
    (0, 10, 100, False, "lending.question_late"),
]
CLAIMS = [
    # claimed, everything there since, the start it disputes, whether it can be
    (FRIDAY, FRIDAY, MONDAY, True),
    (FRIDAY + DAY, FRIDAY, MONDAY, True),
    (MONDAY - DAY, FRIDAY, MONDAY, True),
    (MONDAY, FRIDAY, MONDAY, False),
    (MONDAY + DAY, FRIDAY, MONDAY, False),
    (FRIDAY - DAY, FRIDAY, MONDAY, False),
    (MONDAY, MONDAY, MONDAY, False),
]


@pytest.mark.parametrize(("passed", "days", "late", "manager", "code"), QUESTIONS)
def test_when_a_question_may_stop_the_clock(passed, days, late, manager, code):
    found = asked_early(passed=passed, days=days, late_percent=late, manager=manager)
    assert (found.code if found else None) == code


@pytest.mark.parametrize(("before", "most", "code"), [(0, 2, None), (1, 2, None), (2, 2, "many")])
def test_how_often_is_asked(before, most, code):
    found = asked_seldom(before=before, most=most)
    assert (found.code if found else None) == (code and f"lending.questions_{code}")


@pytest.mark.parametrize(("claimed", "there", "start", "can"), CLAIMS)
def test_from_which_day_a_start_can_be_claimed(claimed, there, start, can):
    found = claimed_before(claimed_on=claimed, there_on=there, start_on=start)
    assert (found is None) == can
    if found is not None:
        assert found.params["value"] == claimed


def test_a_dispute_is_in_time_on_its_last_day():
    assert disputed_in_time(today=MONDAY, last=MONDAY) is None
    late = disputed_in_time(today=MONDAY + DAY, last=MONDAY)
    assert late is not None
    assert late.params["last"] == MONDAY


def test_a_list_is_in_time_on_its_last_day_and_says_the_days_it_missed():
    late = listed_in_time(today=MONDAY + DAY, last=MONDAY)
    assert late is not None
    assert late.params["last"] == MONDAY


@pytest.mark.parametrize("letters", [0, NEW_FACT_LEAST - 1, NEW_FACT_LEAST])
def test_a_new_fact_is_said_in_so_many_letters(letters):
    found = listed_seldom(before=1, most=2, new_fact="新" * letters)
    assert (found is None) == (letters >= NEW_FACT_LEAST)


def test_a_list_holds_so_many_lines_and_no_more():
    line = "流水:判断还款来源"
    assert len(read_defects("\n".join([line] * MOST_DEFECTS))) == MOST_DEFECTS


def test_the_reason_may_hold_colons_of_its_own():
    (defect,) = read_defects("授权书:规则第3条:核实签字权限")
    assert (defect.what, defect.why) == ("授权书", "规则第3条:核实签字权限")


def test_an_application_of_today_has_been_nobodys_yet():
    assert held(MONDAY, MONDAY, [], CALENDAR) == []
    (own,) = held(FRIDAY, MONDAY, [], CALENDAR)
    assert (own.side, own.days) == ("institution", 2)  # 11(补班)、13
