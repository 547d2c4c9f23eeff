"""A clock that strays stops what happens by itself, until an operator says that it is right.

FAULTS, D15.
"""

from datetime import timedelta

import pytest

from cairong.audit.models import Event
from cairong.cases.actions.tell_holders import tell_holders
from cairong.clocks.actions.clock import confirm_clock, doubt_clock, is_steady
from cairong.clocks.models import ClockWatch, DailyRun
from cairong.doors import clock as door
from cairong.doors.daily import DAILY, run_daily
from cairong.jobs import round as rounds
from cairong.kernel.actor import Role
from cairong.kernel.errors import Conflict, Invalid, NotAllowed
from cairong.outreach.reads import inbox
from cairong.policy.clock import Reading, strayed
from support.racing import hands, split
from support.town import CITY, Town, at, found_town
from support.visitors import browser

BEGUN = at("2026-11-25 00:05")
NEXT = at("2026-11-26 08:30")


def read(moment=BEGUN, seconds: float = 0, boot: str = "one") -> Reading:
    return Reading(at=moment, boot=boot, up=timedelta(seconds=1000 + seconds))


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


@pytest.mark.parametrize(
    ("now", "due"),
    [
        (read(BEGUN + minutes(60), 3600), None),
        (read(BEGUN + minutes(64), 3600), None),
        (read(BEGUN + minutes(66), 3600), BEGUN + minutes(60)),
        (read(BEGUN + minutes(54), 3600), BEGUN + minutes(60)),
        (read(BEGUN + timedelta(days=3), 15), BEGUN + timedelta(seconds=15)),
        (read(BEGUN + timedelta(days=3), 15, "two"), None),  # it may have been off so long
        (read(BEGUN - minutes(4), 15, "two"), None),
        (read(BEGUN - minutes(6), 15, "two"), BEGUN),
    ],
)
def test_more_than_five_minutes_beside_the_time_since_the_start_is_astray(now, due):
    assert strayed(read(), now, None) == due


def test_no_number_of_small_steps_gets_past():
    """Four minutes more than passed, each hour: it is held against the first reading."""
    hours = [read(BEGUN + minutes(64 * each), 3600 * each) for each in range(1, 4)]
    assert [strayed(read(), each, None) is None for each in hours] == [True, False, False]


def test_small_steps_are_seen_by_what_is_kept(town):
    steps = [read(BEGUN + minutes(3 * each), 60 * each) for each in range(6)]
    assert [is_steady(actor=town.system, reading=each) for each in steps] == [
        True, True, True, False, False, False,
    ]  # fmt: skip


def test_a_clock_behind_the_newest_event_is_astray():
    assert strayed(None, read(), BEGUN + minutes(5)) is None
    assert strayed(None, read(), BEGUN + minutes(6)) == BEGUN + minutes(6)
    assert strayed(read(), read(BEGUN + minutes(1), 60), BEGUN + minutes(9)) is not None


def stray(town: Town) -> ClockWatch:
    """Read a clock that runs, then one that was put three days on."""
    assert is_steady(actor=town.system, reading=read())
    assert not is_steady(actor=town.system, reading=read(BEGUN + timedelta(days=3), 15))
    return ClockWatch.objects.get()


def operator(town: Town):
    return town.actor(town.organisation("operator", "采融平台运维中心"), Role.OPERATOR)


def test_astray_it_stays_doubted_though_it_comes_back_by_itself(town):
    watch = stray(town)
    assert watch.doubted_at == BEGUN + timedelta(days=3)
    assert watch.expected_at == BEGUN + timedelta(seconds=15)
    assert not is_steady(actor=town.system, reading=read(BEGUN + minutes(1), 60))
    assert Event.objects.filter(type="clocks.clock.doubted").count() == 1


def test_the_worker_does_nothing_by_itself_meanwhile(town, monkeypatch):
    shown = [read(BEGUN), read(BEGUN + timedelta(days=3), 15), read(BEGUN + minutes(1), 60)]
    monkeypatch.setattr(rounds, "reading", lambda: shown.pop(0))
    monkeypatch.setattr(rounds, "now", lambda: shown[0].at if shown else BEGUN)
    ran: list[str] = []
    monkeypatch.setattr(rounds, "run_daily", lambda *, city, **_: ran.append(city) or 0)
    for _ in range(3):
        rounds.round_of_work()
    assert ran == [CITY]


def test_operators_and_the_bureau_are_told_and_the_page_takes_the_word(town):
    visitor, approver = browser(town, "operator"), town.bureau("procurement-approver")
    stray(town)
    for event in Event.objects.filter(type="clocks.clock.doubted"):
        tell_holders(actor=town.system, now=NEXT, event_id=event.pk)
    for seat in (approver, operator(town)):
        assert "等平台运维核对时钟并确认" in inbox(seat).get().sentence
    assert "时钟异常,自动办理已停下" in visitor.get("/desk/").content.decode()
    assert "时钟异常,自动办理已停下" in visitor.get("/healthz").json()["alarms"]
    page = visitor.get("/operator/health/").content.decode()
    assert "确认时钟已经正确" in page
    empty = visitor.post("/operator/health/clock/", {"reason": ""})
    assert (empty.status_code, "怎么核对的" in empty.content.decode()) == (422, True)
    said = visitor.post("/operator/health/clock/", {"reason": "已与授时服务器同步"}, follow=True)
    assert "自动办理恢复" in said.content.decode()
    assert "时钟异常" not in said.content.decode()
    assert visitor.get("/healthz").json() == {"status": "ok"}
    late = visitor.post("/operator/health/clock/", {"reason": "再点一次"})
    assert (late.status_code, "时钟没有异常" in late.content.decode()) == (409, True)


def test_nobody_else_gives_the_word_and_none_without_a_reason(town):
    stray(town)
    with pytest.raises(NotAllowed):
        confirm_clock(actor=town.bureau("procurement-approver"), now=NEXT, reason="对过了")
    with pytest.raises(Invalid):
        confirm_clock(actor=operator(town), now=NEXT, reason=" ")
    confirm_clock(actor=operator(town), now=BEGUN + minutes(2), reason="对过了")
    with pytest.raises(Conflict):
        confirm_clock(actor=operator(town), now=NEXT, reason="对过了")
    assert is_steady(actor=town.system, reading=read(BEGUN + minutes(3), 9_999))


def test_what_a_wrong_clock_did_for_a_day_to_come_is_done_again_on_that_day(town):
    """The machine began three days ahead: nothing showed it until the clock was put right."""
    ahead = NEXT + timedelta(days=3)
    run_daily(city=CITY, now=ahead)
    assert run_daily(city=CITY, now=ahead) == 0
    is_steady(actor=town.system, reading=read(ahead))
    assert not is_steady(actor=town.system, reading=read(NEXT, 60))
    confirm_clock(actor=operator(town), now=NEXT, reason="主板电池没电,\n已更换并同步")
    for day in (NEXT, ahead):
        run_daily(city=CITY, now=day)
        done = DailyRun.objects.filter(on=day.date(), confirmation=1)
        assert set(done.values_list("name", flat=True)) == set(DAILY)


def test_the_time_is_kept_once_a_minute(town):
    for seconds in range(0, 240, 20):
        assert is_steady(
            actor=town.system, reading=read(BEGUN + timedelta(seconds=seconds), seconds)
        )
    watch = ClockWatch.objects.get()
    assert (watch.at, watch.seen_at) == (BEGUN, BEGUN + minutes(3))


def test_two_workers_doubt_it_once(committed_db):
    town = found_town()
    with hands(2) as two:
        doubts = [lambda: doubt_clock(actor=town.system, now=NEXT, due=BEGUN)] * 2
        won, lost = split(two.race(*doubts))
    assert (len(won), len(lost)) == (1, 1)
    assert Event.objects.filter(type="clocks.clock.doubted").count() == 1


def test_a_reading_is_of_this_start_of_the_machine():
    first, second = door.reading(), door.reading()
    assert first.boot == second.boot != ""
    assert timedelta(0) < first.up <= second.up
