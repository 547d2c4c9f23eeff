"""What the purchaser's pages offer is what its use-cases would take, and leads where one may go."""

from dataclasses import replace

import pytest
from django.utils import timezone

from cairong.contracts.models import Contract
from cairong.kernel.errors import PolicyBreach
from cairong.lending.actions.request_lock import request_lock
from cairong.parties.models import InstitutionProfile
from cairong.policy.catalogue import sentences
from cairong.treasury.actions.change_payee import ask_payee_change, withdraw_payee_change
from cairong.treasury.actions.consent_lock import consent_lock
from cairong.treasury.models import Acceptance, Lock, PayeeChange, Payment
from contracts.ground import SCHEDULE
from lending.ground import Case
from support.browsing import action_of, follow, problems, read, send
from support.staging import staged
from web.shared.test_laid_before import offered

TYPED = {"milestone": "签订开票", "amount": "10万", "on": "2025-10-10"}
TICKED = dict.fromkeys(("account", "unchanged", "debt", "instead"), "on")
WAITS, BACK, WITHDRAW = "看差异", "撤回支付申请", "撤回对账户变更的同意"


def stand(office, contract: Contract):
    office.contract = contract
    office.place = f"/purchaser/contracts/{contract.pk}/"
    office.case = f"/cases/{contract.pk}/"
    return office


@staged
def filed(office):
    return stand(office, office.ground.decide(office.ground.sign()))


@staged
def announced(office):
    return stand(office, office.ground.sign())


def agreed(office, place: str) -> None:
    send(office.approver, f"{place}decide/", {"decision": "approve"})


class TestReturnedFiling:
    """What was accepted wrongly bars the mending, so it can be taken back meanwhile."""

    @pytest.fixture
    def returned(self, announced):
        send(announced.officer, f"{announced.place}acceptance/", TYPED)
        announced.ground.decide(announced.contract, "return", reasons={"quantity": "请写明"})
        return announced

    def test_the_case_leads_to_taking_back_what_was_accepted(self, returned):
        found = offered(read(returned.officer, returned.case))
        assert found["撤回验收"] == f"{returned.place}acceptance/"
        assert "登记验收" not in found
        page = read(returned.officer, f"{returned.place}acceptance/")
        assert 'name="amount"' not in page
        assert "补正期间不登记验收" in page
        recall = f"/purchaser/acceptances/{Acceptance.objects.get().pk}/recall/"
        assert f'href="{recall}"' in page
        agreed(returned, send(returned.officer, recall, {"reason": "节点选错"}))
        assert "撤回验收" not in offered(read(returned.officer, returned.case))

    def test_the_refusal_of_the_mending_says_so(self, returned):
        schedule = (replace(SCHEDULE[0], milestone="交货"), SCHEDULE[1])
        with pytest.raises(PolicyBreach) as refused:
            returned.ground.resubmit(returned.contract, timezone.now(), schedule=schedule)
        assert "先撤回验收" in sentences(refused.value)[0].text


class TestTwoOnOneContract:
    """What waits of one lock or payment hides nothing of another."""

    @pytest.fixture
    def locks(self, filed) -> list[Lock]:
        case = Case(filed.town, filed.contract, now=timezone.now())
        case.shelve("甲银行", "乙银行")
        InstitutionProfile.objects.filter(organisation=case.bank("乙银行")).update(
            licence_kind="小额贷款公司"
        )
        return [self.asked(case, bank) for bank in ("甲银行", "乙银行")]

    def asked(self, case: Case, bank: str) -> Lock:
        offer = case.accepted(case.publish(bank), 100_000, bank)
        lock = case.by_bank(request_lock, bank, offer_id=offer.pk)
        return consent_lock(actor=case.supplier, now=case.now, lock_id=lock.pk)

    @pytest.mark.parametrize(("act", "typed"), [("", TICKED), ("decline/", {"reason": "账户有误"})])
    def test_of_two_locks_the_other_is_still_answered(self, filed, locks, act, typed):
        one, other = (f"/purchaser/locks/{lock.pk}/" for lock in locks)
        send(filed.officer, one + act, typed)
        page = read(filed.officer, one)
        assert WAITS in page
        assert action_of(page, "提交复核") is None
        page = read(filed.officer, other)
        assert WAITS not in page
        assert action_of(page, "提交复核") == other

    def test_a_payment_that_is_being_taken_back_is_not_offered_again(self, filed):
        send(filed.officer, f"{filed.place}acceptance/", TYPED)
        for _ in range(2):
            agreed(filed, send(filed.officer, f"{filed.place}payment/", {"amount": "10000"}))
        one, other = Payment.objects.order_by("voucher_no")
        place = f"/purchaser/payments/{one.pk}/take-back/"
        send(filed.officer, place, {"reason": "金额有误"})
        page = read(filed.officer, place)
        assert WAITS in page
        assert 'name="reason"' not in page
        found = [word for word in offered(read(filed.officer, filed.case)) if BACK in word]
        assert found == [f"{BACK} {other.voucher_no}"]


class TestApprover:
    """The second person reads what waits before it, and is not led to the officer's acts."""

    @pytest.fixture
    def place(self, filed) -> str:
        case = Case(filed.town, filed.contract, now=timezone.now())
        lock = case.by_bank(request_lock, "甲银行", offer_id=case.accepted(case.publish()).pk)
        consent_lock(actor=case.supplier, now=case.now, lock_id=lock.pk)
        return f"/purchaser/locks/{lock.pk}/"

    def test_a_lock_is_read_and_not_acknowledged(self, filed, place):
        assert "看账户锁定:" in read(filed.approver, "/desk/")
        assert "确认账户锁定:" not in read(filed.approver, "/desk/")
        assert "确认账户锁定:" in read(filed.officer, "/desk/")

    def test_what_waits_is_shown_to_both(self, filed, place):
        assert WAITS not in read(filed.approver, place)
        proposal = send(filed.officer, place, TICKED)
        for client in (filed.officer, filed.approver):
            page = read(client, place)
            assert WAITS in page
            assert f'href="{proposal}"' in page
        agreed(filed, proposal)
        assert WAITS not in read(filed.approver, place)


def change_asked(office) -> PayeeChange:
    return ask_payee_change(
        actor=office.ground.supplier(), now=timezone.now(), contract_id=office.contract.pk,
        payee="供应商", account_no="6222020000000009", bank="中国工商银行洛阳分行",
        cnaps="102493000011", reason="原账户停用",
    )  # fmt: skip


def test_what_waits_of_a_change_taken_back_hides_nothing_of_the_next(filed):
    gone = change_asked(filed)
    send(filed.officer, f"/purchaser/changes/{gone.pk}/")
    withdraw_payee_change(
        actor=filed.ground.supplier(), now=timezone.now(), change_id=gone.pk, reason="写错了"
    )
    place = f"/purchaser/changes/{change_asked(filed).pk}/"
    assert offered(read(filed.officer, filed.case))["答复变更回款账户"] == place
    page = read(filed.officer, place)
    assert WAITS not in page
    assert action_of(page, "提交复核") == place


class TestConsentTakenBack:
    @pytest.fixture
    def change(self, filed) -> PayeeChange:
        made = change_asked(filed)
        agreed(filed, send(filed.officer, f"/purchaser/changes/{made.pk}/"))
        return made

    def test_until_it_is_decided_the_consent_is_taken_back(self, filed, change):
        place = f"/purchaser/changes/{change.pk}/"
        assert offered(read(filed.officer, filed.case))[WITHDRAW] == place
        page = read(filed.officer, place)
        assert action_of(page, "提交复核") is None
        assert action_of(page, "撤回同意") == f"{place}decline/"
        again = send(filed.officer, f"{place}decline/", {"reason": ""}, 422)
        assert again.count('class="form-errors"') == 1
        assert "已撤回同意" in follow(filed.officer, f"{place}decline/", {"reason": "账户有误"})
        change.refresh_from_db()
        assert change.state == "withdrawn"
        assert WITHDRAW not in offered(read(filed.officer, filed.case))

    def test_the_approver_takes_nothing_back(self, filed, change):
        assert WITHDRAW not in offered(read(filed.approver, filed.case))
        page = read(filed.approver, f"/purchaser/changes/{change.pk}/")
        assert action_of(page, "撤回同意") is None


class TestBeforeTheFilingIsAccepted:
    def test_an_acceptance_leads_back_to_the_case(self, announced):
        place = send(announced.officer, f"{announced.place}acceptance/", TYPED)
        assert place == announced.case
        page = read(announced.officer, place)
        assert "回款账户生效后,再申请支付" in page
        assert "可以接着申请支付" not in page

    def test_no_payment_is_asked_for(self, announced):
        send(announced.officer, f"{announced.place}acceptance/", TYPED)
        page = read(announced.officer, f"{announced.place}payment/")
        assert 'name="amount"' not in page
        assert "备案通过后再申请支付" in page
        page = send(announced.officer, f"{announced.place}payment/", {"amount": "10000"}, 409)
        assert "合同备案尚未通过" in problems(page)[0]
