"""A filing at the procurement desk: opened, read item by item, accepted, returned; by region."""

import io
import re
from datetime import date

import pytest
from django.utils import timezone
from python_calamine import CalamineWorkbook

from cairong.audit.models import Event
from cairong.contracts.facts import Items
from cairong.contracts.models import Contract, Filing, WithheldItem
from cairong.filing.actions.resubmit_filing import resubmit_filing
from cairong.parties.models import Mandate, Region
from cairong.treasury.actions.disown_account import disown_account
from lending.ground import ITEMS, sign, stand_award, twice
from support.browsing import problems, read, send, value_of
from support.confirming import confirmed
from support.staging import staged
from support.visitors import browser

QUEUE = "/finance/filings/"
OFFICER, APPROVER, CLERK = "procurement-officer", "procurement-approver", "county-clerk"


@staged
def contract(bureau):
    return bureau.announced()


class TestQueue:
    def test_it_says_what_waits_and_until_when(self, bureau, contract):
        page = read(bureau.at(OFFICER), QUEUE)
        for words in (contract.no, "未打开", "第 1 次", "西工区", "已超"):
            assert words in page
        for query in (f"words={contract.no}", "region=410303", "sort=-amount"):
            assert contract.no in read(bureau.at(OFFICER), f"{QUEUE}?{query}")
        assert "没有待审核的备案" in read(bureau.at(OFFICER), f"{QUEUE}?region=410327")

    def test_a_region_that_is_no_more_is_not_offered(self, bureau, contract):
        assert "宜阳县" in read(bureau.at(OFFICER), QUEUE)
        Region.objects.filter(code="410327").update(valid_to=timezone.localdate())
        assert "宜阳县" not in read(bureau.at(OFFICER), QUEUE)

    def test_a_county_sees_its_own(self, bureau, contract):
        clerk = bureau.at(CLERK)
        Mandate.objects.filter(role=CLERK).update(region="410327")
        assert contract.no not in read(clerk, QUEUE)
        read(clerk, f"{QUEUE}{contract.pk}/", 404)
        Mandate.objects.filter(role=CLERK).update(region="410303")
        assert contract.no in read(clerk, QUEUE)

    def test_all_contracts_are_listed_and_a_workbook(self, bureau, contract):
        page = read(bureau.at(OFFICER), "/finance/contracts/?state=filed")
        assert bureau.case.contract.no in page
        assert contract.no not in page
        answer = bureau.at(OFFICER).get("/finance/contracts/export/")
        book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
        assert len(book.get_sheet_by_index(0).to_python()) == 7
        assert bureau.at(OFFICER).get(f"{QUEUE}export/").status_code == 200

    @pytest.mark.parametrize("role", [OFFICER, CLERK])
    def test_the_figure_of_the_desk_is_the_number_of_rows_it_leads_to(self, bureau, contract, role):
        Contract.objects.filter(pk=bureau.case.contract.pk).update(state="settled")
        sign(bureau.case.town, stand_award(bureau.case.town))
        desk = read(bureau.at(role), "/desk/")
        found = re.search(r"<dt>已备案</dt><dd><a href=\"([^\"]+)\">(\d+)</a>", desk)
        assert found[2] == "2"
        assert "共 2 条" in read(bureau.at(role), found[1])

    def test_it_takes_as_many_statements_for_many_as_for_one(
        self, bureau, contract, django_assert_max_num_queries
    ):
        for _ in range(4):
            bureau.announced()
        bureau.at(OFFICER)
        with django_assert_max_num_queries(15):
            read(bureau.at(OFFICER), QUEUE)


class TestFiling:
    def test_opening_it_ends_the_recall(self, bureau, contract):
        page = read(bureau.at(OFFICER), f"{QUEUE}{contract.pk}/")
        for words in ("回款账户", "6222020000000001", "付款安排", "小型企业", "按期完成"):
            assert words in page
        opened = Filing.objects.get(contract=contract).opened_at
        assert opened is not None
        read(bureau.at(OFFICER), f"{QUEUE}{contract.pk}/")
        assert Filing.objects.get(contract=contract).opened_at == opened

    def test_it_is_accepted_by_two(self, bureau, contract):
        place = f"{QUEUE}{contract.pk}/"
        proposal = send(bureau.at(OFFICER), place, {"verdict": "accept"})
        assert "已送复核" in read(bureau.at(OFFICER), QUEUE)
        assert "逐项核对" not in read(bureau.at(OFFICER), place)
        bureau.approve(APPROVER, proposal)
        contract.refresh_from_db()
        assert contract.state == "filed"
        assert contract.receivables.get().current.version == 1
        assert "同意备案" in read(bureau.at(OFFICER), place)
        assert problems(send(bureau.at(OFFICER), place, {"verdict": "accept"}, 409))

    def test_a_clerk_prepares_and_never_decides(self, bureau, contract):
        proposal = send(bureau.at(CLERK), f"{QUEUE}{contract.pk}/", {"verdict": "accept"})
        answer = bureau.at(CLERK).post(f"{proposal}decide/", {"decision": "approve", "reason": ""})
        assert answer.status_code == 403

    def test_who_may_not_read_what_waits_is_led_to_no_closed_door(self, bureau, contract):
        place = f"{QUEUE}{contract.pk}/"
        proposal = send(bureau.at(OFFICER), place, {"verdict": "accept"})
        link = f'href="{proposal}"'
        assert link in read(bureau.at(APPROVER), place)
        county = browser(bureau.case.town, APPROVER, region=contract.region)
        page = read(county, place)
        assert "由提交人那一级的复核人办理" in page
        assert link not in page
        read(county, proposal, 404)

    def test_it_is_returned_item_by_item_and_shows_what_was_mended(self, bureau, contract):
        place = f"{QUEUE}{contract.pk}/"
        typed = {"verdict": "return", "reason_quality": "没有写明标准", "reason_": "请补正"}
        bureau.approve(APPROVER, send(bureau.at(OFFICER), place, typed))
        filing = Filing.objects.get(contract=contract)
        assert filing.reasons == {"quality": "没有写明标准", "": "请补正"}
        twice(
            resubmit_filing, *bureau.purchaser(), bureau.case.now,
            contract_id=contract.pk, fields=Items(**{**ITEMS, "quality": "符合 GB/T 28827"}),
        )  # fmt: skip
        page = read(bureau.at(OFFICER), place)
        assert "这一次改了什么" in page
        assert "<del>合格</del>" in page
        assert "<ins>符合 GB/T 28827</ins>" in page
        assert "没有写明标准" in page

    @pytest.mark.parametrize(
        ("typed", "words"),
        [
            ({"verdict": "return"}, "理由"),
            ({"verdict": "accept", "reason_place": "不明确"}, "又选择了同意"),
            ({"reason_place": "不明确"}, "请选择"),
        ],
    )
    def test_each_refusal_keeps_what_was_typed(self, bureau, contract, typed, words):
        page = send(bureau.at(OFFICER), f"{QUEUE}{contract.pk}/", typed, 422)
        assert any(words in one for one in problems(page))
        assert value_of(page, "reason_place") == typed.get("reason_place", "")

    def test_what_came_back_is_written_on(self, bureau, contract):
        place = f"{QUEUE}{contract.pk}/"
        typed = {"verdict": "return", "reason_quality": "没有写明标准"}
        proposal = send(bureau.at(OFFICER), place, typed)
        bureau.at(APPROVER).get(proposal)
        bureau.at(APPROVER).post(
            f"{proposal}decide/", {"decision": "return", "reason": "质量也要写依据"}
        )
        page = read(bureau.at(OFFICER), place)
        assert value_of(page, "reason_quality") == "没有写明标准"
        assert "质量也要写依据" in page

    def test_a_withholding_can_be_refused(self, bureau, contract):
        WithheldItem.objects.create(
            contract=contract, item="quality", ground="涉及商业秘密的工艺",
            asked_at=bureau.case.now, until="2030-01-01",
        )  # fmt: skip
        place = f"{QUEUE}{contract.pk}/"
        assert "申请不公开" in read(bureau.at(OFFICER), place)
        typed = {"verdict": "accept", "public_quality": "on"}
        bureau.approve(APPROVER, send(bureau.at(OFFICER), place, typed))
        assert WithheldItem.objects.get().assent is False

    def test_the_approver_does_not_prepare(self, bureau, contract):
        assert "逐项核对" not in read(bureau.at(APPROVER), f"{QUEUE}{contract.pk}/")
        answer = bureau.at(APPROVER).post(f"{QUEUE}{contract.pk}/", {"verdict": "accept"})
        assert answer.status_code == 403

    def test_case_and_desk_lead_here(self, bureau, contract):
        assert "审核备案" in read(bureau.at(OFFICER), f"/cases/{contract.pk}/")
        page = read(bureau.at(OFFICER), "/desk/")
        assert "待审核备案" in page
        assert "年审核按期率" in page
        assert "未偿融资本金" in read(bureau.at(CLERK), "/desk/")


class TestSilentSupplier:
    """The supplier has not said that the account is its own (D38)."""

    @pytest.fixture
    def place(self, bureau) -> str:
        town = bureau.case.town
        silent = "6222020200055555555"
        contract = sign(town, stand_award(town), now=bureau.case.now, filed=False, silent_on=silent)
        return f"{QUEUE}{contract.pk}/"

    def days_are_over(self) -> None:
        Filing.objects.filter(verdict="").update(confirm_until=date(2025, 10, 10))

    def test_in_its_days_it_can_only_be_returned(self, bureau, place):
        page = read(bureau.at(OFFICER), place)
        assert "账户未确认" in page
        assert "确认前不能同意备案" in page
        assert 'name="unconfirmed_reason"' not in page
        refused = send(bureau.at(OFFICER), place, {"verdict": "accept"}, 422)
        assert any("还没有确认回款账户" in one for one in problems(refused))
        typed = {"verdict": "return", "reason_account_no": "请核对账号"}
        assert send(bureau.at(OFFICER), place, typed)

    def test_later_it_goes_on_with_a_reason_that_is_kept_and_told(self, bureau, place):
        self.days_are_over()
        assert "先行通过的理由" in read(bureau.at(OFFICER), place)
        refused = send(bureau.at(OFFICER), place, {"verdict": "accept"}, 422)
        assert any("须写明理由" in one for one in problems(refused))
        why = "三次电话无人接听,已核对开户许可证"
        typed = {"verdict": "accept", "unconfirmed_reason": why}
        proposal = send(bureau.at(OFFICER), place, typed)
        seen = read(bureau.at(APPROVER), proposal)
        assert "没有确认,先行通过" in seen
        assert why in seen
        bureau.approve(APPROVER, proposal)
        assert Filing.objects.get(unconfirmed_reason=why).verdict == "accept"
        page = read(bureau.at(OFFICER), place)
        assert "没有确认而先行通过" in page
        assert why in page
        event = Event.objects.get(type="filing.contract.accepted_unconfirmed")
        assert {each["role"] for each in event.after["tell"]} == {"supplier", "purchaser-officer"}

    def test_against_the_supplier_s_word_no_reason_helps(self, bureau, place):
        self.days_are_over()
        contract = Contract.objects.get(pk=place.split("/")[3])
        disown_account(
            actor=bureau.case.town.actor(contract.suppliers.get().supplier, "supplier"),
            now=bureau.case.now, contract_id=contract.pk, note="末四位写错了",
        )  # fmt: skip
        page = read(bureau.at(OFFICER), place)
        for words in ("供应商指出不是其账户", "末四位写错了", "写明理由也不能"):
            assert words in page
        assert 'value="accept"' not in page
        typed = {"verdict": "accept", "unconfirmed_reason": "已电话核对"}
        refused = send(bureau.at(OFFICER), place, typed, 422)
        assert any("请退回采购人更正" in one for one in problems(refused))
        assert send(bureau.at(OFFICER), place, {"verdict": "return", "reason_account_no": "更正"})

    def test_a_reason_that_is_refused_is_not_lost(self, bureau, place):
        self.days_are_over()
        typed = {"verdict": "accept", "unconfirmed_reason": "已核对", "reason_place": "不明确"}
        page = send(bureau.at(OFFICER), place, typed, 422)
        assert value_of(page, "unconfirmed_reason") == "已核对"
        assert value_of(page, "reason_place") == "不明确"
        long = {"verdict": "accept", "unconfirmed_reason": "核" * 501}
        page = send(bureau.at(OFFICER), place, long, 422)
        assert any("先行通过的理由" in one for one in problems(page))
        assert value_of(page, "unconfirmed_reason") == "核" * 501

    def test_who_confirmed_meanwhile_is_named_and_the_reason_falls_away(self, bureau, place):
        self.days_are_over()
        typed = {"verdict": "accept", "unconfirmed_reason": "已电话核对"}
        proposal = send(bureau.at(OFFICER), place, typed)
        contract = Contract.objects.get(pk=place.split("/")[3])
        confirmed(bureau.case.town, contract, bureau.case.now)
        assert "账户已确认" in read(bureau.at(OFFICER), place)
        bureau.approve(APPROVER, proposal)
        assert Filing.objects.filter(contract=contract).get().unconfirmed_reason == ""
        assert Event.objects.filter(type="filing.contract.accepted").count() == 2
