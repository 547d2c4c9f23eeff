"""What befalls a duty is a mark with its reason; the duty follows, and nothing is taken back."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from cairong.clocks import reads
from cairong.clocks.counting import pauses_of
from cairong.clocks.models import Duty, Mark
from cairong.clocks.steps.duties import (
    begin_earlier,
    cancel_duties,
    fulfil_duty,
    open_duty,
    pause_duty,
    resume_duty,
    running,
)
from cairong.policy.duties import DUTIES
from cairong.rulebook.reads import calendar_of
from support.staging import staged
from support.town import CITY, COUNTY, at

pytestmark = pytest.mark.django_db
NOW = at("2025-10-10 10:00")
START = date(2025, 10, 10)


@staged
def duty(town) -> Duty:
    return opened(town)


def opened(town, kind="decide_application", subject=None, start_on=START) -> Duty:
    return open_duty(
        city=CITY, kind=kind, subject_id=subject or uuid4(), holder=town.purchaser(),
        region=COUNTY, title="完成融资审批", start_on=start_on, now=NOW,
    )  # fmt: skip


def mark(duty: Duty, kind: str, on: date, **facts) -> Duty:
    with transaction.atomic():
        Mark.objects.create(duty=duty, kind=kind, on=on, at=NOW, **facts)
    return Duty.objects.get(pk=duty.pk)


def pause(duty: Duty, day: int, until: int = 29, reason: str = "等待材料") -> Duty:
    with transaction.atomic():
        pause_duty(
            duty, on=date(2025, 10, day), until=date(2025, 10, until), now=NOW, reason=reason
        )
    return duty


def resume(duty: Duty, day: int) -> Duty:
    with transaction.atomic():
        resume_duty(duty, on=date(2025, 10, day), now=NOW, reason="供应商已答复")
    return duty


class TestPauses:
    def test_a_pause_stands_with_its_reason_and_the_latest_day_it_can_come_to(self, duty):
        paused = pause(duty, 14, reason="等待补充近三月流水")
        assert (paused.state, paused.paused_on, paused.done_on) == (
            "paused", date(2025, 10, 14), None,
        )  # fmt: skip
        # 11(补班)、13 had passed; from the 29th: 29—31, 11月3—7
        assert (paused.due_on, len(paused.counted)) == (date(2025, 11, 7), 10)
        (told,) = pauses_of(paused)
        assert (told.since, told.until, told.reason) == (
            date(2025, 10, 14), None, "等待补充近三月流水",
        )  # fmt: skip

    def test_whole_days_are_kept_and_the_due_day_moves_by_the_days_lost(self, duty):
        resumed = resume(pause(duty, 14), 16)
        assert (resumed.state, resumed.paused_on, resumed.paused_days) == ("running", None, 2)
        assert resumed.due_on == date(2025, 10, 27)
        assert pauses_of(resumed)[0].until == date(2025, 10, 16)

    def test_several_pauses_add_up_in_working_days(self, duty):
        for first, last in ((13, 15), (16, 16), (17, 21)):  # over a weekend: 17 and 20 are lost
            now = resume(pause(duty, first), last)
        assert (now.paused_days, now.marks.count()) == (4, 7)
        assert now.due_on == date(2025, 10, 29)  # 11、15、16、21—24、27—29

    def test_a_pause_on_the_first_day_takes_no_day_that_would_have_counted(self, duty):
        assert resume(pause(duty, 10), 11).paused_days == 0
        assert duty.due_on == date(2025, 10, 23)

    def test_a_pause_is_told_with_the_days_still_to_run(self, duty):
        deadline = reads.deadline_of(
            pause(duty, 14), today=date(2025, 10, 20), calendar=calendar_of(CITY)
        )
        assert (deadline.days_left, deadline.verdict) == (8, "open")

    @pytest.mark.parametrize("kind", ["resumed", "paused"])
    def test_only_what_runs_is_paused_and_only_what_is_paused_resumed(self, duty, kind):
        if kind == "paused":
            pause(duty, 14)
        with pytest.raises(IntegrityError):
            mark(duty, kind, date(2025, 10, 16), until=date(2025, 10, 20), paused_days=2)

    def test_a_paused_duty_is_still_owed_seen_and_can_be_done(self, town, duty):
        pause(duty, 14)
        holder = town.actor(town.purchaser(), "purchaser-officer")
        assert list(reads.open_duties(holder)) == [duty]
        done = fulfil_duty(
            subject_id=duty.subject_id, kind=duty.kind, on=date(2025, 10, 16), now=NOW
        )
        found = Duty.objects.get(pk=done.pk)
        assert (found.state, found.paused_days, found.due_on) == ("done", 2, date(2025, 10, 27))

    def test_a_paused_duty_is_cancelled_with_its_subject(self, duty):
        pause(duty, 14)
        cancel_duties(
            subject_id=duty.subject_id, on=date(2025, 10, 15), now=NOW, reason="供应商撤回"
        )
        assert Duty.objects.get(pk=duty.pk).state == "cancelled"

    def test_what_began_earlier_is_counted_from_there_with_its_pauses(self, duty):
        resume(pause(duty, 14), 16)
        with transaction.atomic():
            begin_earlier(duty, start_on=date(2025, 10, 9), now=NOW, reason="起算日异议成立")
        assert (duty.start_on, duty.due_on) == (date(2025, 10, 9), date(2025, 10, 24))


class TestEnds:
    def test_a_mark_changes_only_what_it_says(self, duty):
        kept = ("start_on", "days", "unit", "due_on", "due_law_on", "counted", "title", "region",
                "provisional", "calendar_version", "about")  # fmt: skip
        before = Duty.objects.filter(pk=duty.pk).values(*kept).get()
        mark(duty, "done", date(2025, 10, 23))
        assert Duty.objects.filter(pk=duty.pk).values(*kept).get() == before

    @pytest.mark.parametrize("first", ["done", "cancelled"])
    @pytest.mark.parametrize("second", ["done", "cancelled"])
    def test_a_duty_ends_once(self, duty, first, second):
        mark(duty, first, START)
        with pytest.raises(IntegrityError, match="clocks_duty_ends_once"):
            mark(duty, second, START)
        assert Duty.objects.get(pk=duty.pk).state == first

    def test_of_two_running_the_older_is_fulfilled_first(self, town):
        subject = uuid4()
        first = opened(town, subject=subject)
        second = opened(town, subject=subject, start_on=date(2025, 10, 13))
        for expected in (first, second, None):
            found = fulfil_duty(subject_id=subject, kind=first.kind, on=START, now=NOW)
            assert found == expected

    def test_one_kind_is_cancelled_and_the_others_run_on(self, town):
        subject = uuid4()
        kinds = ("review_filing", "decide_application")
        for kind in kinds:
            opened(town, kind, subject)
        cancel_duties(
            subject_id=subject, kind="review_filing", on=START, now=NOW, reason="备案收回"
        )
        assert [one.kind for one in running(subject)] == ["decide_application"]
        cancelled = Duty.objects.get(subject_id=subject, kind="review_filing")
        assert cancelled.marks.latest("pk").reason == "备案收回"

    @pytest.mark.parametrize(
        ("on", "verdict"), [(date(2025, 10, 23), "open"), (date(2025, 10, 24), "late")]
    )
    def test_a_cancelled_duty_is_judged_by_the_day_it_was(self, town, duty, on, verdict):
        assert duty.due_on == date(2025, 10, 23)
        cancel_duties(subject_id=duty.subject_id, on=on, now=NOW, reason="供应商撤回")
        holder = town.actor(town.purchaser(), "purchaser-officer")
        (found,) = Duty.objects.all()
        assert reads.verdict_of(found, today=date(2026, 3, 1)) == verdict
        assert not reads.open_duties(holder).exists()
        assert reads.missed_duties(holder).exists() == (verdict == "late")

    @pytest.mark.parametrize("act", ["update", "delete"])
    def test_a_mark_is_never_rewritten(self, duty, act):
        mark(duty, "done", START)
        rows = duty.marks.all()
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(reason="") if act == "update" else rows.delete()
        assert duty.marks.count() == 2


@pytest.mark.parametrize("kind", DUTIES)
def test_a_duty_keeps_the_days_it_was_counted_by(town, kind):
    duty = Duty.objects.get(pk=opened(town, kind).pk)
    assert duty.counted[-1] == duty.due_on.isoformat()
    assert (duty.holder_role, duty.unit) == (str(DUTIES[kind].holder), DUTIES[kind].unit)
    assert (duty.due_law_on is not None) == bool(DUTIES[kind].law)
    assert duty.calendar_version
    (begun,) = duty.marks.all()
    assert (begun.kind, begun.on) == ("opened", START)
