"""What each form of a disputed class answers to what is badly filled in, and the list's doors.

802§29, 46§16
"""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cairong.doors.clock import now as clock
from cairong.kernel.actor import Role
from cairong.kernel.papers import MOST_MB
from cairong.parties.models import Proposal
from cairong.sizing.models import Dispute, Saying
from sizing.ground import ELSEWHERE, HERE, PAPER, WORDS, Sizing, stand_sizing
from support.staging import staged
from support.town import Town
from support.visitors import browser

pytestmark = pytest.mark.django_db
DECIDE = {
    "industry": "软件和信息技术服务业", "employees": "380", "revenue_wan": "12000",
    "reason": "社保名册 380 人,年报收入 12000 万元", "series": "洛工信函",
}  # fmt: skip
ANSWER = {
    "size": "medium", "answer_no": "京经信函〔2025〕88号", "answered_on": "2025-09-24",
    "words": "经核定为中型企业,原件见附件",
}  # fmt: skip


@staged
def ground(town: Town) -> Sizing:
    return stand_sizing(town)


def paper(content: bytes = PAPER, name: str = "名册.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def refused(client: Client, address: str, typed: dict, said: str, status: int = 422) -> None:
    answer = client.post(address, typed)
    shown = answer.content.decode()
    assert (answer.status_code, said in shown) == (status, True), (typed, said)
    for value in typed.values():  # what was typed is still there
        if isinstance(value, str) and len(value) > 12:
            assert value.strip() in shown


class TestAsk:
    def test_what_a_purchaser_leaves_out_or_gets_wrong(self, ground):
        client = browser(ground.town, Role.PURCHASER_OFFICER)
        for typed, said in (
            ({}, "统一社会信用代码"),
            ({"uscc": HERE}, "理由"),
            ({"uscc": HERE, "words": " "}, "理由"),
            ({"uscc": HERE, "words": "七个字不够吧"}, "理由"),
            ({"uscc": HERE, "words": "理" * 501}, "500"),
            ({"uscc": HERE[:17], "words": WORDS}, "18位"),
            ({"uscc": HERE[:17] + "0", "words": WORDS}, "校验码"),
            ({"uscc": "91410303000000000D", "words": WORDS}, "没有找到"),
            ({"uscc": HERE, "words": WORDS, "file": paper(b"MZ\x90", "a.exe")}, "PDF"),
            ({"uscc": HERE, "words": WORDS, "file": paper(b"", "a.pdf")}, "空"),
        ):
            refused(client, "/sizes/new/", typed, said)
        assert not Dispute.objects.exists()

    def test_a_paper_above_its_bound(self, ground):
        client = browser(ground.town, Role.PURCHASER_OFFICER)
        large = paper(PAPER + b"0" * (MOST_MB * 1024 * 1024))
        answer = client.post("/sizes/new/", {"uscc": HERE, "words": WORDS, "file": large})
        assert answer.status_code in {413, 422}
        assert not Dispute.objects.exists()

    def test_the_finance_department_is_asked_for_its_letter(self, ground):
        client = browser(ground.town, Role.PROCUREMENT_OFFICER)
        assert "协查函文号" in client.get("/sizes/new/").content.decode()
        refused(client, "/sizes/new/", {"uscc": HERE, "words": WORDS}, "协查函文号")
        typed = {"uscc": HERE, "words": WORDS, "letter_no": "洛财购函〔2025〕3号"}
        assert client.post("/sizes/new/", typed).status_code == 302
        assert Dispute.objects.get().letter_no == "洛财购函〔2025〕3号"

    def test_a_firm_is_asked_for_no_code(self, ground):
        client = browser(ground.town, Role.SUPPLIER, organisation=ground.firm)
        page = client.get("/sizes/new/").content.decode()
        assert 'name="uscc"' not in page
        assert 'name="letter_no"' not in page
        assert client.post("/sizes/new/", {"words": WORDS}).status_code == 302
        refused(client, "/sizes/new/", {"words": WORDS}, "正在办理", 409)

    def test_a_code_of_the_address_is_filled_in(self, ground):
        client = browser(ground.town, Role.PURCHASER_OFFICER)
        assert HERE in client.get(f"/sizes/new/?uscc={HERE}").content.decode()
        assert client.get("/sizes/new/?uscc=%3Cscript%3E").status_code == 200

    def test_twice_by_an_impatient_hand_is_once(self, ground):
        client = browser(ground.town, Role.PURCHASER_OFFICER)
        sent = {"uscc": HERE, "words": WORDS, "request_id": "0199aa00-0000-7000-8000-000000000001"}
        places = {client.post("/sizes/new/", sent).headers["Location"] for _ in range(2)}
        assert len(places) == 1
        assert Dispute.objects.count() == 1


class TestHear:
    def test_what_a_firm_gets_wrong(self, ground):
        found = ground.ask()
        client = browser(ground.town, Role.SUPPLIER, organisation=ground.firm)
        for typed, said in (
            ({}, "陈述"),
            ({"words": "太短"}, "陈述"),
            ({"words": "陈" * 501}, "500"),
            ({"words": WORDS, "file": paper(b"GIF89a", "a.gif")}, "PDF"),
        ):
            refused(client, f"/sizes/{found.pk}/hear/", typed, said)
        assert not Saying.objects.filter(kind="heard").exists()

    def test_another_firm_finds_nothing(self, ground):
        found = ground.ask()
        client = browser(ground.town, Role.SUPPLIER, organisation=ground.foreign)
        answer = client.post(f"/sizes/{found.pk}/hear/", {"words": WORDS})
        assert answer.status_code == 404

    def test_after_the_tenth_it_is_enough(self, ground):
        found = ground.ask()
        for number in range(10):
            ground.hear(found, words=f"第 {number + 1} 份补充说明的材料")
        client = browser(ground.town, Role.SUPPLIER, organisation=ground.firm)
        refused(client, f"/sizes/{found.pk}/hear/", {"words": WORDS}, "最多陈述 10 次")


class TestDecide:
    def test_what_the_authority_leaves_out_or_gets_wrong(self, ground):
        found = ground.ask()
        ground.hear(found)
        client = browser(ground.town, Role.SME_AUTHORITY)
        for changed, said in (
            ({"industry": ""}, "所属行业"),
            ({"industry": "航天业"}, "所属行业"),
            ({"employees": ""}, "从业人员"),
            ({"employees": "三百"}, "从业人员"),
            ({"employees": "-1"}, "从业人员"),
            ({"employees": "1.5"}, "从业人员"),
            ({"revenue_wan": ""}, "营业收入"),
            ({"revenue_wan": "1e3"}, "营业收入"),
            ({"revenue_wan": "-0.01"}, "营业收入"),
            ({"revenue_wan": "1.234"}, "营业收入"),
            ({"reason": ""}, "认定理由"),
            ({"reason": "太短"}, "认定理由"),
            ({"series": ""}, "字号"),
            ({"series": "A1"}, "字号"),
            ({"file": None}, "依据"),
            ({"file": paper(b"PK\x03\x04", "a.docx")}, "PDF"),
        ):
            typed = {**DECIDE, "file": paper(), **changed}
            typed = {name: value for name, value in typed.items() if value is not None}
            refused(client, f"/sizes/{found.pk}/decide/", typed, said)
        assert not Proposal.objects.filter(act="sizing.decide_size").exists()

    def test_before_the_firm_spoke(self, ground):
        found = ground.ask(now=clock())
        client = browser(ground.town, Role.SME_AUTHORITY)
        page = client.get(f"/sizes/{found.pk}/").content.decode()
        assert 'name="reason"' not in page
        assert "等企业陈述" in page
        typed = {**DECIDE, "file": paper()}
        assert "还没有陈述" in client.post(f"/sizes/{found.pk}/decide/", typed).content.decode()

    def test_a_firm_of_another_place(self, ground):
        found = ground.ask(uscc=ELSEWHERE)
        ground.hear(found)
        client = browser(ground.town, Role.SME_AUTHORITY)
        page = client.get(f"/sizes/{found.pk}/").content.decode()
        assert 'name="addressee"' in page
        assert 'name="industry"' not in page
        typed = {**DECIDE, "file": paper()}
        assert "不属本市认定" in client.post(f"/sizes/{found.pk}/decide/", typed).content.decode()

    def test_while_one_waits_no_second_form_is_offered(self, ground):
        found = ground.ask()
        ground.hear(found)
        client, place = browser(ground.town, Role.SME_AUTHORITY), f"/sizes/{found.pk}/"
        assert "软件和信息技术服务业" in client.get(place).content.decode()
        assert client.post(f"{place}decide/", {**DECIDE, "file": paper()}).status_code == 302
        page = client.get(place).content.decode()
        assert "等本单位另一位同事同意" in page
        assert 'name="reason"' not in page


class TestForward:
    def test_what_is_left_out_or_wrong(self, ground):
        found = ground.ask(uscc=ELSEWHERE)
        client = browser(ground.town, Role.SME_AUTHORITY)
        for typed, said in (
            ({}, "主送单位"),
            ({"addressee": "北京市经济和信息化局"}, "字号"),
            ({"addressee": "京", "series": "洛工信函"}, "主送单位"),
            ({"addressee": "北" * 61, "series": "洛工信函"}, "60"),
            ({"addressee": "北京市经济和信息化局", "series": "No.1"}, "字号"),
        ):
            refused(client, f"/sizes/{found.pk}/forward/", typed, said)

    def test_a_firm_of_this_city(self, ground):
        found = ground.ask()
        typed = {"addressee": "郑州市工业和信息化局", "series": "洛工信函"}
        client = browser(ground.town, Role.SME_AUTHORITY)
        refused(client, f"/sizes/{found.pk}/forward/", typed, "不能转送")


class TestAnswer:
    def test_what_is_left_out_or_wrong(self, ground):
        found = ground.forward(ground.ask(uscc=ELSEWHERE))
        client = browser(ground.town, Role.SME_AUTHORITY)
        for changed, said in (
            ({"size": ""}, "规模类型"),
            ({"size": "tiny"}, "规模类型"),
            ({"answer_no": ""}, "文号"),
            ({"answered_on": ""}, "日期"),
            ({"answered_on": "去年"}, "日期"),
            ({"answered_on": "2020-01-01"}, "应在转送之日"),
            ({"answered_on": "2099-01-01"}, "应在转送之日"),
            ({"words": "中型"}, "内容"),
            ({"file": None}, "原件"),
        ):
            typed = {**ANSWER, "file": paper(), **changed}
            typed = {name: value for name, value in typed.items() if value is not None}
            refused(client, f"/sizes/{found.pk}/answer/", typed, said)
        assert ground.size(ground.foreign) == "small"

    def test_what_was_not_sent_on(self, ground):
        found = ground.ask(uscc=ELSEWHERE)
        client = browser(ground.town, Role.SME_AUTHORITY)
        answer = client.post(f"/sizes/{found.pk}/answer/", {**ANSWER, "file": paper()})
        assert answer.status_code == 409


class TestList:
    def test_is_narrowed_and_taken_away_by_each_in_its_own_part(self, ground):
        ground.ask()
        ground.forward(ground.ask(uscc=ELSEWHERE))
        authority = browser(ground.town, Role.SME_AUTHORITY)
        shown = authority.get("/sizes/").content.decode()
        assert [name in shown for name in ("本地企业", "外地企业")] == [True, True]
        some = authority.get("/sizes/?state=forwarded").content.decode()
        assert [name in some for name in ("GM2025-000001", "GM2025-000002")] == [False, True]
        found = authority.get(f"/sizes/?words={HERE}").content.decode()
        assert [name in found for name in ("GM2025-000001", "GM2025-000002")] == [True, False]
        firm = browser(ground.town, Role.SUPPLIER, organisation=ground.firm)
        own = firm.get("/sizes/").content.decode()
        assert [name in own for name in ("GM2025-000001", "GM2025-000002")] == [True, False]
        assert firm.get("/sizes/export/").status_code == 200
        bureau = browser(ground.town, Role.PROCUREMENT_OFFICER)
        assert "没有规模异议" in bureau.get("/sizes/").content.decode()

    def test_stands_in_the_menus_of_those_who_read_it(self, ground):
        for role, line in (
            (Role.PURCHASER_OFFICER, True),
            (Role.INSTITUTION_OFFICER, True),
            (Role.PROCUREMENT_OFFICER, True),
            (Role.SME_AUTHORITY, True),
            (Role.TREASURY_OFFICER, False),
            (Role.REGULATOR, False),
        ):
            page = browser(ground.town, role).get("/messages/").content.decode()
            assert ('href="/sizes/"' in page) is line, role

    def test_withdrawing_needs_a_reason(self, ground):
        found = ground.ask()
        client, place = browser(ground.town, Role.PURCHASER_OFFICER), f"/sizes/{found.pk}/"
        refused(client, f"{place}withdraw/", {"reason": ""}, "理由")
        typed = {"reason": "核对以后没有异议了"}
        assert client.post(f"{place}withdraw/", typed).status_code == 302
        assert "已撤回" in client.get(place).content.decode()
        assert client.post(f"{place}withdraw/", typed).status_code == 409
