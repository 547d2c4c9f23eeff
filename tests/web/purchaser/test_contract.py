"""The contract's form: the question of secrecy, the draft, signing by two, mending a filing."""

import re
from datetime import date

import pytest

from cairong.contracts.facts import Withholding
from cairong.contracts.models import Contract, WithheldItem
from cairong.filing.actions.open_filing import open_filing
from cairong.parties.models import Proposal
from contracts.ground import SIGNED, newest
from support.browsing import problems, read, send, text, value_of
from support.papers import beside
from support.town import at
from support.visitors import account_in, signed_in

TYPED = {
    "title": "办公系统运维", "purchaser_address": "洛阳市西工区", "supplier_address": "洛阳市",
    "subject_matter": "运维服务", "quantity": "1项", "quality": "合格",
    "performance_period": "一年", "place": "洛阳市", "manner": "上门服务",
    "acceptance_terms": "按合同验收", "liability": "依法承担", "dispute_resolution": "协商或诉讼",
    "signed_on": "2025-09-26", "amount": "685200", "payee": "供应商",
    "account_no": "6222020200012345678", "bank": "中国工商银行洛阳分行", "cnaps": "102493002012",
    "milestone_0": "签订开票", "percent_0": "40", "agreed_days_0": "10", "unit_0": "working",
    "milestone_1": "验收", "percent_1": "60", "agreed_days_1": "10", "unit_1": "working",
    "rows": "3",
}  # fmt: skip


def address(award) -> str:
    return f"/purchaser/awards/{award.pk}/contract/"


def signing(**changed) -> dict:
    return {**TYPED, "act": "sign", **changed}


class TestSecrecy:
    def test_it_is_asked_first(self, office):
        page = read(office.officer, address(office.ground.award()))
        assert "涉及国家秘密吗" in page
        assert 'name="subject_matter"' not in page

    def test_who_said_yes_finds_no_form(self, office):
        address_of_yes = address(office.ground.award()) + "?secrecy=yes"
        assert office.officer.get(address_of_yes)["Location"] == "/purchaser/secret/"
        assert not Contract.objects.exists()


class TestForm:
    def test_prefilled_values_say_where_they_come_from(self, office):
        award = office.ground.award(project_no="洛财采-1", scope="全年运维")
        page = read(office.officer, address(award) + "?secrecy=no")
        assert value_of(page, "title") == "办公系统运维"
        assert value_of(page, "subject_matter") == "全年运维"
        assert value_of(page, "amount") == "685200.00"
        assert value_of(page, "purchaser_address") == "洛阳市西工区"
        assert "来自中标公告" in page
        assert "来自单位登记信息" in page

    def test_every_item_the_notice_makes_public_is_asked(self, office):
        page = read(office.officer, address(office.ground.award()) + "?secrecy=no")
        for word in ("住所", "标的", "数量", "质量", "合同金额", "履行期限", "履行地点", "履行方式",
                     "验收要求", "违约责任", "解决争议的方法", "回款账号", "开户行"):  # fmt: skip
            assert word in page

    def test_a_draft_may_be_half_empty_and_is_found_again(self, office):
        award = office.ground.award()
        typed = {"act": "draft", "rows": "3", "title": "运维二期", "quality": "优良",
                 "amount": "680000", "retention_fen": "1万"}  # fmt: skip
        assert send(office.officer, address(award), typed) == address(award)
        page = read(office.officer, address(award))
        assert "草稿已保存" in page
        assert value_of(page, "title") == "运维二期"
        assert value_of(page, "quality") == "优良"
        assert value_of(page, "retention_fen") == "10000.00"
        assert Contract.objects.get().state == "draft"

    def test_a_draft_saved_by_somebody_else_is_not_overwritten(self, office):
        award = office.ground.award()
        send(office.officer, address(award), {"act": "draft", "amount": "680000"})
        page = send(office.officer, address(award),
                    {"act": "draft", "amount": "670000", "revision": "1"}, 409)  # fmt: skip
        assert "已被保存过" in problems(page)[0]
        assert value_of(page, "amount") == "670000"

    def test_more_rows_lose_nothing(self, office):
        award = office.ground.award()
        page = send(office.officer, address(award), {**TYPED, "act": "more"}, 200)
        assert value_of(page, "milestone_1") == "验收"
        assert 'name="milestone_5"' in page
        assert value_of(page, "account_no") == "6222020200012345678"
        assert problems(page) == []

    def test_another_purchasers_award_is_not_there(self, office):
        award = office.ground.award()
        other = office.town.purchaser("别的采购人")
        stranger = signed_in(account_in(office.town, "purchaser-officer", organisation=other))
        assert stranger.get(address(award)).status_code == 404

    def test_the_approver_does_not_write_contracts(self, office):
        assert office.approver.get(address(office.ground.award())).status_code == 403


class TestSigning:
    def test_the_officer_proposes_and_the_approver_signs(self, office):
        award = office.ground.award()
        place = send(office.officer, address(award), signing())
        page = read(office.officer, place)
        assert "已提交复核" in page
        assert not Contract.objects.exists()
        assert send(office.officer, address(award), {}) == place
        judged = read(office.approver, place)
        for words in ("6222020200012345678", "验收要求", "比例(%) 60", "备案审核中"):
            assert words in judged
        decided = send(office.approver, place + "decide/", {"decision": "approve"})
        assert "已同意" in read(office.approver, decided)
        contract = Contract.objects.get()
        assert (contract.state, contract.amount_fen) == ("announced", 68_520_000)
        assert [row.milestone for row in contract.schedule.all()] == ["签订开票", "验收"]
        assert contract.suppliers.get().cnaps == "102493002012"

    def test_a_contract_that_agrees_no_days_of_payment_says_so(self, office):
        silent = signing(agreed_days_1="", unit_1="")
        place = send(office.officer, address(office.ground.award()), silent)
        assert "几日内付款 合同未约定" in read(office.approver, place)
        send(office.approver, place + "decide/", {"decision": "approve"})
        contract = Contract.objects.get()
        assert [row.agreed_days for row in contract.schedule.all()] == [10, None]
        assert [row["agreed_days"] for row in newest(contract)["schedule"]] == [10, None]
        assert "合同未约定,按规定期限" in read(office.officer, f"/contracts/{contract.no}/")

    @pytest.mark.parametrize(
        ("changed", "field", "words"),
        [
            ({"liability": ""}, "liability", "没有填写「违约责任」"),
            ({"cnaps": "123"}, "cnaps", "12位"),
            ({"account_no": "abc"}, "account_no", "账号"),
            ({"bank": ""}, "bank", "没有填写「开户行」"),
            ({"amount": "1000000"}, "amount", "超过中标(成交)金额"),
            ({"amount": "很多"}, "amount", "合同金额"),
            ({"signed_on": "2025-09-01"}, "signed_on", "早于中标(成交)通知书日期"),
            ({"signed_on": "2099-01-01"}, "signed_on", "还没有到"),
            ({"payee": "别人"}, "payee", "与供应商「供应商」不一致"),
            ({"bank": "中国建设银行洛阳分行"}, "bank", "不符"),
            ({"percent_1": "50"}, "percent_0", "合计为 90%"),
            ({"percent_1": ""}, "percent_1", "没有填写「比例」"),
            ({"milestone_1": "签订开票"}, "milestone_0", "不能重复"),
            ({"item_0": "unit_price"}, "ground_0", "没有填写「商业秘密的依据」"),
            ({"item_0": "unit_price", "ground_0": "商密", "until_0": "2025-10-01"}, "item_0",
             "截止日期应在今天以后"),
        ],
    )  # fmt: skip
    def test_refusals_stand_beside_their_field_and_keep_what_was_typed(
        self, office, changed, field, words
    ):
        page = send(office.officer, address(office.ground.award()), signing(**changed), 422)
        assert any(words in one for one in problems(page)), problems(page)
        assert re.search(rf'href="#id_{field}"', page)
        assert value_of(page, "subject_matter") == changed.get("subject_matter", "运维服务")
        assert value_of(page, "milestone_0") == "签订开票"
        assert not Proposal.objects.exists()

    def test_what_came_back_is_shown_again(self, office):
        award = office.ground.award()
        place = send(office.officer, address(award), signing(quality="一般"))
        office.approver.post(place + "decide/", {"decision": "return", "reason": "质量写具体"})
        page = read(office.officer, address(award) + "?secrecy=no")
        assert "质量写具体" in page
        assert value_of(page, "quality") == "一般"
        assert value_of(page, "account_no") == "6222020200012345678"
        assert value_of(page, "percent_1") == "60"

    @pytest.mark.parametrize("head", ["", "announced_"])
    @pytest.mark.parametrize(
        ("given", "box", "words"),
        [
            ({"no": "洛财备1"}, "at", "没有填时间"),
            ({"at": "2025-09-27T10:00"}, "no", "没有填编号"),
            ({"no": "洛财备1", "at": "2025-09-25T10:00"}, "at", "不能早于签订日期"),
            ({"no": "洛财备1", "at": "2090-01-01T10:00"}, "at", "现在("),
        ],
    )
    def test_what_another_site_gave_is_refused_beside_its_box(
        self, office, head, given, box, words
    ):
        typed = {f"{head}outside_{name}": value for name, value in given.items()}
        page = send(office.officer, address(office.ground.award()), signing(**typed), 422)
        assert any(words in one for one in beside(page, f"{head}outside_{box}")), problems(page)
        assert '<details class="more" open>' in page
        assert not Proposal.objects.exists()

    def test_what_another_site_gave_comes_back_and_is_signed(self, office):
        """It is read by the second person, shown again when returned, and stands when signed."""
        award = office.ground.award()
        typed = {
            "outside_no": "20250927",
            "outside_at": "2025-09-27T10:00",
            "announced_outside_no": "豫公告7",
            "announced_outside_at": "2025-09-28T09:30",
        }
        laid = send(office.officer, address(award), signing(**typed))
        shown = read(office.approver, laid)
        assert "在其他网站公告的时间" in shown
        assert "2025年9月28日 09:30" in shown
        send(office.approver, laid + "decide/", {"decision": "return", "reason": "再核对"})
        page = read(office.officer, address(award) + "?secrecy=no")
        assert {name: value_of(page, name) for name in typed} == typed
        laid = send(office.officer, address(award), signing(**typed))
        send(office.approver, laid + "decide/", {"decision": "approve"})
        contract = Contract.objects.get()
        assert contract.announced_outside_at == at("2025-09-28 09:30")
        desk = signed_in(account_in(office.town, "procurement-officer"))
        for reader in (desk, office.officer):
            public = read(reader, f"/contracts/{contract.no}/")
            assert "其他网站公告编号" in public
            assert "豫公告7" in public
        assert "豫公告7" in read(desk, f"/finance/filings/{contract.pk}/")

    def test_an_item_can_be_withheld_on_a_ground(self, office):
        award = office.ground.award()
        asked = {"item_0": "unit_price", "ground_0": "商业秘密", "until_0": "2090-01-01"}
        place = send(office.officer, address(award), signing(**asked))
        office.approver.post(place + "decide/", {"decision": "approve"})
        assert WithheldItem.objects.get().item == "unit_price"

    def test_unknown_fields_are_refused(self, office):
        award = office.ground.award()
        assert office.officer.post(address(award), signing(state="filed")).status_code == 422


class TestFiling:
    def returned(self, office):
        contract = office.ground.sign(now=SIGNED)
        reasons = {"quality": "请写明执行的标准", "": "请尽快补正"}
        return office.ground.decide(contract, "return", reasons=reasons)

    def test_the_reasons_stand_beside_their_fields(self, office):
        contract = self.returned(office)
        page = read(office.officer, f"/purchaser/contracts/{contract.pk}/resubmit/")
        beside = re.search(r'class="returned">(.*?)name="quality"', page, re.DOTALL)
        assert beside
        assert "请写明执行的标准" in beside[1]
        assert "整份备案" in page
        assert 'name="amount"' not in page

    def test_a_mended_filing_is_submitted_again_by_two(self, office):
        contract = self.returned(office)
        place = f"/purchaser/contracts/{contract.pk}/resubmit/"
        fixed = ("amount", "signed_on")
        typed = {name: value for name, value in TYPED.items() if name not in fixed}
        proposal = send(office.officer, place, {**typed, "quality": "符合国标", "act": "sign"})
        page = read(office.approver, proposal)
        changed = re.search(r"改动的内容</th>.*?<ins>(.*?)</ins>", page, re.DOTALL)
        assert changed
        assert changed[1] == "质量、开户行"
        send(office.approver, proposal + "decide/", {"decision": "approve"})
        contract.refresh_from_db()
        assert (contract.state, contract.quality) == ("announced", "符合国标")
        assert contract.filings.count() == 2

    @pytest.mark.parametrize(
        ("typed", "left"),
        [
            ({"withdrawn": "unit_price"}, ["quality"]),
            ({"withdrawn": "unit_price", "item_0": "unit_price", "ground_0": "商业秘密",
              "until_0": "2090-01-01"}, ["quality", "unit_price"]),
        ],
    )  # fmt: skip
    def test_a_request_to_withhold_can_be_taken_back_or_made_anew(self, office, typed, left):
        asked = [
            Withholding(item=item, ground="配方", until=date(2090, 1, 1))
            for item in ("unit_price", "quality")
        ]
        contract = office.ground.sign(now=SIGNED, withheld=asked)
        office.ground.decide(contract, "return", reasons={"withheld": "请写明法条"})
        place = f"/purchaser/contracts/{contract.pk}/resubmit/"
        assert "撤回不予公开的申请" in read(office.officer, place)
        fixed = {
            name: value for name, value in TYPED.items() if name not in ("amount", "signed_on")
        }
        proposal = send(office.officer, place, {**fixed, **typed, "act": "sign"})
        assert ("撤回的不予公开申请" in read(office.approver, proposal)) == ("item_0" not in typed)
        assert "不予公开的内容" in read(office.approver, proposal)
        send(office.approver, proposal + "decide/", {"decision": "approve"})
        assert sorted(one.item for one in WithheldItem.objects.all()) == left

    def test_a_filing_is_taken_back_until_it_is_opened(self, office):
        contract = office.ground.sign()
        place = f"/purchaser/contracts/{contract.pk}/recall/"
        page = read(office.officer, place)
        assert "收回备案" in page
        assert "公开显示在合同的版本记录里" in page
        assert "没有填写「理由」" in problems(send(office.officer, place, {}, 422))[0]
        send(office.officer, place, {"reason": "金额写错"})
        contract.refresh_from_db()
        assert contract.state == "returned"

    def test_an_opened_filing_stays(self, office):
        contract = office.ground.sign()
        now = at("2025-09-29 16:00")
        open_filing(actor=office.ground.desk(), now=now, contract_id=contract.pk)
        place = f"/purchaser/contracts/{contract.pk}/recall/"
        assert "不能再收回" in read(office.officer, place)
        answer = office.officer.post(place, {"reason": "金额写错"})
        assert answer.status_code == 409
        assert "已于" in text(answer)
