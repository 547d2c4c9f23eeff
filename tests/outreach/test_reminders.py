"""Reminders: at half, at 80 %, on the last day, to the head after; each once, whatever happens.

三(一)-2 三(三)-2
"""

from datetime import date, timedelta

import pytest

from cairong.audit.models import Event
from cairong.cases.actions.tell_holders import tell_holders
from cairong.cases.reminding import remind
from cairong.clocks.models import Duty
from cairong.kernel.calendar import day_of, start_of
from cairong.kernel.errors import WrongState
from cairong.outreach.actions.remind import remind_of
from cairong.outreach.models import Message, Reminder
from cairong.outreach.reads import inbox
from cairong.outreach.steps.reminding import occasions
from contracts.ground import Ground
from lending.ground import Case, drain, stand_case
from support.racing import hands
from support.staging import staged
from support.town import CITY, Town, at, found_town

TELL = {tell_holders.name: tell_holders}


@staged
def case(town: Town) -> Case:
    return stand_case(town)


@staged
def product(case: Case):
    return case.publish()


def days_of(town: Town, first: date, last: date, clock: str = "00:05") -> None:
    """Let every day's work run, with a worker that is stopped and started again."""
    for number in range((last - first).days + 1):
        now = at(f"{first + timedelta(days=number)} {clock}")
        remind(actor=town.system, now=now)
        remind(actor=town.system, now=now + timedelta(hours=1))
        drain(now, TELL)


def reminded(*, subject=None) -> list[tuple[str, str, str]]:
    """List what was told by reminders: kind, to whom, on which day."""
    rows = Message.objects.filter(event_type__startswith="outreach.reminded").order_by("pk")
    if subject is not None:
        rows = rows.filter(event__subject_id=str(subject.pk))
    return [
        (one.event_type.removeprefix("outreach.reminded."), one.role, str(day_of(one.sent_at)))
        for one in rows
    ]


def test_a_duty_reminds_its_holder_four_times_and_its_head_once(ground: Ground):
    ground.award()
    duty = Duty.objects.get(kind="sign_contract")
    counted = [date.fromisoformat(day) for day in duty.counted]
    half = counted[-(-len(counted) // 2) - 1]
    most = counted[-(-len(counted) * 8 // 10) - 1]
    days_of(ground.town, duty.start_on, date(2025, 10, 10))
    over, head_on = date(2025, 10, 9), date(2025, 10, 10)  # after the holidays of October
    officer, head = "purchaser-officer", "purchaser-approver"
    assert reminded(subject=duty) == [
        ("half", officer, str(half)),
        ("most", officer, str(most)),
        ("last", officer, str(duty.due_on)),
        ("over", officer, str(over)),
        ("over_head", head, str(head_on)),
    ]
    first = inbox(ground.officer()).filter(event_type="outreach.reminded.half").get()
    assert "「办公系统运维」¥685,200.00:签订合同的期限已过半" in first.sentence
    told = inbox(ground.approver()).get(event_type="outreach.reminded.over_head")
    assert "由采购人经办办完" in told.sentence
    assert "请督促办理" in told.sentence
    assert first.subject_id == str(duty.subject_id)


def test_what_is_done_in_time_reminds_nobody_any_more(ground: Ground):
    ground.sign()
    duty = Duty.objects.get(kind="sign_contract")
    days_of(ground.town, duty.done_on, duty.due_on + timedelta(days=3))
    assert reminded(subject=duty) == []


def test_a_worker_that_was_away_gives_the_last_mark_alone(ground: Ground):
    ground.award()
    duty = Duty.objects.get(kind="sign_contract")
    days_of(ground.town, duty.due_on, duty.due_on)
    assert [kind for kind, *_ in reminded(subject=duty)] == ["last"]


def test_what_was_over_long_before_is_not_brought_up(ground: Ground):
    ground.award()
    duty = Duty.objects.get(kind="sign_contract")
    days_of(ground.town, duty.due_on + timedelta(days=60), duty.due_on + timedelta(days=70))
    assert reminded(subject=duty) == []


def test_a_desk_of_the_bureau_is_told_in_its_region(ground: Ground):
    ground.sign()
    duty = Duty.objects.get(kind="review_filing")
    days_of(ground.town, duty.due_on, duty.due_on + timedelta(days=1))
    told = [(kind, role) for kind, role, _ in reminded(subject=duty)]
    assert told == [
        ("last", "procurement-officer"),
        ("last", "county-clerk"),
        ("over", "procurement-officer"),
        ("over", "county-clerk"),
    ]
    assert set(Message.objects.filter(event__subject_id=str(duty.pk)).values_list("region")) == {
        (duty.region,)
    }


def test_an_offer_reminds_its_supplier_three_days_before_it_lapses(case: Case, product):
    offer = case.offer(case.intend(), product)
    last = offer.valid_until
    days_of(case.town, last - timedelta(days=10), last + timedelta(days=2))
    assert last == date(2025, 10, 15)
    assert reminded(subject=offer) == [("offer", "supplier", "2025-10-11")], "12th: a day of rest"
    told = inbox(case.supplier).get(event_type="outreach.reminded.offer")
    assert "¥300,000.00" in told.sentence
    assert "请比较后决定是否接受" in told.sentence


def test_an_offer_under_no_lock_reminds_its_institution(case: Case, product):
    offer = case.accepted(product)
    days_of(case.town, date(2025, 10, 10), date(2025, 10, 25))
    assert reminded(subject=offer) == [("unlocked", "institution-officer", "2025-10-17")]


def test_a_lock_reminds_whoever_has_the_next_step(case: Case, product):
    offer = case.accepted(product)
    lock = case.do("request_lock", *case.pair(), offer=offer)
    drain(case.now, TELL)
    friday = date(2025, 10, 17)  # the third day before, the 19th, is a Sunday
    assert lock.lapses_on == date(2025, 10, 22)
    days_of(case.town, friday - timedelta(days=2), friday)
    assert reminded(subject=lock) == [("lock", "supplier", str(friday))]
    case.do("consent_lock", lock=lock)
    days_of(case.town, friday, lock.lapses_on)
    assert reminded(subject=lock)[1:] == [("lock", "purchaser-officer", str(friday))]
    told = inbox(case.supplier).get(event_type="outreach.reminded.lock")
    assert "请打开办理" in told.sentence
    assert "供应商同意" not in told.sentence, "it speaks to its reader"


def test_no_reminder_names_an_account(case: Case, product):
    offer = case.accepted(product)
    account = case.receivable().current.account_no
    lock = case.do("request_lock", *case.pair(), offer=offer)
    case.do("consent_lock", lock=lock)
    days_of(case.town, date(2025, 10, 9), date(2025, 11, 20))
    events = Event.objects.filter(type__startswith="outreach.reminded")
    said = [
        *Message.objects.values_list("sentence", flat=True),
        *(str(one.after) for one in events),
    ]
    assert len(events) > 3
    assert [text for text in said if account in text or account[:8] in text] == []


def test_killed_after_any_of_them_the_next_run_gives_the_rest(ground: Ground):
    for number in range(4):
        ground.award(title=f"项目{number}")
    now = start_of(Duty.objects.filter(kind="sign_contract").first().due_on)
    due = list(occasions(ground.town.system, day_of(now)))
    assert len(due) == 4
    for occasion in due[:2]:
        remind_of(actor=ground.town.system, now=now, occasion=occasion)
    assert remind(actor=ground.town.system, now=now) == 2
    assert Reminder.objects.count() == 4
    with pytest.raises(WrongState, match=r"outreach\.no_longer"):
        remind_of(actor=ground.town.system, now=now, occasion=due[0])


def test_two_workers_remind_once(committed_db):
    ground = Ground(found_town(at("2025-09-01 08:00")))
    for number in range(5):
        ground.award(title=f"项目{number}")
    now = start_of(Duty.objects.filter(kind="sign_contract").first().due_on)
    with hands(2) as two:
        counts = two.race(*[lambda: remind(actor=ground.town.system, now=now)] * 2)
    assert sum(counts) == 5
    assert Event.objects.filter(type="outreach.reminded.last", city=CITY).count() == 5
