"""Duties: opened by the city's numbers, ended once, recounted when a year becomes known."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from cairong.audit.models import Event
from cairong.audit.outbox import CONSUMERS, deliver, waiting
from cairong.clocks import reads
from cairong.clocks.models import Duty, Mark
from cairong.clocks.steps.duties import cancel_duties, fulfil_duty, open_duty
from cairong.driving.together import together
from cairong.kernel.actor import Role
from cairong.kernel.errors import Invalid
from cairong.policy.duties import Agreed
from cairong.rulebook.actions.enter_holidays import enter_holidays
from cairong.rulebook.actions.set_parameter import set_parameter
from cairong.rulebook.reads import calendar_of
from support.town import CITY, COUNTY, at

pytestmark = pytest.mark.django_db
NOW = at("2025-09-15 10:00")


def opened(town, kind="sign_contract", start_on=date(2025, 9, 15), **facts):
    return open_duty(
        city=CITY,
        kind=kind,
        subject_id=uuid4(),
        holder=town.purchaser(),
        region=COUNTY,
        title="签订合同",
        start_on=start_on,
        now=NOW,
        **facts,
    )


def test_opened_by_the_numbers_of_the_notice(town):
    duty = opened(town)
    assert (duty.due_on, duty.due_law_on) == (date(2025, 9, 30), date(2025, 10, 15))
    assert duty.counted[0] == "2025-09-16"
    assert duty.counted[-1] == "2025-09-30"
    assert not duty.provisional


def test_a_citys_own_number_holds_from_its_day(town):
    facts = {
        "code": "review_days",
        "value": 5,
        "valid_from": date(2025, 9, 16),
        "source": "洛财购通知",
    }
    desk = (town.bureau(role) for role in (Role.PROCUREMENT_OFFICER, Role.PROCUREMENT_APPROVER))
    together(set_parameter, *desk, NOW, **facts)
    assert opened(town, "review_filing").due_on == date(2025, 9, 17)
    assert opened(town, "review_filing", date(2025, 9, 16)).due_on == date(2025, 9, 23)


def test_ended_once_and_judged_by_its_day(town):
    duty = opened(town)
    fulfil_duty(subject_id=duty.subject_id, kind="sign_contract", on=date(2025, 10, 8), now=NOW)
    assert fulfil_duty(subject_id=duty.subject_id, kind=duty.kind, on=NOW.date(), now=NOW) is None
    duty.refresh_from_db()
    assert duty.state == "done"
    assert reads.verdict_of(duty, today=date(2026, 1, 1)) == "late"


def test_the_database_ends_a_duty_only_once(town):
    duty = opened(town)
    Mark.objects.create(duty=duty, kind="done", on=NOW.date(), at=NOW)
    with pytest.raises(IntegrityError, match="clocks_duty_ends_once"), transaction.atomic():
        Mark.objects.create(duty=duty, kind="cancelled", on=NOW.date(), at=NOW)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE clocks_duty SET due_on = '2030-01-01'",
        "UPDATE clocks_mark SET due_on = '2030-01-01'",
        "DELETE FROM clocks_mark",
        "DELETE FROM clocks_duty",
    ],
)
def test_the_app_role_cannot_move_a_duty_by_hand(town, statement):
    opened(town)
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        connection.cursor().execute(statement)


def test_cancelled_with_a_reason(town):
    duty = opened(town)
    cancel_duties(subject_id=duty.subject_id, on=NOW.date(), now=NOW, reason="中标无效")
    duty.refresh_from_db()
    assert duty.state == "cancelled"
    assert duty.marks.last().reason == "中标无效"


def test_payment_runs_by_what_the_contract_agrees(town):
    duty = opened(town, "pay", date(2026, 1, 15), agreed=Agreed(days=10, unit="working"))
    assert (duty.due_on, duty.due_law_on) == (date(2026, 1, 29), date(2026, 2, 14))


def test_an_unknown_year_is_provisional_until_its_notice_is_entered(town):
    duty = opened(town, "decide_application", date(2027, 1, 25))
    known = opened(town, "decide_application", date(2025, 9, 15))
    assert duty.provisional
    assert duty.due_on == date(2027, 2, 8)
    officer = town.bureau(Role.PROCUREMENT_OFFICER)
    proposal = enter_holidays.propose(
        actor=officer,
        now=NOW,
        year=2027,
        source="国办发明电〔2026〕1号",
        days_off=[date(2027, 2, day) for day in (5, 8, 9, 10, 11)],
        days_worked=[date(2027, 1, 31), date(2027, 2, 14)],
    )
    enter_holidays.approve(
        actor=town.bureau(Role.PROCUREMENT_APPROVER), now=NOW, proposal_id=proposal.pk
    )
    (row,) = [one for one in waiting(now=NOW) if one.consumer == "clocks.recount"]
    deliver(row, now=NOW, consumers=CONSUMERS)
    duty.refresh_from_db()
    # 26,27,28,29,31(补班) 1月 = 5; 2月 1,2,3,4 = 9; 12 = 10
    assert (duty.due_on, duty.provisional) == (date(2027, 2, 12), False)
    assert duty.marks.last().reason == "2027年放假安排已录入"
    known.refresh_from_db()
    assert known.marks.count() == 1
    assert Event.objects.get(type="clocks.recounted").after["moved"] == 1


@pytest.mark.parametrize(
    ("off", "worked", "field"),
    [
        ([date(2026, 1, 1)], [], "days_off"),
        ([date(2027, 1, 2)], [], "days_off"),
        ([], [], "days_off"),
        ([date(2027, 1, 1)], [date(2027, 1, 4)], "days_worked"),
    ],
)
def test_a_holiday_notice_that_cannot_be(town, off, worked, field):
    with pytest.raises(Invalid) as refused:
        enter_holidays.propose(
            actor=town.bureau(Role.PROCUREMENT_OFFICER),
            now=NOW,
            year=2027,
            days_off=off,
            days_worked=worked,
            source="国办发明电",
        )
    assert refused.value.field == field


def test_each_desk_sees_its_own_duties(town):
    duty = opened(town)
    officer = town.actor(town.purchaser(), Role.PURCHASER_OFFICER)
    stranger = town.actor(town.purchaser("别的单位"), Role.PURCHASER_OFFICER)
    assert list(reads.open_duties(officer)) == [duty]
    assert not reads.open_duties(stranger).exists()
    assert list(reads.open_duties(town.bureau(Role.PROCUREMENT_OFFICER))) == [duty]


def test_days_left_are_counted_in_the_duties_own_unit(town):
    duty = opened(town, "file_contract", date(2025, 9, 26))
    view = reads.view_of(duty, today=date(2025, 9, 28), calendar=calendar_of(CITY))
    assert (duty.due_on, view.days_left, view.verdict) == (date(2025, 9, 30), 2, "open")
    assert Duty.objects.count() == 1
