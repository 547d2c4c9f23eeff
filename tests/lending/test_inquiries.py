"""One list of defects before completeness, questions after it that stop the clock. 二(四)-3"""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from cairong.audit.models import Event
from cairong.cases.inquiries import asked_of, shares_of
from cairong.cases.reminding import remind
from cairong.clocks.reads import newest
from cairong.kernel.calendar import days_between
from cairong.kernel.errors import Invalid, NotAllowed, NotFound, PolicyBreach, WrongState
from cairong.lending.actions.approve_offer import approve_offer
from cairong.lending.actions.ask_supplier import answer_lender, ask_supplier, lapse_unanswered
from cairong.lending.actions.complete_by_silence import complete_by_silence, complete_silently
from cairong.lending.actions.confirm_complete import confirm_complete
from cairong.lending.actions.decline_offer import withdraw_intent
from cairong.lending.actions.lapse import lapse_intents
from cairong.lending.actions.list_defects import answer_defects, list_defects
from cairong.lending.actions.reject_application import reject_application
from cairong.lending.models import Application, Inquiry
from cairong.policy.calendar_data import CALENDAR
from lending.ground import Case
from support.staging import staged
from support.town import at

LIST = "近三个月银行流水:判断还款来源\n保证合同:本机构业务规则第3条要求"
FACT = "供应商昨天换了法定代表人,原授权失效"
OCTOBER = "2025-10-{:02} 10:00"


@staged
def submitted(case: Case) -> Application:
    """An application that came on Thursday, 9 October 2025; 11 is a make-up Saturday."""
    return case.application(case.intend(now=at("2025-10-09 09:30")))


@staged
def complete(case: Case, submitted) -> Application:
    """The same, complete on Friday, 10 October: ten working days end on the 23rd."""
    return confirm_complete(actor=case.officer(), now=on(10), application_id=submitted.pk)


def on(day: int):
    return at(OCTOBER.format(day))


def defects(case: Case, application, day: int, text: str = LIST, fact: str = "") -> Inquiry:
    return list_defects(
        actor=case.officer(), now=on(day), application_id=application.pk, defects=text,
        new_fact=fact,
    )  # fmt: skip


def mended(case: Case, application, day: int) -> Inquiry:
    return answer_defects(
        actor=case.supplier, now=on(day), application_id=application.pk, answer="流水已寄出"
    )


def question(case: Case, application, moment, role: str = "institution-officer") -> Inquiry:
    return ask_supplier(
        actor=case.who(role), now=moment, application_id=application.pk,
        question="上月回款为何减少?", reason="判断还款来源",
    )  # fmt: skip


def answered(case: Case, application, moment) -> Inquiry:
    return answer_lender(
        actor=case.supplier, now=moment, application_id=application.pk, answer="有一笔跨月到账"
    )


def codes(caught) -> list[str]:
    return [finding.code for finding in caught.value.findings]


def test_all_that_is_missing_is_listed_once_and_silence_runs_from_the_answer(case, submitted):
    listed = defects(case, submitted, 10)
    assert [item["what"] for item in listed.items] == ["近三个月银行流水", "保证合同"]
    assert newest(submitted.pk, "first_contact").state == "done"
    assert complete_by_silence(actor=case.town.system, now=on(20)) == 0
    mended(case, submitted, 15)
    assert complete_by_silence(actor=case.town.system, now=on(17)) == 0
    assert complete_by_silence(actor=case.town.system, now=on(18)) == 1
    submitted.refresh_from_db()
    assert (submitted.complete_on, submitted.by_silence) == (date(2025, 10, 17), True)


def test_a_list_that_says_no_reason_or_comes_late_is_refused(case, submitted):
    with pytest.raises(Invalid, match="defect_unreasoned") as caught:
        defects(case, submitted, 10, "流水:判断还款来源\n保证合同")
    assert caught.value.findings[0].params["line"] == 2
    with pytest.raises(Invalid, match="defects_many"):
        defects(case, submitted, 10, "\n".join([LIST] * 21))
    with pytest.raises(PolicyBreach, match="defects_late"):
        defects(case, submitted, 12)  # 10、11(补班) were the two days


def test_further_lists_rest_on_a_new_fact_and_are_counted(case, submitted):
    defects(case, submitted, 10)
    with pytest.raises(WrongState, match="inquiry_open"):
        defects(case, submitted, 10, fact=FACT)
    mended(case, submitted, 13)
    with pytest.raises(NotFound):
        mended(case, submitted, 13)
    with pytest.raises(PolicyBreach, match="defects_without_fact"):
        defects(case, submitted, 14)
    assert defects(case, submitted, 14, fact=FACT).round == 2
    mended(case, submitted, 16)
    with pytest.raises(PolicyBreach, match="defects_again"):
        defects(case, submitted, 17, fact=FACT)
    assert complete_by_silence(actor=case.town.system, now=on(21)) == 1


def test_an_institution_may_take_it_as_complete_without_the_answer(case, submitted):
    defects(case, submitted, 10)
    with pytest.raises(WrongState, match="inquiry_open"):
        complete_silently(
            actor=case.town.system, now=on(14), application_id=submitted.pk, on=date(2025, 10, 11)
        )
    confirm_complete(actor=case.officer(), now=on(13), application_id=submitted.pk)
    assert Inquiry.objects.get().state == "dropped"
    with pytest.raises(WrongState):
        defects(case, submitted, 13)


def test_a_question_stops_the_clock_until_it_is_answered(case, complete):
    asked = question(case, complete, on(14))
    duty = newest(complete.pk, "decide_application")
    assert (duty.state, asked.lapses_on) == ("paused", date(2025, 10, 28))
    assert "判断还款来源" in duty.pauses[0]["reason"]
    answered(case, complete, on(17))
    duty.refresh_from_db()
    # counted: 11(补班)、13、17、20—24、27、28
    assert (duty.state, duty.due_on, duty.paused_days) == ("running", date(2025, 10, 28), 3)
    shares = shares_of(
        complete, asked_of([complete.pk]), today=date(2025, 10, 20), calendar=CALENDAR
    )
    assert (shares.institution, shares.supplier) == (5, 3)
    assert shares.whole == days_between(date(2025, 10, 9), date(2025, 10, 20), "working", CALENDAR)


def test_two_questions_at_most_and_one_at_a_time(case, complete):
    for day in (13, 15):
        question(case, complete, on(day))
        with pytest.raises(WrongState, match="inquiry_open"):
            question(case, complete, on(day))
        answered(case, complete, on(day + 1))
    with pytest.raises(PolicyBreach, match="questions_many"):
        question(case, complete, on(17))


@pytest.mark.parametrize(
    ("day", "role", "code"),
    [
        (21, "institution-officer", ""),  # the eighth day: seven have ended
        (22, "institution-officer", "lending.question_late"),
        (22, "institution-manager", ""),
        (24, "institution-manager", "lending.question_overdue"),
    ],
)
def test_in_the_last_fifth_the_manager_alone_stops_the_clock(case, complete, day, role, code):
    if not code:
        assert question(case, complete, on(day), role).round == 1
        return
    with pytest.raises(PolicyBreach) as caught:
        question(case, complete, on(day), role)
    assert codes(caught) == [code]


def test_who_may_ask_and_answer(case, submitted, complete):
    with pytest.raises(NotAllowed):
        question(case, complete, on(13), "institution-approver")
    question(case, complete, on(13))
    with pytest.raises(NotFound):
        mended(case, complete, 14)
    stranger = case.town.actor(
        case.town.supplier("别的供应商", uscc="91410300MA3X4LQK6G"), "supplier", "other"
    )
    with pytest.raises(NotFound):
        answer_lender(actor=stranger, now=on(14), application_id=complete.pk, answer="不是我的")


def test_silence_lapses_the_application_after_three_reminders(case, complete):
    asked = question(case, complete, on(14))
    system = case.town.system
    for n in range(16):
        moment = on(14) + timedelta(days=n)
        remind(actor=system, now=moment)
        assert lapse_intents(actor=system, now=moment) == 0
        assert lapse_unanswered(actor=system, now=moment) == (moment.date().day == 29)
    given = Event.objects.filter(type="outreach.reminded.question").order_by("seq")
    # the third, sixth and ninth working day
    assert [each.at.date().day for each in given] == [17, 22, 27]
    asked.refresh_from_db()
    complete.refresh_from_db()
    complete.intent.refresh_from_db()
    assert (asked.state, complete.state, complete.intent.state) == ("lapsed", "lapsed", "closed")
    assert newest(complete.pk, "decide_application").state == "cancelled"


def test_nobody_lapses_who_was_not_reminded(case, complete):
    question(case, complete, on(14))
    later, system = at("2025-11-10 00:10"), case.town.system
    assert lapse_unanswered(actor=system, now=later) == 0
    for n in range(3):  # what a standing-still worker missed comes day by day
        assert remind(actor=system, now=later + timedelta(days=n)) >= 1
    assert lapse_unanswered(actor=system, now=later + timedelta(days=3)) == 1


@pytest.mark.parametrize("ends", ["reject", "approve", "withdraw"])
def test_whatever_ends_the_application_ends_the_question_and_the_pause(case, complete, ends):
    question(case, complete, on(14))
    now = on(16)
    if ends == "withdraw":
        withdraw_intent(actor=case.supplier, now=now, intent_id=complete.intent_id)
    elif ends == "reject":
        case.by_bank(
            reject_application, "甲银行", now, application_id=complete.pk, code="term-mismatch",
            words="预计付款日太晚,请缩短期限后再申请",
        )  # fmt: skip
    else:
        product = case.publish()
        case.verify(complete.intent, now=now)
        case.by_bank(approve_offer, "甲银行", now, **case.terms(complete.intent, product, 300_000))
    duty = newest(complete.pk, "decide_application")
    assert (duty.paused_on, duty.paused_days) == (None, 2)
    assert duty.state == ("cancelled" if ends == "withdraw" else "done")
    assert Inquiry.objects.get().state == "dropped"


@pytest.mark.parametrize(
    ("facts", "wall"),
    [
        ({}, "lending_inquiry_one_open"),
        ({"state": "answered", "round": 1, "answer": "有"}, "lending_inquiry_counted"),
        ({"state": "answered", "answer": ""}, "lending_inquiry_answered"),
        ({"kind": "defects", "round": 2}, "lending_inquiry_reasoned"),
    ],
)
def test_rows_by_hand_are_refused(case, complete, facts, wall):
    asked = question(case, complete, on(14))
    if wall == "lending_inquiry_counted":
        answered(case, complete, on(15))
    row = {
        "pk": uuid4(), "city_id": asked.city_id, "application": complete, "kind": "question",
        "round": 2, "items": [], "asked_at": on(16), "lapses_on": date(2025, 10, 30),
        "ended_at": on(17) if facts.get("state") else None, **facts,
    }  # fmt: skip
    if wall == "lending_inquiry_reasoned":
        row |= {"state": "dropped", "ended_at": on(17)}
    with pytest.raises(IntegrityError, match=wall), transaction.atomic():
        Inquiry.objects.create(**row)
