"""The institution's loans, products, what is published in its regions, and its first screen."""

import io
from datetime import timedelta

import pytest
from django.utils import timezone
from python_calamine import CalamineWorkbook

from cairong.doors import actors
from cairong.lending.actions.note_overdue import note_overdue
from cairong.lending.models import LoanEntry
from cairong.parties.models import InstitutionProfile, Region
from cairong.products.models import Product, ProductVersion
from lending.ground import stand_award
from support.browsing import problems, read, send, value_of
from support.staging import staged
from support.visitors import browser

PRODUCTS = "/institution/products/"

TYPED = {
    "name": "政采贷", "lpr": "1Y", "spread_bp": "60", "day_count": "360", "cap_percent": "70",
    "max_days": "360", "methods": ["bullet", "equal-instalment"], "sizes": ["micro", "small"],
    "fee": "", "least": "1万", "most": "500万", "grade_0": "A", "less_bp_0": "20",
}  # fmt: skip


@staged
def loan(bank):
    product = bank.case.publish()
    return bank.case.draw(bank.case.ready(product, 150_000), 150_000)


class TestLoans:
    def test_they_are_listed_with_their_sum(self, bank, loan):
        page = read(bank.officer, "/institution/loans/")
        assert loan.no in page
        assert "合计" in page
        for query in (f"words={loan.no}", "state=repaying", "sort=-left"):
            assert loan.no in read(bank.officer, f"/institution/loans/?{query}")
        for query in ("words=没有", "state=settled", "due=over", "due=soon"):
            assert "没有这样的贷款" in read(bank.officer, f"/institution/loans/?{query}")
        assert loan.no not in read(bank.stranger(), "/institution/loans/")

    def test_one_past_its_due_day_says_so_wherever_it_is_read(self, bank, loan, monkeypatch):
        assert "已逾期 " not in read(bank.officer, "/institution/loans/?state=repaying")
        late = timezone.now() + (loan.due_on - timezone.localdate()) + timedelta(days=3)
        note_overdue(actor=bank.case.town.system, now=late)
        monkeypatch.setattr(actors, "now", lambda: late)
        assert loan.no in read(bank.officer, "/institution/loans/?due=over")
        supplier = browser(bank.case.town, "supplier")
        for client, place in (
            (bank.officer, "/institution/loans/"),
            (bank.officer, f"/institution/loans/{loan.pk}/"),
            (bank.officer, f"/cases/{loan.contract_id}/"),
            (supplier, "/supplier/loans/"),
            (supplier, f"/supplier/loans/{loan.pk}/"),
        ):
            page = read(client, place)
            assert "已逾期 3 天" in page, place
            assert "还款中</span>" not in page, place

    def test_one_shows_plan_movements_and_what_is_owed(self, bank, loan):
        page = read(bank.officer, f"/institution/loans/{loan.pk}/")
        for words in ("还款计划", "还款记录", "今天应还多少", "LPR 3.00%", "¥150,000.00"):
            assert words in page
        read(bank.stranger(), f"/institution/loans/{loan.pk}/", 404)

    def test_a_repayment_of_the_suppliers_own_money_is_recorded(self, bank, loan):
        place, today = f"/institution/loans/{loan.pk}/", timezone.localdate().isoformat()
        typed = {"amount": "200000", "on": today, "means": "转账"}
        page = send(bank.officer, place, typed, 422)
        assert any("超过当日应还本息" in one for one in problems(page))
        assert value_of(page, "means") == "转账"
        bank.approve(send(bank.officer, place, typed | {"amount": "50000"}))
        assert LoanEntry.objects.get(kind="repaid").principal_fen == 5_000_000
        assert "其他方式还款(转账)" in read(bank.officer, place)

    def test_a_day_to_come_is_refused_beside_its_field(self, bank, loan):
        typed = {"amount": "1", "on": "2099-01-01", "means": "转账"}
        page = send(bank.officer, f"/institution/loans/{loan.pk}/", typed, 422)
        assert any("也不能晚于今天" in one for one in problems(page))

    def test_only_the_officer_records(self, bank, loan):
        place = f"/institution/loans/{loan.pk}/"
        assert "登记供应商自有资金还款" not in read(bank.approver, place)
        typed = {"amount": "1", "on": timezone.localdate().isoformat(), "means": "转账"}
        assert bank.approver.post(place, typed).status_code == 403

    def test_they_are_a_workbook(self, bank, loan):
        answer = bank.officer.get("/institution/loans/export/")
        book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
        cells = book.get_sheet_by_index(0).to_python()
        assert cells[5][0] == loan.no
        assert cells[5][3] == 150_000


class TestProducts:
    def typed(self, bank, **changed):
        return {**TYPED, "regions": ["410300"], **changed}

    def test_one_is_published_by_two(self, bank):
        bank.approve(send(bank.officer, f"{PRODUCTS}new/", self.typed(bank)))
        version = ProductVersion.objects.get()
        assert (version.min_fen, version.max_fen) == (1_000_000, 500_000_000)
        assert version.preferences[0]["grade"] == "A"
        assert version.preferences[0]["less_bp"] == 20
        page = read(bank.officer, PRODUCTS)
        assert "政采贷" in page
        assert "+ 60 基点" in page

    @pytest.mark.parametrize(
        ("changed", "words"),
        [
            ({"collateral": "法定代表人担保"}, "原则上不得要求"),
            ({"least": "600万"}, "低于最低金额"),
            ({"spread_bp": "-300"}, "利率不大于零"),
            ({"methods": []}, "还款方式"),
            ({"name": ""}, "产品名称"),
        ],
    )
    def test_each_refusal_keeps_what_was_typed(self, bank, changed, words):
        page = send(bank.officer, f"{PRODUCTS}new/", self.typed(bank, **changed), 422)
        assert any(words in one for one in problems(page))
        assert value_of(page, "most") == "500万"
        assert value_of(page, "grade_0") == "A"

    def test_a_region_that_is_no_more_is_not_offered(self, bank):
        Region.objects.filter(code="410327").update(valid_to=timezone.localdate())
        page = read(bank.officer, f"{PRODUCTS}new/")
        assert "西工区" in page
        assert "宜阳县" not in page

    def test_a_name_of_ones_own_is_used_once(self, bank):
        bank.case.publish(name="政采贷")
        page = send(bank.officer, f"{PRODUCTS}new/", self.typed(bank), 409)
        assert any("已有同名产品" in one for one in problems(page))

    def test_a_new_version_shows_what_it_changes(self, bank):
        product = bank.case.publish()
        place = f"{PRODUCTS}{product.pk}/"
        page = read(bank.officer, f"{place}version/")
        assert value_of(page, "spread_bp") == "45"
        typed = self.typed(bank, name=product.name, spread_bp="30")
        bank.approve(send(bank.officer, f"{place}version/", typed))
        page = read(bank.officer, place)
        assert "第 2 版" in page
        assert "<del>45</del>" in page
        assert "<ins>30</ins>" in page

    def test_a_region_has_its_name_wherever_it_is_changed(self, bank):
        product = bank.case.publish()
        place = f"{PRODUCTS}{product.pk}/"
        typed = self.typed(bank, name=product.name, regions=["410303", "410327"])
        proposal = send(bank.officer, f"{place}version/", typed)
        changed = "<ins>西工区、宜阳县</ins>"
        for page in (read(bank.officer, proposal), read(bank.approver, proposal)):
            assert changed in page
            assert "<dd>西工区、宜阳县</dd>" in page
            assert "<dd>不要求</dd>" in page
            assert "410303" not in page
        bank.approve(proposal)
        page = read(bank.officer, place)
        assert changed in page
        assert "410303" not in page

    def test_it_is_suspended_resumed_and_retired_for_a_reason(self, bank):
        product = bank.case.publish()
        place = f"{PRODUCTS}{product.pk}/"
        assert problems(send(bank.officer, f"{place}suspend/", {"reason": ""}, 422))
        for turn, state in (
            ("suspend", "suspended"),
            ("resume", "published"),
            ("retire", "retired"),
        ):
            bank.approve(send(bank.officer, f"{place}{turn}/", {"reason": "额度用完"}))
            assert Product.objects.get().state == state
        assert "写新版本" not in read(bank.officer, place)
        page = send(bank.officer, f"{place}resume/", {"reason": "再上架"}, 409)
        assert problems(page)

    def test_others_do_not_see_it_here(self, bank):
        product = bank.case.publish()
        read(bank.stranger(), f"{PRODUCTS}{product.pk}/", 404)


class TestUndefinedCost:
    """One day, and a fee of most of the amount: the yearly rate is past all bounds."""

    def test_it_is_a_dash_on_every_page(self, bank):
        product = bank.case.publish(fee_fen=29_000_000)
        intent = bank.case.intend()
        bank.case.offer(intent, product, days=1, fee_fen=29_000_000)
        application = bank.case.application(intent)
        page = read(bank.officer, f"/institution/applications/{application.pk}/")
        assert "1 天 · 年化成本 — · 有效至" in page
        page = read(bank.officer, f"/cases/{bank.case.contract.pk}/")
        assert "1 天 · 年化 — <" in page
        page = read(bank.officer, f"/supermarket/{product.pk}/?amount=30万&days=1")
        assert "<dt>年化成本(内部收益率)</dt><dd>—</dd>" in page


class TestMarket:
    def test_contracts_and_awards_of_its_regions_are_read(self, bank):
        award = stand_award(bank.case.town)
        assert bank.case.contract.no in read(bank.officer, "/institution/contracts/")
        assert award.no in read(bank.officer, "/institution/awards/")
        for query in ("words=信息系统", "region=410303", "least=1万"):
            assert award.no in read(bank.officer, f"/institution/awards/?{query}")
        for query in ("words=没有", "region=410327", "least=1亿"):
            assert award.no not in read(bank.officer, f"/institution/awards/?{query}")
        InstitutionProfile.objects.update(regions=["410327"])
        assert bank.case.contract.no not in read(bank.officer, "/institution/contracts/")
        assert award.no not in read(bank.officer, "/institution/awards/")

    def test_they_are_workbooks(self, bank):
        for name in ("contracts", "awards"):
            assert bank.officer.get(f"/institution/{name}/export/").status_code == 200


class TestDesk:
    def test_the_first_screen_says_how_fast_and_how_often_in_time(self, bank, loan):
        page = read(bank.officer, "/desk/")
        for words in ("审批中位数", "按期率", "未还本金", "100<small> %"):
            assert words in page

    def test_a_case_leads_to_application_and_loan(self, bank, loan):
        page = read(bank.officer, f"/cases/{bank.case.contract.pk}/")
        assert f"看贷款 {loan.no}" in page
        assert "看申请" in page
