"""A settled contract whose money comes back: all is owed again, and what it repaid lent again."""

from datetime import date

from cairong.audit.models import Event
from cairong.clocks.reads import newest, verdict_of
from cairong.contracts.models import Contract
from cairong.lending.actions.record_repayment import record_repayment
from cairong.lending.actions.return_payment import return_payment
from cairong.lending.checking import books_check
from cairong.treasury.arithmetic import headroom_fen
from cairong.treasury.models import Lock, Payment
from lending.ground import Case, drain, twice
from support.refusing import looked_at
from support.slips import came_back
from support.staging import staged
from support.town import CITY, at

DRAWN, FIRST, LAST = at("2025-10-21 10:00"), at("2025-11-12 10:00"), at("2026-02-10 10:00")
BACK = at("2026-02-13 09:00")


@staged
def drawn(case: Case, product):
    case.now = at("2025-10-15 10:30")
    return case.draw(case.ready(product), 300_000, now=DRAWN)


def send_back(case: Case, payment: Payment):
    looked_at()
    desk = [case.town.bureau(role) for role in ("treasury-officer", "treasury-approver")]
    return twice(return_payment, *desk, BACK, **came_back(payment))


def state(case: Case) -> str:
    return Contract.objects.get(pk=case.contract.pk).state


def repay_own(case: Case, loan) -> int:
    """Repay the whole loan from the supplier's own money; answer what it took."""
    loan.refresh_from_db()
    interest = 30_000_000 * loan.offer.rate_bp * (FIRST - DRAWN).days // 10_000 // 360
    fen = 30_000_000 + interest
    facts = {"loan_id": loan.pk, "amount_fen": fen, "on": FIRST.date(), "means": "自有资金转账"}
    twice(record_repayment, case.officer(), case.approver(), FIRST, **facts)
    loan.refresh_from_db()
    assert loan.state == "settled"
    return fen


def test_money_that_repaid_a_loan_opens_the_loan_and_the_contract(case: Case, drawn):
    case.paid("274080", FIRST, "签订开票")
    case.paid("411120", LAST)
    assert state(case) == "settled"
    send_back(case, Payment.objects.latest("pk"))
    drawn.refresh_from_db()
    assert (state(case), drawn.state, Lock.objects.get().state) == ("filed", "repaying", "active")
    assert case.receivable().state == "payable"
    pay_again(case)
    drawn.refresh_from_db()
    assert (state(case), drawn.state, Lock.objects.get().state) == (
        "settled", "settled", "released",
    )  # fmt: skip
    assert books_check(CITY)["balanced"]


def test_what_was_the_suppliers_own_comes_back_and_opens_the_contract(case: Case, drawn):
    repay_own(case, drawn)
    case.paid("274080", FIRST, "签订开票")
    case.paid("411120", LAST)
    assert (state(case), headroom_fen(case.receivable(), 70)) == ("settled", 0)
    last = Payment.objects.latest("pk")
    send_back(case, last)
    row = case.receivable()
    assert (state(case), row.state, row.due_fen) == ("filed", "payable", 41_112_000)
    assert row.to_supplier_fen == 27_408_000
    assert headroom_fen(row, 70) == 41_112_000 * 7 // 10
    drawn.refresh_from_db()
    assert (drawn.state, Lock.objects.get().state) == ("settled", "released")
    again = newest(case.contract.pk, "pay")
    assert (again.state, again.start_on) == ("running", LAST.date())
    assert again.due_on == date(2026, 3, 2)
    assert verdict_of(again, today=BACK.date()) == "open"
    assert books_check(CITY)["balanced"]


def test_paid_once_more_it_is_settled_once_more(case: Case, drawn):
    repay_own(case, drawn)
    case.paid("274080", FIRST, "签订开票")
    case.paid("411120", LAST)
    send_back(case, Payment.objects.latest("pk"))
    pay_again(case)
    assert (state(case), case.receivable().to_supplier_fen) == ("settled", 68_520_000)
    ends = Event.objects.filter(type="lending.remittance.applied", after__contract_settled=True)
    assert ends.count() == 2
    assert books_check(CITY)["balanced"]


def test_an_open_contract_may_be_financed_again(case: Case, drawn, product):
    """What came back is owed: a supplier may need a loan on it more than before."""
    repay_own(case, drawn)
    case.paid("274080", FIRST, "签订开票")
    case.paid("411120", LAST)
    send_back(case, Payment.objects.latest("pk"))
    case.now = BACK
    loan = case.draw(case.ready(product, 200_000), 200_000, now=BACK)
    pay_again(case)
    loan.refresh_from_db()
    assert (loan.state, state(case)) == ("settled", "settled")
    assert case.receivable().to_supplier_fen == 68_520_000 - 20_000_000
    assert {one.state for one in Lock.objects.all()} == {"released"}


def pay_again(case: Case) -> None:
    """Ask for what is owed again, let it be paid, and let the money go where it belongs."""
    with case.at(BACK):
        case.do("request_payment", contract=case.contract, amount_fen=41_112_000)
        case.do("pay")
    drain(BACK)
