"""Holiday notices: which days belong, what they make of the calendar, and who enters them."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cairong.audit.models import Event
from cairong.kernel.calendar import add_working_days
from cairong.kernel.errors import Invalid, NotAllowed
from cairong.policy.calendar_data import CALENDAR
from cairong.rulebook import reads
from cairong.rulebook.actions.enter_holidays import enter_holidays
from cairong.rulebook.models import HolidayNotice
from rulebook.conftest import NOW, somebody, twice
from support.town import CITY

OFF = [date(2027, 2, 8), date(2027, 2, 9), date(2027, 2, 10)]  # Monday to Wednesday
WORKED = [date(2027, 2, 6)]  # a Saturday
FACTS = {"year": 2027, "days_off": OFF, "days_worked": WORKED, "source": "国办发明电〔2026〕9号"}


def enter(pair, **changed):
    return twice(enter_holidays, pair, **{**FACTS, **changed})


def refused(pair, **changed):
    with pytest.raises(Invalid) as caught:
        enter(pair, **changed)
    assert not HolidayNotice.objects.exists()
    return caught.value.findings[0]


def test_a_year_without_a_notice_is_counted_by_weekends_and_provisional(town, desk):
    start = date(2027, 2, 5)
    before = add_working_days(start, 2, reads.calendar_of(CITY))
    assert (before.due, before.provisional) == (date(2027, 2, 9), True)
    enter(desk)
    after = add_working_days(start, 2, reads.calendar_of(CITY))
    assert (after.due, after.provisional) == (date(2027, 2, 11), False)
    assert after.counted == (date(2027, 2, 6), date(2027, 2, 11))


@pytest.mark.parametrize(
    ("changed", "code", "field"),
    [
        ({"days_off": []}, "invalid.missing", "days_off"),
        ({"days_off": [date(2026, 10, 1)]}, "rulebook.day_of_other_year", "days_off"),
        ({"days_off": [*OFF, date(2028, 1, 3)]}, "rulebook.day_of_other_year", "days_off"),
        ({"days_off": [date(2027, 2, 7)]}, "rulebook.day_of_week", "days_off"),
        ({"days_off": [*OFF, *WORKED]}, "rulebook.day_of_week", "days_off"),
        ({"days_worked": [date(2026, 2, 7)]}, "rulebook.day_of_other_year", "days_worked"),
        ({"days_worked": [date(2027, 2, 8)]}, "rulebook.day_of_week", "days_worked"),
        ({"days_worked": [OFF[0]]}, "rulebook.day_of_week", "days_worked"),
        ({"source": "号"}, "invalid.text_length", "source"),
        ({"source": ""}, "invalid.missing", "source"),
    ],
)
def test_days_that_do_not_belong_are_named(desk, changed, code, field):
    found = refused(desk, **changed)
    assert (found.code, found.params["field"]) == (code, field)


def test_no_make_up_days_is_a_notice_too(desk):
    assert enter(desk, days_worked=[]).days_worked == []


def test_a_day_written_twice_counts_once_and_in_order(desk):
    notice = enter(desk, days_off=[*reversed(OFF), OFF[1]], days_worked=WORKED * 3)
    assert (notice.days_off, notice.days_worked) == (OFF, WORKED)


def test_a_later_notice_of_the_same_year_stands_for_the_earlier(desk):
    enter(desk)
    later = [date(2027, 2, 11)]
    twice(
        enter_holidays, desk, NOW + timedelta(days=1), **{**FACTS, "days_off": later},
    )  # fmt: skip
    calendar = reads.calendar_of(CITY)
    assert calendar.years[2027].rest == set(later)
    assert HolidayNotice.objects.count() == 2
    event = Event.objects.filter(type="rulebook.holidays.entered").order_by("pk").last()
    assert event.before["days_off"] == [day.isoformat() for day in OFF]


def test_other_years_stay_as_they_were(desk):
    enter(desk)
    calendar = reads.calendar_of(CITY)
    assert {year: one for year, one in calendar.years.items() if year != 2027} == dict(
        CALENDAR.years
    )
    assert calendar.version != CALENDAR.version


def test_a_city_without_notices_uses_what_ships(town):
    assert reads.calendar_of(CITY) is CALENDAR


def test_the_worker_is_asked_to_count_again(desk):
    enter(desk)
    event = Event.objects.get(type="rulebook.holidays.entered")
    assert "clocks.recount" in event.outbox.values_list("consumer", flat=True)


@pytest.mark.parametrize("role", ["procurement-approver", "treasury-officer", "pboc", "operator"])
def test_only_the_procurement_officer_prepares(town, role):
    with pytest.raises(NotAllowed):
        enter_holidays.propose(actor=somebody(town, role), now=NOW, **FACTS)


WEEKDAYS = [date(2027, 1, 1) + timedelta(days=n) for n in range(365)]
REST = st.sets(st.sampled_from([day for day in WEEKDAYS if day.weekday() < 5]), max_size=30)
WORK = st.sets(st.sampled_from([day for day in WEEKDAYS if day.weekday() >= 5]), max_size=10)


@given(REST, WORK, st.sampled_from(WEEKDAYS[:300]), st.integers(1, 30))
@settings(max_examples=60)
def test_counted_days_are_working_days_and_none_is_left_out(rest, work, start, days):
    year = reads.year_of(
        HolidayNotice(year=2027, days_off=sorted(rest), days_worked=sorted(work), source="试")
    )
    calendar = CALENDAR.with_years([year], "试")
    found = add_working_days(start, days, calendar)
    assert len(found.counted) == days
    assert found.counted[-1] == found.due
    between = [start + timedelta(days=n) for n in range(1, (found.due - start).days + 1)]
    expected = [
        day
        for day in between
        if (day in work or (day.weekday() < 5 and day not in rest)) and day.year == 2027
    ]
    assert list(found.counted)[: len(expected)] == expected
