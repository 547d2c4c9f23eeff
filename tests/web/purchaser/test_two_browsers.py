"""Signing and paying through two browsers: order, refusals in words, double clicks, drafts."""

import re

import pytest
from django.utils import timezone

from cairong.audit.models import Event
from cairong.contracts.facts import Winner
from cairong.contracts.models import Contract
from cairong.lending.actions.request_lock import request_lock
from cairong.parties.models import Proposal
from cairong.treasury.actions.change_payee import ask_payee_change
from cairong.treasury.actions.consent_lock import consent_lock
from cairong.treasury.models import Acceptance, Lock, PayeeChange, Payment
from contracts.ground import OTHER_USCC
from lending.ground import Case
from support.browsing import follow, problems, read, send, text, value_of
from support.papers import beside, column, sheet_of, statements, table, twice_the_same
from support.staging import staged
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
    "rows": "3", "act": "sign",
}  # fmt: skip
PUBLIC_ITEMS = (
    ("purchaser_address", "采购人住所"), ("supplier_address", "供应商住所"),
    ("subject_matter", "标的"), ("quantity", "数量"), ("quality", "质量"),
    ("performance_period", "履行期限"), ("place", "履行地点"), ("manner", "履行方式"),
    ("acceptance_terms", "验收要求"), ("liability", "违约责任"),
    ("dispute_resolution", "解决争议的方法"), ("account_no", "回款账号"), ("bank", "开户行"),
    ("payee", "收款人"), ("cnaps", "联行号"), ("amount", "合同金额"), ("signed_on", "签订日期"),
    ("title", "合同名称"), ("milestone_0", "节点 1"), ("percent_0", "比例"),
)  # fmt: skip


@staged
def place(office) -> str:
    return f"/purchaser/awards/{office.ground.award().pk}/contract/"


@staged
def filed(office):
    office.contract = office.ground.decide(office.ground.sign())
    office.place = f"/purchaser/contracts/{office.contract.pk}/"
    return office


def stranger(office):
    other = office.town.purchaser("别的采购人")
    return signed_in(account_in(office.town, "purchaser-officer", organisation=other))


class TestItems:
    """二(二)-4: every item the notice names is needed, and its absence is said by its name."""

    @pytest.mark.parametrize(("field", "word"), PUBLIC_ITEMS)
    def test_none_may_be_missing(self, office, place, field, word):
        page = send(office.officer, place, TYPED | {field: ""}, 422)
        assert f"没有填写「{word}」" in beside(page, field)[0]
        assert value_of(page, "place") == ("" if field == "place" else "洛阳市")
        assert not Proposal.objects.exists()

    @pytest.mark.parametrize(("field", "word"), PUBLIC_ITEMS)
    def test_but_a_draft_may_lack_any(self, office, place, field, word):
        if field in ("payee", "account_no", "bank", "cnaps", "milestone_0", "percent_0"):
            page = send(office.officer, place, TYPED | {"act": "draft", field: ""}, 422)
            assert word in beside(page, field)[0]
        else:
            send(office.officer, place, TYPED | {"act": "draft", field: ""})
            assert Contract.objects.get().state == "draft"

    @pytest.mark.parametrize(
        ("field", "value", "words"),
        [
            ("title", "字" * 301, "300"),
            ("quality", "字" * 1001, "1000"),
            ("liability", "甲\u202e乙", "不允许的字符"),
            ("quantity", "1" + "\u0301" * 9, "附加符号"),
            ("amount", "0", "不能是零"),
            ("amount", "685200.01", "超过中标(成交)金额 ¥685,200.00"),
            ("amount", "-5", "负数"),
            ("retention_fen", "x", "不是金额"),
            ("prepayment_fen", "-1", "负数"),
            ("signed_on", "2025-09-14", "早于中标(成交)通知书日期"),
            ("signed_on", "2025-13-01", "不是日期"),
            ("account_no", "1234567", "8 到 32 位"),
            ("account_no", "6222 abcd 2222", "8 到 32 位"),
            ("cnaps", "10249300201", "应为12位,现为11位"),
            ("cnaps", "10249300201２O", "应为12位,现为13位"),
            ("cnaps", "10249300201О", "半角数字"),
            ("cnaps", "999493002012", "999不是已知的银行"),
            ("bank", "中国农业银行洛阳分行", "不符"),
            ("percent_0", "101", "100"),
            ("percent_0", "-1", "0"),
            ("percent_0", "39.999", "2"),
            ("agreed_days_0", "-1", "0"),
            ("agreed_days_0", "十日", "整数"),
            ("agreed_days_0", "4000", "3650"),
            ("unit_0", "months", "months"),
            ("until_0", "明天", "不是日期"),
            ("outside_at", "昨天", "时间"),
            ("item_0", "amount", "amount"),
        ],
    )
    def test_a_bad_value_is_refused_beside_its_box(self, office, place, field, value, words):
        page = send(office.officer, place, TYPED | {field: value}, 422)
        assert any(words in one for one in beside(page, field)), problems(page)
        assert value_of(page, "milestone_1") == "验收"
        assert not Proposal.objects.exists()

    @pytest.mark.parametrize("name", ["retention_fen", "prepayment_fen"])
    @pytest.mark.parametrize("act", ["sign", "draft"])
    def test_what_is_held_back_is_bounded_in_yuan(self, office, place, name, act):
        page = send(office.officer, place, TYPED | {name: "685200.01", "act": act}, 422)
        (said,) = beside(page, name)
        assert "¥685,200.01 超过合同金额 ¥685,200.00" in said

    def test_a_refusal_names_its_clause(self, office, place):
        page = send(office.officer, place, TYPED | {"amount": "700000"}, 422)
        assert re.search(r"\(依据 [^)]+\)", beside(page, "amount")[0])


class TestDrafts:
    def test_two_who_begin_at_once_do_not_overwrite_one_another(self, office, place):
        """Both opened the empty form; who saves second is told."""
        page = read(office.officer, place + "?secrecy=no")
        seen = {"revision": value_of(page, "revision"), "act": "draft"}
        send(office.officer, place, seen | {"amount": "680000", "title": "甲稿"})
        other = signed_in(account_in(office.town, "purchaser-officer", username="second"))
        page = send(other, place, seen | {"amount": "670000", "title": "乙稿"}, 409)
        assert "已被保存过" in problems(page)[0]
        assert value_of(page, "title") == "乙稿"
        assert Contract.objects.get().title == "甲稿"

    def test_one_saves_again_and_again(self, office, place):
        for title in ("一稿", "二稿", "三稿"):
            page = read(office.officer, place + "?secrecy=no")
            seen = {"revision": value_of(page, "revision"), "act": "draft", "amount": "680000"}
            send(office.officer, place, seen | {"title": title})
        assert Contract.objects.get().title == "三稿"
        assert Contract.objects.get().revision == 4

    def test_a_double_click_saves_once(self, office, place):
        typed = TYPED | {"act": "draft"}
        first, second = twice_the_same(office.officer, place, typed)
        assert first["Location"] == second["Location"]
        assert Event.objects.filter(type="contracts.draft.saved").count() == 1

    def test_the_question_of_secrecy_is_not_asked_again(self, office, place):
        send(office.officer, place, TYPED | {"act": "draft"})
        assert "涉及国家秘密吗" not in read(office.officer, place)

    def test_the_draft_of_another_is_not_there(self, office, place):
        send(office.officer, place, TYPED | {"act": "draft"})
        assert stranger(office).post(place, TYPED | {"act": "draft"}).status_code == 404

    def test_more_rows_stop_at_the_most(self, office, place):
        page = send(office.officer, place, TYPED | {"act": "more", "rows": "24"}, 200)
        assert 'name="milestone_23"' in page
        assert 'name="milestone_24"' not in page


class TestTwo:
    def test_nobody_signs_alone(self, office, place):
        proposal = send(office.officer, place, TYPED)
        assert "您是经办人" in read(office.officer, proposal)
        answer = office.officer.post(proposal + "decide/", {"decision": "approve"})
        assert answer.status_code == 403
        assert not Contract.objects.exists()

    def test_one_person_with_both_desks_is_one_person(self, office, place):
        proposal = send(office.officer, place, TYPED)
        made = Proposal.objects.get()
        Proposal.objects.update(prepared_by=made.prepared_by)
        second = office.town.purchaser().mandates.get(role="purchaser-approver")
        second.person = made.prepared_by
        second.save()
        answer = office.approver.post(proposal + "decide/", {"decision": "approve"})
        assert answer.status_code in (401, 403)
        assert not Contract.objects.exists()

    def test_a_double_click_proposes_once_and_decides_once(self, office, place):
        first, second = twice_the_same(office.officer, place, TYPED)
        assert first["Location"] == second["Location"]
        assert Proposal.objects.count() == 1
        decide = first["Location"] + "decide/"
        answers = twice_the_same(office.approver, decide, {"decision": "approve"})
        assert [one.status_code for one in answers] == [302, 302]
        assert Contract.objects.count() == 1

    def test_the_page_of_the_second_person_carries_a_token(self, office, place):
        page = read(office.approver, send(office.officer, place, TYPED))
        assert re.search(r'name="request_id" value="[0-9a-f-]{36}"', page)

    def test_sending_back_needs_words(self, office, place):
        proposal = send(office.officer, place, TYPED)
        page = send(office.approver, proposal + "decide/", {"decision": "return"}, 422)
        assert "没有填写" in problems(page)[0]
        assert Proposal.objects.get().state == "waiting"

    def test_what_was_typed_to_the_second_person_stays(self, office, place):
        proposal = send(office.officer, place, TYPED)
        typed = {"decision": "burn", "reason": "质量写具体"}
        page = send(office.approver, proposal + "decide/", typed, 422)
        assert value_of(page, "reason") == "质量写具体"
        assert problems(page)

    def test_a_decided_one_is_not_decided_again(self, office, place):
        proposal = send(office.officer, place, TYPED)
        send(office.approver, proposal + "decide/", {"decision": "return", "reason": "再看"})
        page = send(office.approver, proposal + "decide/", {"decision": "approve"}, 409)
        assert "已退回" in problems(page)[0]
        assert not Contract.objects.exists()

    def test_what_changed_in_between_is_refused_in_words(self, office, place):
        """The award is cancelled after proposing: the second person reads why it cannot be."""
        proposal = send(office.officer, place, TYPED)
        send(office.officer, place.replace("contract/", "cancel/"), {"reason": "项目终止"})
        page = send(office.approver, proposal + "decide/", {"decision": "approve"}, 409)
        assert "已取消" in problems(page)[0]
        assert Proposal.objects.get().state == "waiting"

    def test_another_house_finds_no_proposal(self, office, place):
        proposal = send(office.officer, place, TYPED)
        far = stranger(office)
        assert far.get(proposal).status_code == 404
        assert far.post(proposal + "decide/", {"decision": "approve"}).status_code == 404

    def test_it_is_taken_back_until_it_was_opened(self, office, place):
        proposal = send(office.officer, place, TYPED)
        send(office.officer, proposal + "recall/")
        assert Proposal.objects.get().state == "taken_back"
        proposal = send(office.officer, place, TYPED)
        read(office.approver, proposal)
        page = send(office.officer, proposal + "recall/", {}, 409)
        assert "不能再收回" in problems(page)[0]

    def test_several_winners_sign_with_an_account_each(self, office):
        suppliers = [office.town.supplier(), office.town.supplier("乙公司", uscc=OTHER_USCC)]
        winners = [
            Winner(supplier_id=one.pk, name=one.name, share_fen=fen)
            for one, fen in zip(suppliers, (60_000_000, 8_520_000), strict=True)
        ]
        award = office.ground.award(winners=winners)
        place = f"/purchaser/awards/{award.pk}/contract/"
        typed = {name: value for name, value in TYPED.items() if name != "supplier_address"}
        missing = send(office.officer, place, typed, 422)
        assert beside(missing, "account_no_1")
        second = {"payee_1": "乙公司", "account_no_1": "6222020000000099",
                  "bank_1": "中国农业银行洛阳分行", "cnaps_1": "103493000011"}  # fmt: skip
        proposal = send(office.officer, place, typed | second)
        send(office.approver, proposal + "decide/", {"decision": "approve"})
        kept = Contract.objects.get().suppliers.order_by("position")
        assert [(one.name, one.account_no[-4:]) for one in kept] == [
            ("供应商", "5678"), ("乙公司", "0099"),
        ]  # fmt: skip


class TestMoney:
    ACCEPTED = {"milestone": "签订开票", "amount": "10万", "on": "2025-10-10"}  # noqa: RUF012

    @pytest.mark.parametrize(
        ("field", "value", "words"),
        [
            ("amount", "", "没有填写「验收金额」"), ("amount", "0", "零"), ("amount", "-1", "负数"),
            ("amount", "274080.01", "尚可验收¥274,080.00"), ("on", "", "没有填写「验收日期」"),
            ("on", "2025-09-25", "签订日"), ("on", "x", "不是日期"),
            ("milestone", "", "没有填写「付款节点」"), ("milestone", "竣工", "竣工"),
        ],
    )  # fmt: skip
    def test_bad_values_are_refused_beside_their_box(self, filed, field, value, words):
        page = send(filed.officer, filed.place + "acceptance/", self.ACCEPTED | {field: value}, 422)
        assert any(words in one for one in beside(page, field)), problems(page)
        assert not Acceptance.objects.exists()

    def test_what_is_open_shrinks_by_what_was_accepted(self, filed):
        for yuan, left in (("74080", "¥200,000.00"), ("200000", "¥0.00")):
            send(filed.officer, filed.place + "acceptance/", self.ACCEPTED | {"amount": yuan})
            page = read(filed.officer, filed.place + "acceptance/")
            (row, _) = table(page, "付款节点 · 供应商")
            assert row["尚未验收"] == left
        assert value_of(page, "amount") == "411120.00"

    def test_a_double_click_accepts_once(self, filed):
        twice_the_same(filed.officer, filed.place + "acceptance/", self.ACCEPTED)
        assert Acceptance.objects.count() == 1

    @pytest.mark.parametrize("act", ["acceptance/", "payment/", "resubmit/", "recall/"])
    def test_of_another_it_is_not_there(self, filed, act):
        far = stranger(filed)
        assert far.get(filed.place + act).status_code == 404
        assert far.post(filed.place + act, self.ACCEPTED).status_code == 404

    def test_the_approver_types_no_money(self, filed):
        for act in ("acceptance/", "payment/"):
            assert filed.approver.get(filed.place + act).status_code == 403

    @pytest.mark.parametrize(
        ("amount", "words"),
        [("", "没有填写「申请支付金额」"), ("0", "零"), ("-1", "负数"), ("x", "不是金额"),
         ("100000.01", "高于已验收而未申请的¥100,000.00")],
    )  # fmt: skip
    def test_a_payment_is_bounded_by_what_is_owed(self, filed, amount, words):
        send(filed.officer, filed.place + "acceptance/", self.ACCEPTED)
        page = send(filed.officer, filed.place + "payment/", {"amount": amount}, 422)
        assert any(words in one for one in beside(page, "amount")), problems(page)
        assert not Proposal.objects.filter(act="treasury.request_payment").exists()

    def test_asking_with_nothing_owed_says_why(self, filed):
        page = send(filed.officer, filed.place + "payment/", {"amount": "1"}, 422)
        assert "高于已验收而未申请的¥0.00" in problems(page)[0]

    def test_a_payment_already_gone_is_not_taken_back(self, filed):
        send(filed.officer, filed.place + "acceptance/", self.ACCEPTED)
        place = send(filed.officer, filed.place + "payment/", {"amount": "100000"})
        send(filed.approver, place + "decide/", {"decision": "approve"})
        back = f"/purchaser/payments/{Payment.objects.get().pk}/take-back/"
        again = send(filed.officer, back, {"reason": "金额有误"})
        send(filed.approver, again + "decide/", {"decision": "approve"})
        page = send(filed.officer, back, {"reason": "又一次"}, 409)
        assert problems(page)
        assert stranger(filed).get(back).status_code == 404


class TestLocks:
    TICKED = dict.fromkeys(("account", "unchanged", "debt", "instead"), "on")

    @pytest.fixture
    def lock(self, filed) -> Lock:
        case = Case(filed.town, filed.contract, now=timezone.now())
        lock = case.by_bank(request_lock, "甲银行", offer_id=case.accepted(case.publish()).pk)
        filed.lock_case = case
        return lock

    def test_before_the_supplier_consented_nothing_is_acknowledged(self, filed, lock):
        place = f"/purchaser/locks/{lock.pk}/"
        assert "确认以下各条" not in read(filed.officer, place)
        page = send(filed.officer, place, self.TICKED, 409)
        assert "不能「确认账户锁定」" in problems(page)[0]
        page = send(filed.officer, place + "decline/", {"reason": "账户有误"}, 409)
        assert problems(page)

    @pytest.mark.parametrize("missing", ["account", "unchanged", "debt", "instead"])
    def test_every_point_is_ticked(self, filed, lock, missing):
        consent_lock(actor=filed.lock_case.supplier, now=timezone.now(), lock_id=lock.pk)
        typed = {name: on for name, on in self.TICKED.items() if name != missing}
        page = send(filed.officer, f"/purchaser/locks/{lock.pk}/", typed, 422)
        assert "请核对后勾选这一条" in beside(page, missing)[0]
        assert len(problems(page)) == 1

    def test_of_another_it_is_not_there(self, filed, lock):
        far = stranger(filed)
        assert far.get(f"/purchaser/locks/{lock.pk}/").status_code == 404
        assert far.post(f"/purchaser/locks/{lock.pk}/", self.TICKED).status_code == 404
        decline = f"/purchaser/locks/{lock.pk}/decline/"
        assert far.post(decline, {"reason": "别人的"}).status_code == 404


class TestChanges:
    @pytest.fixture
    def change(self, filed) -> PayeeChange:
        return ask_payee_change(
            actor=filed.ground.supplier(), now=timezone.now(), contract_id=filed.contract.pk,
            payee="供应商", account_no="6222020000000009", bank="中国工商银行洛阳分行",
            cnaps="102493000011", reason="原账户停用",
        )  # fmt: skip

    def test_one_declined_is_over(self, filed, change):
        place = f"/purchaser/changes/{change.pk}/"
        assert "没有填写「理由」" in problems(send(filed.officer, place + "decline/", {}, 422))[0]
        send(filed.officer, place + "decline/", {"reason": "请用原账户"})
        for act, typed in (("", {}), ("decline/", {"reason": "又一次"})):
            page = send(filed.officer, place + act, typed, 409)
            assert problems(page), act

    def test_of_another_it_is_not_there(self, filed, change):
        far = stranger(filed)
        place = f"/purchaser/changes/{change.pk}/"
        assert far.get(place).status_code == 404
        assert far.post(place + "decline/", {"reason": "别人的"}).status_code == 404
        change.refresh_from_db()
        assert change.state == "asked"


class TestContracts:
    LIST = "/purchaser/contracts/"

    def test_the_workbook_tells_the_money_in_yuan(self, filed):
        send(filed.officer, filed.place + "acceptance/", TestMoney.ACCEPTED)
        sheet = sheet_of(filed.officer.get(self.LIST + "export/"))
        assert sheet.column("金额(元)") == [685_200]
        assert sheet.column("已验收未申请(元)") == [100_000]
        assert sheet.column("已支付(元)") == [0]
        assert sheet.column("平台编号") == [filed.contract.no]

    def test_it_filters_by_state_and_searches_by_every_number(self, filed):
        by_number = f"words={filed.contract.no}"
        for query, found in ((by_number, 1), ("words=供应商", 1), ("state=filed", 1),
                             ("state=returned", 0), ("words=没有", 0)):  # fmt: skip
            rows = table(read(filed.officer, f"{self.LIST}?{query}"), "合同")
            assert len(rows) == found, query

    @pytest.mark.parametrize("sort", ["no", "title", "amount", "signed"])
    def test_it_sorts_both_ways(self, filed, sort):
        filed.ground.sign(filed.ground.award(title="乙", amount_fen=100), amount_fen=100)
        up = column(read(filed.officer, f"{self.LIST}?sort={sort}"), "合同", "平台编号")
        down = column(read(filed.officer, f"{self.LIST}?sort=-{sort}"), "合同", "平台编号")
        assert len(up) == 2
        assert up == down[::-1]

    def test_of_another_it_is_in_no_list(self, filed):
        far = stranger(filed)
        assert "还没有合同" in read(far, self.LIST)
        assert sheet_of(far.get(self.LIST + "export/")).rows == []

    @pytest.mark.parametrize("act", ["acceptance/", "payment/"])
    def test_statements_do_not_grow_with_acceptances(self, filed, act):
        first = statements(filed.officer, filed.place + act)
        for _ in range(2):
            send(filed.officer, filed.place + "acceptance/", TestMoney.ACCEPTED | {"amount": "1"})
            filed.officer.get("/desk/")
        assert statements(filed.officer, filed.place + act) <= first + 1

    def test_a_filed_contract_is_not_mended(self, filed):
        answer = filed.officer.get(filed.place + "resubmit/")
        assert answer.status_code == 409
        assert "已备案" in text(answer)
        page = send(filed.officer, filed.place + "recall/", {"reason": "金额写错"}, 409)
        assert problems(page)

    def test_what_is_done_is_said_once(self, filed):
        page = follow(filed.officer, filed.place + "acceptance/", TestMoney.ACCEPTED)
        assert "验收已登记" in page
        assert "验收已登记" not in read(filed.officer, filed.place + "payment/")
