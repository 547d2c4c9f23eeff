"""A loan of before its contract came here: no statistic knows it, headroom, lock and money do."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

import cairong
from cairong.cases.figures import city_figures
from cairong.evaluation.counting import counted
from cairong.evaluation.facts import facts_of
from cairong.evaluation.scheme import governing
from cairong.guidance.shortages import volumes
from cairong.kernel.actor import Role
from cairong.kernel.errors import Conflict, PolicyBreach, Refusal, WrongState
from cairong.lending.actions import answer_outside
from cairong.lending.actions.answer_outside import agree_outside, decline_outside
from cairong.lending.actions.enter_outside import withdraw_outside
from cairong.lending.checking import books_check
from cairong.lending.models import Loan, LoanEntry, OutsideLoan, YearBorrower, YearDrawn
from cairong.lending.steps.years import sum_years_anew
from cairong.notary.facts import differences
from cairong.oversight.performance import performances
from cairong.oversight.reads import financed, loans_behind, months, newcomers, standing, years
from cairong.parties.models import Organisation
from cairong.policy.evaluation import NEWEST, SCHEMES
from cairong.promotion.segments import of_segment
from cairong.treasury.arithmetic import headroom_fen
from cairong.treasury.models import Lock, LockOperation, Receivable
from lending.elsewhere import Ran, ran_before
from lending.ground import Case
from support.staging import staged
from support.town import CITY, at

SOURCES = Path(cairong.__file__).parent


@staged
def ran(db) -> Ran:
    return ran_before()


def statistics(case: Case) -> dict[str, Any]:
    """Every figure that counts loans, read anew."""
    watcher, today = case.who(Role.PROCUREMENT_OFFICER), date(2025, 12, 31)
    lately = case.town.bureau(Role.PROCUREMENT_OFFICER)
    return {
        "board": repr(standing(watcher, 2025)),
        "board worked out": repr(financed(watcher, 2025)),
        "rows behind": list(loans_behind(watcher, 2025).values_list("pk")),
        "months": months(watcher, 2025),
        "years": years(CITY),
        "newcomers": newcomers(CITY, 2025),
        "league": repr(performances(watcher, 2025, today=today)),
        "evaluation": repr(counted(CITY, 2025, SCHEMES[NEWEST], today=today)),
        "exported": re.sub(
            r'"cut_off":"[^"]*"', "", facts_of(CITY, 2025, governing(CITY, 2025), now=case.now)
        ),
        "first page": city_figures(CITY, 2025),
        "relending": volumes(CITY, today),
        "won, not lent": set(
            Organisation.objects.filter(of_segment(lately, case.now, "won")).values_list("pk")
        ),
        "years drawn": list(YearDrawn.objects.order_by("pk").values_list("region", "amount_fen",
                                                                        "loans", "suppliers")),
        "borrowers": list(YearBorrower.objects.values_list("year", "region", "supplier")),
    }  # fmt: skip


@pytest.mark.parametrize("drawn_here", [False, True])
def test_no_statistic_knows_it(ran, drawn_here):
    case = ran.case
    if drawn_here:
        offer = case.ready(case.publish(), 100_000)
        case.draw(offer, 100_000)
    before, free = statistics(case), headroom_fen(ran.book)
    outside = ran.stands()
    after = statistics(case)
    assert {name: after[name] for name in before} == before
    sum_years_anew(CITY)
    assert [row[1] for row in statistics(case)["years drawn"]] == (
        [10_000_000] * 2 if drawn_here else []
    )
    assert headroom_fen(ran.book) == free - 10_000_000
    assert outside.loan.no.startswith("平台外WD")
    assert outside.loan.service_order == 1 + drawn_here
    assert (ran.asks(outside).state == "active") == drawn_here  # joins the lock that is there
    assert books_check(CITY)["differences"] == []
    assert list(differences(CITY)) == []


def test_what_counts_loans_reads_those_drawn_here():
    """Only these read all loans; whoever counts reads `Loan.here`."""
    all_of_them = {
        "lending", "notary/facts.py", "admission/reads.py", "alerts/reads.py",
        "recommending/reads.py", "driving/stories/expectations.py", "complaints/steps/evidence.py",
    }  # fmt: skip
    found = {
        str(path.relative_to(SOURCES))
        for path in SOURCES.rglob("*.py")
        if "migrations" not in path.parts and "Loan.objects" in path.read_text()
    }
    assert {name for name in found if name.split("/")[0] not in all_of_them} <= all_of_them


def test_money_repays_it_once_the_account_is_locked(ran):
    case, outside = ran.case, ran.stands()
    case.paid(50_000, at("2025-10-10 09:30"))
    assert Loan.objects.get().outstanding_fen == 10_000_000  # all of it the supplier's
    with case.at(at("2025-10-13 09:30")):
        lock = ran.locked(outside)
    case.paid(150_000, at("2025-11-07 09:30"))
    loan = Loan.objects.get()
    # 100,000.00 × 4.35 % × 30 days ÷ 360 = 362.50
    assert (loan.state, loan.interest_paid_fen) == ("settled", 36_250)
    lock.refresh_from_db()
    assert lock.state == "released"
    assert books_check(CITY)["balanced"]


def test_anothers_lock_ends_with_its_loans_and_the_next_can_be_asked_for(ran):
    """乙 lent outside, 甲 here: neither holds the account for longer than its own loan runs."""
    case, outside = ran.case, ran.stands("乙银行")
    case.draw(case.ready(case.publish(), 50_000), 50_000)
    with pytest.raises(Conflict):
        ran.asks(outside, "乙银行")
    case.paid(60_000, at("2025-10-10 09:30"))
    assert [each.outstanding_fen for each in Loan.objects.order_by("no")] == [0, 10_000_000]
    assert Lock.objects.get().state == "released"
    assert books_check(CITY)["differences"] == []


def test_own_money_that_settles_it_ends_the_request_that_waits(ran):
    case, outside = ran.case, ran.stands()
    lock = ran.asks(outside)
    with pytest.raises(WrongState, match="lock_pending"):
        ran.asks(outside)
    with case.at(at("2025-11-07 09:30")):
        case.do("record_repayment", loan=outside.loan, amount_fen=10_036_250, on=date(2025, 11, 7))
    lock.refresh_from_db()
    assert (Loan.objects.get().state, lock.state) == ("settled", "lapsed")
    assert headroom_fen(ran.book) == headroom_fen(Receivable.objects.get())
    assert ran.book.outstanding_fen == 0
    with pytest.raises(WrongState):
        ran.asks(OutsideLoan.objects.get())


def test_the_supplier_is_asked_and_answers_once(ran):
    case, outside = ran.case, ran.entered()
    free = headroom_fen(ran.book)
    with pytest.raises(Conflict):
        ran.entered()
    ran.said(decline_outside, outside, reason="已经还清了")
    for act, told in ((agree_outside, {}), (decline_outside, {"reason": "还是不对"})):
        with pytest.raises(WrongState):
            ran.said(act, outside, **told)
    with pytest.raises(WrongState, match="not_standing"):
        ran.asks(outside)
    again = ran.entered()
    withdraw_outside(actor=case.officer(), now=case.now, outside_id=again.pk, reason="填错")
    with pytest.raises(WrongState):
        ran.said(agree_outside, again)
    assert (headroom_fen(ran.book), Loan.objects.count()) == (free, 0)


@pytest.mark.parametrize(
    ("other", "code"),
    [
        ({"drawn_on": date(2025, 9, 25)}, "lending.outside_drawn"),  # before it was signed
        ({"drawn_on": date(2025, 10, 6)}, "lending.outside_drawn"),  # it had come here
        ({"counted_on": date(2025, 9, 27)}, "lending.outside_counted"),  # before the opening's day
        ({"counted_on": date(2025, 10, 10)}, "lending.outside_counted"),
        ({"outstanding_fen": 15_000_001}, "lending.outside_above_original"),
        ({"due_on": date(2025, 9, 27)}, "lending.outside_due"),
        ({"original_fen": 10**9, "outstanding_fen": 33_964_001}, "lending.outside_above_carried"),
    ],
)
def test_what_cannot_be_is_refused(ran, other, code):
    with pytest.raises(PolicyBreach) as caught:
        ran.entered(**other)
    assert caught.value.findings[0].code == code


def test_whoever_enters_one_is_not_told_what_others_lent(ran):
    ran.case.accepted(ran.case.publish(), 300_000)
    outside = ran.entered(original_fen=10**9, outstanding_fen=33_964_000)
    assert outside.state == "entered"
    with pytest.raises(PolicyBreach, match="outside_above_carried"):
        ran.entered(original_fen=10**9, outstanding_fen=33_964_001, agreement_no="另一份 2 号")


def test_what_was_lent_here_meanwhile_leaves_no_room(ran):
    case, outside = ran.case, ran.entered()
    case.accepted(case.publish(), 300_000)
    with pytest.raises(PolicyBreach) as caught:
        ran.said(agree_outside, outside)
    assert caught.value.findings[0].code == "lending.above_headroom"


def test_only_the_account_at_the_lender_is_locked(ran):
    outside = ran.stands("乙银行")
    with pytest.raises(Refusal) as caught:
        ran.asks(outside, "乙银行")
    assert caught.value.findings[0].code == "treasury.account_elsewhere"


ENTERED = """INSERT INTO lending_outsideloan (id, city_id, receivable_id, institution_id,
    agreement_no, original_fen, outstanding_fen, counted_on, drawn_on, due_on, rate_bp, day_count,
    evidence, entered_at, state, words)
    SELECT gen_random_uuid(), r.city_id, r.id, i.id, '另一份', 5, {}, '2025-10-08', '{}',
        '2026-01-01', 435, 360, '无', '2025-10-09 09:30+08', '{}', ''
    FROM treasury_receivable r, parties_organisation i WHERE i.name = '甲银行'"""
SAID = "UPDATE lending_outsideloan SET state = '{}', words = '{}', answered_at = now()"
BY_HAND = {
    "standing at once": (ENTERED.format(5, "2025-09-27", "standing"), "lending_outside_steps"),
    "entered by nobody": (ENTERED.format(5, "2025-09-27", "entered"), "lending_outside_undecided"),
    "drawn since": (ENTERED.format(5, "2025-10-05", "entered"), "lending_outside_ran"),
    "more left than lent": (ENTERED.format(6, "2025-09-27", "entered"), "lending_outside_range"),
    "agreed to by nobody": (SAID.format("standing", ""), "lending_outside_undecided"),
    "declined by nobody": (SAID.format("declined", "不对"), "lending_outside_undecided"),
    "taken back by nobody": (SAID.format("withdrawn", "填错"), "lending_outside_undecided"),
    "another amount": ("UPDATE lending_outsideloan SET outstanding_fen = 1", "permission denied"),
}
CLONE = """INSERT INTO lending_loan (id, city_id, no, offer_id, outside_id, receivable_id,
    contract_id, institution_id, supplier_id, region, principal_fen, fee_fen, rate_bp, day_count,
    method, hold_until_due, service_order, drawn_on, due_on, accrued_on, outstanding_fen,
    accrued_fen, interest_paid_fen, principal_paid_fen, fee_paid_fen, state)
    SELECT gen_random_uuid(), city_id, '另一笔', NULL, NULL, receivable_id, contract_id,
        institution_id, supplier_id, region, 5, 0, 435, 360, 'bullet', false, 9, drawn_on, due_on,
        accrued_on, 0, 0, 0, 0, 0, 'repaying' FROM lending_loan"""
STANDING = {
    "an answer taken back": (SAID.format("declined", "不对"), "lending_outside_steps"),
    "a loan of nothing": (CLONE, "lending_loan_of_one"),
    "under the lock no more": (
        "UPDATE treasury_lockoperation SET state = 'cancelled', ended_at = now()",
        "lending_operation_undecided",
    ),
}


def carried_out(statement: str = "SELECT 1") -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize("what", sorted(BY_HAND))
def test_rows_by_hand_are_refused(ran, what):
    ran.entered()
    statement, guard = BY_HAND[what]
    with pytest.raises(DatabaseError, match=guard):
        carried_out(statement)


def test_rows_by_hand_are_refused_once_it_stands(ran):
    ran.locked(ran.stands())
    for statement, guard in STANDING.values():
        with pytest.raises(DatabaseError, match=guard):
            carried_out(statement)
    assert LockOperation.objects.get().state == "open"


@pytest.mark.parametrize(
    ("changed", "guard"),
    [
        ({"rate_bp": 1}, "lending_loan_undecided"),
        ({"principal_fen": 5}, "lending_loan_undecided"),
        ({"due_on": date(2030, 1, 1)}, "lending_loan_undecided"),
        ({"accrued_on": date(2026, 1, 1)}, "lending_loan_undecided"),
    ],
)
def test_its_loan_is_what_the_supplier_said(ran, monkeypatch, changed, guard):
    outside, create = ran.entered(), Loan.objects.create
    monkeypatch.setattr(Loan.objects, "create", lambda **row: create(**{**row, **changed}))
    here = transaction.savepoint_create()
    with pytest.raises(DatabaseError, match=guard):
        (ran.said(agree_outside, outside), carried_out())
    transaction.savepoint_rollback(here)


def test_its_loan_takes_headroom_or_does_not_stand(ran, monkeypatch):
    outside = ran.entered()
    monkeypatch.setattr(answer_outside.exposure, "take_over", lambda **_: None)
    here = transaction.savepoint_create()
    with pytest.raises(DatabaseError, match=r"lending_(loan|sums)_undecided"):
        (ran.said(agree_outside, outside), carried_out())
    transaction.savepoint_rollback(here)
    assert not LoanEntry.objects.exists()
