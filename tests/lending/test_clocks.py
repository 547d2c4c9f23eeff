"""Ten working days to decide and seven to disburse, over holidays, make-up days and year's end."""

from datetime import date, timedelta

import pytest

from cairong.clocks import reads as clocks
from cairong.lending.actions.complete_by_silence import complete_by_silence
from cairong.lending.actions.confirm_complete import confirm_complete
from cairong.lending.actions.decline_offer import decline_offer, withdraw_intent
from cairong.lending.actions.meet_conditions import meet_conditions
from cairong.lending.actions.reject_application import reject_application
from cairong.rulebook.models import ParameterRow
from lending.ground import Case
from support.town import CITY, at

DECISIONS = [
    # complete on, due, provisional: the ten working days counted
    ("2025-09-30", "2025-10-21", False),  # 10月9、10、11(补班)、13—17、20、21
    ("2025-10-10", "2025-10-23", False),  # 11(补班)、13—17、20—23
    ("2025-10-11", "2025-10-24", False),  # a make-up Saturday may start it too
    ("2025-12-22", "2026-01-06", False),  # 23—26、29—31、1月4(补班)、5、6
    ("2026-02-09", "2026-02-28", False),  # 10—14(14补班)、24—28(28补班)
    ("2026-12-21", "2027-01-04", True),  # 22—25、28—31、1月1(周五)、4
]
DRAWS = [
    ("2025-10-09", "2025-10-17", False),  # 10、11(补班)、13—17
    ("2025-12-24", "2026-01-05", False),  # 25、26、29—31、1月4(补班)、5
    ("2026-02-11", "2026-02-27", False),  # 12、13、14(补班)、24—27
    ("2026-12-25", "2027-01-05", True),  # 28—31、1月1、4、5
]


def complete(case: Case, day: str):
    """An application that is complete on a day."""
    moment = at(f"{day} 16:00")
    intent = case.intend(now=moment)
    application = case.application(intent)
    return confirm_complete(actor=case.officer(), now=moment, application_id=application.pk)


def verdict(subject, kind: str, day: date) -> str:
    return clocks.verdict_of(clocks.newest(subject.pk, kind), today=day)


@pytest.mark.parametrize(("day", "due", "provisional"), DECISIONS)
def test_ten_working_days_to_decide(case: Case, day, due, provisional):
    duty = clocks.newest(complete(case, day).pk, "decide_application")
    assert (duty.due_on.isoformat(), duty.provisional) == (due, provisional)
    assert duty.start_on.isoformat() == day


@pytest.mark.parametrize(("day", "due", "provisional"), DRAWS)
def test_seven_working_days_to_disburse(case: Case, product, day, due, provisional):
    offer = case.accepted(product)
    case.lock(offer)
    signed, now = date.fromisoformat(day), at(f"{day} 16:00")
    meet_conditions(actor=case.officer(), now=now, offer_id=offer.pk, signed_on=signed)
    duty = clocks.newest(offer.pk, "disburse_loan")
    assert (duty.due_on.isoformat(), duty.provisional) == (due, provisional)
    case.draw(offer, 300_000, now=at(f"{due} 23:59"))
    assert verdict(offer, "disburse_loan", duty.due_on) == "kept"


def test_the_day_of_luoyang_starts_the_clock(case: Case):
    """Half past midnight in Luoyang is still yesterday in UTC."""
    intent = case.intend(now=at("2025-10-10 00:10"))
    confirm_complete(
        actor=case.officer(), now=at("2025-10-10 00:30"), application_id=case.application(intent).pk
    )
    assert clocks.newest(intent.pk, "decide_application").start_on == date(2025, 10, 10)


@pytest.mark.parametrize(
    ("decided", "said"), [("2025-10-23 23:59", "kept"), ("2025-10-24 00:00", "late")]
)
def test_the_last_day_ends_at_midnight_and_a_late_answer_is_still_possible(case, decided, said):
    application = complete(case, "2025-10-10")
    assert verdict(application, "decide_application", date(2025, 10, 23)) == "open"
    assert verdict(application, "decide_application", date(2025, 10, 24)) == "late"
    case.by_bank(
        reject_application, "甲银行", at(decided), application_id=application.pk,
        code="term-mismatch", words="预计付款日太晚,请缩短期限后再申请",
    )  # fmt: skip
    assert verdict(application, "decide_application", date(2025, 11, 30)) == said


def test_a_late_disbursement_counts_late_however_long_after(case: Case, product):
    offer = case.ready(product)
    case.draw(offer, 100_000, now=at("2025-10-20 09:00"))
    case.draw(offer, 200_000, now=at("2025-11-20 09:00"))
    duty = clocks.newest(offer.pk, "disburse_loan")
    assert (duty.due_on, duty.done_on) == (date(2025, 10, 17), date(2025, 11, 20))
    assert verdict(offer, "disburse_loan", date(2025, 12, 1)) == "late"


def test_what_the_supplier_ends_counts_against_nobody(case: Case, product):
    application = complete(case, "2025-10-10")
    late = at("2025-11-03 10:00")
    withdraw_intent(actor=case.supplier, now=late, intent_id=application.intent_id)
    assert clocks.newest(application.pk, "decide_application").state == "cancelled"
    case.now = late
    offer = case.ready(product)
    decline_offer(actor=case.supplier, now=at("2025-12-01 10:00"), offer_id=offer.pk)
    assert clocks.newest(offer.pk, "disburse_loan").state == "cancelled"


def test_silence_over_the_year_end_waits_for_two_working_days(case: Case):
    intent = case.intend(now=at("2025-12-31 17:00"))
    system = case.town.system
    assert complete_by_silence(actor=system, now=at("2026-01-05 23:59")) == 0
    assert complete_by_silence(actor=system, now=at("2026-01-06 00:10")) == 1
    duty = clocks.newest(intent.pk, "decide_application")
    assert (duty.start_on, duty.due_on) == (date(2026, 1, 5), date(2026, 1, 19))


def test_a_silence_keeps_the_days_that_held_when_it_began(case: Case):
    case.intend(now=at("2025-10-09 10:00"))
    ParameterRow.objects.create(
        city_id=CITY, code="complete_silence_days", value=5, valid_from=date(2025, 10, 11),
        source="洛财购通知", recorded_at=case.now,
    )  # fmt: skip
    assert complete_by_silence(actor=case.town.system, now=at("2025-10-12 00:05")) == 1


def test_the_clock_runs_per_institution(case: Case):
    case.bank("乙银行")
    intent = case.intend(100, "甲银行", "乙银行", now=at("2025-10-09 10:00"))
    for place, bank in enumerate(("甲银行", "乙银行")):
        case.now = at("2025-10-09 11:00") + timedelta(days=place)
        case.complete(intent, bank)
    due = {
        bank: clocks.newest(case.application(intent, bank).pk, "decide_application").due_on
        for bank in ("甲银行", "乙银行")
    }
    assert due == {"甲银行": date(2025, 10, 22), "乙银行": date(2025, 10, 23)}
