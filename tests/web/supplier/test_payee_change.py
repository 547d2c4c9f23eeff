"""A change of account as the supplier that asked for it sees it, and takes it back."""

import pytest

from cairong.audit.models import Event
from cairong.kernel.calendar import day_of
from cairong.treasury.actions.change_payee import (
    ask_payee_change,
    change_payee,
    consent_payee_change,
    withdraw_payee_change,
)
from cairong.treasury.actions.pay import pay
from cairong.treasury.actions.record_acceptance import record_acceptance
from cairong.treasury.actions.request_payment import request_payment
from cairong.treasury.models import PayeeChange, Payment
from lending.ground import drain, twice
from support.browsing import action_of, follow, problems, read, send
from support.staging import staged

TYPED = {"payee": "供应商", "account_no": "6222020000000009", "bank": "中国工商银行洛阳分行",
         "cnaps": "102493000011", "reason": "原账户停用"}  # fmt: skip
HANDS = ("officer", "approver")
BACK = {"reason": "还用原来的账户"}


@staged
def change(phone) -> PayeeChange:
    case = phone.case
    return ask_payee_change(
        actor=case.supplier, now=case.now, contract_id=case.contract.pk, **TYPED
    )


@staged
def place(change) -> str:
    return f"/supplier/changes/{change.pk}/"


def agreed(phone, change) -> None:
    town = phone.case.town
    house = town.purchaser()
    hands = town.actor(house, "purchaser-officer"), town.actor(house, "purchaser-approver")
    twice(consent_payee_change, *hands, phone.case.now, change_id=change.pk)


def pay_asked(phone) -> None:
    """A payment asked for by the purchaser."""
    case = phone.case
    house = case.town.purchaser()
    officer, approver = (case.town.actor(house, f"purchaser-{one}") for one in HANDS)
    record_acceptance(
        actor=officer, now=case.now, contract_id=case.contract.pk, milestone="签订开票",
        amount_fen=1_000_000, on=day_of(case.now),
    )  # fmt: skip
    facts = {"contract_id": case.contract.pk, "amount_fen": 1_000_000}
    twice(request_payment, officer, approver, case.now, **facts)


def test_asking_leads_to_it(phone):
    asked = send(phone.client, f"/supplier/contracts/{phone.case.contract.pk}/payee/", TYPED)
    assert asked == f"/supplier/changes/{PayeeChange.objects.get().pk}/"
    assert "已提出" in read(phone.client, asked)


def test_it_says_what_where_and_by_which_clause(phone, change, place):
    page = read(phone.client, place)
    for words in ("待采购人同意", phone.case.contract.purchaser_name, "采购人同意变更账户",
                  "6222020000000009", "原账户停用", "二(三)-3", "国库科审批以前",
                  "最多等 20 个工作日"):  # fmt: skip
        assert words in page
    agreed(phone, change)
    page = read(phone.client, place)
    assert "财政部门" in page
    assert "国库科审批" in page


def test_case_list_and_event_lead_to_it_while_it_is_open(phone, change, place):
    case, listed = f"/cases/{phone.case.contract.pk}/", "/supplier/contracts/"
    ask = f"/supplier/contracts/{phone.case.contract.pk}/payee/"
    assert place in read(phone.client, case)
    assert ask not in read(phone.client, case)
    assert place in read(phone.client, listed)
    assert phone.client.get(f"/find/{change.pk}/").url == place
    send(phone.client, place, BACK)
    assert "看账户变更(已撤回)" in read(phone.client, case)
    assert ask in read(phone.client, case)
    assert place not in read(phone.client, listed)


@pytest.mark.parametrize("by", ["payment", "lock"])
def test_it_is_not_asked_for_while_the_account_is_held(phone, by):
    ask = f"/supplier/contracts/{phone.case.contract.pk}/payee/"
    place = f"/cases/{phone.case.contract.pk}/"
    assert ask in read(phone.client, place)
    if by == "payment":
        pay_asked(phone)
    else:
        phone.asked_for_lock()
    assert ask not in read(phone.client, place)
    assert send(phone.client, ask, TYPED, 422)


def test_once_a_payment_has_arrived_it_is_asked_for_again(phone):
    pay_asked(phone)
    phone.case.by_treasury(pay, payment_id=Payment.objects.get().pk)
    place = f"/cases/{phone.case.contract.pk}/"
    assert "申请变更回款账户" not in read(phone.client, place)
    drain(phone.case.now)
    assert "申请变更回款账户" in read(phone.client, place)


def test_it_is_taken_back_with_a_reason(phone, change, place):
    page = send(phone.client, place, {}, 422)
    assert "没有填写「理由」" in problems(page)[0]
    page = follow(phone.client, place, BACK)
    assert "已撤回。账户不变" in page
    assert "还用原来的账户" in page
    assert action_of(page, "撤回") is None
    change.refresh_from_db()
    assert change.state == "withdrawn"
    assert len(problems(send(phone.client, place, BACK, 409))) == 1


def test_agreed_it_can_still_be_taken_back_and_the_desk_is_told(phone, change, place):
    agreed(phone, change)
    send(phone.client, place, BACK)
    event = Event.objects.get(type="treasury.payee.change_withdrawn")
    assert "treasury-officer" in {one["role"] for one in event.after["tell"]}


def test_decided_it_stays(phone, change, place):
    agreed(phone, change)
    phone.case.by_treasury(change_payee, change_id=change.pk)
    page = read(phone.client, place)
    assert "已变更" in page
    assert action_of(page, "撤回") is None
    assert problems(send(phone.client, place, BACK, 409))


def test_turned_down_it_says_by_whom_and_why(phone, change, place):
    officer = phone.case.town.actor(phone.case.town.purchaser(), "purchaser-officer")
    withdraw_payee_change(
        actor=officer, now=phone.case.now, change_id=change.pk, reason="请用原账户"
    )
    page = read(phone.client, place)
    assert "请用原账户" in page
    assert "终止" in page


def test_of_another_it_is_not_there(phone, change, place):
    other = phone.stranger()
    assert other.get(place).status_code == 404
    assert other.post(place, BACK).status_code == 404
    change.refresh_from_db()
    assert change.state == "asked"
