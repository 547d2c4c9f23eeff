"""Money counts for the day it arrived, however late we hear of it, and in its order (D10)."""

from datetime import date

import pytest

from cairong.audit.models import Outbox
from cairong.kernel.errors import WrongState
from cairong.lending.actions.apply_remittance import apply_remittance
from cairong.lending.actions.record_repayment import record_repayment
from cairong.lending.actions.return_payment import return_payment
from cairong.lending.checking import books_check
from cairong.lending.models import Loan, LoanEntry
from cairong.treasury.actions.confirm_payment import confirm_arrival
from cairong.treasury.actions.pay import pay
from cairong.treasury.actions.record_acceptance import record_acceptance
from cairong.treasury.actions.request_payment import request_payment
from cairong.treasury.models import Payment, Remittance
from lending.ground import Case, drain, stand_case, twice
from support.slips import came_back
from support.staging import staged
from support.town import CITY, at, found_town

DRAWN, RELEASED = at("2025-10-21 10:00"), at("2025-11-11 10:00")
ARRIVED, HEARD = date(2025, 11, 12), at("2025-11-17 09:00")
GROWN = 63_250  # 300,000.00 at 3.45 %/360 for the 22 days to 11-12


@staged
def real(db) -> Case:
    """A real city: money arrives when two persons say so."""
    return stand_case(found_town(at("2025-09-01 08:00"), demo=False))


def released(case: Case, *yuan: int) -> list[Payment]:
    """Accept, ask for and release amounts, one after the other."""
    purchaser = case.town.purchaser()
    two = [case.town.actor(purchaser, f"purchaser-{one}") for one in ("officer", "approver")]
    made = []
    for minute, one in enumerate(yuan):
        now, facts = RELEASED.replace(minute=minute), {"contract_id": case.contract.pk}
        facts["amount_fen"] = one * 100
        record_acceptance(actor=two[0], now=now, milestone="签订开票", on=now.date(), **facts)
        asked = twice(request_payment, *two, now, **facts)
        made.append(case.by_treasury(pay, now, payment_id=asked.pk))
    drain(RELEASED)
    return made


def arrived(case: Case, payment: Payment, on: date = ARRIVED, now=HEARD) -> None:
    """Two persons record what the receipt says; nothing is divided yet."""
    serial = f"20251112{payment.voucher_no[-6:]}"
    case.by_treasury(confirm_arrival, now, payment_id=payment.pk, bank_serial=serial, arrived_on=on)


def divide(case: Case, payment: Payment):
    """Deliver one remittance, whatever its turn."""
    row = Outbox.objects.get(
        consumer=apply_remittance.name,
        event__subject_id=str(Remittance.objects.get(payment=payment).pk),
    )
    return apply_remittance(actor=case.town.system, now=HEARD, event_id=row.event_id)


def test_a_loan_drawn_after_the_money_arrived_takes_nothing_of_it(real: Case):
    offer = real.ready(real.publish(), 200_000)
    old = real.draw(offer, 100_000, now=DRAWN)
    [payment] = released(real, 150_000)
    new = real.draw(offer, 100_000, now=at("2025-11-14 10:00"))
    arrived(real, payment)
    drain(HEARD)
    old.refresh_from_db(), new.refresh_from_db()
    assert (old.state, old.interest_paid_fen, old.settled_on) == ("settled", 21_083, ARRIVED)
    assert (new.state, new.outstanding_fen, new.accrued_on) == (
        "repaying", 10_000_000, date(2025, 11, 14),
    )  # fmt: skip
    assert real.receivable().to_supplier_fen == 5_000_000 - 21_083
    assert books_check(CITY)["balanced"]


def test_a_loan_drawn_the_day_the_money_arrived_is_repaid_from_it(real: Case):
    offer = real.ready(real.publish(), 200_000)
    [payment] = released(real, 150_000)
    loan = real.draw(offer, 100_000, now=at("2025-11-12 16:00"))
    arrived(real, payment)
    drain(HEARD)
    loan.refresh_from_db()
    assert (loan.state, loan.interest_paid_fen, loan.settled_on) == ("settled", 0, ARRIVED)
    assert real.receivable().to_supplier_fen == 5_000_000


def test_a_day_beyond_the_arrival_on_one_loan_moves_no_other(real: Case):
    """Own money came on 11-14; what the remittance finds on that loan has grown up to then."""
    product = real.publish()
    offers = [real.ready(product, 100_000) for _ in range(2)]
    first, second = (real.draw(one, 100_000, now=DRAWN) for one in offers)
    [payment] = released(real, 150_000)
    real.by_bank(
        record_repayment, "甲银行", HEARD, loan_id=second.pk, amount_fen=10_000,
        on=date(2025, 11, 14), means="转账",
    )  # fmt: skip
    arrived(real, payment)
    drain(HEARD)
    first.refresh_from_db(), second.refresh_from_db()
    assert (first.interest_paid_fen, first.settled_on) == (21_083, ARRIVED)
    assert (second.accrued_fen, second.accrued_on) == (23_000, date(2025, 11, 14))
    assert second.outstanding_fen == 20_000_000 + 21_083 + 13_000 - 15_000_000
    days = LoanEntry.objects.filter(kind="remitted").order_by("loan__service_order")
    assert [one.on for one in days] == [ARRIVED, date(2025, 11, 14)]


def test_what_falls_due_after_the_arrival_is_not_due_to_it(real: Case):
    """A loan that holds until due, moved by own money beyond its first instalment."""
    product = real.publish(methods=["equal-principal"], hold_until_due=True)
    offer = real.ready(product, 120_000, method="equal-principal", instalments=6)
    loan = real.draw(offer, 120_000, now=at("2025-10-15 10:00"))
    assert loan.instalments.first().due_on == date(2025, 11, 14)
    [payment] = released(real, 150_000)
    real.by_bank(
        record_repayment, "甲银行", HEARD, loan_id=loan.pk, amount_fen=10_000,
        on=date(2025, 11, 15), means="转账",
    )  # fmt: skip
    arrived(real, payment)
    drain(HEARD)
    assert real.receivable().to_supplier_fen == 15_000_000


def test_remittances_are_divided_in_the_order_of_their_arrival(real: Case):
    loan = real.draw(real.ready(real.publish()), 300_000, now=DRAWN)
    first, second = released(real, 100_000, 100_000)
    arrived(real, first)
    arrived(real, second, date(2025, 11, 14))
    with pytest.raises(WrongState) as refused:
        divide(real, second)
    assert refused.value.findings[0].code == "treasury.remittance_order"
    assert Outbox.objects.filter(consumer=apply_remittance.name, done_at=None).count() == 2
    divide(real, first), divide(real, second)
    loan.refresh_from_db()
    left = 30_000_000 + GROWN - 10_000_000
    grown = 3_845  # 200,632.50 for two days
    assert loan.interest_paid_fen == GROWN + grown
    assert loan.outstanding_fen == left + grown - 10_000_000
    assert books_check(CITY)["balanced"]


def test_recorded_later_but_arrived_before_comes_first(real: Case):
    loan = real.draw(real.ready(real.publish()), 300_000, now=DRAWN)
    first, second = released(real, 100_000, 100_000)
    arrived(real, first, date(2025, 11, 14))
    arrived(real, second)
    with pytest.raises(WrongState):
        divide(real, first)
    divide(real, second), divide(real, first)
    days = LoanEntry.objects.filter(loan=loan, kind="remitted").order_by("pk")
    assert [one.on for one in days] == [ARRIVED, date(2025, 11, 14)]


def test_money_the_bank_took_back_holds_up_none_that_came_after(real: Case):
    first, second = released(real, 100_000, 100_000)
    arrived(real, first), arrived(real, second)
    real.by_treasury(return_payment, HEARD, **came_back(first))
    divide(real, second)
    assert real.receivable().to_supplier_fen == 10_000_000
    drain(HEARD)
    assert not Loan.objects.exists()
    assert books_check(CITY)["balanced"]
