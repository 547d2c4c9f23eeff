"""What the bureau's pages offer is what its use-cases would take, to the officer alone."""

import pytest
from django.utils import timezone

from cairong.lending.actions.request_lock import request_lock
from cairong.parties.models import InstitutionProfile
from cairong.treasury.actions.acknowledge_lock import acknowledge_lock
from cairong.treasury.actions.change_payee import (
    ask_payee_change,
    consent_payee_change,
    withdraw_payee_change,
)
from cairong.treasury.actions.consent_lock import consent_lock
from cairong.treasury.actions.pay import pay
from cairong.treasury.models import Lock, PayeeChange, Payment, Receivable
from lending.ground import drain, twice
from support.browsing import action_of, problems, read, send
from support.slips import typed_return
from web.shared.test_laid_before import offered

OFFICER, APPROVER, CLERK = "treasury-officer", "treasury-approver", "county-clerk"
LAY, WAITS, DECLINE = "提交复核", "看差异", "不予确认,提交复核"


def asked_for_change(bureau) -> PayeeChange:
    case = bureau.case
    change = ask_payee_change(
        actor=case.supplier, now=case.now, contract_id=case.contract.pk, payee="供应商",
        account_no="6222020000000009", bank="甲银行洛阳支行", cnaps="313493000011",
        reason="开户行迁址",
    )  # fmt: skip
    return twice(consent_payee_change, *bureau.purchaser(), case.now, change_id=change.pk)


class TestTwoLocks:
    """Two institutions ask for the lock of one account; the first that is active bars the other."""

    @pytest.fixture
    def locks(self, bureau) -> list[Lock]:
        case = bureau.case
        case.shelve("甲银行", "乙银行")
        InstitutionProfile.objects.filter(organisation=case.bank("乙银行")).update(
            licence_kind="小额贷款公司"
        )
        return [self.acknowledged(bureau, bank) for bank in ("甲银行", "乙银行")]

    def acknowledged(self, bureau, bank: str) -> Lock:
        case = bureau.case
        offer = case.accepted(case.publish(bank), 100_000, bank)
        lock = case.by_bank(request_lock, bank, offer_id=offer.pk)
        consent_lock(actor=case.supplier, now=case.now, lock_id=lock.pk)
        return twice(acknowledge_lock, *bureau.purchaser(), case.now, lock_id=lock.pk)

    def test_what_waits_of_one_hides_nothing_of_the_other(self, bureau, locks):
        one, other = (f"/finance/locks/{lock.pk}/" for lock in locks)
        send(bureau.at(OFFICER), one)
        page = read(bureau.at(OFFICER), one)
        assert WAITS in page
        assert action_of(page, LAY) is None
        page = read(bureau.at(OFFICER), other)
        assert WAITS not in page
        assert action_of(page, LAY) == other

    def test_while_one_is_active_the_other_is_only_declined(self, bureau, locks):
        one, other = (f"/finance/locks/{lock.pk}/" for lock in locks)
        bureau.approve(APPROVER, send(bureau.at(OFFICER), one))
        page = read(bureau.at(OFFICER), other)
        assert "这个账户已为另一家机构锁定" in page
        assert action_of(page, LAY) is None
        assert action_of(page, DECLINE) == f"{other}decline/"
        page = send(bureau.at(OFFICER), other, {}, 409)
        assert "已由另一家机构锁定" in problems(page)[0]
        typed = {"reason": "已锁定给另一家"}
        bureau.approve(APPROVER, send(bureau.at(OFFICER), f"{other}decline/", typed))
        assert Lock.objects.get(pk=locks[1].pk).state == "refused"


class TestChanges:
    def barred(self, bureau, change: PayeeChange, words: str) -> None:
        place = f"/finance/changes/{change.pk}/"
        page = read(bureau.at(OFFICER), place)
        assert "现在还不能变更账户" in page
        assert words in page
        assert action_of(page, LAY) is None
        assert action_of(page, "答复不同意") == f"{place}decline/"
        page = send(bureau.at(OFFICER), place, {}, 422)
        assert any(words in one for one in problems(page)), problems(page)
        send(bureau.at(OFFICER), f"{place}decline/", {"reason": "先办支付"})

    def test_a_payment_asked_for_since_comes_first(self, bureau):
        change = asked_for_change(bureau)
        bureau.requested()
        self.barred(bureau, change, "有一笔支付正在办理")

    def test_so_does_one_on_its_way(self, real):
        change = asked_for_change(real)
        real.case.by_treasury(pay, payment_id=real.requested().pk)
        self.barred(real, change, "有一笔支付正在办理")

    def test_a_lock_asked_for_since_comes_first(self, bureau):
        case = bureau.case
        offer = case.accepted(case.publish())
        change = asked_for_change(bureau)
        case.by_bank(request_lock, "甲银行", offer_id=offer.pk)
        self.barred(bureau, change, "回款账户已被申请锁定或已锁定")

    def test_what_waits_of_one_taken_back_hides_nothing_of_the_next(self, bureau):
        gone, case = asked_for_change(bureau), bureau.case
        send(bureau.at(OFFICER), f"/finance/changes/{gone.pk}/")
        withdraw_payee_change(actor=case.supplier, now=case.now, change_id=gone.pk, reason="写错了")
        place = f"/finance/changes/{asked_for_change(bureau).pk}/"
        page = read(bureau.at(OFFICER), place)
        assert WAITS not in page
        assert action_of(page, LAY) == place

    def test_what_waits_is_shown_to_the_approver(self, bureau):
        place = f"/finance/changes/{asked_for_change(bureau).pk}/"
        assert WAITS not in read(bureau.at(APPROVER), place)
        proposal = send(bureau.at(OFFICER), place)
        assert f'href="{proposal}"' in read(bureau.at(APPROVER), place)


class TestPayments:
    def test_money_that_repaid_a_loan_is_returned_with_what_it_repaid(self, bureau):
        bureau.case.draw(bureau.case.ready(bureau.case.publish(), 150_000), 150_000)
        bureau.case.paid("200000.00", bureau.case.now, "签订开票")
        place = f"/finance/payments/{Payment.objects.get().pk}/"
        page = read(bureau.at(OFFICER), place)
        assert "用于归还贷款。登记退汇时一并" in page
        assert action_of(page, "登记退汇,提交复核")
        order = send(bureau.at(OFFICER), f"{place}returned/", typed_return(amount_fen="200000"))
        assert "冲回的还款" in read(bureau.at(APPROVER), order)
        assert "用于归还贷款" not in read(bureau.at(APPROVER), place)

    def test_money_that_repaid_nothing_is(self, bureau):
        bureau.case.paid("200000.00", bureau.case.now, "签订开票")
        place = f"/finance/payments/{Payment.objects.get().pk}/"
        assert Receivable.objects.get().to_supplier_fen
        assert action_of(read(bureau.at(OFFICER), place), "登记退汇,提交复核")

    def test_of_two_on_their_way_the_first_is_recorded_first(self, real):
        case = real.case
        first, second = real.requested(10_000), real.requested(20_000)
        for one in (first, second):
            case.by_treasury(pay, timezone.now(), payment_id=one.pk)
        places = [f"/finance/payments/{one.pk}/" for one in (first, second)]
        page = read(real.at(OFFICER), places[1])
        assert 'name="bank_serial"' not in page
        assert f"凭证 {first.voucher_no} 支付在先" in page
        assert action_of(page, "登记退汇,提交复核")
        typed = {"bank_serial": "2025111700018873", "arrived_on": str(timezone.localdate())}
        page = send(real.at(OFFICER), f"{places[1]}arrived/", typed, 409)
        assert page.count('class="form-errors"') == 1
        real.approve(APPROVER, send(real.at(OFFICER), f"{places[0]}arrived/", typed))
        assert 'name="bank_serial"' in read(real.at(OFFICER), places[1])

    def test_nothing_is_called_off_where_nobody_here_knows_what_left(self, real):
        """No gateway: own means are no decision here, and the bank's paper is asked for."""
        payment = real.requested()
        real.approve(APPROVER, send(real.at(OFFICER), f"/finance/payments/{payment.pk}/"))
        place = f"/finance/payments/{payment.pk}/"
        page = read(real.at(OFFICER), place)
        assert "改由国库科自行支付" not in page
        assert action_of(page, "撤销支付,提交复核") is None
        assert "凭银行退汇凭证登记退汇" in page
        for act in ("call-off", "own-means"):
            page = send(real.at(OFFICER), f"{place}{act}/", {"reason": "账户已销户"}, 422)
            assert page.count('class="form-errors"') == 1
            assert "不经签名网关送国库" in problems(page)[0]
            assert "二(三)-4" in page
        assert "撤销支付" not in read(real.at(APPROVER), place)

    def test_what_waits_is_shown_once_to_whoever_reads(self, real):
        payment = real.requested()
        place = f"/finance/payments/{payment.pk}/"
        real.approve(APPROVER, send(real.at(OFFICER), place))
        drain(real.case.now)
        assert WAITS not in read(real.at(APPROVER), place)
        send(real.at(OFFICER), f"{place}returned/", typed_return())
        for role in (OFFICER, APPROVER, CLERK):
            assert read(real.at(role), place).count(WAITS) == 1


class TestApprovers:
    """The second person of a desk is led to what it reads; the officer, to what she does."""

    def test_of_the_treasury(self, bureau):
        lock, change = bureau.acknowledged(), asked_for_change_before(bureau)
        payment = bureau.requested()
        case = f"/cases/{bureau.case.contract.pk}/"
        found = offered(read(bureau.at(APPROVER), case))
        assert found["看账户锁定"] == f"/finance/locks/{lock.pk}/"
        assert found["看账户变更"] == f"/finance/changes/{change.pk}/"
        assert found[f"看支付 {payment.voucher_no}"] == f"/finance/payments/{payment.pk}/"
        assert all(word.startswith("看") for word in found)
        assert "确认账户锁定" in offered(read(bureau.at(OFFICER), case))

    def test_of_the_procurement_desk(self, bureau):
        contract = bureau.announced()
        words = {
            role: set(offered(read(bureau.at(f"procurement-{role}"), f"/cases/{contract.pk}/")))
            for role in ("officer", "approver")
        }
        assert words == {"officer": {"审核备案"}, "approver": {"看备案内容"}}


def asked_for_change_before(bureau) -> PayeeChange:
    """A change agreed to by both, beside a lock: as one stands that was asked for before it."""
    receivable = bureau.case.receivable()
    return PayeeChange.objects.create(
        city_id=receivable.city_id, receivable=receivable, payee="供应商",
        account_no="6222020000000009", bank="甲银行洛阳支行", cnaps="313493000011",
        reason="开户行迁址", asked_at=bureau.case.now, state="agreed",
    )  # fmt: skip
