"""What of a loan is overdue on a day, and what a plan to repay must be: tables worked by hand."""

from datetime import date

import pytest

from cairong.kernel.errors import Invalid
from cairong.policy.calendar_data import CALENDAR
from cairong.policy.overdue import (
    Arrears,
    Moved,
    Part,
    accrued_by,
    arrears_of,
    bucket_of,
    coming_of,
    last_day,
    missed_part,
    plan_adds_up,
    plan_in_days,
    plan_still_fits,
    read_parts,
    something_to_plan,
    unpaid_part,
)
from cairong.policy.repayment import Debt, Falling

DRAWN = date(2025, 10, 20)
WAN = 1_000_000  # fen
# the day in the schedule, the last day on which a payment is in time
LAST_DAYS = [
    (date(2026, 4, 17), date(2026, 4, 17)),  # a Friday
    (date(2026, 4, 18), date(2026, 4, 20)),  # a Saturday
    (date(2026, 4, 19), date(2026, 4, 20)),  # a Sunday
    (date(2025, 10, 1), date(2025, 10, 9)),  # 国庆节 and 中秋节, up to the 8th
    (date(2025, 10, 11), date(2025, 10, 11)),  # a Saturday that is worked
    (date(2026, 1, 1), date(2026, 1, 4)),  # up to the 3rd; Sunday the 4th is worked
    (date(2026, 2, 14), date(2026, 2, 14)),  # the Saturday before 春节, worked
    (date(2026, 2, 15), date(2026, 2, 24)),  # 春节, up to the 23rd
    (date(2026, 4, 4), date(2026, 4, 7)),  # 清明节
    (date(2026, 5, 1), date(2026, 5, 6)),  # 劳动节, up to the 5th
    (date(2027, 1, 4), date(2027, 1, 4)),  # no notice yet: weekends alone
]


@pytest.mark.parametrize(("due_on", "last_on"), LAST_DAYS)
def test_the_last_day_moves_over_days_of_rest(due_on, last_on):
    assert last_day(due_on, CALENDAR) == last_on


def debt(*falling: Falling, paid: int = 0, interest_paid: int = 0, left: int = 36 * WAN, **facts):
    """A loan of 360,000 yuan at 3.60 % over 360: 36 yuan of interest a day."""
    given = {
        "key": "one", "outstanding_fen": left, "principal_paid_fen": paid, "rate_bp": 360,
        "day_count": 360, "accrued_fen": 0, "accrued_on": DRAWN,
        "interest_paid_fen": interest_paid, "fee_owed_fen": 0, "hold_until_due": False, **facts,
    }  # fmt: skip
    return Debt(falling=falling, **given)


def drawn(*more: Moved) -> list[Moved]:
    return [Moved(on=DRAWN, accrued_fen=0, left_fen=36 * WAN), *more]


BULLET = (Falling(due_on=date(2026, 4, 18), principal_fen=36 * WAN),)
MONTHLY = tuple(
    Falling(due_on=day, principal_fen=fen)
    for day, fen in [
        (date(2025, 11, 20), 0), (date(2025, 12, 20), 0), (date(2026, 1, 20), 36 * WAN),
    ]
)  # fmt: skip
PARTS = tuple(
    Falling(due_on=day, principal_fen=12 * WAN)
    for day in (date(2025, 11, 20), date(2025, 12, 20), date(2026, 1, 20))
)
# schedule, principal repaid, interest paid, on; since, days, overdue principal and interest
ARREARS = [
    (BULLET, 0, 0, date(2026, 4, 18), None),
    (BULLET, 0, 0, date(2026, 4, 20), None),  # Monday, the last day in time
    (BULLET, 0, 0, date(2026, 4, 21), (date(2026, 4, 18), 1, 36 * WAN, 183 * 3_600)),
    (BULLET, 0, 0, date(2026, 7, 27), (date(2026, 4, 18), 98, 36 * WAN, 280 * 3_600)),
    (MONTHLY, 0, 0, date(2025, 11, 20), None),
    (MONTHLY, 0, 0, date(2025, 11, 21), (date(2025, 11, 20), 1, 0, 31 * 3_600)),
    (MONTHLY, 0, 31 * 3_600, date(2025, 11, 21), None),
    (MONTHLY, 0, 31 * 3_600 - 1, date(2025, 11, 25), (date(2025, 11, 20), 5, 0, 1)),
    # 20 December is a Saturday: in time until Monday the 22nd.
    (MONTHLY, 0, 31 * 3_600, date(2025, 12, 22), None),
    (MONTHLY, 0, 31 * 3_600, date(2025, 12, 23), (date(2025, 12, 20), 1, 0, 30 * 3_600)),
    (MONTHLY, 0, 0, date(2025, 12, 23), (date(2025, 11, 20), 33, 0, 61 * 3_600)),
    (PARTS, 0, 0, date(2025, 11, 21), (date(2025, 11, 20), 1, 12 * WAN, 31 * 3_600)),
    (PARTS, 12 * WAN - 1, 31 * 3_600, date(2025, 11, 21), (date(2025, 11, 20), 1, 1, 0)),
]


@pytest.mark.parametrize(("falling", "paid", "interest", "on", "said"), ARREARS)
def test_what_is_overdue(falling, paid, interest, on, said):
    owed = debt(*falling, paid=paid, interest_paid=interest, left=36 * WAN - paid)
    found = arrears_of(owed, drawn(), on=on, calendar=CALENDAR)
    assert (found and as_said(found)) == said


def as_said(found: Arrears) -> tuple[date, int, int, int]:
    return found.due_on, found.days, found.principal_fen, found.interest_fen


def test_interest_runs_on_what_was_left_from_entry_to_entry():
    moved = drawn(Moved(on=date(2025, 11, 20), accrued_fen=31 * 3_600, left_fen=18 * WAN))
    for day, fen in [(19, 30 * 3_600), (20, 31 * 3_600), (30, 31 * 3_600 + 10 * 1_800)]:
        assert accrued_by(debt(), moved, date(2025, 11, day)) == fen


def test_early_repayment_counts_for_what_falls_due_first():
    early = Moved(on=date(2025, 11, 1), accrued_fen=12 * 3_600, left_fen=12 * WAN)
    owed = debt(*PARTS, paid=24 * WAN, interest_paid=12 * 3_600, left=12 * WAN)
    found = arrears_of(owed, drawn(early), on=date(2025, 12, 23), calendar=CALENDAR)
    assert as_said(found) == (date(2025, 11, 20), 33, 0, 49 * 1_200)


def test_after_the_last_day_the_fee_is_overdue_too():
    owed = debt(*BULLET, fee_owed_fen=500)
    found = arrears_of(owed, drawn(), on=date(2026, 4, 21), calendar=CALENDAR)
    assert found.whole_fen == 36 * WAN + 183 * 3_600 + 500


@pytest.mark.parametrize(
    ("on", "said"),
    [
        (date(2025, 11, 13), (date(2025, 11, 20), 12 * WAN, 31 * 3_600)),
        (date(2025, 11, 21), (date(2025, 12, 22), 24 * WAN, 61 * 3_600)),
        (date(2026, 1, 21), None),
    ],
)
def test_what_falls_due_next(on, said):
    found = coming_of(debt(*PARTS), drawn(), on=on, calendar=CALENDAR)
    assert (found and (found.last_on, found.principal_fen, found.interest_fen)) == said


def test_what_was_paid_before_it_fell_due_is_not_reminded_of():
    owed = debt(*PARTS, paid=12 * WAN, interest_paid=31 * 3_600, left=24 * WAN)
    moved = drawn(Moved(on=date(2025, 11, 20), accrued_fen=31 * 3_600, left_fen=24 * WAN))
    assert coming_of(owed, moved, on=date(2025, 11, 20), calendar=CALENDAR) is None


@pytest.mark.parametrize(("days", "bucket"), [(1, 0), (30, 0), (31, 1), (90, 1), (91, 2), (900, 2)])
def test_buckets(days, bucket):
    assert bucket_of(days) == bucket


PLAN = (
    Part(on=date(2026, 5, 9), principal_fen=10 * WAN),  # a Saturday that is worked
    Part(on=date(2026, 5, 16), principal_fen=20 * WAN),  # a Saturday: until Monday the 18th
)


@pytest.mark.parametrize(
    ("paid", "on", "missed", "left"),
    [
        (0, date(2026, 5, 9), None, (PLAN[0].on, 10 * WAN)),
        (0, date(2026, 5, 10), PLAN[0], (PLAN[0].on, 10 * WAN)),
        (10 * WAN - 1, date(2026, 5, 10), PLAN[0], (PLAN[0].on, 1)),
        (10 * WAN, date(2026, 5, 18), None, (PLAN[1].on, 20 * WAN)),
        (15 * WAN, date(2026, 5, 19), PLAN[1], (PLAN[1].on, 15 * WAN)),
        (30 * WAN, date(2026, 6, 30), None, None),
        (-WAN, date(2026, 5, 9), None, (PLAN[0].on, 10 * WAN)),
    ],
)
def test_a_plan_is_kept_or_missed(paid, on, missed, left):
    assert missed_part(PLAN, paid, on=on, calendar=CALENDAR) == missed
    found = unpaid_part(PLAN, paid)
    assert (found and (found.on, found.principal_fen)) == left


TODAY = date(2026, 4, 23)


@pytest.mark.parametrize(
    ("days", "can"),
    [
        ((date(2026, 4, 24),), True),
        ((date(2026, 4, 23),), False),
        ((date(2026, 5, 8), date(2026, 5, 8)), False),
        ((date(2026, 5, 8), date(2026, 5, 7)), False),
        ((date(2026, 5, 8), date(2026, 10, 20)), True),
        ((date(2026, 5, 8), date(2026, 10, 21)), False),
        ((), False),
    ],
)
def test_the_days_of_a_plan(days, can):
    assert (plan_in_days(days=days, today=TODAY, most=180) is None) == can


def test_a_plan_is_of_the_overdue_principal_to_the_fen():
    assert plan_adds_up(planned_fen=100, principal_fen=100) is None
    for planned in (99, 101):
        assert plan_adds_up(planned_fen=planned, principal_fen=100).code == "lending.plan_sum"
    assert something_to_plan(principal_fen=1) is None
    assert something_to_plan(principal_fen=0).code == "lending.plan_nothing"
    assert plan_still_fits(paid_fen=5, paid_then_fen=5) is None
    assert plan_still_fits(paid_fen=6, paid_then_fen=5).code == "lending.plan_outdated"


def test_a_plan_as_it_is_typed():
    typed = "2026-05-09 100000\n\n 2026/5/16 20万 ".replace("/5/", "/05/")
    assert read_parts(typed) == list(PLAN)
    for line in ("2026-05-09", "5月9日 100000", "2026-05-09 0", "2026-05-09 -5", "2026-05-09 abc"):
        with pytest.raises(Invalid) as refused:
            read_parts(f"2026-05-08 1\n{line}")
        assert refused.value.findings[0].params["line"] == 2
