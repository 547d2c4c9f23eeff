"""A clock that jumps: order is by number, the chain holds, what waits is not lost for long."""

from datetime import timedelta

import pytest

from cairong.audit.checking import check_whole_chain
from cairong.audit.models import Event
from cairong.audit.outbox import deliver, note_failure, waiting
from cairong.audit.recording import record
from cairong.audit.transaction import consumer, use_case
from cairong.parties.models import City
from support.town import CITY, at, found_town

pytestmark = pytest.mark.django_db
NOON = at("2026-11-25 12:00")
JUMPS = [
    timedelta(hours=1), timedelta(hours=-1), timedelta(days=1), timedelta(days=-1),
    timedelta(hours=-13), timedelta(microseconds=-1),
]  # fmt: skip


@use_case()
def say(*, actor, now, word, also=()) -> None:
    city = City.objects.get(pk=CITY)
    record(actor=actor, now=now, type="test.said", subject=city, after={"w": word}, also=also)


@consumer("test.hears")
def hear(*, actor, now, event) -> int:
    record(actor=actor, now=now, type="test.heard", subject=event)
    return event.pk


@pytest.mark.parametrize("jump", JUMPS, ids=str)
def test_order_is_by_number_and_the_moment_is_kept_as_the_clock_said_it(jump):
    town = found_town()
    for place, moment in enumerate([NOON, NOON + jump, NOON]):
        say(actor=town.system, now=moment, word=str(place))
    said = Event.objects.filter(type="test.said").order_by("seq")
    assert [one.after["w"] for one in said] == ["0", "1", "2"]
    assert [one.at for one in said] == [NOON, NOON + jump, NOON]
    assert check_whole_chain(CITY).broken is None


@pytest.mark.parametrize("jump", JUMPS, ids=str)
def test_an_event_is_delivered_once_whatever_the_clock_says_then(jump):
    town = found_town()
    say(actor=town.system, now=NOON, word="甲", also=["test.wakes"])
    [row] = waiting(now=NOON + jump)
    for moment in (NOON + jump, NOON):
        deliver(row, now=moment, consumers={"test.hears": hear})
    assert Event.objects.filter(type="test.heard").count() == 1
    assert waiting(now=NOON + timedelta(days=9)) == []


def test_failures_in_a_row_never_put_a_delivery_off_by_more_than_an_hour():
    town = found_town()
    say(actor=town.system, now=NOON, word="甲", also=["test.wakes"])
    moment, pauses = NOON, []
    for _ in range(20):
        [row] = waiting(now=moment)
        note_failure(row, RuntimeError("x" * 5000), now=moment)
        assert waiting(now=moment) == []
        row.refresh_from_db()
        pauses.append((row.retry_at - moment).total_seconds())
        assert waiting(now=row.retry_at - timedelta(microseconds=1)) == []
        moment = row.retry_at
    assert pauses == sorted(pauses)
    assert pauses[:4] == [1, 2, 4, 8]
    assert pauses[-1] == 3600
    [row] = waiting(now=moment)
    assert row.attempts == 20
    assert len(row.last_error) == 2000
    deliver(row, now=moment, consumers={"test.hears": hear})
    assert Event.objects.filter(type="test.heard").count() == 1
