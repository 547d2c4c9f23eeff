"""Acceptance, payment and locks by the purchaser's pages: arithmetic first, refusals in words."""

import re
from uuid import uuid4

import pytest
from django.utils import timezone

from cairong.lending.actions.request_lock import request_lock
from cairong.treasury.actions.change_payee import ask_payee_change
from cairong.treasury.actions.consent_lock import consent_lock
from cairong.treasury.models import Acceptance, AcceptanceRecall, Lock, PayeeChange, Payment
from lending.ground import Case
from support.browsing import action_of, follow, problems, read, send, value_of
from support.staging import staged


@staged
def filed(office):
    contract = office.ground.decide(office.ground.sign())
    office.place = f"/purchaser/contracts/{contract.pk}/"
    office.case = f"/cases/{contract.pk}/"
    office.contract = contract
    return office


def agreed(office, place: str) -> str:
    return follow(office.approver, place + "decide/", {"decision": "approve"})


class TestAcceptance:
    TYPED = {"milestone": "签订开票", "amount": "10万", "on": "2025-10-10"}  # noqa: RUF012

    def test_what_is_open_is_shown_and_filled_in(self, filed):
        page = read(filed.officer, filed.place + "acceptance/")
        assert "签订开票(40%)" in page
        assert value_of(page, "amount") == "274080.00"
        assert "尚未验收" in page

    def test_the_same_token_with_another_amount_is_refused_and_nothing_typed_lost(self, filed):
        place, token = filed.place + "acceptance/", str(uuid4())
        first = {**self.TYPED, "request_id": token}
        assert [filed.officer.post(place, first).status_code for _ in range(2)] == [302, 302]
        other = {**first, "amount": "3万"}
        page = send(filed.officer, place, other, 409)
        assert "请求号已用于另一内容" in problems(page)[0]
        assert value_of(page, "amount") == "3万"
        assert [one.amount_fen for one in Acceptance.objects.all()] == [10_000_000]
        assert value_of(page, "request_id") != token
        send(filed.officer, place, {**other, "request_id": value_of(page, "request_id")})
        assert Acceptance.objects.count() == 2

    def test_it_is_recorded_and_leads_to_payment(self, filed):
        page = follow(filed.officer, filed.place + "acceptance/", self.TYPED)
        assert "付款期限开始计算" in page
        assert Acceptance.objects.get().amount_fen == 10_000_000
        assert value_of(page, "amount") == "100000.00"

    @pytest.mark.parametrize(
        ("changed", "field", "words"),
        [
            ({"amount": "30万"}, "amount", "尚可验收¥274,080.00"),
            ({"amount": ""}, "amount", "没有填写「验收金额」"),
            ({"on": "2025-09-01"}, "on", "验收日期"),
            ({"on": "2099-01-01"}, "on", "验收日期"),
            ({"milestone": "没有的节点"}, "milestone", "没有的节点"),
        ],
    )
    def test_refusals_stand_beside_their_field(self, filed, changed, field, words):
        place = filed.place + "acceptance/"
        page = send(filed.officer, place, {**self.TYPED, **changed}, 422)
        assert any(words in one for one in problems(page)), problems(page)
        assert f'href="#id_{field}"' in page


class TestRecall:
    @pytest.fixture
    def place(self, filed) -> str:
        follow(filed.officer, filed.place + "acceptance/", TestAcceptance.TYPED)
        place = f"/purchaser/acceptances/{Acceptance.objects.get().pk}/recall/"
        assert f'href="{place}"' in read(filed.officer, filed.place + "acceptance/")
        return place

    def test_two_persons_take_it_back_and_all_is_open_again(self, filed, place):
        proposal = send(filed.officer, place, {"reason": "金额填错"})
        assert "已提交复核" in read(filed.officer, place)
        agreed(filed, proposal)
        assert Acceptance.objects.get().recall.reason == "金额填错"
        page = read(filed.officer, filed.place + "acceptance/")
        assert value_of(page, "amount") == "274080.00"
        assert "还没有登记过验收" in page
        assert "已经撤回" in read(filed.officer, place)
        send(filed.officer, place, {"reason": "再撤一次"}, 409)

    def test_what_is_asked_for_stays(self, filed, place):
        agreed(filed, send(filed.officer, filed.place + "payment/", {"amount": "10000"}))
        assert f'href="{place}"' not in read(filed.officer, filed.place + "acceptance/")
        page = send(filed.officer, place, {"reason": "金额填错"}, 422)
        assert any("¥10,000.00申请支付" in one for one in problems(page)), problems(page)
        assert not AcceptanceRecall.objects.exists()

    def test_the_case_leads_there_when_all_is_accepted(self, filed, place):
        for milestone, amount in (("签订开票", "174080"), ("验收", "411120")):
            rest = {**TestAcceptance.TYPED, "milestone": milestone, "amount": amount}
            send(filed.officer, filed.place + "acceptance/", rest)
        case = read(filed.officer, filed.case)
        assert f'href="{filed.place}acceptance/"' in case
        assert "撤回验收" in case
        page = read(filed.officer, filed.place + "acceptance/")
        assert "合同金额已经全部登记验收" in page
        assert f'href="{place}"' in page
        assert 'name="amount"' not in page

    def test_a_reason_is_given(self, filed, place):
        send(filed.officer, place, {"reason": ""}, 422)


class TestPayment:
    @pytest.fixture
    def due(self, filed):
        send(filed.officer, filed.place + "acceptance/", TestAcceptance.TYPED)
        return filed

    def test_nothing_owed_says_what_to_do_first(self, filed):
        assert "登记验收" in read(filed.officer, filed.place + "payment/")

    def test_the_arithmetic_of_what_is_owed_is_shown(self, due):
        page = read(due.officer, due.place + "payment/")
        for words in ("− 尚未验收", "− 已支付", "= 应付未申请", "付到:供应商"):
            assert words in page

    def test_two_persons_ask_and_it_can_be_taken_back(self, due):
        place = send(due.officer, due.place + "payment/", {"amount": "100000"})
        assert not Payment.objects.exists()
        assert "有一笔正在复核" in read(due.officer, due.place + "payment/")
        agreed(due, place)
        payment = Payment.objects.get()
        assert payment.amount_fen == 10_000_000
        back = f"/purchaser/payments/{payment.pk}/take-back/"
        assert back in read(due.officer, due.case)
        agreed(due, send(due.officer, back, {"reason": "金额有误"}))
        payment.refresh_from_db()
        assert payment.state == "withdrawn"
        assert "不能再撤回" in read(due.officer, back)

    def test_more_than_is_owed_is_refused(self, due):
        page = send(due.officer, due.place + "payment/", {"amount": "100000.01"}, 422)
        assert "高于已验收而未申请的" in problems(page)[0]
        assert value_of(page, "amount") == "100000.01"


class TestLock:
    @pytest.fixture
    def lock(self, filed) -> Lock:
        case = Case(filed.town, filed.contract, now=timezone.now())
        lock = case.by_bank(request_lock, "甲银行", offer_id=case.accepted(case.publish()).pk)
        return consent_lock(actor=case.supplier, now=case.now, lock_id=lock.pk)

    def test_the_case_leads_to_it(self, filed, lock):
        assert f"/purchaser/locks/{lock.pk}/" in read(filed.officer, filed.case)
        assert "确认账户锁定" in read(filed.officer, "/desk/")

    def test_each_point_is_acknowledged(self, filed, lock):
        place = f"/purchaser/locks/{lock.pk}/"
        assert "甲银行" in read(filed.officer, place)
        page = send(filed.officer, place, {"account": "on", "debt": "on"}, 422)
        assert len(problems(page)) == 2
        ticked = dict.fromkeys(("account", "unchanged", "debt", "instead"), "on")
        proposal = send(filed.officer, place, ticked)
        assert "已提交复核" in read(filed.officer, place)
        shown = re.search(r'href="([^"]+)">看这一案', read(filed.approver, proposal))
        assert shown
        assert shown[1] == filed.case
        agreed(filed, proposal)
        lock.refresh_from_db()
        assert lock.state == "purchaser_acknowledged"

    @pytest.mark.parametrize("refused", [True, False])
    def test_on_the_page_of_declining_one_may_still_acknowledge(self, filed, lock, refused):
        place = f"/purchaser/locks/{lock.pk}/"
        decline = f"{place}decline/"
        page = send(filed.officer, decline, {}, 422) if refused else read(filed.officer, decline)
        ticked = dict.fromkeys(("account", "unchanged", "debt", "instead"), "on")
        agreed(filed, send(filed.officer, action_of(page, "提交复核"), ticked))
        lock.refresh_from_db()
        assert lock.state == "purchaser_acknowledged"

    def test_it_is_declined_with_a_reason(self, filed, lock):
        place = f"/purchaser/locks/{lock.pk}/decline/"
        agreed(filed, send(filed.officer, place, {"reason": "账户有误"}))
        lock.refresh_from_db()
        assert (lock.state, lock.reason) == ("refused", "账户有误")


class TestPayeeChange:
    @pytest.fixture
    def change(self, filed) -> PayeeChange:
        return ask_payee_change(
            actor=filed.ground.supplier(), now=timezone.now(), contract_id=filed.contract.pk,
            payee="供应商", account_no="6222020000000009", bank="中国工商银行洛阳分行",
            cnaps="102493000011", reason="原账户停用",
        )  # fmt: skip

    def test_both_accounts_stand_side_by_side_and_two_consent(self, filed, change):
        place = f"/purchaser/changes/{change.pk}/"
        assert place in read(filed.officer, filed.case)
        page = read(filed.officer, place)
        assert "6222020200012345678" in page
        assert "6222020000000009" in page
        agreed(filed, send(filed.officer, place))
        change.refresh_from_db()
        assert change.state == "agreed"

    def test_it_is_declined(self, filed, change):
        send(filed.officer, f"/purchaser/changes/{change.pk}/decline/", {"reason": "请用原账户"})
        change.refresh_from_db()
        assert change.state == "withdrawn"
