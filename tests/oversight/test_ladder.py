"""The ladder of what is overdue: holder, its head, the bureau, and that it may urge.

Each step once, on the working day that the rulebook says, across holidays and make-up days.
三(一)-2
"""

from datetime import date, timedelta
from itertools import pairwise
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from cairong.cases.actions.tell_holders import tell_holders
from cairong.cases.reminding import remind
from cairong.clocks.models import Duty
from cairong.clocks.steps.duties import fulfil_duties, open_duty
from cairong.kernel.calendar import Calendar, Year, add_days, day_of
from cairong.kernel.errors import WrongState
from cairong.outreach.actions.remind import remind_of
from cairong.outreach.models import Message, Reminder
from cairong.outreach.reads import inbox
from cairong.oversight.ladder import climbed
from cairong.policy.calendar_data import CALENDAR
from cairong.policy.duties import DUTIES
from cairong.policy.urging import LADDER, MARKS, days_said, late_days, rung_day
from cairong.rulebook.models import ParameterRow
from lending.ground import drain
from support.town import CITY, COUNTY, Town, at

TELL = {tell_holders.name: tell_holders}
# By hand on the wall calendar: a duty's day, then when holder, head and bureau are told, and urge.
TABLE = [
    # an ordinary week, and over a weekend
    ("2025-11-03", "2025-11-04", "2025-11-05", "2025-11-06", "2025-11-10"),
    ("2025-11-07", "2025-11-10", "2025-11-11", "2025-11-12", "2025-11-14"),
    # 国庆、中秋 2025: 1st to 8th of October; Saturday the 11th is worked
    ("2025-09-30", "2025-10-09", "2025-10-10", "2025-10-11", "2025-10-14"),
    ("2025-09-26", "2025-09-28", "2025-09-29", "2025-09-30", "2025-10-10"),
    ("2025-10-11", "2025-10-13", "2025-10-14", "2025-10-15", "2025-10-17"),
    # 元旦 2026: 1st to 3rd; Sunday the 4th is worked
    ("2025-12-31", "2026-01-04", "2026-01-05", "2026-01-06", "2026-01-08"),
    # 春节 2026: 15th to 23rd of February; Saturdays the 14th and 28th are worked
    ("2026-02-12", "2026-02-13", "2026-02-14", "2026-02-24", "2026-02-26"),
    ("2026-02-14", "2026-02-24", "2026-02-25", "2026-02-26", "2026-02-28"),
    ("2026-02-27", "2026-02-28", "2026-03-02", "2026-03-03", "2026-03-05"),
]


@pytest.mark.parametrize(("due", "told"), [(due, told) for due, *told in TABLE])
def test_the_days_of_the_steps_worked_by_hand(due, told):
    found = [rung_day(date.fromisoformat(due), days, CALENDAR) for days in (1, 2, 3, 5)]
    assert [day.isoformat() for day in found] == told


@pytest.mark.parametrize(
    ("due", "today", "counted"),
    [
        ("2025-09-30", "2025-10-08", ""),
        ("2025-09-30", "2025-10-11", "10月9日、10月10日、10月11日"),
        ("2025-09-30", "2025-10-15", "10月9日至10月15日"),
        ("2025-11-07", "2025-11-07", ""),
        ("2025-11-07", "2025-11-09", ""),
        ("2025-11-07", "2025-11-10", "11月10日"),
        ("2025-11-07", "2025-11-06", ""),
    ],
)
def test_the_days_that_are_told(due, today, counted):
    found = late_days(date.fromisoformat(due), date.fromisoformat(today), CALENDAR)
    assert days_said(found) == counted


@pytest.mark.django_db
def test_each_kind_of_desk_has_a_head_or_is_one(town: Town):
    for kind in DUTIES:
        duty = opened(town, kind)
        told = dict(steps(town, duty.due_on + timedelta(days=40)))
        assert "over_head" in told, kind


def opened(town: Town, kind: str = "file_contract", start: date = date(2025, 9, 25)) -> Duty:
    side = DUTIES[kind].holder
    holder = {"purchaser": town.purchaser, "institution": town.institution}.get(
        side.value.split("-")[0], lambda: None
    )()
    return open_duty(
        city=CITY, kind=kind, subject_id=uuid4(), holder=holder, region=COUNTY,
        title="办公系统运维", start_on=start, now=town.now,
    )  # fmt: skip


def steps(town: Town, last: date) -> list[tuple[str, list[str]]]:
    return [
        (one.mark, [told.role.value for told in one.tell])
        for today in [last - timedelta(days=n) for n in range(60, -1, -1)]
        for one in climbed(town.system, today, today)
    ]


def daily(town: Town, first: date, last: date) -> None:
    """Let every day's work run, twice a day."""
    for number in range((last - first).days + 1):
        now = at(f"{first + timedelta(days=number)} 00:05")
        remind(actor=town.system, now=now)
        remind(actor=town.system, now=now + timedelta(hours=1))
        drain(now, TELL)


@pytest.fixture
def late(town: Town) -> Duty:
    duty = opened(town)
    assert duty.due_on == date(2025, 9, 29)
    return duty


@pytest.mark.django_db
class TestToldOnItsDay:
    def test_each_step_once_on_its_day(self, town, late):
        daily(town, date(2025, 9, 29), date(2025, 10, 31))
        rows = Message.objects.filter(event_type__contains=".over").order_by("pk")
        assert [
            (one.event_type.split(".")[-1], one.role, str(day_of(one.sent_at))) for one in rows
        ] == [
            ("over", "purchaser-officer", "2025-09-30"),
            ("over_head", "purchaser-approver", "2025-10-09"),
            ("over_bureau", "procurement-officer", "2025-10-10"),
            ("over_bureau", "county-clerk", "2025-10-10"),
            ("over_urge", "procurement-officer", "2025-10-13"),
            ("over_urge", "county-clerk", "2025-10-13"),
            ("over_urge", "procurement-approver", "2025-10-13"),
        ]

    def test_it_says_clause_days_and_what_to_do(self, town, late):
        daily(town, date(2025, 9, 29), date(2025, 10, 15))
        officer = town.bureau("procurement-officer")
        said = inbox(officer).get(event_type="outreach.reminded.over_urge").sentence
        assert said == (
            "「办公系统运维」:备案合同(依据 二(二)-2)应于2025年9月29日(周一)前由采购人办完,"
            "已超 5 个工作日(9月30日、10月9日、10月10日、10月11日、10月13日),可以发督办函。"
        )

    def test_what_was_done_climbs_no_further(self, town, late):
        daily(town, date(2025, 9, 29), date(2025, 10, 9))
        fulfil_duties(
            subject_id=late.subject_id, on=date(2025, 10, 9), now=at("2025-10-09 10:00"), reason="x"
        )
        daily(town, date(2025, 10, 10), date(2025, 10, 31))
        assert set(Reminder.objects.values_list("mark", flat=True)) >= {"over_holder", "over_head"}
        assert not Reminder.objects.filter(mark__in=["over_bureau", "over_urge"]).exists()

    def test_a_worker_that_was_away_takes_the_steps_it_missed(self, town, late):
        daily(town, date(2025, 10, 20), date(2025, 10, 20))
        assert set(Reminder.objects.values_list("mark", flat=True)) == set(MARKS)

    def test_what_was_due_a_month_ago_is_told_nobody(self, town, late):
        daily(town, date(2025, 11, 20), date(2025, 11, 21))
        assert not Reminder.objects.exists()

    def test_whoever_was_told_by_the_program_of_before_is_not_told_again(self, town, late):
        Reminder.objects.create(
            city_id=CITY, subject_id=late.pk, mark="over", until=late.due_on, at=town.now
        )
        marks = [one.mark for one in climbed(town.system, date(2025, 10, 20), date(2025, 10, 20))]
        assert marks == ["over_head", "over_bureau", "over_urge"]

    def test_the_numbers_of_the_day_it_was_due_on_hold(self, town, late):
        for since, value in ((date(2025, 9, 1), 4), (date(2025, 9, 30), 1)):
            ParameterRow.objects.create(
                city_id=CITY, code="overdue_urge_days", value=value, valid_from=since,
                source="市定", recorded_at=town.now,
            )  # fmt: skip
        told = dict(steps(town, date(2025, 10, 11)))
        assert "over_urge" in told
        assert "over_urge" not in dict(steps(town, date(2025, 10, 10)))


@pytest.mark.django_db
def test_the_database_keeps_each_step_of_a_duty_once(town, late):
    (first, *_) = climbed(town.system, date(2025, 9, 30), date(2025, 9, 30))
    remind_of(actor=town.system, now=at("2025-09-30 00:05"), occasion=first)
    with pytest.raises(WrongState):
        remind_of(actor=town.system, now=at("2025-09-30 00:06"), occasion=first)
    with pytest.raises(IntegrityError, match="outreach_rung_once"), transaction.atomic():
        Reminder.objects.create(
            city_id=CITY, subject_id=late.pk, mark="over_holder", until=date(2025, 10, 10),
            at=town.now,
        )  # fmt: skip


def test_the_steps_come_in_order_whatever_the_year():
    """Over every due day of three years the later step is never told before the earlier."""
    for number in range(3 * 365):
        due = date(2024, 6, 1) + timedelta(days=number)
        days = [rung_day(due, count, CALENDAR) for count in (1, 2, 3, 5)]
        assert all(first < then for first, then in pairwise(days))
        assert all(CALENDAR.is_working(day) for day in days)


def test_a_day_that_is_worked_for_another_counts():
    rest, work = frozenset({date(2027, 3, 1)}), frozenset({date(2027, 2, 28)})
    calendar = Calendar({2027: Year(year=2027, rest=rest, work=work)})
    due = add_days(date(2027, 2, 25), 1, "working", calendar).due
    assert [rung_day(due, n, calendar) for n in (1, 2)] == [date(2027, 2, 28), date(2027, 3, 2)]
    assert len(LADDER) == len(MARKS)
