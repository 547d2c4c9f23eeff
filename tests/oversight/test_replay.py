"""The past counted again: under its own numbers it is history, under others each case says why.

CAIRONG_SEED draws the same again; CAIRONG_REPLAY_CASES says of how many cases (10,000 in a soak).
三(一)-2
"""

import os
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from uuid import uuid4

import pytest

from cairong.audit.outbox import CONSUMERS, deliver, waiting
from cairong.clocks.models import Duty, Mark
from cairong.clocks.steps.duties import cancel_duties, fulfil_duty, open_duty
from cairong.driving.together import together
from cairong.kernel.actor import Role
from cairong.kernel.calendar import add_days, day_of
from cairong.kernel.errors import Invalid, NotFound
from cairong.oversight.replay import KINDS, as_recorded, last_year, replay, replayed, until_today
from cairong.parties.reads import the_only
from cairong.policy.duties import DUTIES, QUIET, Agreed, verdict
from cairong.rulebook.actions.enter_holidays import enter_holidays
from cairong.rulebook.actions.set_parameter import set_parameter
from cairong.rulebook.reads import calendar_of
from support.seeds import AGAIN, SEED
from support.town import CITY, COUNTY, Town, at

pytestmark = pytest.mark.django_db
LONG = "10000" if os.environ.get("CAIRONG_SOAK") else "240"
CASES = int(os.environ.get("CAIRONG_REPLAY_CASES", LONG))
NOW = at("2027-03-20 10:00")
FIRST, LAST = date(2026, 11, 1), day_of(NOW)
SPRING = tuple(date(2027, 2, day) for day in (5, 8, 9, 10, 11))


@pytest.fixture
def desk(town: Town):
    return town.bureau(Role.PROCUREMENT_OFFICER)


SEEN = sorted(DUTIES.keys() - QUIET)  # what is quiet its own side alone sees


def opened(town: Town, kind: str, start: date, *, now=None, **more) -> Duty:
    duty = open_duty(
        city=CITY, kind=kind, subject_id=uuid4(), holder=more.pop("holder", town.institution()),
        region=more.pop("region", COUNTY), title=f"项目{uuid4()}", start_on=start,
        now=now or at(f"{start} 09:00"), **more,
    )  # fmt: skip
    assert duty is not None
    return duty


def of(actor, **numbers):
    return replay(actor, NOW, numbers, since=FIRST, until=LAST)


def walk(town: Town, draw: Random) -> None:
    """Days of a spring go by: duties begin and end, numbers change, a year's days become known."""
    days = [FIRST + timedelta(days=n) for n in range(130)]
    holders = [town.institution(), town.purchaser(), None]
    known = {draw.choice(days[20:60]): 2027, draw.choice(days[60:90]): 2027}
    changed = draw.sample(days[5:], 3)
    running: list[Duty] = []
    for day in days:
        now = at(f"{day} 10:00")
        for _ in range(CASES // len(days) + 1):
            kind = draw.choice(SEEN)
            unit = draw.choice(["working", "calendar"])
            agreed = Agreed(days=draw.randint(0, 60), unit=unit, to_sme=draw.random() < 0.5)
            running.append(opened(
                town, kind, day - timedelta(days=draw.choice([0, 0, 0, 1, 9])), now=now,
                holder=draw.choice(holders), region=draw.choice([CITY, COUNTY]),
                agreed=agreed if kind == "pay" else None,
            ))  # fmt: skip
        for duty in draw.sample(running, min(len(running), 2)):
            kind = draw.choice([Mark.Kind.DONE, Mark.Kind.DONE, Mark.Kind.CANCELLED])
            if kind == Mark.Kind.DONE:
                fulfil_duty(subject_id=duty.subject_id, kind=duty.kind, on=day, now=now)
            else:
                cancel_duties(subject_id=duty.subject_id, on=day, now=now, reason="撤回")
            running.remove(duty)
        if day in changed:
            code = draw.choice(
                [code for code in KINDS if code not in ("pay_days", "announce_days")]
            )
            two(town, set_parameter, now, code=code, value=draw.randint(1, 7), valid_from=day)
        if day in known:
            off = [date(2027, 2, each) for each in draw.sample([1, 2, 3, 4, 5, 8, 9, 10, 11], 5)]
            worked = [date(2027, 1, 31), date(2027, 2, 14)][: draw.randint(0, 2)]
            enter(town, now, off, worked)


def two(town: Town, act, now, **facts) -> None:
    pair = (town.bureau(role) for role in (Role.PROCUREMENT_OFFICER, Role.PROCUREMENT_APPROVER))
    together(act, *pair, now, source="洛财购〔2026〕9号", **facts)


def enter(town: Town, now, off=SPRING, worked=()) -> None:
    """Enter the arrangement of 2027 and let the worker recount."""
    two(town, enter_holidays, now, year=2027, days_off=list(off), days_worked=list(worked))
    for row in waiting(now=now):
        if row.consumer == "clocks.recount":
            deliver(row, now=now, consumers=CONSUMERS)


class TestHistory:
    def test_under_its_own_numbers_the_past_is_what_it_was(self, town, desk, capsys):
        with capsys.disabled():
            print(f"\nreplay: {CASES} cases, {AGAIN}")  # noqa: T201 - to run it again
        walk(town, Random(SEED))  # noqa: S311
        own = of(desk)
        assert len(own.cases) == Duty.objects.filter(start_on__range=(FIRST, LAST)).count()
        assert not own.unlike
        assert not own.moved
        assert own.otherwise == own.unknown == 0
        assert all(as_recorded(each, today=day_of(NOW)) for each in own.cases)
        assert all(was == would for _, was, would in own.tally)
        self.others_are_explained(desk, own)

    def others_are_explained(self, desk, own):
        """Each difference is its other number of days, from its own day, by the days known then."""
        calendar, today = calendar_of(CITY), day_of(NOW)
        for code in KINDS:
            found = of(desk, **{code: 4})
            assert {each.duty.pk for each in found.cases} == {
                each.duty.pk for each in own.cases if DUTIES[each.duty.kind].parameter == code
            }
            for each in found.cases:
                duty = each.duty
                if DUTIES[duty.kind].agreed or duty.days == 4:
                    assert each.after == each.before
                    continue
                assert (each.days, each.before.due) == (4, duty.due_on)
                if duty.state in ("running", "paused"):
                    again = add_days(duty.start_on, 4, DUTIES[duty.kind].unit, calendar)
                    assert (each.after.due, each.after.counted) == (again.due, again.counted)
                assert each.would_be == verdict(
                    due=each.after.due, due_law=each.after.due_law, done_on=duty.done_on,
                    today=duty.cancelled_on or today,
                )  # fmt: skip
            moved = {each.duty.pk for each in found.cases if each.after.due != each.duty.due_on}
            assert {each.duty.pk for each in found.moved} == moved

    def test_a_row_that_was_changed_behind_our_back_is_named(self, town, desk):
        duty = opened(town, "decide_application", date(2027, 3, 1))
        Mark.objects.create(
            duty=duty, kind="recounted", on=LAST, at=NOW, due_on=date(2027, 4, 1), reason="手改"
        )
        (unlike,) = of(desk).unlike
        assert unlike.duty.pk == duty.pk
        assert (unlike.before.due, unlike.duty.due_on) == (date(2027, 3, 15), date(2027, 4, 1))

    def test_what_was_counted_by_days_we_no_longer_have_is_left_out_and_said(self, town, desk):
        duty = opened(town, "decide_application", date(2027, 3, 1))
        Mark.objects.create(
            duty=duty, kind="recounted", on=LAST, at=NOW, calendar_version="2019", reason="旧版"
        )
        found = of(desk)
        assert (found.cases, found.unknown) == ((), 1)
        with pytest.raises(NotFound):
            replayed(desk, NOW, duty.pk, 8)


class TestOthers:
    def test_eight_days_instead_of_ten_make_the_slow_late(self, town, desk):
        slow, quick = (opened(town, "decide_application", date(2027, 3, 1)) for _ in "ab")
        fulfil_duty(subject_id=slow.subject_id, kind=slow.kind, on=date(2027, 3, 12), now=NOW)
        fulfil_duty(subject_id=quick.subject_id, kind=quick.kind, on=date(2027, 3, 8), now=NOW)
        found = of(desk, decide_days=8)
        assert found.tally == [
            ("未到期", 0, 0), ("按期", 2, 1), ("迟延", 0, 1), ("违反法定期限", 0, 0),
        ]  # fmt: skip
        assert [each.duty.pk for each in found.moved] == [slow.pk, quick.pk], "the judged first"
        first = found.moved[0]
        assert (first.before.due, first.after.due) == (date(2027, 3, 15), date(2027, 3, 11))
        assert (len(first.before.counted), len(first.after.counted)) == (10, 8)
        assert (first.was, first.would_be) == ("kept", "late")

    def test_what_ended_before_a_notice_is_counted_by_the_days_known_then(self, town, desk):
        now = at("2027-02-01 10:00")
        gone, stays = (opened(town, "file_contract", date(2027, 2, 1), now=now) for _ in "ab")
        fulfil_duty(subject_id=gone.subject_id, kind=gone.kind, on=date(2027, 2, 2), now=now)
        enter(town, at("2027-02-03 10:00"))
        found = {each.duty.pk: each.after.due for each in of(desk, file_days=6).cases}
        assert found == {gone.pk: date(2027, 2, 9), stays.pk: date(2027, 2, 16)}

    def test_the_laws_day_stays(self, town, desk):
        opened(town, "file_contract", date(2027, 3, 1))
        (one,) = of(desk, file_days=1).cases
        assert (one.after.due, one.after.due_law) == (date(2027, 3, 2), date(2027, 3, 10))

    @pytest.mark.parametrize(
        ("code", "value", "said"),
        [
            ("none", 3, "rulebook.no_parameter"), ("decide_days", 0, "rulebook.value_range"),
            ("decide_days", 367, "rulebook.value_range"),
            ("receipt_hours", 3, "oversight.not_replayed"),
            ("target_city_percent", 80, "oversight.not_replayed"),
        ],
    )  # fmt: skip
    def test_what_cannot_be_tried_is_refused_with_its_value(self, desk, code, value, said):
        with pytest.raises(Invalid) as caught:
            of(desk, **{code: value})
        assert caught.value.findings[0].code == said

    def test_everybody_sees_their_own_scope(self, town, desk):
        opened(town, "decide_application", date(2027, 3, 1), region=COUNTY)
        opened(town, "file_contract", date(2027, 3, 1), region=CITY, holder=town.purchaser())
        county = replace(town.bureau(Role.COUNTY_CLERK), region=COUNTY)
        pboc = town.actor(the_only(CITY, "pboc"), Role.PBOC)
        seen = {role: {each.duty.kind for each in of(one).cases} for role, one in
                {"desk": desk, "county": county, "pboc": pboc}.items()}  # fmt: skip
        assert seen == {
            "desk": {"decide_application", "file_contract"},
            "county": {"decide_application"}, "pboc": {"decide_application"},
        }  # fmt: skip


def test_a_time_of_which_one_end_is_said_is_a_year():
    assert until_today(NOW, since=None, until=None) == last_year(NOW)
    assert until_today(NOW, since=FIRST, until=None) == (FIRST, LAST)
    early = date(2024, 5, 1)
    assert until_today(NOW, since=None, until=early) == (date(2023, 5, 2), early)
