"""A payment that repaid a loan comes back: what each reads of it, before and after."""

import pytest
from django.utils import timezone

from cairong.lending.actions.return_payment import return_payment
from cairong.treasury.models import Payment
from lending.ground import Case, days_later, drain, stand_case
from support.browsing import read
from support.refusing import looked_at
from support.slips import came_back
from support.staging import staged
from support.town import at, found_town
from support.visitors import browser

WHY = "账号户名不符"


@staged
def case(db) -> Case:
    """A loan settled from its contract's money, the rest the supplier's."""
    made = stand_case(found_town(at("2025-09-01 08:00")))
    made.now = days_later(timezone.now(), -40)
    made.draw(made.ready(made.publish(), 150_000), 150_000)
    made.paid("274080", days_later(made.now, 20), "签订开票")
    drain(timezone.now())
    looked_at()
    return made


@staged
def payment(case: Case) -> Payment:
    return Payment.objects.get()


@pytest.fixture
def back(case: Case, payment: Payment) -> Payment:
    return case.by_treasury(return_payment, timezone.now(), **came_back(payment, WHY))


def loan_of(case: Case):
    return case.receivable().loans.get()


def test_the_desk_reads_beforehand_what_a_return_takes_along(case, payment):
    desk = browser(case.town, "treasury-officer")
    page = read(desk, f"/finance/payments/{payment.pk}/")
    assert "已有" in page
    assert "登记退汇时一并" in page
    assert "不能登记退汇" not in page


def test_the_second_person_reads_how_much_is_reversed(case, payment):
    desk = case.who("treasury-officer")
    laid = return_payment.propose(actor=desk, now=timezone.now(), **came_back(payment, WHY))
    second = browser(case.town, "treasury-approver")
    page = read(second, f"/proposals/{laid.pk}/")
    for word in ("冲回的还款", "重新未结清的贷款", "恢复锁定"):
        assert word in page, word
    assert loan_of(case).no in page


def test_desk_lender_and_borrower_read_it_afterwards(case, back):
    loan = loan_of(case)
    desk = browser(case.town, "treasury-officer")
    assert "已冲回,重新未结清" in read(desk, f"/finance/payments/{back.pk}/")
    lender, borrower = (browser(case.town, role) for role in ("institution-officer", "supplier"))
    for client, place in ((lender, f"/institution/loans/{loan.pk}/"),
                          (borrower, f"/supplier/loans/{loan.pk}/")):  # fmt: skip
        page = read(client, place)
        assert f"退汇冲回还款({WHY})" in page
        assert "还款中" in page
        assert "结清日" not in page


def test_the_purchaser_reads_of_the_payment_alone(case, back):
    page = read(browser(case.town, "purchaser-officer"), f"/cases/{back.receivable.contract_id}/")
    assert WHY in page
    assert "冲回的还款" not in page
    assert loan_of(case).no not in page
