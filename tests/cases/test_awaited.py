"""What an offer and a loan wait for is what can be done next, by whom it can be done."""

import pytest

from cairong.cases.ball import Ball
from cairong.cases.balls import balls_of, balls_on
from cairong.cases.financings import financing_of
from cairong.cases.places import OTHER_LOCK
from cairong.kernel.actor import Role
from cairong.lending.actions.accept_offer import accept_offer
from cairong.lending.actions.request_lock import request_lock
from cairong.lending.models import Loan, Offer
from cairong.treasury.actions.change_payee import ask_payee_change
from cairong.treasury.actions.consent_lock import consent_lock
from lending.ground import ACCOUNT, Case, stand_case
from support.town import at

DRAWN = at("2025-10-21 10:00")


def awaits(case: Case, offer: Offer) -> tuple[Role | None, str]:
    (ball,) = balls_on(case.town.system, ("offer",), [offer.pk], now=case.now)
    return ball.state.holder, ball.state.awaits


def ball_for_supplier(case: Case, offer: Offer) -> Ball:
    return financing_of(case.supplier, offer.intent_id, now=case.now).ball


def seen_by_supplier(case: Case, offer: Offer) -> tuple[Role | None, str]:
    found = ball_for_supplier(case, offer).state
    return found.holder, found.awaits


def test_a_lock_is_asked_for_then_agreed_to_then_the_conditions_follow(case: Case, product):
    offer = case.accepted(product)
    assert awaits(case, offer) == (Role.INSTITUTION_OFFICER, "申请锁定回款账户")
    lock = case.by_bank(request_lock, "甲银行", offer_id=offer.pk)
    assert awaits(case, offer) == (Role.SUPPLIER, "供应商同意")
    consent_lock(actor=case.supplier, now=case.now, lock_id=lock.pk)
    assert awaits(case, offer) == (Role.PURCHASER_OFFICER, "采购人确认")
    found = ball_for_supplier(case, offer)
    assert found.organisation_id == case.contract.purchaser_id


def test_an_offer_that_joined_an_active_lock_waits_for_its_conditions(case: Case, product):
    case.ready(product, 200_000)
    second = case.accepted(product, 100_000)
    assert second.state == "accepted"
    assert awaits(case, second) == (Role.INSTITUTION_OFFICER, "账户锁定后落实放款条件")


def test_before_the_filing_is_decided_it_waits_for_the_desk(town):
    case = stand_case(town, filed=False)
    offer = case.accepted(case.publish())
    expected = (Role.PROCUREMENT_OFFICER, "审核备案")
    assert awaits(case, offer) == seen_by_supplier(case, offer) == expected
    case.contract.refresh_from_db()
    held = balls_of(case.officer(), case.contract.pk, now=case.now)
    assert [one.state.awaits for one in held] == ["审核备案"]


def test_an_account_elsewhere_is_the_suppliers_to_move(case: Case):
    offer = case.accepted(case.publish("乙银行"), bank="乙银行")
    assert awaits(case, offer) == seen_by_supplier(case, offer)
    assert awaits(case, offer) == (Role.SUPPLIER, "申请变更回款账户")
    ask_payee_change(actor=case.supplier, now=case.now, contract_id=case.contract.pk, **ACCOUNT)
    assert awaits(case, offer) == (Role.PURCHASER_OFFICER, "采购人同意变更账户")
    case.contract.refresh_from_db()
    held = [
        one.state.awaits for one in balls_of(case.officer("乙银行"), case.contract.pk, now=case.now)
    ]
    assert held.count("采购人同意变更账户") <= 1
    assert "申请锁定回款账户" not in held


def test_while_another_institution_holds_the_lock_nobody_can_ask(case: Case, product):
    case.ready(product, 200_000)
    second = case.accepted(case.publish("乙银行"), 100_000, "乙银行")
    (ball,) = balls_on(case.town.system, ("offer",), [second.pk], now=case.now)
    assert ball.state == OTHER_LOCK
    assert seen_by_supplier(case, second) == (None, "其他机构对回款账户的锁定解除")


@pytest.mark.parametrize("paid", [False, True])
def test_when_the_contract_is_paid_a_loan_is_repaid_from_the_suppliers_own_money(case, paid):
    loan = case.draw(case.ready(case.publish(hold_until_due=True)), 300_000, now=DRAWN)
    case.paid("274080", at("2025-11-12 10:00"), "签订开票")
    if paid:
        case.paid("411120", at("2025-11-19 10:00"))
    loan = Loan.objects.get(pk=loan.pk)
    assert loan.state == "repaying"
    held = [one.state.awaits for one in balls_of(case.supplier, case.contract.pk, now=case.now)]
    assert any("用其他资金归还" in one for one in held) == paid


def test_an_offer_not_chosen_yet_is_the_suppliers(case: Case, product):
    offer = case.offer(case.intend(), product)
    assert awaits(case, offer) == (Role.SUPPLIER, "接受或谢绝报价")
    accept_offer(actor=case.supplier, now=case.now, offer_id=offer.pk)
    assert seen_by_supplier(case, offer) == (Role.INSTITUTION_OFFICER, "申请锁定回款账户")
