"""Offers side by side, their whole cost, accepted or declined; consents; locks; loans; letters."""

import io
from datetime import date

import pytest

from cairong.audit.outbox import deliver, waiting
from cairong.lending.actions.consent import read_contact
from cairong.lending.models import Intent, Offer
from cairong.outreach.actions.send_letter import send_letter
from cairong.outreach.models import Letter
from cairong.rulebook.models import LprRow
from cairong.treasury.actions.change_payee import ask_payee_change
from cairong.treasury.actions.open_lock import recall_lock
from cairong.treasury.models import Lock, PayeeChange
from lending.ground import ACCOUNT
from support.browsing import action_of, follow, problems, read, send
from support.town import CITY
from support.visitors import account_in, signed_in


class TestOffer:
    def test_offers_stand_side_by_side_with_their_yearly_cost(self, phone):
        product = phone.case.publish()
        dear = phone.case.publish("乙银行", spread_bp=100)
        intent = phone.case.intend(300_000, "甲银行", "乙银行")
        phone.case.offer(intent, product)
        phone.case.offer(intent, dear, bank="乙银行", spread_bp=100)
        page = read(phone.client, f"/supplier/intents/{intent.pk}/")
        assert page.index("甲银行") < page.index("乙银行")
        assert "年化成本" in page
        assert "+ 45 基点" in page
        assert "+ 100 基点" in page
        home = read(phone.client, "/desk/")
        assert "甲银行 报价" in home

    def test_one_reads_the_whole_cost_before_deciding(self, phone):
        offer = phone.offered()
        page = read(phone.client, f"/supplier/offers/{offer.pk}/")
        for words in (
            "年化成本(内部收益率)",
            "还款计划",
            "一年期 LPR",
            "到期一次还本付息",
            "不需要",
        ):
            assert words in page

    def test_it_says_which_lpr_it_took_how_old_that_is_and_what_came_since(self, phone):
        offer = phone.offered()
        place, taken = f"/supplier/offers/{offer.pk}/", "一年期,2026年8月20日公布"
        page = read(phone.client, place)
        assert f"LPR 3.00%({taken},97 天前)" in page
        assert "2026年11月的 LPR 已过公布日" in page
        LprRow.objects.create(
            city_id=CITY, published_on=date(2026, 11, 20), one_year_bp=290, five_year_bp=340,
            source="公告", recorded_at=phone.case.now,
        )  # fmt: skip
        page = read(phone.client, place)
        assert "2026年11月20日公布了新的一期。这份报价的利率不变" in page
        assert "已过公布日" not in page
        send(phone.client, f"{place}decline/")
        page = read(phone.client, place)
        assert f"LPR 3.00%({taken},报价时已 97 天)" in page
        assert "新的一期" not in page

    def test_it_is_accepted(self, phone):
        offer = phone.offered()
        page = follow(phone.client, f"/supplier/offers/{offer.pk}/accept/")
        assert "已接受 甲银行 的报价" in page
        offer.refresh_from_db()
        assert offer.state == "accepted"
        again = phone.client.post(f"/supplier/offers/{offer.pk}/accept/")
        assert again.status_code == 409

    def test_it_is_declined(self, phone):
        offer = phone.offered()
        send(phone.client, f"/supplier/offers/{offer.pk}/decline/")
        offer.refresh_from_db()
        assert offer.state == "declined"

    def test_an_account_elsewhere_is_said_before_and_after_accepting(self, phone):
        case = phone.case
        product = case.publish("乙银行")
        offer = case.offer(case.intend(300_000, "乙银行"), product, bank="乙银行")
        move = f"/supplier/contracts/{case.contract.pk}/payee/"
        place = f"/supplier/offers/{offer.pk}/"
        page = read(phone.client, place)
        assert "锁定之前,先变更回款账户" in page
        assert move in page
        assert "到期还没有申请" not in page
        shown = follow(phone.client, f"{place}accept/")
        for words in (
            "请先由供应商申请变更回款账户到「乙银行」",
            move,
            "到期还没有申请",
            "依据 二(三)-3",
        ):
            assert words in shown
        ask_payee_change(actor=case.supplier, now=case.now, contract_id=case.contract.pk, **ACCOUNT)
        page = read(phone.client, place)
        assert "回款账户变更办理中" in page
        assert move not in page

    def test_a_day_in_a_year_without_a_notice_is_provisional(self, phone):
        offer = phone.offered()
        for day, said in (("2026-01-05", False), ("2099-01-05", True)):
            Offer.objects.filter(pk=offer.pk).update(valid_until=day)
            page = read(phone.client, f"/supplier/offers/{offer.pk}/")
            assert ("暂定" in page.partition("有效至")[2].partition("</dd>")[0]) == said

    def test_an_offer_past_its_day_says_so(self, phone):
        offer = phone.offered()
        Offer.objects.filter(pk=offer.pk).update(valid_until="2025-01-01")
        page = read(phone.client, f"/supplier/offers/{offer.pk}/")
        assert "已过有效期" in page
        answer = send(phone.client, f"/supplier/offers/{offer.pk}/accept/", {}, 409)
        assert problems(answer)


class TestIntent:
    def test_it_is_withdrawn(self, phone):
        intent = phone.case.intend()
        page = read(phone.client, f"/supplier/intents/{intent.pk}/")
        assert "撤回这份意向" in page
        send(phone.client, f"/supplier/intents/{intent.pk}/withdraw/")
        assert Intent.objects.get().state == "withdrawn"
        assert phone.client.post(f"/supplier/intents/{intent.pk}/withdraw/").status_code == 409

    def test_consent_is_given_taken_back_and_readings_are_listed(self, phone):
        intent = phone.case.intend()
        application = phone.case.application(intent)
        place = f"/supplier/intents/{intent.pk}/"
        assert "还没有人看过" in read(phone.client, place)
        read_contact(actor=phone.case.officer(), now=phone.case.now, application_id=application.pk)
        page = read(phone.client, place)
        assert "还没有人看过" not in page
        back = f"/supplier/applications/{application.pk}/consent/"
        assert "不能再看您的联系方式" in follow(phone.client, back + "withdraw/")
        assert phone.client.post(back + "withdraw/").status_code == 404
        assert "现在可以看" in follow(phone.client, back)

    def test_what_is_under_way_is_told_on_the_first_screen(self, phone):
        phone.asked_for_lock()
        page = read(phone.client, "/desk/")
        assert "同意锁定回款账户" in page
        assert "等我做" in page
        assert 'aria-label="融资进度"' in page

    def test_a_running_loan_waits_for_the_purchaser(self, phone):
        phone.drawn()
        page = read(phone.client, "/desk/")
        assert "支付合同款,到账后自动还款" in page
        assert "未还" in page


class TestLock:
    def test_one_reads_what_it_means_and_consents(self, phone):
        lock = phone.asked_for_lock()
        place = f"/supplier/locks/{lock.pk}/"
        page = read(phone.client, place)
        assert "款项到账先还这笔贷款" in page
        assert "6222020000000001" in page
        assert "采购人在 2 个工作日内确认" in follow(phone.client, place)
        assert Lock.objects.get().state == "supplier_consented"
        assert phone.client.post(place).status_code == 409

    def test_it_is_refused_with_a_reason(self, phone):
        lock = phone.asked_for_lock()
        place = f"/supplier/locks/{lock.pk}/refuse/"
        assert "没有填写「理由」" in problems(send(phone.client, place, {}, 422))[0]
        send(phone.client, place, {"reason": "改用别家"})
        assert Lock.objects.get().reason == "改用别家"

    def test_reading_it_ends_the_recall(self, phone):
        lock = phone.asked_for_lock()
        place = f"/supplier/locks/{lock.pk}/"
        assert phone.stranger().get(place).status_code == 404
        lock.refresh_from_db()
        assert lock.opened_at is None
        read(phone.client, place + "refuse/")
        lock.refresh_from_db()
        first = lock.opened_at
        assert first is not None
        read(phone.client, place)
        lock.refresh_from_db()
        assert lock.opened_at == first

    def test_from_a_refusal_one_may_still_consent(self, phone):
        lock = phone.asked_for_lock()
        page = send(phone.client, f"/supplier/locks/{lock.pk}/refuse/", {}, 422)
        assert action_of(page, "同意锁定") == f"/supplier/locks/{lock.pk}/"

    def test_one_recalled_says_why(self, phone):
        lock = phone.asked_for_lock()
        recall_lock(
            actor=phone.case.officer(), now=phone.case.now, lock_id=lock.pk, reason="方案要改"
        )
        page = read(phone.client, f"/supplier/locks/{lock.pk}/")
        assert "已收回" in page
        assert "方案要改" in page
        assert action_of(page, "同意锁定") is None
        assert "同意锁定回款账户" not in read(phone.client, "/desk/")


class TestLoans:
    def test_the_statement_lists_every_movement(self, phone):
        loan = phone.drawn()
        page = read(phone.client, f"/supplier/loans/{loan.pk}/")
        for words in ("对账单", "还款计划", "放款", "今天还清要多少", "¥300,000.00"):
            assert words in page
        assert loan.no in read(phone.client, "/supplier/loans/")
        sheet = phone.client.get(f"/supplier/loans/{loan.pk}/export/")
        assert sheet["Content-Type"].endswith("spreadsheetml.sheet")

    def test_the_loan_of_another_is_not_there(self, phone):
        loan = phone.drawn()
        assert phone.stranger().get(f"/supplier/loans/{loan.pk}/").status_code == 404


class TestLetters:
    @pytest.fixture
    def letter(self, phone) -> Letter:
        consumers = {"outreach.send_letter": send_letter}
        for row in waiting(now=phone.case.now):
            if row.consumer in consumers:
                deliver(row, now=phone.case.now, consumers=consumers)
        return Letter.objects.order_by("sent_at").first()

    def test_the_first_reading_is_noted(self, phone, letter):
        assert letter.opened_at is None
        page = read(phone.client, f"/letters/{letter.pk}/")
        assert "可持政府采购合同向金融机构申请贷款,无需抵押、担保" in page
        letter.refresh_from_db()
        first = letter.opened_at
        assert first is not None
        read(phone.client, f"/letters/{letter.pk}/")
        letter.refresh_from_db()
        assert letter.opened_at == first

    def test_the_purchaser_reads_it_without_opening_it(self, phone, letter):
        officer = signed_in(account_in(phone.case.town, "purchaser-officer"))
        assert "首次打开" in read(officer, f"/letters/{letter.pk}/")
        letter.refresh_from_db()
        assert letter.opened_at is None

    def test_it_is_printed(self, phone, letter):
        answer = phone.client.get(f"/letters/{letter.pk}/pdf/")
        assert answer.content.startswith(b"%PDF")

    def test_letters_are_filtered(self, phone, letter):
        assert "信息系统运维" in read(phone.client, "/letters/?opened=no")
        assert "还没有告知函" in read(phone.client, "/letters/?opened=yes")
        assert read(phone.client, "/letters/?words=没有这个项目")
        assert "的值「perhaps」看不懂" in read(phone.client, "/letters/?opened=perhaps")


def test_another_account_is_asked_for(phone):
    place = f"/supplier/contracts/{phone.case.contract.pk}/payee/"
    typed = {"payee": "供应商", "account_no": "6222020000000009", "bank": "中国工商银行洛阳分行",
             "cnaps": "102493000011", "reason": "原账户停用"}  # fmt: skip
    wrong = send(phone.client, place, {**typed, "cnaps": "1"}, 422)
    assert "12位" in problems(wrong)[0]
    send(phone.client, place, typed)
    assert PayeeChange.objects.get().state == "asked"


@pytest.mark.parametrize("name", ["contracts", "intents", "loans"])
def test_lists_search_sort_and_export(phone, name):
    phone.drawn()
    place = f"/supplier/{name}/"
    assert "信息系统运维" in read(phone.client, place + "?words=运维&sort=-no")
    assert "信息系统运维" not in read(phone.client, place + "?words=没有这一份")
    assert "不能按「nothing」排序" in read(phone.client, place + "?sort=nothing")
    sheet = phone.client.get(place + "export/?words=运维")
    assert io.BytesIO(sheet.content).read(2) == b"PK"
