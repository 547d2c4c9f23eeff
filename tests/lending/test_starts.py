"""The supplier says that clock A began earlier: agreed to, or decided by the bureau. 二(四)-3"""

from datetime import date
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from cairong.cases.case import case_for
from cairong.clocks.reads import newest, verdict_of
from cairong.kernel.errors import Conflict, NotAllowed, NotFound, PolicyBreach, WrongState
from cairong.lending.actions.ask_supplier import answer_lender, ask_supplier
from cairong.lending.actions.complete_by_silence import complete_by_silence
from cairong.lending.actions.confirm_complete import confirm_complete
from cairong.lending.actions.dispute_start import (
    agree_start,
    decide_start,
    dispute_start,
    object_start,
)
from cairong.lending.actions.reject_application import reject_application
from cairong.lending.disputes import disputable_of
from cairong.lending.models import Application, StartDispute
from lending.ground import Case, twice
from support.staging import staged
from support.town import at

GROUND, REPLY = "十日那天材料已经全部交齐", "授权书原件十三日下午才到"
MONDAY = date(2025, 10, 13)


@staged
def complete(case: Case) -> Application:
    """An application of 9 October, confirmed on Monday the 13th: due on the 27th."""
    intent = case.intend(now=at("2025-10-09 09:30"))
    return confirm_complete(
        actor=case.officer(), now=on(13), application_id=case.application(intent).pk
    )


def on(day: int):
    return at(f"2025-10-{day:02} 10:00")


def disputed(case: Case, application, day: int = 14, claimed: int = 10) -> StartDispute:
    return dispute_start(
        actor=case.supplier, now=on(day), application_id=application.pk,
        claimed_on=date(2025, 10, claimed), ground=GROUND,
    )  # fmt: skip


def objected(case: Case, dispute, day: int = 15) -> StartDispute:
    return object_start(actor=case.officer(), now=on(day), start_id=dispute.pk, reason=REPLY)


def decided(case: Case, dispute, day: int, verdict: str = "uphold") -> StartDispute:
    desk = case.who("procurement-officer"), case.who("procurement-approver")
    return twice(
        decide_start, *desk, on(day), start_id=dispute.pk, verdict=verdict,
        reason="系统记录十日已经收到全部材料",
    )  # fmt: skip


def clock(application):
    duty = newest(application.pk, "decide_application")
    application.refresh_from_db()
    assert duty.start_on == application.complete_on
    return duty.start_on.day, duty.due_on.day


def test_what_the_institution_agrees_to_begins_then(case, complete):
    assert clock(complete) == (13, 27)
    dispute = disputed(case, complete)
    agree_start(actor=case.officer(), now=on(15), start_id=dispute.pk)
    assert clock(complete) == (10, 23)
    with pytest.raises(WrongState):
        objected(case, dispute)


@pytest.mark.parametrize(("verdict", "days"), [("uphold", (10, 23)), ("refuse", (13, 27))])
def test_else_the_bureau_decides_with_two(case, complete, verdict, days):
    dispute = objected(case, disputed(case, complete))
    decided(case, dispute, 20, verdict)
    assert clock(complete) == days
    dispute.refresh_from_db()
    assert dispute.state == {"uphold": "upheld", "refuse": "refused"}[verdict]


def test_the_bureau_waits_for_the_institution_but_not_for_ever(case, complete):
    dispute = disputed(case, complete)
    with pytest.raises(WrongState, match="start_awaited"):
        decided(case, dispute, 15)
    decided(case, dispute, 16)
    assert clock(complete) == (10, 23)


def test_a_pause_and_a_decision_meanwhile_are_counted_again(case, complete):
    dispute = disputed(case, complete)
    ask_supplier(
        actor=case.officer(), now=on(14), application_id=complete.pk, question="为何减少?",
        reason="判断还款来源",
    )  # fmt: skip
    answer_lender(actor=case.supplier, now=on(17), application_id=complete.pk, answer="跨月到账")
    case.by_bank(
        reject_application, "甲银行", on(29), application_id=complete.pk, code="term-mismatch",
        words="预计付款日太晚,请缩短期限后再申请",
    )  # fmt: skip
    duty = newest(complete.pk, "decide_application")
    assert (duty.due_on.day, verdict_of(duty, today=duty.done_on)) == (30, "kept")
    agree_start(actor=case.officer(), now=on(30), start_id=dispute.pk)
    duty.refresh_from_db()
    # 11(补班)、13、17、20—24、27、28: a day late by the start that was agreed
    assert (duty.due_on.day, duty.paused_days) == (28, 3)
    assert verdict_of(duty, today=duty.done_on) == "late"


def test_a_dispute_comes_within_a_working_day_of_a_day_that_can_be(case, complete):
    with pytest.raises(PolicyBreach, match="start_late"):
        disputed(case, complete, 15)
    for claimed in (8, 13):
        with pytest.raises(PolicyBreach, match="start_outside"):
            disputed(case, complete, claimed=claimed)
    assert disputable_of([complete], [], date(2025, 10, 14)) == {complete.pk}
    assert disputable_of([complete], [], date(2025, 10, 15)) == set()
    disputed(case, complete, claimed=9)
    assert disputable_of([complete], [complete.pk], date(2025, 10, 14)) == set()
    with pytest.raises(Conflict):
        disputed(case, complete)


def test_the_days_run_from_when_a_silence_was_recorded(case):
    application = case.application(case.intend(now=at("2025-10-09 09:30")))
    complete_by_silence(actor=case.town.system, now=at("2025-10-13 00:10"))
    application.refresh_from_db()
    assert application.complete_on == date(2025, 10, 11)
    disputed(case, application, 14)
    assert clock(application) == (11, 24)


def test_who_may_dispute_answer_and_decide(case, complete):
    dispute = disputed(case, complete)
    with pytest.raises(NotAllowed):
        agree_start(actor=case.supplier, now=on(14), start_id=dispute.pk)
    with pytest.raises(NotFound):
        agree_start(actor=case.officer("乙银行"), now=on(14), start_id=dispute.pk)
    officer = case.who("procurement-officer")
    with pytest.raises(NotAllowed):
        twice(
            decide_start, officer, officer, on(20), start_id=dispute.pk, verdict="uphold",
            reason="系统记录十日已经收到",
        )  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "wall"),
    [
        ({}, "lending_start_once"),
        ({"claimed_on": MONDAY}, "lending_start_earlier"),
        ({"state": "objected"}, "lending_start_reasoned"),
    ],
)
def test_rows_by_hand_are_refused(case, complete, facts, wall):
    if wall == "lending_start_once":
        disputed(case, complete)
    row = {
        "pk": uuid4(), "city_id": complete.city_id, "application": complete, "start_on": MONDAY,
        "claimed_on": date(2025, 10, 10), "ground": GROUND, "disputed_at": on(14),
        "answer_on": date(2025, 10, 15), **facts,
    }  # fmt: skip
    with pytest.raises(IntegrityError, match=wall), transaction.atomic():
        StartDispute.objects.create(**row)


def test_it_stands_on_the_page_of_its_case(case, complete):
    disputed(case, complete)
    found = case_for(case.officer(), case.contract.pk, now=on(14))
    assert "start" in {ball.thing for ball in found.balls}
