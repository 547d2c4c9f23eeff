"""The supplier's pages: the wizard by address, offers by hand, refusals, lists read back."""

from datetime import datetime
from decimal import Decimal
from typing import ClassVar

import pytest

from cairong.lending.actions.consent import read_contact
from cairong.lending.models import Intent, Offer
from cairong.treasury.models import Lock, PayeeChange
from support.browsing import is_noted, problems, read, send, text, value_of
from support.papers import beside, column, sheet_of, statements, table, twice_the_same
from support.visitors import account_in, signed_in

OFFERS = "报价,年化成本低的在前"
NOBODY = "01890000-0000-7000-8000-000000000000"


def wizard(phone, query: str = "") -> str:
    return f"/supplier/intents/new/contract/{phone.case.contract.pk}/{query}"


class TestWizard:
    """Every step stands in the address: it can be kept, shared between devices, gone back to."""

    @pytest.mark.parametrize(
        ("query", "heading"),
        [
            ("", "想融资多少"),
            ("?amount=30万", "确认后送出"),
            ("?part=all&days=90", "确认后送出"),
            ("?amount=30万&days=180&again=1", "想融资多少"),
        ],
    )
    def test_each_step_has_its_address(self, phone, query, heading):
        assert heading in read(phone.client, wizard(phone, query))

    @pytest.mark.parametrize(
        ("amount", "words"),
        [
            ("", "没有填写「金额」"), ("0", "零"), ("-1", "负数"), ("x", "不是金额"),
            ("1.001", "两位小数"), ("479640.01", "超过可融资额度 ¥479,640.00"), ("1e5", "不是金额"),
        ],
    )  # fmt: skip
    def test_a_bad_amount_goes_no_further(self, phone, amount, words):
        page = read(phone.client, wizard(phone, f"?amount={amount}&days=180"))
        assert any(words in one for one in beside(page, "amount")), problems(page)
        assert value_of(page, "amount") == amount
        assert "确认后送出" not in page

    def test_all_of_the_headroom_may_be_asked_for(self, phone):
        assert "确认后送出" in read(phone.client, wizard(phone, "?amount=479640.00"))

    @pytest.mark.parametrize("days", ["", "0", "-5", "abc", "1.5", "99999"])
    def test_bad_days_go_no_further(self, phone, days):
        page = read(phone.client, wizard(phone, f"?amount=30万&days={days}"))
        assert beside(page, "days"), problems(page)
        assert "确认后送出" not in page

    def test_nobody_is_asked_by_mistake(self, phone):
        page = read(phone.client, wizard(phone, f"?amount=30万&days=180&institutions={NOBODY}"))
        assert "选定的机构不能办理这份合同" in page
        assert "送给全部 2 家" in page

    def test_the_chosen_institutions_cap_bounds_the_amount(self, phone):
        phone.case.publish("丙银行", cap_percent=40)
        chosen = phone.case.bank("丙银行").pk
        query = f"?amount=300000&days=180&institutions={chosen}"
        page = read(phone.client, wizard(phone, query))
        assert "超过可融资额度 ¥274,080.00" in problems(page)[0]
        assert "只问 丙银行" in page
        assert value_of(page, "institutions") == str(chosen)

    def test_a_forged_confirmation_is_refused(self, phone):
        for status, typed in (
            (422, {"amount": "479640.01", "days": "180"}),
            (404, {"amount": "300000", "days": "180", "institutions": [NOBODY]}),
            (422, {"amount": "", "days": "180"}), (422, {"amount": "300000", "days": ""}),
        ):  # fmt: skip
            page = send(phone.client, wizard(phone), typed, status)
            assert problems(page), typed
        answer = phone.client.post(wizard(phone), {"amount": "1", "days": "1", "state": "financed"})
        assert answer.status_code == 422
        assert not Intent.objects.exists()

    def test_what_is_used_up_is_not_offered_again(self, phone):
        product = phone.case.publish()
        phone.case.draw(phone.case.ready(product, 479_640), "479640")
        page = read(phone.client, "/supplier/intents/new/")
        assert "份合同的额度已经用完" in page
        assert wizard(phone) not in page

    def test_without_contracts_it_says_what_would_be_here(self, phone):
        assert "现在没有可以融资的合同" in read(phone.stranger(), "/supplier/intents/new/")

    @pytest.mark.parametrize("role", ["purchaser-officer", "institution-officer", "pboc"])
    def test_nobody_else_borrows(self, phone, role):
        other = signed_in(account_in(phone.case.town, role))
        assert other.get(wizard(phone)).status_code == 403
        assert other.post(wizard(phone), {"amount": "1", "days": "1"}).status_code == 403


class TestOffers:
    def test_they_stand_in_the_order_of_their_cost(self, phone):
        cheap, dear = phone.case.publish(), phone.case.publish("乙银行", spread_bp=100)
        intent = phone.case.intend(300_000, "甲银行", "乙银行")
        phone.case.offer(intent, dear, bank="乙银行", spread_bp=100)
        phone.case.offer(intent, cheap)
        page = read(phone.client, f"/supplier/intents/{intent.pk}/")
        rows = table(page, OFFERS)
        assert [row["金融机构"] for row in rows] == ["甲银行", "乙银行"]
        costs = [Decimal(row["年化成本"].rstrip("%")) for row in rows]
        assert costs == sorted(costs)

    def test_its_figures_are_right_by_hand(self, phone):
        """300,000 for 180 days at LPR + 45 bp, 360 days a year, all paid at the end."""
        offer = phone.offered()
        rate = Decimal(offer.lpr_bp + 45) / 10_000
        interest = (Decimal(300_000) * rate * 180 / 360).quantize(Decimal("0.01"))
        page = read(phone.client, f"/supplier/offers/{offer.pk}/")
        (line,) = table(page, "还款计划")
        assert line == {"放款后第几天": "第 180 天", "还本金": "¥300,000.00",
                        "付利息": f"¥{interest:,.2f}", "还剩本金": "¥0.00"}  # fmt: skip
        growth = float(1 + interest / 300_000) ** (365 / 180) - 1
        assert float(offer.irr_percent) == pytest.approx(growth * 100, abs=1e-4)
        assert f"{offer.irr_percent.normalize():f}%" in page

    @pytest.mark.parametrize("act", ["accept/", "decline/"])
    def test_a_double_click_decides_once(self, phone, act):
        place = f"/supplier/offers/{phone.offered().pk}/{act}"
        first, second = twice_the_same(phone.client, place, {})
        assert (first.status_code, second.status_code) == (302, 302)
        assert first["Location"] == second["Location"]

    def test_one_that_was_declined_is_not_accepted(self, phone):
        place = f"/supplier/offers/{phone.offered().pk}/"
        send(phone.client, place + "decline/")
        for act in ("accept/", "decline/"):
            page = send(phone.client, place + act, {}, 409)
            assert "已谢绝" in problems(page)[0]
        assert "接受这份报价" not in read(phone.client, place)

    def test_declining_frees_what_it_had_reserved(self, phone):
        before = phone.case.receivable().reserved_fen
        offer = phone.offered()
        assert phone.case.receivable().reserved_fen - before == 30_000_000
        send(phone.client, f"/supplier/offers/{offer.pk}/decline/")
        assert phone.case.receivable().reserved_fen == before

    def test_accepting_one_ends_the_others(self, phone):
        product, other = phone.case.publish(), phone.case.publish("乙银行")
        intent = phone.case.intend(300_000, "甲银行", "乙银行")
        mine = phone.case.offer(intent, product)
        rival = phone.case.offer(intent, other, bank="乙银行")
        send(phone.client, f"/supplier/offers/{mine.pk}/accept/")
        rival.refresh_from_db()
        assert rival.state not in ("offered", "accepted")
        page = send(phone.client, f"/supplier/offers/{rival.pk}/accept/", {}, 409)
        assert problems(page)

    def test_of_another_it_is_not_there(self, phone):
        place, far = f"/supplier/offers/{phone.offered().pk}/", phone.stranger()
        assert far.get(place).status_code == 404
        for act in ("accept/", "decline/"):
            assert far.post(place + act).status_code == 404
        assert Offer.objects.get().state == "offered"


class TestIntents:
    def test_of_another_it_is_not_withdrawn_nor_consented(self, phone):
        intent = phone.case.intend()
        application, far = phone.case.application(intent), phone.stranger()
        assert far.post(f"/supplier/intents/{intent.pk}/withdraw/").status_code == 404
        for act in ("", "withdraw/"):
            place = f"/supplier/applications/{application.pk}/consent/{act}"
            assert far.post(place).status_code == 404
        assert Intent.objects.get().state == "open"

    def test_a_chosen_one_is_not_withdrawn(self, phone):
        offer = phone.offered()
        send(phone.client, f"/supplier/offers/{offer.pk}/accept/")
        page = send(phone.client, f"/supplier/intents/{offer.intent_id}/withdraw/", {}, 409)
        assert problems(page)
        assert "撤回这份意向" not in page

    def test_consent_is_given_once(self, phone):
        intent = phone.case.intend()
        place = f"/supplier/applications/{phone.case.application(intent).pk}/consent/"
        send(phone.client, place + "withdraw/")
        first, second = twice_the_same(phone.client, place, {})
        assert (first.status_code, second.status_code) == (302, 302)
        page = send(phone.client, place, {}, 409)
        assert "已经同意该机构查看联系方式" in problems(page)[0]

    def test_every_reading_is_told_with_who_read(self, phone):
        intent = phone.case.intend()
        application, officer = phone.case.application(intent), phone.case.officer()
        for _ in range(2):
            read_contact(actor=officer, now=phone.case.now, application_id=application.pk)
        page = read(phone.client, f"/supplier/intents/{intent.pk}/")
        assert page.count(f"甲银行 · {officer.person_name}") == 2

    def test_statements_do_not_grow_with_the_institutions(self, phone):
        def asked(*banks: str) -> int:
            intent = phone.case.intend(10_000, *banks)
            for bank in banks:
                read_contact(
                    actor=phone.case.officer(bank), now=phone.case.now,
                    application_id=phone.case.application(intent, bank).pk,
                )  # fmt: skip
            return statements(phone.client, f"/supplier/intents/{intent.pk}/")

        assert asked("甲银行") == asked("甲银行", "乙银行")


class TestLocks:
    def test_wrong_order_is_refused_in_words(self, phone):
        lock = phone.asked_for_lock()
        place = f"/supplier/locks/{lock.pk}/"
        send(phone.client, place)
        assert problems(send(phone.client, place, {}, 409))
        assert problems(send(phone.client, place + "refuse/", {"reason": "改主意"}, 409))
        assert "同意锁定回款账户吗" not in read(phone.client, place)

    def test_a_double_click_consents_once(self, phone):
        place = f"/supplier/locks/{phone.asked_for_lock().pk}/"
        first, second = twice_the_same(phone.client, place, {})
        assert (first.status_code, second.status_code) == (302, 302)

    @pytest.mark.parametrize(("reason", "words"), [("", "理由"), ("x", "2"), ("理" * 301, "300")])
    def test_refusing_needs_words(self, phone, reason, words):
        place = f"/supplier/locks/{phone.asked_for_lock().pk}/refuse/"
        page = send(phone.client, place, {"reason": reason}, 422)
        assert any(words in one for one in beside(page, "reason"))
        assert value_of(page, "reason") == reason
        assert Lock.objects.get().state == "requested"

    def test_of_another_it_is_not_there(self, phone):
        place, far = f"/supplier/locks/{phone.asked_for_lock().pk}/", phone.stranger()
        assert far.get(place).status_code == 404
        assert far.post(place).status_code == 404
        assert far.post(place + "refuse/", {"reason": "别人的"}).status_code == 404


class TestPayee:
    TYPED: ClassVar[dict[str, str]] = {
        "payee": "供应商", "account_no": "6222020000000009", "bank": "中国工商银行洛阳分行",
             "cnaps": "102493000011", "reason": "原账户停用"}  # fmt: skip

    @pytest.mark.parametrize(
        ("field", "value", "words"),
        [
            ("payee", "", "没有填写「收款人」"), ("payee", "别人", "不一致"),
            ("account_no", "", "没有填写「账号」"), ("account_no", "abc", "8 到 32 位"),
            ("bank", "", "没有填写「开户行」"), ("bank", "中国农业银行洛阳分行", "不符"),
            ("cnaps", "", "没有填写「联行号」"), ("cnaps", "123", "应为12位,现为3位"),
            ("reason", "", "没有填写「变更理由」"), ("reason", "因" * 501, "500"),
        ],
    )  # fmt: skip
    def test_a_bad_value_is_refused_in_words(self, phone, field, value, words):
        place = f"/supplier/contracts/{phone.case.contract.pk}/payee/"
        page = send(phone.client, place, self.TYPED | {field: value}, 422)
        assert any(words in one for one in problems(page)), problems(page)
        assert beside(page, field)
        for kept in set(self.TYPED) - {field}:
            assert value_of(page, kept) == self.TYPED[kept]
        assert not PayeeChange.objects.exists()

    def test_under_a_lock_nothing_is_changed(self, phone):
        phone.drawn()
        place = f"/supplier/contracts/{phone.case.contract.pk}/payee/"
        page = text(phone.client.post(place, self.TYPED))
        assert "锁定" in problems(page)[0]
        assert "二(三)-3" in problems(page)[0]
        assert not PayeeChange.objects.exists()

    def test_one_asks_once(self, phone):
        place = f"/supplier/contracts/{phone.case.contract.pk}/payee/"
        twice_the_same(phone.client, place, self.TYPED)
        assert PayeeChange.objects.count() == 1
        page = send(phone.client, place, self.TYPED, 409)
        assert "已有一项回款账户变更在办理" in problems(page)[0]
        assert phone.stranger().post(place, self.TYPED).status_code == 404


class TestLists:
    def test_the_workbooks_tell_money_in_yuan_and_days_as_days(self, phone):
        loan = phone.drawn()
        sheet = sheet_of(phone.client.get("/supplier/loans/export/?words=运维"))
        assert "运维" in sheet.filters
        assert sheet.column("本金(元)") == [300_000]
        assert sheet.column("未还本金(元)") == [300_000]
        (drawn,) = sheet.column("放款日")
        assert (drawn.date() if isinstance(drawn, datetime) else drawn) == loan.drawn_on
        assert sheet.column("贷款编号") == [loan.no]
        contracts = sheet_of(phone.client.get("/supplier/contracts/export/"))
        assert contracts.column("合同金额(元)") == [685_200]
        assert contracts.column("可融资(元)") == [179_640]
        intents = sheet_of(phone.client.get("/supplier/intents/export/"))
        assert intents.column("天数") == [180]

    def test_the_statement_of_a_loan_adds_up(self, phone):
        loan = phone.drawn()
        phone.case.paid("274080", phone.case.now, milestone="签订开票")
        sheet = sheet_of(phone.client.get(f"/supplier/loans/{loan.pk}/export/"))
        drawn = sum(one or 0 for one in sheet.column("放款(元)"))
        repaid = sum(one or 0 for one in sheet.column("还本金(元)"))
        loan.refresh_from_db()
        assert drawn == 300_000
        assert round((drawn - repaid) * 100) == loan.outstanding_fen
        assert phone.stranger().get(f"/supplier/loans/{loan.pk}/export/").status_code == 404

    @pytest.mark.parametrize(
        ("name", "caption", "key", "sorts"),
        [
            ("contracts", "我的合同", "平台编号", ("no", "title", "amount", "paid")),
            ("intents", "融资意向", "意向编号", ("no", "amount", "days", "at")),
            ("loans", "贷款", "贷款编号", ("no", "principal", "left", "drawn", "due")),
        ],
    )
    def test_they_sort_both_ways(self, phone, name, caption, key, sorts):
        product = phone.case.publish()
        for yuan in (100_000, 50_000):
            phone.case.draw(phone.case.ready(product, yuan), yuan)
        for sort in sorts:
            up = column(read(phone.client, f"/supplier/{name}/?sort={sort}"), caption, key)
            down = column(read(phone.client, f"/supplier/{name}/?sort=-{sort}"), caption, key)
            assert up == down[::-1], sort
        assert len(up) == (1 if name == "contracts" else 2)

    @pytest.mark.parametrize(
        ("name", "words"),
        [("contracts", "还没有公告的合同"), ("intents", "还没有融资意向"), ("loans", "还没有贷款")],
    )
    def test_empty_they_say_what_would_be_here(self, phone, name, words):
        phone.drawn()
        far = phone.stranger()
        assert words in read(far, f"/supplier/{name}/")
        assert sheet_of(far.get(f"/supplier/{name}/export/")).rows == []

    @pytest.mark.parametrize(
        ("query", "note"),
        [("page=0", "页码「0」不对"), ("sort=x", "不能按「x」排序"), ("colour=red", "")],
    )
    @pytest.mark.parametrize("name", ["contracts", "intents", "loans"])
    def test_what_they_cannot_do_they_say(self, phone, name, query, note):
        page = read(phone.client, f"/supplier/{name}/?{query}")
        assert note in page
        assert is_noted(page) is bool(note)

    @pytest.mark.parametrize("name", ["intents", "loans"])
    def test_a_state_that_there_is_not_is_said_to_be_none(self, phone, name):
        page = read(phone.client, f"/supplier/{name}/?state=strange")
        assert "筛选条件「状态」的值「strange」看不懂" in page

    def test_what_it_costs_to_repay_today_is_said_line_by_line(self, phone):
        page = read(phone.client, f"/supplier/loans/{phone.drawn().pk}/")
        for words in ("未还本金", "+ 已计未付利息", "+ 0 天的新利息", "= 今天还清"):
            assert words in page
        assert page.count("¥300,000.00") >= 2
