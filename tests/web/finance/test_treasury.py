"""The treasury desk: locks, payments, changes of account, exceptions and books."""

import io
import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from python_calamine import CalamineWorkbook

from cairong.audit.models import Event, Outbox
from cairong.audit.outbox import deliver, note_failure
from cairong.parties.models import Mandate
from cairong.treasury.actions.change_payee import ask_payee_change, consent_payee_change
from cairong.treasury.actions.pay import pay
from cairong.treasury.models import Lock, PayeeChange, PayeeVersion, Payment, Receivable
from cairong.web.finance import exceptions
from lending.ground import MONEY, drain, twice
from support.browsing import action_of, follow, problems, read, send, value_of
from support.papers import sheet_of
from support.slips import PAPER_SENT, typed_return

OFFICER, APPROVER, CLERK = "treasury-officer", "treasury-approver", "county-clerk"


class TestLocks:
    def test_one_is_confirmed_by_two(self, bureau):
        lock = bureau.acknowledged()
        page = read(bureau.at(OFFICER), "/finance/locks/")
        assert "采购人已确认" in page
        assert "还剩" in page
        place = f"/finance/locks/{lock.pk}/"
        page = read(bureau.at(OFFICER), place)
        for words in ("现行账户", "甲银行", "6222020000000001", "等我做"):
            assert words in page
        bureau.approve(APPROVER, send(bureau.at(OFFICER), place))
        lock.refresh_from_db()
        assert lock.state == "active"
        assert problems(send(bureau.at(OFFICER), place, {}, 409))

    def test_one_is_declined_for_a_reason(self, bureau):
        lock = bureau.acknowledged()
        place = f"/finance/locks/{lock.pk}/"
        assert problems(send(bureau.at(OFFICER), f"{place}decline/", {"reason": ""}, 422))
        typed = {"reason": "账户与备案不符"}
        bureau.approve(APPROVER, send(bureau.at(OFFICER), f"{place}decline/", typed))
        lock.refresh_from_db()
        assert lock.state == "refused"
        assert "账户与备案不符" in read(bureau.at(OFFICER), place)

    def test_from_a_refused_decline_one_may_still_confirm(self, bureau):
        place = f"/finance/locks/{bureau.acknowledged().pk}/"
        page = send(bureau.at(OFFICER), f"{place}decline/", {"reason": ""}, 422)
        bureau.approve(APPROVER, send(bureau.at(OFFICER), action_of(page, "提交复核")))
        assert Lock.objects.get().state == "active"

    def test_a_clerk_reads_only_its_county_and_never_confirms(self, bureau):
        lock = bureau.acknowledged()
        clerk = bureau.at(CLERK)
        assert clerk.post(f"/finance/locks/{lock.pk}/").status_code == 403
        Mandate.objects.filter(role=CLERK).update(region="410327")
        read(clerk, f"/finance/locks/{lock.pk}/", 404)
        assert "没有这样的锁定" in read(clerk, "/finance/locks/")

    @pytest.mark.parametrize(
        ("listed", "title"), [("locks", "账户锁定"), ("changes", "回款账户变更")]
    )
    def test_a_workbook_with_accounts_is_on_record_and_their_page_is_not(
        self, bureau, listed, title
    ):
        bureau.acknowledged()
        taken = Event.objects.filter(type="treasury.accounts.exported")
        read(bureau.at(OFFICER), f"/finance/{listed}/")
        assert not taken.exists()
        assert bureau.at(OFFICER).get(f"/finance/{listed}/export/").status_code == 200
        event = taken.get()
        assert (event.role, event.after) == (OFFICER, {"listed": title})

    def test_they_are_a_workbook(self, bureau):
        bureau.acknowledged()
        answer = bureau.at(OFFICER).get("/finance/locks/export/?state=purchaser_acknowledged")
        book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
        assert book.get_sheet_by_index(0).to_python()[1][0] == "筛选条件:状态:采购人已确认"


class TestPayments:
    def test_payee_lock_and_what_is_owed_are_read_before_paying(self, bureau):
        payment = bureau.requested()
        place = f"/finance/payments/{payment.pk}/"
        page = read(bureau.at(OFFICER), place)
        for words in ("没有锁定", "一致", "¥100,000.00", "应付未申请怎样算出来"):
            assert words in page
        assert payment.voucher_no in read(bureau.at(OFFICER), "/finance/payments/")
        bureau.approve(APPROVER, send(bureau.at(OFFICER), place))
        payment.refresh_from_db()
        assert payment.state == "released"
        drain(bureau.case.now)
        assert "流水号 模拟GK" in read(bureau.at(OFFICER), place)

    def test_a_payment_says_that_it_keeps_the_lock(self, bureau):
        bureau.case.lock(bureau.case.accepted(bureau.case.publish()))
        payment = bureau.requested()
        page = read(bureau.at(OFFICER), f"/finance/payments/{payment.pk}/")
        assert "付到锁定账户" in page

    def test_one_is_sent_back(self, bureau):
        payment = bureau.requested()
        place = f"/finance/payments/{payment.pk}/"
        page = send(bureau.at(OFFICER), f"{place}send-back/", {"reason": "少"}, 422)
        assert problems(page)
        assert value_of(page, "reason") == "少"
        typed = {"reason": "预算指标不足"}
        bureau.approve(APPROVER, send(bureau.at(OFFICER), f"{place}send-back/", typed))
        assert Payment.objects.get().state == "withdrawn"
        assert Receivable.objects.get().due_fen == 10_000_000

    def test_a_returned_payment_is_noted_and_waits_among_the_exceptions(self, bureau):
        payment = bureau.requested()
        bureau.case.by_treasury(pay, payment_id=payment.pk)
        drain(bureau.case.now)
        place = f"/finance/payments/{payment.pk}/"
        assert problems(send(bureau.at(OFFICER), f"{place}returned/", {"reason": ""}, 422))
        order = send(bureau.at(OFFICER), f"{place}returned/", typed_return())
        assert Payment.objects.get().state == "confirmed"
        page = read(bureau.at(OFFICER), place)
        assert "已提交复核" in page
        assert "登记退汇,提交复核" not in page
        assert "账号户名不符" in read(bureau.at(APPROVER), order)
        bureau.approve(APPROVER, order)
        assert "账号户名不符" in read(bureau.at(OFFICER), "/finance/exceptions/")
        assert problems(send(bureau.at(OFFICER), f"{place}returned/", typed_return(), 409))

    def test_the_second_person_reads_the_banks_paper(self, bureau):
        payment = bureau.requested()
        bureau.case.by_treasury(pay, payment_id=payment.pk)
        place = f"/finance/payments/{payment.pk}/"
        order = send(bureau.at(OFFICER), f"{place}returned/", typed_return())
        page = read(bureau.at(APPROVER), order)
        for words in ("TH-2025-0001", "退汇单.pdf"):
            assert words in page
        (link,) = re.findall(rf"{place}slips/[0-9a-f-]+/", page)
        assert link in read(bureau.at(APPROVER), place)
        paper = bureau.at(APPROVER).get(link)
        assert (paper.content, paper["Content-Type"]) == (PAPER_SENT, "application/pdf")
        assert paper["Content-Disposition"].startswith("attachment;")
        assert "no-store" in paper["Cache-Control"]
        elsewhere = link.replace(str(payment.pk), str(bureau.requested(20_000).pk))
        assert bureau.at(APPROVER).get(elsewhere).status_code == 404
        bureau.approve(APPROVER, order)
        assert "TH-2025-0001" in read(bureau.at(CLERK), place)

    @pytest.mark.parametrize(
        ("otherwise", "said"),
        [
            ({"amount_fen": "99999.99"}, "银行退汇是整笔退回"),
            ({"file": SimpleUploadedFile("a.pdf", b"<html>")}, "PDF、JPEG 或 PNG"),
            ({"file": ""}, "银行退汇凭证"),
            ({"return_serial": "1"}, "退汇流水号"),
        ],
    )
    def test_what_does_not_prove_it_is_refused_beside_its_field(self, bureau, otherwise, said):
        payment = bureau.requested()
        bureau.case.by_treasury(pay, payment_id=payment.pk)
        place = f"/finance/payments/{payment.pk}/returned/"
        page = send(bureau.at(OFFICER), place, typed_return(**otherwise), 422)
        assert said in problems(page)[0]
        assert value_of(page, "reason") == "账号户名不符"
        assert Payment.objects.get().state == "released"

    @pytest.mark.parametrize(
        ("address", "typed"), [("", {}), ("send-back/", {"reason": "预算指标不足"})]
    )
    def test_what_came_too_late_is_said_once_and_nowhere_else(self, bureau, address, typed):
        payment = bureau.requested()
        bureau.case.by_treasury(pay, payment_id=payment.pk)
        place = f"/finance/payments/{payment.pk}/"
        page = send(bureau.at(OFFICER), place + address, typed, 409)
        assert page.count('class="form-errors"') == 1
        assert "支付在途" in problems(page)[0]
        assert action_of(page, "登记退汇,提交复核") == f"{place}returned/"
        assert value_of(page, "reason") == ""

    def test_a_refused_return_is_said_once(self, bureau):
        payment = bureau.requested()
        place = f"/finance/payments/{payment.pk}/"
        page = send(bureau.at(OFFICER), f"{place}returned/", typed_return(), 409)
        assert page.count('class="form-errors"') == 1
        assert "登记退汇" in problems(page)[0]
        assert value_of(page, "reason") == ""
        bureau.case.by_treasury(pay, payment_id=payment.pk)
        page = send(bureau.at(OFFICER), f"{place}returned/", typed_return(reason="少"), 422)
        assert page.count('class="form-errors"') == 1
        assert value_of(page, "reason") == "少"

    def test_approvers_and_clerks_do_not_prepare(self, bureau):
        payment = bureau.requested()
        for role in (APPROVER, CLERK):
            assert bureau.at(role).post(f"/finance/payments/{payment.pk}/").status_code == 403

    def test_it_takes_as_many_statements_for_many_as_for_one(
        self, bureau, django_assert_max_num_queries
    ):
        for _ in range(4):
            bureau.requested(10_000)
        bureau.at(OFFICER)
        with django_assert_max_num_queries(14):
            read(bureau.at(OFFICER), "/finance/payments/")


class TestArrivals:
    SERIAL = "2025111700018873"

    def released(self, real) -> str:
        payment = real.requested()
        real.case.by_treasury(pay, payment_id=payment.pk)
        drain(real.case.now)
        return f"/finance/payments/{payment.pk}/"

    def typed(self, **other) -> dict[str, str]:
        return {"bank_serial": self.SERIAL, "arrived_on": str(timezone.localdate()), **other}

    def test_one_waits_for_the_receipt_and_is_recorded_by_two(self, real):
        place = self.released(real)
        officer = real.at(OFFICER)
        assert "支付在途" in read(officer, place)
        assert f'href="{place}"' in read(officer, "/finance/payments/?state=released")
        assert '?state=released">1</a>' in read(officer, "/desk/")
        assert "登记到账 ZF-" in read(officer, f"/cases/{real.case.contract.pk}/")
        order = send(officer, f"{place}arrived/", self.typed())
        page = read(real.at(APPROVER), order)
        for words in ("登记到账", "银行流水号", self.SERIAL, "到账日", "已到账"):
            assert words in page
        page = read(officer, place)
        assert "已提交复核" in page
        assert 'name="bank_serial"' not in page
        assert problems(send(officer, f"{place}arrived/", self.typed(bank_serial="1"), 422))
        real.approve(APPROVER, order)
        drain(real.case.now)
        page = read(officer, place)
        assert f"流水号 {self.SERIAL}" in page
        assert "模拟" not in page
        assert Receivable.objects.get().to_supplier_fen == 10_000_000
        assert problems(send(officer, f"{place}arrived/", self.typed(), 409))

    def test_what_cannot_be_is_said_beside_its_field(self, real):
        place = self.released(real)
        coming = str(timezone.localdate() + timedelta(days=1))
        page = send(real.at(OFFICER), f"{place}arrived/", self.typed(arrived_on=coming), 422)
        assert "与今天" in problems(page)[0]
        assert value_of(page, "bank_serial") == self.SERIAL
        page = send(real.at(OFFICER), f"{place}arrived/", self.typed(bank_serial="回单"), 422)
        assert "不是银行流水号" in problems(page)[0]
        assert value_of(page, "bank_serial") == "回单"

    def test_approvers_clerks_and_other_counties_record_nothing(self, real):
        place = self.released(real)
        for role in (APPROVER, CLERK):
            assert real.at(role).post(f"{place}arrived/", self.typed()).status_code == 403
        officer = real.at(OFFICER)
        Mandate.objects.filter(role=OFFICER).update(region="410327")
        assert officer.post(f"{place}arrived/", self.typed()).status_code == 404


class TestChanges:
    def asked(self, bureau) -> PayeeChange:
        case = bureau.case
        change = ask_payee_change(
            actor=case.supplier, now=case.now, contract_id=case.contract.pk, payee="供应商",
            account_no="6222020000000009", bank="中国工商银行洛阳分行", cnaps="102493000011",
            reason="开户行迁址",
        )  # fmt: skip
        return twice(consent_payee_change, *bureau.purchaser(), case.now, change_id=change.pk)

    def test_one_is_decided_by_two(self, bureau):
        change = self.asked(bureau)
        assert "6222020000000009" in read(bureau.at(OFFICER), "/finance/changes/")
        place = f"/finance/changes/{change.pk}/"
        waits = read(bureau.at(OFFICER), place)
        assert "双方同意" in waits
        assert "等我做" in waits
        proposed = send(bureau.at(OFFICER), place)
        assert "等我做" not in read(bureau.at(OFFICER), place)
        assert "国库科复核)" in read(bureau.at(OFFICER), place)
        bureau.approve(APPROVER, proposed)
        first, second = PayeeVersion.objects.order_by("version")
        assert Receivable.objects.get().current == second
        decided = read(bureau.at(OFFICER), place)
        assert first.account_no in decided
        assert second.account_no in decided
        assert problems(send(bureau.at(OFFICER), place, {}, 409))

    def test_one_is_declined(self, bureau):
        change = self.asked(bureau)
        place = f"/finance/changes/{change.pk}/"
        assert problems(send(bureau.at(OFFICER), f"{place}decline/", {"reason": ""}, 422))
        page = follow(bureau.at(OFFICER), f"{place}decline/", {"reason": "新账户不是本单位的"})
        assert "不同意变更" in page
        assert "原账户继续使用。理由:新账户不是本单位的" in page
        change.refresh_from_db()
        assert change.state == "withdrawn"


class TestExceptions:
    def released(self, bureau) -> Outbox:
        bureau.case.by_treasury(pay, payment_id=bureau.requested().pk)
        return Outbox.objects.get(consumer="treasury.gateway")

    def test_all_is_well(self, bureau):
        page = read(bureau.at(OFFICER), "/finance/exceptions/?check=1")
        assert "账簿相符" in page
        assert "每一步都办成了" in page

    def test_a_failed_delivery_says_what_and_why(self, bureau):
        row = self.released(bureau)
        note_failure(row, TimeoutError("国库没有回答"), now=bureau.case.now)
        page = read(bureau.at(OFFICER), "/finance/exceptions/")
        assert "国库支付确认" in page
        assert "国库没有回答" in page
        assert "项正在重试或卡住" in read(bureau.at(OFFICER), "/desk/")

    def test_all_that_failed_is_searched_narrowed_and_goes_out(self, bureau):
        row = self.released(bureau)
        note_failure(row, TimeoutError("国库没有回答"), now=bureau.case.now)
        officer, place = bureau.at(OFFICER), "/finance/exceptions/all/"
        assert f'href="{place}"' in read(officer, "/finance/exceptions/")
        no = bureau.case.contract.no
        for query in ("", f"?words={no}", "?tried=yes&sort=-at", f"?step={row.consumer}"):
            assert "国库没有回答" in read(officer, place + query)
            sheet = sheet_of(officer.get(f"{place}export/{query}"))
            assert "国库没有回答" in sheet.column("原因")[0]
            assert no in sheet.column("合同或项目")[0]
        for query in ("?words=没有这一份", "?tried=no"):
            assert "国库没有回答" not in read(officer, place + query)
        assert "的值「none」看不懂" in read(officer, f"{place}?step=none")
        Mandate.objects.filter(role=OFFICER).update(region="410327")
        assert "国库没有回答" not in read(officer, place)

    def test_what_is_not_listed_is_counted(self, bureau, monkeypatch):
        row = self.released(bureau)
        note_failure(row, TimeoutError("国库没有回答"), now=bureau.case.now)
        assert "只列前" not in read(bureau.at(OFFICER), "/finance/exceptions/")
        monkeypatch.setattr(exceptions, "MOST", 0)
        assert "只列前 0 件,共 1 件" in read(bureau.at(OFFICER), "/finance/exceptions/")

    def test_money_not_distributed_in_a_minute_is_shown(self, bureau):
        bureau.case.now -= timedelta(minutes=5)
        row = self.released(bureau)
        deliver(row, now=bureau.case.now, consumers=MONEY)
        page = read(bureau.at(OFFICER), "/finance/exceptions/")
        assert "¥100,000.00" in page.split("退汇,等待")[0]
        drain(bureau.case.now)
        assert "都已还贷或归供应商" in read(bureau.at(OFFICER), "/finance/exceptions/")

    def test_a_county_sees_its_own(self, bureau):
        row = self.released(bureau)
        note_failure(row, TimeoutError("国库没有回答"), now=bureau.case.now)
        officer = bureau.at(OFFICER)
        Mandate.objects.filter(role=OFFICER).update(region="410327")
        assert "国库没有回答" not in read(officer, "/finance/exceptions/")
        Mandate.objects.filter(role=OFFICER).update(region="410303")
        assert "国库没有回答" in read(officer, "/finance/exceptions/?check=1")


class TestBooks:
    def test_they_are_listed_with_their_sums(self, bureau):
        page = read(bureau.at(OFFICER), "/finance/books/")
        assert bureau.case.contract.no in page
        assert "合计" in page
        for query in ("words=没有", "state=paid"):
            assert "没有这样的应收账款" in read(bureau.at(OFFICER), f"/finance/books/?{query}")
        assert bureau.at(OFFICER).get("/finance/books/export/").status_code == 200

    def test_one_shows_flow_arithmetic_and_every_entry(self, bureau):
        bureau.case.draw(bureau.case.ready(bureau.case.publish(), 150_000), 150_000)
        bureau.case.paid("200000.00", bureau.case.now, "签订开票")
        receivable = Receivable.objects.get()
        page = read(bureau.at(OFFICER), f"/finance/books/{receivable.pk}/")
        for words in ("资金流向", "还本金", "归供应商", "回款还贷", "可融资额度怎样算出来", "现行"):
            assert words in page

    def test_a_case_leads_to_what_the_desk_can_do(self, bureau):
        lock, payment = bureau.acknowledged(), bureau.requested()
        page = read(bureau.at(OFFICER), f"/cases/{bureau.case.contract.pk}/")
        assert f"/finance/locks/{lock.pk}/" in page
        assert f"办理支付 {payment.voucher_no}" in page
        assert "看账簿" in page
