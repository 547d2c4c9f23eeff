"""Whom the work of the day tells of payments before they are due, and after. 二(四)-5"""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from cairong.audit.models import Event
from cairong.cases.reminding import remind
from cairong.kernel.calendar import day_of
from cairong.lending.actions.plan_repayment import agree_plan, propose_plan
from cairong.lending.actions.record_repayment import record_repayment
from cairong.lending.models import Loan
from cairong.outreach.models import Reminder
from cairong.policy.catalogue.events import EVENTS
from lending.ground import Case, stand_case, twice
from lending.late import DRAWN, LATER, late_case, overdue_of
from support.staging import staged
from support.town import Town, at, found_town

REPAY, LATE = "outreach.reminded.repay", "outreach.reminded.overdue"


@staged
def town(db) -> Town:
    return found_town(at("2025-09-01 08:00"))


@staged
def case(town: Town) -> Case:
    """300,000 yuan due on Sunday, 19 April 2026: in time until Monday the 20th."""
    case = stand_case(town)
    case.now = at("2025-10-15 10:30")
    case.draw(case.ready(case.publish()), 300_000, now=DRAWN)
    return case


def run(case: Case, first: date, days: int) -> None:
    """Let the work of so many days remind, that of each day twice."""
    for day in range(days):
        now = at(f"{first} 00:10") + timedelta(days=day)
        for _ in range(2):
            remind(actor=case.town.system, now=now)


def told(kind: str) -> list[date]:
    return [day_of(each.at) for each in Event.objects.filter(type=kind).order_by("seq")]


def test_seven_three_and_no_days_before_each_once(case):
    run(case, date(2026, 4, 8), 14)
    assert told(REPAY) == [date(2026, 4, 13), date(2026, 4, 17), date(2026, 4, 20)]
    event = Event.objects.filter(type=REPAY).first()
    assert event.after["amount_fen"] == 30_000_000 + 180 * 2_875
    assert event.after["until"] == "2026-04-20"
    (tell,) = event.after["tell"]
    assert tell["organisation"] == str(case.supplier.organisation_id)
    said = EVENTS[REPAY].told
    for fact in ("no", "institution", "amount_fen", "until", "title"):
        assert f"{{{fact}" in said
        assert fact in event.after
    reminder = Reminder.objects.filter(mark="repay7").get()
    with pytest.raises(DatabaseError, match="outreach_reminder_once"), transaction.atomic():
        Reminder.objects.create(
            city_id=case.city, subject_id=reminder.subject_id, mark=reminder.mark,
            until=reminder.until, at=LATER,
        )  # fmt: skip


def test_a_platform_that_stood_still_tells_once_when_it_is_back(case):
    run(case, date(2026, 4, 18), 1)
    assert told(REPAY) == [date(2026, 4, 18)]


def test_who_has_repaid_is_not_told(case):
    loan = Loan.objects.get()
    case.by_bank(
        record_repayment, "甲银行", at("2026-04-10 10:00"), loan_id=loan.pk,
        amount_fen=30_000_000 + 171 * 2_875, on=date(2026, 4, 10), means="转账",
    )  # fmt: skip
    run(case, date(2026, 4, 11), 12)
    assert told(REPAY) == told(LATE) == []


def test_every_ten_days_after_and_of_a_plan_before(town):
    case = late_case(town)
    run(case, date(2026, 4, 21), 22)
    assert told(LATE) == [date(2026, 4, 30), date(2026, 5, 10)]
    overdue, now = overdue_of(case), at("2026-05-13 10:00")
    twice(
        propose_plan, *case.pair(), now, overdue_id=overdue.pk, days=[date(2026, 5, 30)],
        principals_fen=[30_000_000], words="货款月底到",
    )  # fmt: skip
    agree_plan(actor=case.supplier, now=now, overdue_id=overdue.pk)
    run(case, date(2026, 5, 14), 19)  # 30 May is a Saturday: until Monday, 1 June
    assert told(LATE) == [date(2026, 4, 30), date(2026, 5, 10)]
    assert told(REPAY) == [date(2026, 5, 25), date(2026, 5, 29), date(2026, 6, 1)]
