"""Work of every day: once a day, in every city, whatever fails and whatever the clock does."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, OperationalError, transaction

from cairong.clocks.models import DailyRun
from cairong.doors.daily import DAILY, NOT_BEFORE, run_daily
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import Conflict
from support.racing import hands
from support.town import CITY, at, found_town

NIGHT = at("2026-11-25 00:05")
AT_NIGHT = set(DAILY) - NOT_BEFORE.keys()
CALLED: list[str] = []


@pytest.fixture
def city(db) -> None:
    found_town()
    CALLED.clear()


@pytest.fixture
def broken(monkeypatch) -> Callable[[str, Exception], None]:
    """Let one piece of the daily work fail."""

    def fail(name: str, error: Exception) -> None:
        def work(**_: object) -> int:
            CALLED.append(name)
            raise error

        monkeypatch.setitem(DAILY, name, work)

    return fail


def ran(on=NIGHT) -> set[str]:
    return set(DailyRun.objects.filter(city_id=CITY, on=day_of(on)).values_list("name", flat=True))


def test_everything_runs_once_a_day(city):
    run_daily(city=CITY, now=NIGHT)
    assert ran() == AT_NIGHT
    before = DailyRun.objects.count()
    for hours in (1, 8):
        assert run_daily(city=CITY, now=NIGHT + timedelta(hours=hours)) == 0
    assert DailyRun.objects.count() == before
    run_daily(city=CITY, now=NIGHT + timedelta(days=1))
    assert DailyRun.objects.count() == 2 * before


def test_the_digest_waits_for_half_past_eight(city):
    run_daily(city=CITY, now=at("2026-11-25 08:29"))
    assert ran() == AT_NIGHT
    for moment in ("2026-11-25 08:30", "2026-11-25 23:59"):
        run_daily(city=CITY, now=at(moment))
        assert ran() == set(DAILY)


def test_a_day_is_luoyangs_day(city):
    """At 00:05 in Luoyang it is yesterday in UTC."""
    run_daily(city=CITY, now=NIGHT - timedelta(minutes=6))
    run_daily(city=CITY, now=NIGHT)
    assert ran() == AT_NIGHT
    assert ran(NIGHT - timedelta(days=1)) == set(DAILY)


@pytest.mark.parametrize("name", sorted(DAILY))
def test_one_piece_that_fails_stops_no_other_and_is_tried_again(city, broken, name, caplog):
    broken(name, ValueError("a record nobody thought of"))
    morning = at("2026-11-25 08:30")
    run_daily(city=CITY, now=morning)
    assert ran() == set(DAILY) - {name}
    assert f"the daily {name} of {CITY} failed" in caplog.text
    run_daily(city=CITY, now=morning + timedelta(seconds=5))
    assert [name, name] == CALLED


def test_a_refusal_is_a_failure_of_one_piece_too(city, broken):
    broken("lapse_offers", Conflict("conflict.busy"))
    run_daily(city=CITY, now=NIGHT)
    assert ran() == AT_NIGHT - {"lapse_offers"}


def test_a_database_that_went_away_is_not_taken_for_a_failure_of_the_work(city, broken):
    broken("lapse_offers", OperationalError("server closed the connection"))
    with pytest.raises(OperationalError):
        run_daily(city=CITY, now=NIGHT)
    assert "lapse_offers" not in ran()


def test_a_clock_that_goes_back_over_midnight_runs_nothing_twice(city):
    run_daily(city=CITY, now=NIGHT - timedelta(hours=1))
    run_daily(city=CITY, now=NIGHT)
    before = list(DailyRun.objects.order_by("pk").values_list("name", "on", "at"))
    assert run_daily(city=CITY, now=NIGHT - timedelta(minutes=30)) == 0
    assert list(DailyRun.objects.order_by("pk").values_list("name", "on", "at")) == before


def test_what_ran_is_kept_once_for_each_day_by_the_database(city):
    run_daily(city=CITY, now=NIGHT)
    one = DailyRun.objects.first()
    with pytest.raises(IntegrityError, match="clocks_daily_run_once"), transaction.atomic():
        DailyRun.objects.create(city_id=CITY, name=one.name, on=one.on, at=NIGHT, touched=0)


def test_two_workers_at_midnight_leave_one_run_of_each(committed_db):
    found_town()
    with hands(2) as two:
        for day in range(5):
            now = NIGHT + timedelta(days=day)

            def work(now=now) -> int | IntegrityError:
                try:
                    return run_daily(city=CITY, now=now)
                except IntegrityError as error:
                    return error

            two.race(work, work)
            run_daily(city=CITY, now=now)
            assert ran(now) == AT_NIGHT
    assert DailyRun.objects.count() == 5 * len(AT_NIGHT)
