"""Which loans of elsewhere can be entered, case by case. 一(一)-1"""

from datetime import date

import pytest

from cairong.policy.outside import (
    contract_ran,
    counted_since,
    due_after_draw,
    left_of_it,
    lent_before,
)

SIGNED, CAME = date(2025, 7, 1), date(2025, 11, 3)


@pytest.mark.parametrize(
    ("drawn_on", "fits"),
    [
        (date(2025, 6, 30), False),  # the day before it was signed
        (date(2025, 7, 1), True),
        (date(2025, 8, 15), True),
        (date(2025, 11, 3), True),  # the day it came here
        (date(2025, 11, 4), False),  # then it is drawn here
        (date(2026, 1, 1), False),
    ],
)
def test_it_was_drawn_between_the_signing_and_the_day_it_came_here(drawn_on, fits):
    found = lent_before(drawn_on=drawn_on, signed_on=SIGNED, came_on=CAME)
    assert (found is None) == fits
    if found:
        assert found.code == "lending.outside_drawn"
        assert found.params["on"] == drawn_on.isoformat()


@pytest.mark.parametrize(
    ("counted_on", "least", "fits"),
    [
        (date(2025, 10, 30), date(2025, 10, 31), False),
        (date(2025, 10, 31), date(2025, 10, 31), True),
        (date(2025, 11, 5), date(2025, 10, 31), True),
        (date(2025, 11, 6), date(2025, 10, 31), False),  # a day to come
    ],
)
def test_what_is_left_was_counted_since_what_was_paid_was(counted_on, least, fits):
    found = counted_since(counted_on=counted_on, least=least, today=date(2025, 11, 5))
    assert (found is None) == fits


@pytest.mark.parametrize(
    ("outstanding_fen", "original_fen", "fits"),
    [(1, 1, True), (10_000_000, 30_000_000, True), (30_000_001, 30_000_000, False)],
)
def test_no_more_is_left_than_was_lent(outstanding_fen, original_fen, fits):
    found = left_of_it(outstanding_fen=outstanding_fen, original_fen=original_fen)
    assert (found is None) == fits


@pytest.mark.parametrize(
    ("due_on", "fits"),
    [
        (date(2025, 7, 31), False),
        (date(2025, 8, 1), False),  # the very day of the draw
        (date(2025, 8, 2), True),
        (date(2028, 8, 1), True),
    ],
)
def test_it_falls_due_after_it_was_drawn(due_on, fits):
    assert (due_after_draw(drawn_on=date(2025, 8, 1), due_on=due_on) is None) == fits


@pytest.mark.parametrize("stands", [True, False])
def test_only_a_contract_that_ran_elsewhere_carries_one(stands):
    found = contract_ran(signed_on=SIGNED, opening_stands=stands)
    assert (found is None) == stands
