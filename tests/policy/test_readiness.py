"""What makes a desk of two, which month's LPR must be there, which years' days off."""

from datetime import date

import pytest

from cairong.policy.calendar_data import CALENDAR
from cairong.policy.lpr import lpr_month
from cairong.policy.readiness import pair_lacks, years_wanted

PAIR, TWO = ("经办", "复核"), ("人员", "人员")


@pytest.mark.parametrize(
    ("first", "second", "words", "said"),
    [
        ((), (), PAIR, "缺经办、复核"),
        (("a",), (), PAIR, "缺复核"),
        (("a",), ("a",), PAIR, "经办和复核是同一人,或由同一人带进来、还没有别人证实"),
        (("a", "b"), ("a",), PAIR, ""),
        (("a",), ("b",), PAIR, ""),
        ((), (), TWO, "缺两人"),
        (("a",), ("a",), TWO, "缺第二人,或两人由同一人带进来、还没有别人证实"),
        (("a", "b"), ("a", "b"), TWO, ""),
    ],
)
def test_a_desk_has_two_who_are_apart(first, second, words, said):
    assert pair_lacks(first, second, words) == said


@pytest.mark.parametrize(
    ("today", "month"),
    [
        ("2026-01-10", "2025-12-01"),
        ("2026-07-20", "2026-06-01"),  # the day itself may still go by the last
        ("2026-07-21", "2026-07-01"),
        ("2026-06-22", "2026-05-01"),  # the 20th a Saturday: published on Monday the 22nd
        ("2026-06-23", "2026-06-01"),
    ],
)
def test_which_lpr_must_be_there(today, month):
    assert lpr_month(date.fromisoformat(today), CALENDAR) == date.fromisoformat(month)


def test_in_december_the_next_year_is_wanted_too():
    assert years_wanted(date(2026, 11, 30)) == [2026]
    assert years_wanted(date(2026, 12, 1)) == [2026, 2027]
