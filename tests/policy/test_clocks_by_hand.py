"""Clocks A and B against a table worked by hand; the holders' days always add up. D14, 二(四)-3"""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as draw

from cairong.kernel.calendar import add_working_days, days_between
from cairong.kernel.errors import Invalid
from cairong.policy.calendar_data import CALENDAR
from cairong.policy.duties import due_days, verdict
from cairong.policy.inquiring import (
    days_of,
    held,
    listed_in_time,
    listed_seldom,
    read_defects,
    reminders,
    waits_of,
)
from cairong.policy.parameters import parameter_on
from policy.clock_a import DECIDING
from policy.clock_b import DRAWING

CLOCKS = {"decide_application": DECIDING, "disburse_loan": DRAWING}
TABLE = [(code, row) for code, rows in CLOCKS.items() for row in rows]
DAY = timedelta(days=1)
FIRST = date(2024, 1, 1)


def test_the_table_is_long_enough_and_says_each_case_once():
    assert len(TABLE) >= 60
    named = {(code, row.start, row.what) for code, row in TABLE}
    assert len(named) == len(TABLE)


@pytest.mark.parametrize(
    ("code", "row"), TABLE, ids=[f"{code} {row.start} {row.what}" for code, row in TABLE]
)
def test_a_clock_counts_the_days_worked_by_hand(code, row):
    found = due_days(code, start=row.begins, calendar=CALENDAR, pauses=row.stands_still)
    assert list(found.counted) == row.days
    assert (found.due, found.provisional) == (row.days[-1], row.provisional)
    if row.came:
        silence = parameter_on("complete_silence_days", row.begins).value
        came = date.fromisoformat(row.came)
        assert add_working_days(came, silence, CALENDAR).due == row.begins
    if row.first:
        first = date.fromisoformat(row.first)
        before = due_days(code, start=first, calendar=CALENDAR, pauses=row.stands_still)
        assert before.due.isoformat() == row.first_due
    if row.done:
        done = date.fromisoformat(row.done)
        said = verdict(due=found.due, due_law=None, done_on=done, today=found.due)
        assert said == row.verdict


@given(
    start=draw.integers(0, 1300),
    gaps=draw.lists(draw.tuples(draw.integers(0, 9), draw.integers(0, 15)), max_size=4),
    length=draw.integers(0, 120),
)
def test_the_holders_days_add_up_and_are_the_clocks(start, gaps, length):
    first, waits = FIRST + start * DAY, []
    at = first
    for gap, lasts in gaps:
        since = at + gap * DAY
        at = since + lasts * DAY
        waits.append((since, at))
    end = first + length * DAY
    stretches = held(first, end, waits, CALENDAR)
    whole = days_between(first, end, "working", CALENDAR)
    assert days_of("institution", stretches) + days_of("supplier", stretches) == whole
    assert sum((each.last - each.first).days + 1 for each in stretches) == length
    assert [each.first - DAY for each in stretches[1:]] == [each.last for each in stretches[:-1]]
    due = due_days("decide_application", start=first, calendar=CALENDAR, days=10, pauses=waits)
    until_due = held(first, due.due, waits, CALENDAR)
    assert days_of("institution", until_due) == len(due.counted) == 10


def test_what_is_not_answered_yet_lasts_past_the_day_that_is_looked_at():
    asked, end = date(2025, 10, 14), date(2025, 10, 16)
    stretches = held(date(2025, 10, 10), end, waits_of([(asked, None)], end), CALENDAR)
    assert [(each.side, each.days) for each in stretches] == [("institution", 2), ("supplier", 3)]


@pytest.mark.parametrize(
    ("days", "on"),
    [(10, ["2025-10-17", "2025-10-22", "2025-10-27"]), (1, ["2025-10-15"] * 3)],
)
def test_an_unanswered_question_is_reminded_of_three_times(days, on):
    found = reminders(date(2025, 10, 14), days, CALENDAR)
    assert [each.isoformat() for each in found] == on


def test_a_list_of_defects_is_read_line_by_line():
    (first, second) = read_defects("流水:判断还款来源\n\n 授权书 : 核实签字权限 ")
    assert (first.what, first.why) == ("流水", "判断还款来源")
    assert (second.what, second.why) == ("授权书", "核实签字权限")
    for text in ("", "流水", "流水:要", ":判断还款来源"):
        with pytest.raises(Invalid):
            read_defects(text)


def test_lists_are_bounded_by_day_and_number():
    assert listed_in_time(today=FIRST, last=None) is None
    assert listed_in_time(today=FIRST, last=FIRST) is None
    assert listed_in_time(today=FIRST + DAY, last=FIRST) is not None
    assert listed_seldom(before=0, most=2, new_fact="") is None
    assert listed_seldom(before=1, most=2, new_fact="供应商换了法定代表人,授权失效") is None
    assert listed_seldom(before=1, most=2, new_fact="少了") is not None
    assert listed_seldom(before=2, most=2, new_fact="供应商换了法定代表人,授权失效") is not None
