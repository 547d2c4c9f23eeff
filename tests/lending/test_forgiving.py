"""What is overdue is forgiven by two of the institution, never above what is overdue. 二(四)-5"""

import pytest
from django.db import connection

from cairong.audit.models import Event
from cairong.kernel.errors import Invalid, NotAllowed, NotFound, PolicyBreach, WrongState
from cairong.lending.actions.forgive_debt import forgive_debt
from cairong.lending.actions.note_overdue import note_overdue
from cairong.lending.actions.plan_repayment import agree_plan, propose_plan
from cairong.lending.actions.record_repayment import record_repayment
from cairong.lending.actions.return_payment import return_payment
from cairong.lending.actions.write_off_loan import write_off_loan
from cairong.lending.models import Forgiveness, Loan, Overdue
from cairong.notary.facts import unlike_facts
from cairong.treasury.models import Lock, Payment
from lending.ground import NOW, Case, days_later
from support.refusing import looked_at, stopped
from support.slips import came_back
from support.staging import staged
from support.town import CITY

BANK = "甲银行"
REASON = "企业停业整顿,双方商定减免一部分,其余按期归还"
LATE = days_later(NOW, 200)
INTEREST = 575_000  # 300,000 × 3.45 % × 200 ÷ 360


@staged
def loan(case: Case, product) -> Loan:
    return case.draw(case.ready(product), 300_000)


@staged
def overdue(case: Case, loan: Loan) -> Overdue:
    note_overdue(actor=case.town.system, now=LATE)
    return Overdue.objects.get()


def forgive(
    case: Case, overdue: Overdue, principal: int, interest: int, *, now=LATE, bank="甲银行"
):
    return case.by_bank(
        forgive_debt, bank, now, overdue_id=overdue.pk, principal_fen=principal,
        interest_fen=interest, reason=REASON,
    )  # fmt: skip


def standing(loan: Loan) -> tuple[str, int, int, int]:
    loan.refresh_from_db()
    return loan.state, loan.outstanding_fen, loan.principal_paid_fen, loan.interest_paid_fen


def code(refused) -> str:
    return refused.value.findings[0].code


class TestForgiven:
    def test_a_part_is_owed_no_more(self, case, loan, overdue):
        forgive(case, overdue, 1_000_000, 75_000)
        assert standing(loan) == ("repaying", 29_000_000, 1_000_000, 75_000)
        assert case.receivable().outstanding_fen == 29_000_000
        overdue.refresh_from_db()
        assert overdue.state == "open"
        row = Forgiveness.objects.get()
        assert (row.principal_fen, row.interest_fen, row.entry.kind) == (
            1_000_000, 75_000, "forgiven",
        )  # fmt: skip
        assert Lock.objects.get().state == "active"

    def test_what_is_left_bears_interest_on_what_is_left(self, case, loan, overdue):
        forgive(case, overdue, 1_000_000, INTEREST)
        case.by_bank(
            record_repayment, "甲银行", days_later(LATE, 20), loan_id=loan.pk,
            amount_fen=29_000_000 + 55_583, on=days_later(LATE, 20).date(), means="自有资金",
        )  # fmt: skip
        assert standing(loan)[0] == "settled"

    def test_all_of_it_settles_the_loan_and_frees_the_lock(self, case, loan, overdue):
        forgive(case, overdue, 30_000_000, INTEREST)
        assert standing(loan) == ("settled", 0, 30_000_000, INTEREST)
        overdue.refresh_from_db()
        assert overdue.state == "cleared"
        assert Lock.objects.get().state == "released"

    def test_interest_alone_posts_nothing(self, case, loan, overdue):
        forgive(case, overdue, 0, INTEREST)
        assert standing(loan) == ("repaying", 30_000_000, 0, INTEREST)

    def test_written_off_it_can_be_forgiven_too(self, case, loan, overdue):
        case.by_bank(write_off_loan, "甲银行", LATE, overdue_id=overdue.pk, reason=REASON)
        forgive(case, overdue, 30_000_000, INTEREST + 2_875, now=days_later(LATE, 1))
        assert standing(loan)[0] == "settled"

    def test_the_chain_says_the_same(self, case, loan, overdue):
        forgive(case, overdue, 1_000_000, 75_000)
        assert not [each for each in unlike_facts(CITY) if each.field == "outstanding_fen"]
        event = Event.objects.get(type="lending.debt.forgiven")
        assert event.after["outstanding_fen"] == 29_000_000
        assert set(event.visible_to) == {loan.supplier_id, loan.institution_id}


class TestRefused:
    @pytest.mark.parametrize("more", [(30_000_001, 0), (0, INTEREST + 1)])
    def test_above_what_is_overdue(self, case, overdue, more):
        with pytest.raises(PolicyBreach) as refused:
            forgive(case, overdue, *more)
        assert code(refused) == "lending.forgiven_above"

    def test_of_nothing(self, case, overdue):
        with pytest.raises(Invalid):
            forgive(case, overdue, 0, 0)

    @pytest.mark.parametrize("below", [(-1, 5), (5, -1)])
    def test_below_nothing(self, case, overdue, below):
        with pytest.raises(Invalid):
            forgive(case, overdue, *below)

    def test_by_another_institution(self, case, overdue):
        with pytest.raises(NotFound):
            forgive(case, overdue, 0, 5, bank="乙银行")

    def test_by_one_person_alone(self, case, overdue):
        given = {"overdue_id": overdue.pk, "principal_fen": 0, "interest_fen": 5, "reason": REASON}
        order = forgive_debt.propose(actor=case.officer(), now=LATE, **given)
        with pytest.raises(NotAllowed):
            forgive_debt.approve(actor=case.officer(), now=LATE, proposal_id=order.pk)

    def test_without_a_reason(self, case, overdue):
        given = {"overdue_id": overdue.pk, "principal_fen": 0, "interest_fen": 5, "reason": "因"}
        with pytest.raises(Invalid):
            case.by_bank(forgive_debt, "甲银行", LATE, **given)

    def test_under_a_plan(self, case, overdue):
        case.by_bank(
            propose_plan, "甲银行", LATE, overdue_id=overdue.pk,
            days=[days_later(LATE, 20).date()], principals_fen=[30_000_000], words="一次还清",
        )  # fmt: skip
        agree_plan(actor=case.supplier, now=LATE, overdue_id=overdue.pk)
        with pytest.raises(WrongState):
            forgive(case, overdue, 0, 5)

    def test_once_it_is_repaid(self, case, loan, overdue):
        forgive(case, overdue, 30_000_000, INTEREST)
        with pytest.raises(WrongState):
            forgive(case, overdue, 0, 1)


class TestReturned:
    def test_money_that_goes_back_is_owed_again_what_was_forgiven_is_not(self, case, loan, overdue):
        case.paid(100_000, LATE, "签订开票")
        due = 517_500  # interest of 180 days: what falls due is paid first
        paid = 10_000_000 - due
        assert standing(loan) == ("repaying", 30_000_000 - paid, paid, due)
        forgive(case, overdue, 30_000_000 - paid, INTEREST - due)
        assert standing(loan)[0] == "settled"
        looked_at()
        case.by_treasury(return_payment, days_later(LATE, 1), **came_back(Payment.objects.get()))
        assert standing(loan)[:2] == ("repaying", paid)
        assert Lock.objects.get().state == "active"


FORGIVEN = """INSERT INTO lending_forgiveness
(city_id, overdue_id, loan_id, entry_id, principal_fen, interest_fen, reason, at)
SELECT v.city_id, v.id, l.id, e.id, {fen}, 0, '不写', now() FROM lending_overdue v
JOIN lending_loan l ON l.id = v.loan_id JOIN lending_loanentry e ON e.loan_id = l.id
WHERE e.kind = 'drawn'"""
BY_HAND = {
    "lending_forgiven_something": FORGIVEN.format(fen=0),
    "lending_forgiveness_undecided": FORGIVEN.format(fen=5),
    "lending_entry_undecided": 'INSERT INTO lending_loanentry (loan_id, kind, "on", at, drawn_fen, '
    "accrued_fen, interest_fen, principal_fen, fee_fen, means) SELECT id, 'forgiven', "
    "current_date, now(), 0, 0, 0, 100, 0, '' FROM lending_loan",
    "permission denied": "UPDATE lending_forgiveness SET principal_fen = 1",
}


@pytest.mark.parametrize("guard", BY_HAND)
def test_by_hand_the_database_refuses(case, overdue, guard):
    forgive(case, overdue, 1_000_000, 75_000)
    looked_at()
    with stopped(guard), connection.cursor() as cursor:
        cursor.execute(BY_HAND[guard])
