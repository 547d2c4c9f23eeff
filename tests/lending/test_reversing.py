"""A payment comes back after it repaid loans: reversed beside the entries, all as if never come."""

import pytest

from cairong.audit.models import Event
from cairong.audit.outbox import deliver, waiting
from cairong.cases.loans import statement_of
from cairong.contracts.models import Contract
from cairong.kernel.actor import Role
from cairong.kernel.errors import WrongState
from cairong.lending.actions.record_repayment import record_repayment
from cairong.lending.actions.return_payment import return_payment
from cairong.lending.checking import books_check
from cairong.lending.models import Loan, LoanEntry
from cairong.lending.reads import loan_for
from cairong.notary.facts import unlike_facts
from cairong.policy.cost import accrued_interest
from cairong.treasury.actions.change_payee import (
    ask_payee_change,
    change_payee,
    consent_payee_change,
)
from cairong.treasury.actions.tell_release import tell_release
from cairong.treasury.arithmetic import headroom_fen
from cairong.treasury.models import Entry, Lock, LockOperation, Payment
from lending.ground import ACCOUNT, Case, drain, twice
from support.refusing import looked_at, stopped
from support.slips import came_back
from support.staging import staged
from support.town import CITY, at

DRAWN, FIRST, LAST = at("2025-10-21 10:00"), at("2025-11-12 10:00"), at("2025-12-10 10:00")
BACK, AGAIN = at("2025-12-15 09:00"), at("2025-12-16 10:00")
LENT, PART, REST = 30_000_000, 27_408_000, 41_112_000


@staged
def drawn(case: Case, product) -> Loan:
    case.now = at("2025-10-15 10:30")
    return case.draw(case.ready(product), 300_000, now=DRAWN)


def fresh(loan: Loan) -> Loan:
    return Loan.objects.get(pk=loan.pk)


def send_back(case: Case, payment: Payment, now=BACK) -> Payment:
    looked_at()
    return case.by_treasury(return_payment, now, **came_back(payment))


def first() -> Payment:
    return Payment.objects.order_by("pk")[0]


def grown(loan: Loan, fen: int, since, on) -> int:
    return accrued_interest(fen, loan.rate_bp, (on.date() - since.date()).days, loan.day_count)


def whole() -> None:
    """The books agree with their rows, and the rows with what the chain says."""
    assert books_check(CITY)["differences"] == []
    assert list(unlike_facts(CITY)) == []


def test_the_loan_is_lent_again_and_its_entries_stay(case: Case, drawn):
    case.paid("274080", FIRST, "签订开票")
    paid = fresh(drawn)
    interest = grown(paid, LENT, DRAWN, FIRST)
    assert paid.outstanding_fen == LENT + interest - PART
    send_back(case, first())
    loan, row = fresh(drawn), case.receivable()
    assert (loan.state, loan.outstanding_fen, loan.interest_paid_fen) == ("repaying", LENT, 0)
    assert (loan.accrued_fen, loan.accrued_on) == (interest, FIRST.date())
    assert (row.outstanding_fen, row.principal_paid_fen, row.interest_paid_fen) == (LENT, 0, 0)
    assert (row.due_fen, row.paid_fen, row.received_fen, row.transferred_fen) == (PART, 0, 0, 0)
    was, back = LoanEntry.objects.get(kind="remitted"), LoanEntry.objects.get(kind="reversed")
    assert (back.reverses, back.interest_fen, back.principal_fen, back.accrued_fen) == (
        was, -was.interest_fen, -was.principal_fen, 0,
    )  # fmt: skip
    posted = [Entry.objects.filter(kind=kind).count() for kind in ("repay", "unrepay")]
    assert posted[0] == posted[1] > 0
    assert Lock.objects.get().state == "active"
    whole()


def test_paid_again_it_repays_as_if_it_had_never_come(case: Case, drawn):
    case.paid("274080", FIRST, "签订开票")
    send_back(case, first())
    pay_again(case, PART)
    loan = fresh(drawn)
    interest = grown(loan, LENT, DRAWN, AGAIN)
    assert loan.interest_paid_fen == interest == loan.accrued_fen
    assert loan.outstanding_fen == LENT + interest - PART
    whole()


def test_interest_since_a_later_entry_is_counted_on_the_reversed_principal(case: Case, drawn):
    case.paid("274080", FIRST, "签订开票")
    left = fresh(drawn).outstanding_fen
    own = at("2025-12-01 10:00")
    facts = {"loan_id": drawn.pk, "amount_fen": 100_000, "on": own.date(), "means": "转账"}
    case.by_bank(record_repayment, "甲银行", own, **facts)
    before = fresh(drawn)
    send_back(case, first())
    loan, back = fresh(drawn), LoanEntry.objects.get(kind="reversed")
    assert back.on == own.date()
    assert back.accrued_fen == grown(loan, LENT - left, FIRST, own) > 0
    assert loan.accrued_fen == before.accrued_fen + back.accrued_fen
    assert loan.outstanding_fen == before.outstanding_fen + LENT - left
    whole()


def test_what_was_settled_is_open_and_its_lock_stands_again(case: Case, drawn):
    case.paid("274080", FIRST, "签订开票")
    case.paid("411120", LAST)
    let_tell(LAST)
    lock = Lock.objects.get()
    assert (fresh(drawn).state, lock.state, state(case)) == ("settled", "released", "settled")
    send_back(case, Payment.objects.latest("pk"))
    loan, again, row = fresh(drawn), Lock.objects.get(), case.receivable()
    assert (loan.state, loan.settled_on, loan.outstanding_fen > 0) == ("repaying", None, True)
    assert (again.state, again.ended_at, again.active_at) == ("active", None, lock.active_at)
    assert (state(case), row.state) == ("filed", "payable")
    assert (row.due_fen, row.to_supplier_fen, row.received_fen) == (REST, 0, 0)
    kinds = list(LockOperation.objects.order_by("pk").values_list("state", flat=True))
    assert kinds == ["settled", "open"]
    said = Event.objects.get(type="treasury.payment.returned")
    assert (said.after["lock_restored"], said.after["contract_reopened"]) == (True, True)
    assert "reversed_fen" not in said.after
    told = {(one["organisation"], one.get("saying", "")) for one in said.after["tell"]}
    assert (str(case.bank().pk), "lending.repayment.reversed") in told
    assert (str(case.supplier.organisation_id), "lending.repayment.reversed") in told
    whole()
    pay_again(case, REST)
    assert (fresh(drawn).state, Lock.objects.get().state, state(case)) == (
        "settled", "released", "settled",
    )  # fmt: skip
    whole()


def test_both_payments_come_back_one_after_the_other(case: Case, drawn):
    case.paid("274080", FIRST, "签订开票")
    case.paid("411120", LAST)
    for payment in list(Payment.objects.order_by("-pk")):
        send_back(case, payment)
    loan, row = fresh(drawn), case.receivable()
    assert (loan.outstanding_fen, loan.interest_paid_fen) == (LENT, 0)
    assert (row.paid_fen, row.due_fen, row.to_supplier_fen) == (0, PART + REST, 0)
    assert loan.accrued_fen == grown(loan, LENT, DRAWN, LAST)
    whole()


def test_an_account_that_changed_meanwhile_is_not_locked_again(case: Case, drawn):
    """All is recorded and told, the loan runs on under no lock, and takes the next money."""
    case.paid("274080", FIRST, "签订开票")
    settled_by_own(case, drawn, LAST)
    assert Lock.objects.get().state == "released"
    with case.at(at("2025-12-11 10:00")):
        moved(case)
    send_back(case, first())
    said = Event.objects.get(type="treasury.payment.returned")
    assert said.after["lock_restored"] is False
    bare = [one for one in said.after["tell"] if one.get("saying", "").endswith("_bare")]
    assert len(bare) == 2
    assert {one["role"] for one in said.after["tell"]} >= {"treasury-officer", "treasury-approver"}
    assert (Lock.objects.get().state, fresh(drawn).state) == ("released", "repaying")
    whole()
    owed = fresh(drawn).outstanding_fen
    pay_again(case, PART)
    assert fresh(drawn).outstanding_fen < owed
    whole()


def test_what_is_lent_again_may_stand_above_the_bound(case: Case, drawn, product):
    """Money that came back lends again whatever was drawn on the headroom that it had freed."""
    case.paid("274080", FIRST, "签订开票")
    case.now = FIRST
    free = headroom_fen(case.receivable(), 70) // 100
    case.draw(case.ready(product, free), free, now=FIRST)
    send_back(case, first())
    assert case.receivable().outstanding_fen == LENT + free * 100
    whole()


def test_it_comes_back_once(case: Case, drawn):
    case.paid("274080", FIRST, "签订开票")
    send_back(case, first())
    with pytest.raises(WrongState):
        send_back(case, first())
    assert LoanEntry.objects.filter(kind="reversed").count() == 1


def test_a_release_told_after_the_lock_stands_again_is_told_to_nobody(case: Case, drawn):
    case.paid("274080", FIRST, "签订开票")
    case.paid("411120", LAST)
    send_back(case, Payment.objects.latest("pk"))
    let_tell(BACK)
    kept = Event.objects.get(type="treasury.lock.stood_again")
    assert "tell" not in kept.after
    assert not Event.objects.filter(type="treasury.lock.released").exists()
    whole()


def test_what_it_repaid_is_no_longer_counted_as_repaid(case: Case, drawn):
    case.paid("274080", FIRST, "签订开票")
    assert LoanEntry.standing().filter(loan=drawn).exists()
    send_back(case, first())
    assert not LoanEntry.standing().filter(loan=drawn).exists()


def test_who_is_lent_again_reads_the_receivable_again(case: Case, drawn):
    case.paid("274080", FIRST, "签订开票")
    case.paid("411120", LAST)
    send_back(case, Payment.objects.latest("pk"))
    assert loan_for(case.officer(), drawn.pk).state == "repaying"


def test_a_released_lock_is_made_active_by_a_return_alone(case: Case, drawn):
    case.paid("274080", FIRST, "签订开票")
    case.paid("411120", LAST)
    looked_at()
    with stopped("treasury_lock_undecided"):
        Lock.objects.update(state="active", ended_at=None, reason="")
    with stopped("treasury_lock_account_fixed"):
        Lock.objects.update(state="active", ended_at=None, active_at=BACK)
    lock = Lock.objects.get()
    with stopped("lending_operation_undecided|treasury_lock_undecided"):
        Lock.objects.update(state="active", ended_at=None)
        LockOperation.objects.create(lock=lock, offer_id=drawn.offer_id, opened_at=BACK)


def test_after_a_return_another_lock_is_not_made_active(case: Case, drawn):
    """What a return put under one lock opens no other, nor the same one again later."""
    case.paid("274080", FIRST, "签订开票")
    case.paid("411120", LAST)
    send_back(case, Payment.objects.latest("pk"))
    pay_again(case, REST)
    assert Lock.objects.get().state == "released"
    looked_at()
    with stopped("treasury_lock_undecided"):
        Lock.objects.update(state="active", ended_at=None, reason="")


def test_the_loans_page_says_what_was_reversed_and_why(case: Case, drawn):
    case.paid("274080", FIRST, "签订开票")
    send_back(case, first())
    told = statement_of(case.supplier, drawn.pk, on=BACK.date()).movements
    assert [one.what for one in told] == ["放款", "回款还款", "退汇冲回还款(账号户名不符)"]
    assert (told[-1].on, told[-1].left_fen) == (BACK.date(), LENT)
    assert told[-1].principal_fen == -told[-2].principal_fen


def state(case: Case) -> str:
    return Contract.objects.get(pk=case.contract.pk).state


def let_tell(now) -> None:
    for row in [one for one in waiting(now=now) if one.consumer == tell_release.name]:
        deliver(row, now=now, consumers={tell_release.name: tell_release})


def moved(case: Case) -> None:
    """Move the account to another institution, all agreeing."""
    given = {"contract_id": case.contract.pk, **ACCOUNT}
    change = ask_payee_change(actor=case.supplier, now=case.now, **given)
    house = case.who(Role.PURCHASER_OFFICER), case.who(Role.PURCHASER_APPROVER)
    twice(consent_payee_change, *house, case.now, change_id=change.pk)
    case.by_treasury(change_payee, change_id=change.pk)


def settled_by_own(case: Case, loan: Loan, now) -> None:
    row = fresh(loan)
    fen = row.outstanding_fen + grown(row, row.outstanding_fen, FIRST, now)
    facts = {"loan_id": loan.pk, "amount_fen": fen, "on": now.date(), "means": "转账"}
    case.by_bank(record_repayment, "甲银行", now, **facts)
    assert fresh(loan).state == "settled"


def pay_again(case: Case, fen: int) -> None:
    with case.at(AGAIN):
        case.do("request_payment", contract=case.contract, amount_fen=fen)
        case.do("pay")
    drain(AGAIN)
