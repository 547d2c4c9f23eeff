"""A loan that is overdue: noted once, spoken of, planned by both, written off by two. 二(四)-5"""

from datetime import date, timedelta

import pytest

from cairong.audit.models import Event
from cairong.clocks.models import Duty
from cairong.kernel.errors import Invalid, NotAllowed, NotFound, PolicyBreach, WrongState
from cairong.lending.actions.contact_overdue import contact_overdue
from cairong.lending.actions.note_overdue import begin_overdue, note_overdue
from cairong.lending.actions.plan_repayment import agree_plan, decline_plan, propose_plan
from cairong.lending.actions.record_repayment import record_repayment
from cairong.lending.actions.write_off_loan import write_off_loan
from cairong.lending.models import Loan, Overdue, RepaymentPlan, WriteOff
from cairong.lending.overdues import arrears_on, causes_of, overdues_of
from cairong.parties.reads import the_only
from cairong.policy.calendar_data import CALENDAR
from lending.ground import Case, twice
from support.staging import staged
from support.town import CITY, at

DRAWN, DUE = at("2025-10-21 10:00"), date(2026, 4, 19)  # a Sunday: in time until Monday the 20th
WORDS = "采购人还没有付第二笔货款,答应月底前"
DAY = timedelta(days=1)


@staged
def loan(case: Case, product) -> Loan:
    """300,000 yuan over 180 days, due on Sunday, 19 April 2026."""
    case.now = at("2025-10-15 10:30")
    return case.draw(case.ready(product), 300_000, now=DRAWN)


@staged
def overdue(case: Case, loan: Loan) -> Overdue:
    noted(case, on(21))
    return Overdue.objects.get()


def on(day: int, month: int = 4):
    return at(f"2026-{month:02}-{day:02} 00:05")


def noted(case: Case, now) -> int:
    return note_overdue(actor=case.town.system, now=now)


def repaid(case: Case, loan: Loan, yuan: int, now) -> Loan:
    return case.by_bank(
        record_repayment, "甲银行", now, loan_id=loan.pk, amount_fen=yuan * 100, on=now.date(),
        means="供应商转账",
    )  # fmt: skip


def spoken(case: Case, overdue: Overdue, now, **facts) -> Overdue:
    given = {"on": now.date(), "channel": "phone", "words": WORDS, **facts}
    return contact_overdue(actor=case.officer(), now=now, overdue_id=overdue.pk, **given)


def planned(case: Case, overdue: Overdue, now, *parts: tuple[date, int]) -> RepaymentPlan:
    return twice(
        propose_plan, *case.pair(), now, overdue_id=overdue.pk, days=[day for day, _ in parts],
        principals_fen=[yuan * 100 for _, yuan in parts], words="货款分两次到,照此归还",
    )  # fmt: skip


def halves(first: date = date(2026, 5, 8), second: date = date(2026, 6, 8)):
    return (first, 100_000), (second, 200_000)


def agreed(case: Case, overdue: Overdue, now) -> Overdue:
    return agree_plan(actor=case.supplier, now=now, overdue_id=overdue.pk)


def test_noted_on_the_first_day_after_the_last_on_which_it_was_in_time(case, loan):
    assert DUE.weekday() == 6
    assert [noted(case, on(day)) for day in (18, 19, 20, 21, 21, 22)] == [0, 0, 0, 1, 0, 0]
    (overdue,) = Overdue.objects.all()
    assert (overdue.due_on, overdue.last_on, overdue.state) == (DUE, DUE + DAY, "open")
    duty = Duty.objects.get(kind="contact_overdue")
    assert (duty.subject_id, duty.holder_organisation) == (overdue.pk, case.bank())
    assert duty.due_on == date(2026, 4, 24)
    event = Event.objects.get(type="lending.loan.overdue")
    assert event.after["principal_fen"] == 30_000_000
    assert event.after["interest_fen"] == 182 * 2_875  # a day: 300,000 · 3.45 % / 360
    assert len(event.after["tell"]) == 2


def test_nobody_else_sees_it(case, overdue):
    assert list(overdues_of(case.officer())) == [overdue]
    assert list(overdues_of(case.supplier)) == [overdue]
    for kind, role in (
        ("regulator", "regulator"),
        ("pboc", "pboc"),
        ("bureau", "treasury-officer"),
    ):
        watcher = case.town.actor(the_only(CITY, kind), role)
        assert list(overdues_of(watcher)) == [overdue]
    assert not overdues_of(case.officer("乙银行"))
    assert not overdues_of(case.who("purchaser-officer"))
    with pytest.raises(NotFound):
        contact_overdue(
            actor=case.officer("乙银行"), now=on(22), overdue_id=overdue.pk, on=DUE,
            channel="phone", words=WORDS,
        )  # fmt: skip
    with pytest.raises(NotAllowed):
        contact_overdue(
            actor=case.supplier, now=on(22), overdue_id=overdue.pk, on=DUE, channel="phone",
            words=WORDS,
        )  # fmt: skip


def test_a_contact_ends_the_duty_and_may_be_recorded_again(case, overdue):
    spoken(case, overdue, on(22))
    spoken(case, overdue, on(23), channel="visit")
    overdue.refresh_from_db()
    assert (overdue.state, overdue.contacts.count()) == ("contacted", 2)
    assert Duty.objects.get(kind="contact_overdue").state == "done"
    for day in (DUE - DAY, date(2026, 4, 24)):
        with pytest.raises(Invalid):
            spoken(case, overdue, on(23), on=day)


def test_repaid_it_ends_by_itself(case, loan, overdue):
    assert arrears_on(loan, date(2026, 4, 21), CALENDAR).days == 1
    repaid(case, loan, 100_000, on(22))
    overdue.refresh_from_db()
    assert overdue.state == "open"
    rest = arrears_on(Loan.objects.get(), date(2026, 4, 22), CALENDAR)
    assert (rest.interest_fen, rest.principal_fen) == (0, 20_000_000 + 183 * 2_875)


def test_a_plan_that_is_kept(case, loan, overdue):
    spoken(case, overdue, on(22))
    with pytest.raises(PolicyBreach, match="plan_sum"):
        planned(case, overdue, on(23), (date(2026, 5, 8), 100_000))
    for days in (
        halves(first=date(2026, 4, 23)), halves(first=date(2026, 6, 8)),
        halves(second=date(2026, 10, 21)),
    ):  # fmt: skip
        with pytest.raises(PolicyBreach, match="plan_days"):
            planned(case, overdue, on(23), *days)
    with pytest.raises(WrongState):
        agreed(case, overdue, on(23))
    plan = planned(case, overdue, on(23), *halves())
    decline_plan(
        actor=case.supplier, now=on(24), overdue_id=overdue.pk, reason="五月上旬没有钱到账"
    )
    plan.refresh_from_db()
    assert (plan.state, plan.reason) == ("declined", "五月上旬没有钱到账")
    later = halves(first=date(2026, 5, 16))  # a Saturday: in time until Monday the 18th
    plan = planned(case, overdue, on(27), *later)
    agreed(case, overdue, on(28))
    overdue.refresh_from_db()
    assert overdue.state == "planned"
    with pytest.raises(WrongState):
        twice(
            write_off_loan,
            *case.pair(),
            on(29),
            overdue_id=overdue.pk,
            reason="企业已经停业,无财产可供执行",
        )
    assert noted(case, on(18, 5)) == 0
    loan.refresh_from_db()
    owed = arrears_on(loan, date(2026, 5, 18), CALENDAR)
    repaid(case, loan, 100_000 + owed.interest_fen // 100 + 1, on(18, 5))
    assert noted(case, on(19, 5)) == 0
    last = arrears_on(Loan.objects.get(), date(2026, 6, 5), CALENDAR)
    assert last.days == 46
    case.by_bank(
        record_repayment, "甲银行", on(5, 6), loan_id=loan.pk, amount_fen=last.whole_fen,
        on=date(2026, 6, 5), means="供应商转账",
    )  # fmt: skip
    overdue.refresh_from_db()
    plan.refresh_from_db()
    assert (overdue.state, plan.state, Loan.objects.get().state) == ("cleared", "kept", "settled")
    assert overdue.due_on == DUE


def test_a_plan_that_is_missed(case, loan, overdue):
    plan = planned(case, overdue, on(23), *halves())
    agreed(case, overdue, on(24))
    assert Duty.objects.get(kind="contact_overdue").state == "done"
    assert [noted(case, on(day, 5)) for day in (8, 9, 9)] == [0, 1, 0]
    overdue.refresh_from_db()
    plan.refresh_from_db()
    assert (overdue.state, plan.state, overdue.due_on) == ("open", "missed", DUE)
    assert Duty.objects.filter(kind="contact_overdue", state="running").count() == 1
    planned(case, overdue, on(9, 5), *halves(first=date(2026, 5, 20)))


def test_money_since_the_proposal_outdates_it(case, loan, overdue):
    planned(case, overdue, on(23), *halves())
    repaid(case, loan, 50_000, on(24))
    with pytest.raises(PolicyBreach, match="plan_outdated"):
        agreed(case, overdue, on(24))


def test_written_off_it_is_owed_still(case, loan, overdue):
    reason = "企业已经停业,法院终结本次执行"
    with pytest.raises(NotAllowed):
        twice(
            write_off_loan, case.officer(), case.officer(), on(25), overdue_id=overdue.pk,
            reason=reason,
        )  # fmt: skip
    twice(write_off_loan, *case.pair(), on(26), overdue_id=overdue.pk, reason=reason)
    overdue.refresh_from_db()
    loan.refresh_from_db()
    gone = WriteOff.objects.get()
    assert (overdue.state, gone.principal_fen) == ("written_off", 30_000_000)
    assert (loan.outstanding_fen, loan.state) == (30_000_000, "repaying")
    with pytest.raises(WrongState):
        twice(write_off_loan, *case.pair(), on(27), overdue_id=overdue.pk, reason=reason)
    spoken(case, overdue, on(27))
    assert noted(case, on(28)) == 0
    case.paid("411120", on(6, 5))
    overdue.refresh_from_db()
    assert (Loan.objects.get().state, overdue.state) == ("settled", "cleared")
    assert WriteOff.objects.count() == 1


def test_the_purchaser_that_paid_late_is_named(case, loan, overdue):
    assert causes_of([overdue], date(2026, 4, 21)) == {overdue.pk: []}
    with case.at(at("2026-03-02 10:00")):
        case.do(
            "record_acceptance", contract=case.contract, milestone="验收", amount_fen=41_112_000,
            on=date(2026, 3, 2),
        )  # fmt: skip
    (cause,) = causes_of([overdue], date(2026, 4, 21))[overdue.pk]
    assert cause.purchaser == "采购人"
    assert (cause.due_on, cause.done_on) == (date(2026, 3, 16), None)
    assert cause.days == 36


def test_only_a_loan_that_is_overdue_is_noted(case, loan):
    with pytest.raises(WrongState):
        begin_overdue(actor=case.town.system, now=on(20), loan_id=loan.pk)
