"""Every kind of duty on every day of four years: what may never be true of a deadline."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from cairong.kernel.calendar import Unit, add_calendar_days, add_days, days_between
from cairong.policy.calendar_data import CALENDAR
from cairong.policy.duties import DUTIES, Agreed, due_days, verdict
from cairong.policy.parameters import parameter_on

FIRST = date(2024, 1, 1)
DAYS = [FIRST + timedelta(days=number) for number in range(366 + 365 + 300)]
ORDER = ("open", "late", "breached")


@pytest.mark.parametrize("code", DUTIES)
def test_no_deadline_falls_on_a_day_of_rest_or_before_its_days_are_over(code):
    kind = DUTIES[code]
    for start in DAYS:
        days = parameter_on(kind.parameter, start).value
        found = due_days(code, start=start, calendar=CALENDAR)
        assert CALENDAR.is_working(found.due), start
        assert found.counted[-1] == found.due
        assert start not in found.counted
        if kind.unit == "working":
            assert len(found.counted) == days
            assert all(CALENDAR.is_working(day) for day in found.counted)
        else:
            least = start + timedelta(days=days)
            assert found.counted == tuple(
                start + timedelta(days=n) for n in range(1, (found.due - start).days + 1)
            )
            assert all(CALENDAR.is_rest(day) for day in found.counted if least <= day < found.due)


@pytest.mark.parametrize("code", [code for code, kind in DUTIES.items() if kind.law])
def test_the_citys_day_is_never_after_the_laws(code):
    for start in DAYS:
        found = due_days(code, start=start, calendar=CALENDAR)
        assert found.due_law is not None
        assert found.due <= found.due_law, start


@pytest.mark.parametrize("code", DUTIES)
def test_who_begins_later_is_not_due_earlier(code):
    dues = [due_days(code, start=start, calendar=CALENDAR).due for start in DAYS]
    assert dues == sorted(dues)


@pytest.mark.parametrize("code", DUTIES)
def test_a_stricter_number_of_the_city_is_never_later(code):
    most = parameter_on(DUTIES[code].parameter, FIRST).value
    for start in DAYS[::7]:
        dues = [due_days(code, start=start, calendar=CALENDAR, days=days).due
                for days in range(1, most + 1)]  # fmt: skip
        assert dues == sorted(dues)
        laws = {due_days(code, start=start, calendar=CALENDAR, days=days).due_law
                for days in (1, most)}  # fmt: skip
        assert len(laws) == 1


@pytest.mark.parametrize("unit", ["calendar", "working"])
@pytest.mark.parametrize("days", [0, 1, 10, 30, 31, 42, 43, 59, 60, 61, 120])
def test_the_law_gives_an_agreed_payment_thirty_to_sixty_days(unit: Unit, days):
    """802§9: thirty days, longer where agreed, never more than sixty."""
    for start in DAYS[::5]:
        found = due_days("pay", start=start, calendar=CALENDAR, agreed=Agreed(days=days, unit=unit))
        own = add_days(start, days, unit, CALENDAR).due
        least = add_calendar_days(start, 30, CALENDAR).due
        most = add_calendar_days(start, 60, CALENDAR).due
        assert found.due == own
        assert least <= found.due_law <= most
        assert found.due_law == max(least, min(own, most))


@pytest.mark.parametrize("days", [1, 30, 90])
def test_towards_a_large_supplier_only_the_agreement_binds(days):
    agreed = Agreed(days=days, unit="calendar", to_sme=False)
    for start in DAYS[::20]:
        found = due_days("pay", start=start, calendar=CALENDAR, agreed=agreed)
        assert (found.due, found.due_law) == (add_calendar_days(start, days, CALENDAR).due, None)


@pytest.mark.parametrize(("unit", "most"), [("calendar", 60), ("working", 42)])
def test_what_a_contract_may_agree_is_in_time_by_law_outside_long_holidays(unit: Unit, most):
    """Without a holiday of its own on the way, the longest agreement ends within sixty days."""
    for start in DAYS:
        span = [start + timedelta(days=n) for n in range(1, 64)]
        if any(CALENDAR.is_rest(day) and day.weekday() < 5 for day in span):
            continue
        found = due_days("pay", start=start, calendar=CALENDAR, agreed=Agreed(days=most, unit=unit))
        assert found.due <= found.due_law, start


@pytest.mark.parametrize(
    ("due", "law"),
    [(date(2025, 9, 30), date(2025, 10, 15)), (date(2025, 9, 30), None),
     (date(2025, 9, 30), date(2025, 9, 30)), (date(2026, 2, 2), date(2026, 1, 4))],
)  # fmt: skip
def test_an_undone_duty_only_gets_worse(due, law):
    said = [
        verdict(due=due, due_law=law, done_on=None, today=due + timedelta(days=n))
        for n in range(-60, 60)
    ]
    ranks = [ORDER.index(one) for one in said]
    assert ranks == sorted(ranks)
    assert said[0] == "open"
    assert said[-1] == ("breached" if law else "late")


@pytest.mark.parametrize("done", range(-3, 30))
def test_a_verdict_once_done_does_not_depend_on_the_day_it_is_read(done):
    due, law = date(2025, 9, 30), date(2025, 10, 15)
    done_on = due + timedelta(days=done)
    said = {
        verdict(due=due, due_law=law, done_on=done_on, today=done_on + timedelta(days=n))
        for n in (0, 1, 400)
    }
    assert said == {"kept" if done <= 0 else "late" if done_on <= law else "breached"}


@pytest.mark.parametrize("unit", ["calendar", "working"])
def test_days_left_count_down_by_one_and_are_zero_on_the_day(unit: Unit):
    due = date(2025, 10, 17)
    left = [days_between(due + timedelta(days=n), due, unit, CALENDAR) for n in range(-40, 20)]
    assert left == sorted(left, reverse=True)
    assert left[40] == 0
    steps = {before - after for before, after in pairwise(left)}
    assert steps == ({1} if unit == "calendar" else {0, 1})
