"""The days of a complaint: worked by hand over weekends, holidays and the turn of the year.

三(一)-2, 民法典§201
"""

from datetime import UTC, date, datetime, timedelta

import pytest

from cairong.clocks.models import Duty
from cairong.complaints.actions.move_complaints import close_complaint, raise_complaint
from cairong.complaints.models import Complaint
from cairong.kernel.errors import WrongState
from complaints.ground import NOW, Ground, stand_complaints
from support.staging import staged
from support.town import Town, at

pytestmark = pytest.mark.django_db
DAYS = [
    (at("2025-10-10 10:00"), date(2025, 10, 23)),  # Friday; the 11th is a worked Saturday
    (at("2025-10-11 10:00"), date(2025, 10, 24)),  # the worked Saturday itself
    (at("2025-10-12 10:00"), date(2025, 10, 24)),  # a Sunday
    (at("2025-10-13 10:00"), date(2025, 10, 27)),  # a Monday
    (at("2025-10-17 17:30"), date(2025, 10, 31)),  # after hours
    (at("2025-10-18 09:00"), date(2025, 10, 31)),  # a Saturday
    (at("2025-10-31 23:59"), date(2025, 11, 14)),  # the last minute of a month
    (datetime(2025, 10, 31, 16, 1, tzinfo=UTC), date(2025, 11, 14)),  # Saturday in Luoyang
    (at("2025-12-24 10:00"), date(2026, 1, 8)),  # over New Year, the 4th of January is worked
]


@staged
def ground(town: Town) -> Ground:
    return stand_complaints(town)


def due(found: Complaint, kind: str) -> date:
    return Duty.objects.get(subject_id=found.pk, kind=kind).due_on


@pytest.mark.parametrize(("now", "until"), DAYS)
def test_ten_working_days_to_answer(ground, now, until):
    assert due(ground.complain(now), "answer_complaint") == until


@pytest.mark.parametrize(("now", "until"), DAYS)
def test_ten_working_days_to_press(ground, now, until):
    found = ground.answer(ground.complain(now), now)
    assert found.press_until == until


@pytest.mark.parametrize(("now", "until"), DAYS)
def test_ten_working_days_above(ground, now, until):
    found = ground.press(ground.answer(ground.complain(now), now), now)
    assert due(found, "settle_complaint") == until


@pytest.mark.parametrize(("now", "until"), DAYS)
def test_raised_the_day_after_the_last_and_not_before(ground, now, until):
    found = ground.complain(now)
    last = at(f"{until} 23:59")
    assert ground.moved(last) == 0
    with pytest.raises(WrongState):
        raise_complaint(actor=ground.town.system, now=last, complaint_id=found.pk)
    after = at(f"{until + timedelta(days=1)} 00:01")
    assert ground.moved(after) == 1
    found.refresh_from_db()
    assert (found.state, found.raised_at) == ("raised", after)


@pytest.mark.parametrize(("now", "until"), DAYS)
def test_closed_the_day_after_the_last_to_press(ground, now, until):
    found = ground.answer(ground.complain(now), now)
    last = at(f"{until} 23:59")
    assert ground.moved(last) == 0
    with pytest.raises(WrongState):
        close_complaint(actor=ground.town.system, now=last, complaint_id=found.pk)
    assert ground.moved(at(f"{until + timedelta(days=1)} 00:01")) == 1
    found.refresh_from_db()
    assert found.state == "closed"


def test_a_worker_that_was_away_for_months_takes_it_up_all_the_same(ground):
    first, second = ground.complain(), ground.answer(ground.complain(kind="fees"))
    assert ground.moved(at("2026-06-01 03:00")) == 2
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == ("raised", "closed")


def test_what_is_withdrawn_or_settled_moves_no_more(ground):
    ground.settle(ground.press(ground.answer(ground.complain())))
    assert ground.moved(at("2026-06-01 03:00")) == 0


def test_the_daily_work_asks_once_where_there_is_nothing(ground, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert ground.moved(NOW) == 0
