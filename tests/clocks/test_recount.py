"""A holiday notice entered or corrected moves open deadlines, visibly; what ended stays."""

from datetime import date
from uuid import uuid4

import pytest

from cairong.audit.models import Event
from cairong.audit.outbox import CONSUMERS, deliver, waiting
from cairong.clocks.models import Duty
from cairong.clocks.steps.duties import cancel_duties, fulfil_duty, open_duty
from cairong.driving.together import together
from cairong.kernel.actor import Role
from cairong.policy.duties import Agreed
from cairong.rulebook.actions.enter_holidays import enter_holidays
from cairong.rulebook.actions.set_parameter import set_parameter
from support.town import CITY, COUNTY, at

pytestmark = pytest.mark.django_db
NOW = at("2026-11-20 10:00")
SPRING = [date(2027, 2, day) for day in (5, 8, 9, 10, 11)]
WORKED = [date(2027, 1, 31), date(2027, 2, 14)]


def opened(town, kind: str, start_on: date, **facts) -> Duty:
    return open_duty(
        city=CITY, kind=kind, subject_id=uuid4(), holder=town.purchaser(), region=COUNTY,
        title="期限", start_on=start_on, now=NOW, **facts,
    )  # fmt: skip


def two(town, act, **facts) -> None:
    desk = (town.bureau(role) for role in (Role.PROCUREMENT_OFFICER, Role.PROCUREMENT_APPROVER))
    together(act, *desk, NOW, **facts)


def enter(town, year=2027, off=tuple(SPRING), worked=tuple(WORKED), source="国办发明电〔2026〕1号"):
    """Enter a notice and let the worker recount; answer how many moved."""
    two(
        town, enter_holidays, year=year, days_off=list(off), days_worked=list(worked), source=source
    )
    for row in waiting(now=NOW):
        if row.consumer == "clocks.recount":
            deliver(row, now=NOW, consumers=CONSUMERS)
    return Event.objects.filter(type="clocks.recounted").latest("seq").after["moved"]


def dues(duty: Duty) -> tuple[date, date | None, bool]:
    duty.refresh_from_db()
    return duty.due_on, duty.due_law_on, duty.provisional


class TestFirstNotice:
    def test_working_days_move_later_over_the_holiday(self, town):
        duty = opened(town, "decide_application", date(2027, 2, 1))
        assert dues(duty) == (date(2027, 2, 15), None, True)
        assert enter(town) == 1
        assert dues(duty) == (date(2027, 2, 19), None, False)
        assert "2027-02-14" in duty.counted
        assert not {one.isoformat() for one in SPRING} & set(duty.counted)

    def test_a_make_up_day_brings_a_deadline_forward(self, town):
        duty = opened(town, "review_filing", date(2027, 1, 29))
        assert dues(duty) == (date(2027, 2, 2), None, True)
        enter(town)
        assert dues(duty) == (date(2027, 2, 1), None, False)

    def test_calendar_days_move_only_off_a_last_day_of_rest(self, town):
        inside = opened(town, "sign_contract", date(2027, 1, 25))
        clear = opened(town, "sign_contract", date(2027, 3, 1))
        assert dues(inside)[:2] == (date(2027, 2, 9), date(2027, 2, 24))
        enter(town)
        assert dues(inside) == (date(2027, 2, 12), date(2027, 2, 24), False)
        assert dues(clear) == (date(2027, 3, 16), date(2027, 3, 31), False)

    def test_only_the_legal_day_may_move(self, town):
        duty = opened(town, "sign_contract", date(2027, 1, 8))
        assert dues(duty)[:2] == (date(2027, 1, 25), date(2027, 2, 8))
        enter(town)
        assert dues(duty) == (date(2027, 1, 25), date(2027, 2, 12), False)

    def test_a_mark_says_from_where_to_where_and_by_which_notice(self, town):
        duty = opened(town, "decide_application", date(2027, 2, 1))
        version = duty.calendar_version
        enter(town)
        duty.refresh_from_db()
        begun, moved = duty.marks.order_by("pk")
        assert (begun.kind, moved.kind, moved.reason) == (
            "opened", "recounted", "2027年放假安排已录入",
        )  # fmt: skip
        assert (moved.due_on, moved.provisional) == (duty.due_on, False)
        assert moved.counted == duty.counted
        assert duty.calendar_version == moved.calendar_version != version

    def test_what_has_ended_stays_as_it_ended(self, town):
        done, dropped = (opened(town, "decide_application", date(2027, 2, 1)) for _ in range(2))
        fulfil_duty(subject_id=done.subject_id, kind=done.kind, on=date(2027, 2, 15), now=NOW)
        cancel_duties(subject_id=dropped.subject_id, on=NOW.date(), now=NOW, reason="撤回")
        assert enter(town) == 0
        for duty in (done, dropped):
            assert dues(duty) == (date(2027, 2, 15), None, True)
            assert not duty.marks.filter(kind="recounted").exists()

    @pytest.mark.parametrize(("to_sme", "law"), [(True, date(2027, 3, 3)), (False, None)])
    def test_an_agreed_payment_is_recounted_by_its_agreement(self, town, to_sme, law):
        agreed = Agreed(days=10, unit="working", to_sme=to_sme)
        duty = opened(town, "pay", date(2027, 2, 1), agreed=agreed)
        enter(town)
        assert dues(duty) == (date(2027, 2, 19), law, False)
        assert (duty.days, duty.unit) == (10, "working")

    def test_it_is_recounted_by_the_number_it_was_opened_with(self, town):
        duty = opened(town, "decide_application", date(2027, 2, 1))
        facts = {"code": "decide_days", "value": 3, "source": "洛财购通知"}
        two(town, set_parameter, valid_from=date(2026, 12, 1), **facts)
        enter(town)
        assert dues(duty)[0] == date(2027, 2, 19)

    def test_a_period_into_a_year_still_unknown_stays_provisional(self, town):
        duty = opened(town, "decide_application", date(2027, 12, 27))
        enter(town)
        assert dues(duty) == (date(2028, 1, 10), None, True)

    def test_what_does_not_move_but_is_certain_now_is_said_so(self, town):
        duty = opened(town, "review_filing", date(2027, 6, 1))
        assert enter(town) == 1
        assert dues(duty) == (date(2027, 6, 3), None, False)


class TestCorrection:
    """A notice may be corrected, as in the spring of 2020: what was certain moves too."""

    def test_a_longer_holiday_moves_what_was_counted_before(self, town):
        enter(town)
        duty = opened(town, "decide_application", date(2027, 2, 1))
        assert dues(duty) == (date(2027, 2, 19), None, False)
        longer = (*SPRING, date(2027, 2, 12), date(2027, 2, 15))
        assert enter(town, off=longer, source="国办发明电〔2027〕1号") == 1
        assert dues(duty) == (date(2027, 2, 23), None, False)
        assert duty.marks.filter(kind="recounted").count() == 1

    def test_a_year_that_ships_with_the_house_may_be_corrected(self, town):
        duty = opened(town, "review_filing", date(2026, 12, 1))
        assert dues(duty) == (date(2026, 12, 3), None, False)
        enter(town, year=2026, off=(date(2026, 12, 2),), worked=(), source="豫政办〔2026〕9号")
        assert dues(duty) == (date(2026, 12, 4), None, False)

    def test_entered_again_unchanged_it_moves_nothing(self, town):
        opened(town, "decide_application", date(2027, 2, 1))
        assert enter(town) == 1
        assert enter(town, source="国办发明电〔2026〕1号(重录)") == 0

    def test_other_years_are_not_touched(self, town):
        duty = opened(town, "decide_application", date(2026, 11, 20))
        before = dues(duty)
        assert enter(town) == 0
        assert dues(duty) == before

    def test_a_period_across_new_year_hears_of_both_years(self, town):
        enter(town)
        duty = opened(town, "decide_application", date(2026, 12, 28))
        assert not dues(duty)[2]
        moved = dues(duty)[0]
        corrected = (date(2027, 1, 4), *SPRING)
        assert enter(town, off=corrected, source="国办发明电〔2026〕2号") == 1
        assert dues(duty)[0] > moved


def test_ten_duties_recounted_are_one_event(town):
    for _ in range(10):
        opened(town, "decide_application", date(2027, 2, 1))
    assert enter(town) == 10
    assert Event.objects.filter(type="clocks.recounted").count() == 1
    assert Duty.objects.filter(due_on=date(2027, 2, 19), provisional=False).count() == 10
