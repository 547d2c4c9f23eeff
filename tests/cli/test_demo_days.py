"""How cases are laid on days: in order, before the day of building, the last where it rests."""

from datetime import date, timedelta

import pytest

from cairong.driving.demo.days import Days, moment
from cairong.driving.demo.facts import works
from cairong.driving.demo.saying import SAYS
from cairong.driving.demo.shapes import COUNTY, EXTRA, RIVAL, SHAPES, Shape, oldest
from cairong.driving.demo.timeline import placed
from cairong.driving.together import Ending
from cairong.driving.verb import VERBS
from cairong.kernel.calendar import start_of
from cairong.policy.calendar_data import CALENDAR

EVERY = (*SHAPES, *EXTRA)


def test_a_script_says_which_act_how_long_after_and_what_becomes_of_its_proposal():
    lines = Shape(script="award +6 sign? +1 file", rests=(1,)).lines
    assert [(one.wait, one.act, one.ending) for one in lines] == [
        (0, "award", Ending.DONE),
        (6, "sign", Ending.WAITING),
        (1, "file", Ending.DONE),
    ]


def test_scripts_name_verbs_that_there_are_and_begin_with_an_award():
    for shape in EVERY:
        assert shape.lines[0].act == "record_award"
        known = {*VERBS, *SAYS, *(f"{verb}:{by}" for verb in VERBS for by in (RIVAL, COUNTY))}
        assert {line.act for line in shape.lines} <= known, shape.script


def test_nothing_is_kept_that_no_case_says():
    assert set(SAYS) <= {line.act for shape in EVERY for line in shape.lines}


def test_every_ending_of_a_proposal_is_shown():
    assert {line.ending for shape in EVERY for line in shape.lines} == set(Ending)


def test_days_are_counted_back_over_holidays():
    days = Days(date(2026, 10, 9), CALENDAR)
    assert days.ago(1) == date(2026, 10, 8)
    assert days.ago(2) == date(2026, 9, 30)


@pytest.mark.parametrize(
    "today", [date(2026, 11, 24), date(2026, 10, 8), date(2027, 1, 1), date(2028, 2, 29)]
)
def test_acts_lie_in_order_before_the_day_of_building(today):
    days = Days(today, CALENDAR)
    first = days.ago(oldest())
    for shape in EVERY:
        for rest in shape.rests:
            acts = list(placed(None, shape, rest, days))
            moments = [moment(one.day, one.place) for one in acts]
            assert moments == sorted(moments), shape.script
            assert moments[-1] + timedelta(hours=1) < start_of(today)
            assert first <= acts[0].day
            last = days.ago(rest) if rest > 0 else today + timedelta(days=rest)
            assert acts[-1].day == last


def test_works_are_many_and_none_twice():
    titles = [one["title"] for one in works()]
    assert len(set(titles)) == len(titles) >= 200
    assert all(one["src"] and one["src_id"] and one["amount_fen"] > 0 for one in works())
