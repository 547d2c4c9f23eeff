"""An application from intent to draw, by the institution's pages; each refusal in words."""

import io
import re
from datetime import timedelta

import pytest
from python_calamine import CalamineWorkbook

from cairong.audit.models import Event
from cairong.lending.actions.accept_offer import accept_offer
from cairong.lending.actions.approve_offer import approve_offer
from cairong.lending.actions.complete_by_silence import complete_by_silence
from cairong.lending.actions.consent import give_consent
from cairong.lending.actions.request_lock import request_lock
from cairong.lending.models import Application, Loan, Offer, Verification
from cairong.lending.reads import lock_by, unlocked_offers
from cairong.parties.models import InstitutionProfile, Organisation, Proposal
from cairong.products.models import Product
from cairong.rulebook.reads import calendar_of
from cairong.treasury.actions.change_payee import ask_payee_change
from cairong.treasury.actions.consent_lock import consent_lock
from cairong.treasury.actions.open_lock import open_lock
from cairong.treasury.models import Lock
from cairong.web.parts.words import long_day
from lending.ground import ACCOUNT, stand_award
from support.browsing import action_of, follow, problems, read, send, value_of
from support.staging import staged

LIST = "/institution/applications/"
CONDITIONS = {
    "agreement": "on", "signed_on": "2026-11-25", "pledge": "on", "registration_no": "0391-1",
    "registered_on": "2026-11-25",
}  # fmt: skip


def place_of(application: Application) -> str:
    return f"{LIST}{application.pk}/"


@staged
def asked(bank) -> Application:
    """An application for ¥300,000.00 to the institution alone."""
    return bank.case.application(bank.case.intend())


@staged
def ready(bank, asked) -> Application:
    """An application that is complete and verified."""
    bank.case.complete(asked.intent)
    bank.case.verify(asked.intent)
    return asked


class TestList:
    def test_it_says_what_is_due_and_when(self, bank, asked):
        page = read(bank.officer, LIST)
        for words in ("供应商", asked.intent.no, "¥300,000.00", "待确认材料", "还剩"):
            assert words in page
        assert "首次联系" not in problems(page)

    def test_it_is_narrowed_and_sorted(self, bank, asked):
        for query in (
            f"words={asked.intent.no}",
            "words=信息系统",
            "state=submitted",
            "due=soon",
            "sort=-amount",
        ):
            assert asked.intent.no in read(bank.officer, f"{LIST}?{query}")
        for query in ("words=没有", "state=rejected", "due=over", "due=today"):
            assert "没有这样的申请" in read(bank.officer, f"{LIST}?{query}")
        assert "不能按「colour」排序" in read(bank.officer, f"{LIST}?sort=colour")

    def test_the_figure_of_draws_is_the_number_of_rows_it_leads_to(self, bank):
        case, product = bank.case, bank.case.publish()
        case.draw(case.ready(product, 100_000), 100_000)
        case.accepted(product, 100_000)
        desk = read(bank.officer, "/desk/")
        found = re.search(r"<dt>已接受待放款</dt><dd><a href=\"([^\"]+)\">(\d+)</a>", desk)
        assert found[2] == "1"
        assert "共 1 条" in read(bank.officer, found[1])

    def test_others_see_none_of_it(self, bank, asked):
        stranger = bank.stranger()
        assert asked.intent.no not in read(stranger, LIST)
        read(stranger, place_of(asked), 404)
        for act in ("complete", "verify", "reject", "offer"):
            assert stranger.post(f"{place_of(asked)}{act}/").status_code == 404

    def test_it_is_a_workbook(self, bank, asked):
        answer = bank.officer.get(f"{LIST}export/?words={asked.intent.no}")
        book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
        cells = book.get_sheet_by_index(0).to_python()
        assert asked.intent.no in cells[1][0]
        assert cells[4][0] == "供应商"
        assert 300_000 in cells[5]

    def test_it_takes_as_many_statements_for_many_as_for_one(
        self, bank, asked, django_assert_max_num_queries
    ):
        for _ in range(5):
            bank.case.intend(10_000)
        with django_assert_max_num_queries(14):
            read(bank.officer, LIST)


class TestCase:
    def test_it_shows_contract_supplier_and_size(self, bank, asked):
        page = read(bank.officer, place_of(asked))
        contract = bank.case.contract
        for words in (contract.no, "采购人", "小型", "等待", "确认材料齐全", "¥685,200.00"):
            assert words in page

    def test_on_an_award_the_contract_comes_first(self, bank):
        case = bank.case
        award = stand_award(case.town, amount_fen=10_000_000)
        intent = case.intend(50_000, contract_id=None, award_id=award.pk)
        found = case.application(intent)
        page = read(bank.officer, place_of(found))
        assert "等待 <strong>签订并公告合同" in page
        for act in ("complete/", "verify/"):
            assert f'action="{place_of(found)}{act}"' not in page
        assert f"{place_of(found)}reject/" in page

    def test_what_was_laid_before_the_approver_is_hers(self, bank, asked):
        case, product = bank.case, bank.case.publish()
        case.complete(asked.intent)
        case.verify(asked.intent)
        terms = case.terms(asked.intent, product, 300_000)
        laid = approve_offer.propose(actor=case.officer(), now=case.now, **terms)
        for client, word in ((bank.officer, "看送审事项"), (bank.approver, "去复核")):
            page = read(client, place_of(asked))
            assert "金融机构复核" in page
            assert f'href="/proposals/{laid.pk}/">{word}' in page

    def test_contact_data_are_masked_and_every_reading_is_told(self, bank, asked):
        Organisation.objects.filter(name="供应商").update(
            contact_name="王小明", contact_phone="13800001234"
        )
        page = read(bank.officer, place_of(asked))
        assert "王**" in page
        assert "13800001234" not in page
        answer = bank.officer.post(f"{place_of(asked)}contact/")
        assert "13800001234" in answer.content.decode()
        assert Event.objects.filter(type="lending.contact.read").count() == 1
        token = {"request_id": "01990000-0000-7000-8000-000000000001"}
        bank.officer.post(f"{place_of(asked)}contact/", token)
        again = bank.officer.post(f"{place_of(asked)}contact/", token, follow=True)
        assert "刚才已经查看过一次" in again.content.decode()
        assert "13800001234" not in again.content.decode()
        assert Event.objects.filter(type="lending.contact.read").count() == 2
        assert bank.approver.post(f"{place_of(asked)}contact/").status_code == 403

    def test_without_consent_nothing_is_read(self, bank):
        bank.case.shelve("甲银行")
        intent = bank.case.intend(institution_ids=[])
        application = bank.case.application(intent)
        assert "还没有同意公开联系方式" in read(bank.officer, place_of(application))
        assert bank.officer.post(f"{place_of(application)}contact/").status_code == 403
        give_consent(actor=bank.case.supplier, now=bank.case.now, application_id=application.pk)
        assert bank.officer.post(f"{place_of(application)}contact/").status_code == 200

    def test_the_approver_sees_but_does_not_act(self, bank, asked):
        page = read(bank.approver, place_of(asked))
        assert "确认材料齐全</button>" not in page
        assert bank.approver.post(f"{place_of(asked)}complete/").status_code == 403


class TestActs:
    def test_complete_starts_the_clock(self, bank, asked):
        page = follow(bank.officer, f"{place_of(asked)}complete/")
        assert "10 个工作日的审批期限开始计算" in page
        assert "完成融资审批" in page
        again = send(bank.officer, f"{place_of(asked)}complete/", {}, 409)
        assert problems(again)

    def test_a_contract_is_verified_and_its_receipt_kept(self, bank, asked):
        place = place_of(asked)
        page = follow(bank.officer, f"{place}verify/", {"provincial_reference": "HN-7"})
        kept = Verification.objects.get()
        assert "省系统 HN-7" in page
        answer = bank.officer.get(f"{place}receipts/{kept.pk}/")
        assert answer.content == bytes(kept.receipt)
        assert bank.officer.get(f"{place}receipts/{asked.pk}/").status_code == 404

    def test_connected_institutions_name_the_provincial_check(self, bank, asked):
        InstitutionProfile.objects.update(connected_on="2025-01-01")
        page = send(bank.officer, f"{place_of(asked)}verify/", {"provincial_reference": ""}, 422)
        assert any("查询编号" in one for one in problems(page))

    def test_a_rejection_has_a_reason_and_words(self, bank, asked):
        place = f"{place_of(asked)}reject/"
        page = send(bank.officer, place, {"code": "term-mismatch", "words": "太短"}, 422)
        assert any("不少于10个字" in one for one in problems(page))
        assert "太短</textarea>" in page
        typed = {"code": "term-mismatch", "words": "采购人付款要等到明年,超过本机构的期限。"}
        proposal = send(bank.officer, place, typed)
        assert "已提交复核" in read(bank.officer, place_of(asked))
        bank.approve(proposal)
        page = read(bank.officer, place_of(asked))
        assert "预计付款日超出产品期限" in page
        assert "缩短期限或选择期限更长的产品" in page

    def test_after_a_silence_the_ball_has_the_days_of_deciding_and_the_contact_stays(self, bank):
        case = bank.case
        intent = case.intend(now=case.now - timedelta(days=30))
        complete_by_silence(actor=case.town.system, now=case.now)
        page = read(bank.officer, place_of(case.application(intent)))
        deciding, contact = page.index("依据 二(四)-3"), page.index("依据 二(一)-3")
        assert deciding < page.index("首次联系供应商") < contact
        assert bank.officer.post(f"{place_of(case.application(intent))}contact/").status_code == 200
        assert "首次联系供应商" not in read(bank.officer, place_of(case.application(intent)))

    def test_it_says_until_when_the_lock_may_be_asked_for(self, bank):
        offer = bank.case.accepted(bank.case.publish())
        page = read(bank.officer, place_of(offer.application))
        (found,) = unlocked_offers(bank.case.officer())
        last = lock_by(found, calendar_of(offer.city_id)).due
        assert f'最晚 <time datetime="{last}">{long_day(last)}</time>申请' in page
        assert page.index("申请锁定回款账户") < page.index("依据 二(三)-3")
        assert "先变更回款账户" not in page

    def test_an_account_elsewhere_moves_first_and_is_waited_for_until_a_day(self, bank):
        case, officer = bank.case, bank.stranger()
        offer = case.accepted(case.publish("乙银行"), bank="乙银行")
        page = read(officer, place_of(offer.application))
        for words in ("锁定之前,先变更回款账户", "采购人同意、国库科批准", "最晚"):
            assert words in page
        ask_payee_change(actor=case.supplier, now=case.now, contract_id=case.contract.pk, **ACCOUNT)
        page = read(officer, place_of(offer.application))
        assert "回款账户变更办理中" in page
        assert "申请锁定的期限不计" in page
        (found,) = unlocked_offers(case.officer("乙银行"))
        last = lock_by(found, calendar_of(offer.city_id)).due
        assert f'最晚等到 <time datetime="{last}">{long_day(last)}</time>' in page
        assert "报价自动失效" in page

    def test_an_accepted_offer_is_locked_met_and_drawn(self, bank):
        case, product = bank.case, bank.case.publish()
        offer = case.offer(case.intend(), product)
        accept_offer(actor=case.supplier, now=case.now, offer_id=offer.pk)
        place = f"{LIST}{offer.application_id}/"
        assert "申请锁定回款账户" in read(bank.officer, place)
        bank.approve(send(bank.officer, f"/institution/offers/{offer.pk}/lock/"))
        offer.refresh_from_db()
        assert offer.state == "locking"
        conditions = f"/institution/offers/{offer.pk}/conditions/"
        typed = CONDITIONS
        assert problems(send(bank.officer, conditions, typed, 409))
        offer.refresh_from_db()
        assert "等待 <strong>供应商同意" in read(bank.officer, place)

    def test_the_account_is_read_from_the_suppliers_consent_on(self, bank):
        case = bank.case
        offer = case.accepted(case.publish())
        bank.approve(send(bank.officer, f"/institution/offers/{offer.pk}/lock/"))
        places = (f"{LIST}{offer.application_id}/", f"/cases/{case.contract.pk}/")
        for page in (read(bank.officer, place) for place in places):
            assert not [one for one in ("6222020000000001", "甲银行洛阳支行") if one in page]
        assert "供应商同意锁定后显示" in read(bank.officer, places[0])
        consent_lock(actor=case.supplier, now=case.now, lock_id=Lock.objects.get().pk)
        assert "6222020000000001" in read(bank.officer, places[0])
        assert "甲银行洛阳支行 · 尾号 0001" in read(bank.officer, places[1])

    def test_a_lock_asked_for_is_taken_back_until_the_supplier_opens_it(self, bank):
        case, offer = bank.case, bank.case.accepted(bank.case.publish())
        place = f"{LIST}{offer.application_id}/"
        back = f"/institution/offers/{offer.pk}/lock/recall/"
        assert bank.officer.post(back, {"reason": "还没有申请"}).status_code == 404
        case.by_bank(request_lock, "甲银行", offer_id=offer.pk)
        assert action_of(read(bank.officer, place), "收回") == back
        assert bank.officer.get(back).url == place
        assert "没有填写「理由」" in problems(send(bank.officer, back, {}, 422))[0]
        page = follow(bank.officer, back, {"reason": "方案要改"})
        assert "已收回锁定申请" in page
        assert "方案要改" in page
        assert action_of(page, "收回") is None
        assert "<h2>申请锁定回款账户</h2>" in page
        lock = case.by_bank(request_lock, "甲银行", offer_id=offer.pk)
        open_lock(actor=case.supplier, now=case.now, lock_id=lock.pk)
        assert action_of(read(bank.officer, place), "收回") is None
        page = send(bank.officer, back, {"reason": "又要改"}, 409)
        assert len(problems(page)) == 1
        assert "打开这份锁定申请,不能再收回" in problems(page)[0]

    def test_only_the_officer_that_asked_takes_it_back(self, bank):
        offer = bank.case.accepted(bank.case.publish())
        lock = bank.case.by_bank(request_lock, "甲银行", offer_id=offer.pk)
        back, typed = f"/institution/offers/{offer.pk}/lock/recall/", {"reason": "方案要改"}
        assert bank.approver.post(back, typed).status_code == 403
        assert bank.stranger().post(back, typed).status_code == 404
        lock.refresh_from_db()
        assert lock.state == "requested"

    def test_conditions_are_ticked_one_by_one_and_the_draw_is_bounded(self, bank):
        case = bank.case
        offer = case.accepted(case.publish())
        case.lock(offer)
        place = f"/institution/offers/{offer.pk}/"
        page = send(bank.officer, f"{place}conditions/", {"registration_no": "0391-1"}, 422)
        assert len(problems(page)) == 4
        assert value_of(page, "registration_no") == "0391-1"
        typed = CONDITIONS
        assert "7 个工作日的放款期限" in follow(bank.officer, f"{place}conditions/", typed)
        page = send(bank.officer, f"{place}disburse/", {"amount": "400000"}, 422)
        assert any("超过报价尚可提取的" in one for one in problems(page))
        assert value_of(page, "amount") == "400000"
        bank.approve(send(bank.officer, f"{place}disburse/", {"amount": "300000"}))
        assert Loan.objects.get().principal_fen == 30_000_000
        assert Offer.objects.get(pk=offer.pk).state == "drawn"

    def test_an_accepted_offer_is_stepped_back_from_with_a_reason(self, bank):
        case = bank.case
        offer = case.accepted(case.publish())
        case.lock(offer)
        place, back = place_of(offer.application), f"/institution/offers/{offer.pk}/step-back/"
        assert action_of(read(bank.officer, place), "提交复核") == back
        assert "没有填写「理由」" in problems(send(bank.officer, back, {}, 422))[0]
        proposal = send(bank.officer, back, {"reason": "质押登记查出在先权利"})
        assert back not in read(bank.officer, place)
        bank.approve(proposal)
        assert "已撤回" in read(bank.officer, place)
        assert Lock.objects.get().state == "released"
        assert bank.stranger().post(back, {"reason": "再退一次"}).status_code == 404

    def test_an_intent_sent_to_all_is_answered_by_asking_for_consent(self, bank):
        case = bank.case
        case.publish()
        application = case.application(case.intend(100, institution_ids=[]))
        place, asking = place_of(application), f"{place_of(application)}consent/"
        assert action_of(read(bank.officer, place), "征求同意联系") == asking
        assert action_of(read(bank.manager, place), "征求同意联系") is None
        page = follow(bank.officer, asking)
        assert "首次联系已记下" in page
        assert "征求供应商同意" in page
        assert action_of(page, "征求同意联系") is None
        assert "已经征求过供应商的同意" in problems(send(bank.officer, asking, {}, 409))[0]


class TestOffer:
    def typed(self, product, **changed):
        return {
            "act": "propose",
            "product": str(product.pk),
            "amount": "30万",
            "days": "180",
            "spread_bp": "40",
            "method": "bullet",
            "instalments": "1",
            "fee": "0",
            "amount_reason": "按本机构的授信安排只能先给这些",
        } | changed

    def test_it_begins_with_what_was_asked_and_published(self, bank, ready):
        bank.case.publish()
        page = read(bank.officer, f"{place_of(ready)}offer/")
        assert value_of(page, "amount") == "300000.00"
        assert value_of(page, "days") == "180"
        assert value_of(page, "spread_bp") == "45"
        assert "来自供应商的意向" in page
        assert "LPR 3.00%(一年期,2026年8月20日公布,97 天前)" in page
        assert "2026年11月的 LPR 已过公布日,平台上还没有,由人民银行录入" in page
        assert "¥479,640.00" in page
        assert "其他意向的报价占用" in page

    def test_it_needs_a_product(self, bank, ready):
        Product.objects.update(state="suspended")
        assert "本机构没有在架产品" in read(bank.officer, f"{place_of(ready)}offer/")

    def test_a_cost_past_all_use_is_a_dash_before_and_after_it_is_sent(self, bank, ready):
        product = bank.case.publish(fee_fen=5_000_000)
        typed = self.typed(product, days="1", fee="5万")
        place = f"{place_of(ready)}offer/"
        page = send(bank.officer, place, {**typed, "act": "preview"}, 200)
        assert "<dt>年化成本(内部收益率)</dt><dd>—</dd>" in page
        proposal = follow(bank.officer, place, typed)
        assert "年化成本(内部收益率,%)" in proposal
        laid = Proposal.objects.get(act="lending.approve_offer")
        assert laid.after["irr_percent"] is None

    def test_its_cost_shows_before_it_is_sent(self, bank, ready):
        product = bank.case.publish()
        place = f"{place_of(ready)}offer/"
        page = send(bank.officer, place, self.typed(product, act="preview"), 200)
        assert "年化成本(内部收益率)" in page
        assert value_of(page, "amount") == "30万"
        typed = self.typed(product, amount="60万")
        del typed["act"]
        answer = bank.officer.get(f"{place}preview/", typed)
        assert "超过可融资额度" in answer.content.decode()
        assert "<html" not in answer.content.decode()
        typed = self.typed(product, instalments="3")
        answer = bank.officer.get(f"{place}preview/", typed)
        assert "随借随还只有1期" in answer.content.decode()
        assert "都在产品和额度之内" not in answer.content.decode()
        assert not Proposal.objects.filter(act="lending.approve_offer").exists()

    def test_a_second_person_makes_it_stand(self, bank, ready):
        product = bank.case.publish()
        place = f"{place_of(ready)}offer/"
        proposal = send(bank.officer, place, self.typed(product))
        assert "已提交复核" in read(bank.officer, place)
        bank.approve(proposal)
        offer = Offer.objects.get()
        assert (offer.amount_fen, offer.spread_bp) == (30_000_000, 40)
        assert "已报价" in read(bank.officer, place_of(ready))
        assert bank.officer.get(place).status_code == 409

    @pytest.mark.parametrize(
        ("changed", "words"),
        [
            ({"amount": "50万"}, "超过可融资额度"),
            ({"days": "400"}, "不在产品"),
            ({"spread_bp": "46"}, "高于产品"),
            ({"method": "equal-principal"}, "不提供这种还款方式"),
            ({"instalments": "6"}, "随借随还只有1期"),
            ({"method": "equal-principal", "instalments": "120", "days": "90"}, "每期至少一天"),
            ({"amount": "很多"}, "金额"),
        ],
    )
    def test_each_refusal_keeps_what_was_typed(self, bank, ready, changed, words):
        product = bank.case.publish()
        typed = self.typed(product, **changed)
        page = send(bank.officer, f"{place_of(ready)}offer/", typed, 422)
        assert any(words in one for one in problems(page))
        assert value_of(page, "amount") == typed["amount"]
        assert value_of(page, "days") == typed["days"]

    def test_a_product_for_others_is_refused_beside_it_and_not_begun_with(self, bank, ready):
        Product.objects.update(state="suspended")
        other = bank.case.publish(regions=["410327"])
        place = f"{place_of(ready)}offer/"
        assert "不面向合同所在区域(西工区)" in read(bank.officer, place)
        fits = bank.case.publish(name="甲县贷", regions=["410303"])
        page = read(bank.officer, place)
        assert "不面向" not in page
        assert f'value="{fits.pk}" selected' in page
        page = send(bank.officer, place, self.typed(other), 422)
        assert any("不面向合同所在区域(西工区)" in one for one in problems(page))

    def test_without_a_fresh_receipt_it_is_refused(self, bank, asked):
        product = bank.case.publish()
        bank.case.complete(asked.intent)
        place = f"{place_of(asked)}offer/"
        assert "还没有核验合同真实性" in read(bank.officer, place)
        page = send(bank.officer, place, self.typed(product), 422)
        assert any("请先核验合同" in one for one in problems(page))
        bank.case.verify(asked.intent, now=bank.case.now - timedelta(days=30))
        page = send(bank.officer, place, self.typed(product), 422)
        assert any("重新核验" in one for one in problems(page))

    def test_what_came_back_is_written_on(self, bank, ready):
        product = bank.case.publish()
        place = f"{place_of(ready)}offer/"
        proposal = send(bank.officer, place, self.typed(product, amount="20万"))
        bank.approver.get(proposal)
        answer = bank.approver.post(
            f"{proposal}decide/", {"decision": "return", "reason": "再谈谈价格"}
        )
        assert answer.status_code == 302
        page = read(bank.officer, place)
        assert "再谈谈价格" in page
        assert value_of(page, "amount") == "200000.00"
