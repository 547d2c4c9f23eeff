"""The page of one contract: every item and why, its proof, its bytes, 304."""

import hashlib
import json
from datetime import date

import pytest
from django.test import Client

from cairong.contracts.facts import Withholding
from cairong.kernel.actor import Role
from cairong.policy.items import REQUIRED
from cairong.web.public.contract import page_mark
from contracts.ground import ACCOUNT, FIELDS
from support.visitors import browser

pytestmark = pytest.mark.django_db
NO = "HT2025-000001"
PAGE, BYTES, API = f"/contracts/{NO}/", f"/contracts/{NO}/document.json", f"/api/contracts/{NO}"
SECRET = "每月轮换密钥"


def keep(ground, item="quality"):
    """A signed contract one of whose items is asked to be withheld."""
    asked = [Withholding(item=item, ground="工艺", until=date(2027, 9, 30))]
    return ground.sign(fields={item: SECRET}, withheld=asked)


class TestItems:
    def test_every_item_of_the_notice_stands_there_with_its_clause(self, ground, read):
        ground.sign()
        page = read(PAGE)
        for word in REQUIRED.values():
            assert f"<dt>{word}</dt>" in page
        for value in (*FIELDS.values(), ACCOUNT["no"], ACCOUNT["bank"], ACCOUNT["cnaps"]):
            assert value in page
        assert "¥685,200.00(人民币陆拾捌万伍仟贰佰元整)" in page
        assert page.count("/policy/#%E4%BA%8C%28%E4%BA%8C%29-4") >= len(REQUIRED)

    def test_payments_are_told_with_their_amounts(self, ground, read):
        ground.sign()
        page = read(PAGE)
        assert "40%" in page
        assert "¥274,080.00" in page
        assert "¥411,120.00" in page
        assert "10 个工作日内" in page

    def test_a_withheld_item_says_why_and_until_when(self, ground, read):
        contract = keep(ground)
        page = read(PAGE)
        assert SECRET not in page
        assert "不予公开(商业秘密)" in page
        assert "财政部门还没有决定" in page
        assert "2027年9月30日" in page
        assert "%E4%BA%8C%28%E4%BA%8C%29-5" in page
        ground.decide(contract)
        assert "财政部门同意不予公开" in read(PAGE)

    def test_what_is_withheld_is_in_no_answer(self, ground, client):
        keep(ground)
        answers = [PAGE, BYTES, API, "/contracts/", f"/contracts/?words={SECRET}"]
        for address in answers:
            said = client.get(address).content.decode().replace(f'value="{SECRET}"', "")
            assert SECRET not in said
        assert b"HT2025-000001" not in client.get(f"/contracts/?words={SECRET}").content

    def test_an_account_of_a_person_is_masked(self, ground, read):
        ground.town.individual()
        ground.sign()
        page = read(PAGE)
        assert ACCOUNT["no"] not in page
        assert "****5678" in page
        assert f"/verify/?contract={NO}#account" in page

    def test_marks_in_texts_stay_texts(self, ground, read):
        ground.sign(fields={"quality": "<script>alert(1)</script>"})
        page = read(PAGE)
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)" in page


class TestStates:
    def test_announced_returned_filed(self, ground, read):
        contract = ground.sign()
        assert "备案审核中" in read(PAGE)
        ground.decide(contract, "return", reasons={"quality": "请补充"})
        assert "备案已退回,采购人正在补正" in read(PAGE)

    def test_filed_keeps_the_timeline(self, ground, read):
        ground.decide(ground.sign())
        page = read(PAGE)
        assert "已备案" in page
        assert "第 1 版 · 备案审核中" in page
        assert "第 2 版 · 已备案" in page

    def test_a_draft_is_not_there(self, ground, read):
        ground.award()
        assert "没有找到" in read(PAGE, 404)

    def test_a_sample_names_its_source_and_no_loan(self, ground, read):
        [no] = ground.samples()
        page = read(f"/contracts/{no}/")
        assert "这是外地公开信息的样本" in page
        assert "宜昌市公共资源交易中心" in page
        assert 'href="https://example.invalid/notice/1"' in page
        assert "本平台没有它的备案、融资或履约记录" in page

    def test_an_address_that_is_no_page_is_not_linked(self, ground, read):
        [no] = ground.samples(source_url="javascript:alert(1)")
        assert "javascript:" not in read(f"/contracts/{no}/")


class TestProof:
    def test_the_bytes_hash_to_what_the_page_says(self, ground, client, read):
        ground.sign()
        answer = client.get(BYTES)
        stamp = hashlib.sha256(b"\x00" + answer.content).hexdigest()
        assert answer["ETag"] == f'"{stamp}"'
        assert stamp in read(PAGE)
        assert json.loads(answer.content)["contract_no"] == NO

    def test_the_record_holds_the_same_document(self, ground, client):
        ground.sign()
        record = json.loads(client.get(API).content)
        assert record["document"] == json.loads(client.get(BYTES).content)
        assert (record["no"], record["version"], record["kind"]) == (NO, 1, "announced")
        assert record["published_at"] == "2025-09-29T07:00:00.000Z"

    @pytest.mark.parametrize("address", [PAGE, BYTES, API])
    def test_who_holds_it_reads_304_until_it_changes(
        self, ground, client, address, django_assert_num_queries
    ):
        contract = ground.sign()
        mark = client.get(address)["ETag"]
        with django_assert_num_queries(1):
            again = client.get(address, headers={"If-None-Match": mark})
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", mark)
        assert again["Cache-Control"] == "no-cache"
        ground.decide(contract)
        fresh = client.get(address, headers={"If-None-Match": mark})
        assert fresh.status_code == 200
        assert fresh["ETag"] != mark

    def test_who_is_signed_in_is_never_told_to_keep_it(self, ground):
        ground.sign()
        reader = browser(ground.town, Role.TREASURY_OFFICER)
        answer = reader.get(PAGE, headers={"If-None-Match": "*"})
        assert answer.status_code == 200
        assert answer["Cache-Control"] == "no-store"
        assert "回到工作台" in answer.content.decode()

    def test_the_code_leads_to_the_page(self, ground, client):
        ground.sign()
        answer = client.get(f"{PAGE}qr.svg")
        assert answer["Content-Type"] == "image/svg+xml"
        assert b"<svg" in answer.content
        assert f'src="{PAGE}qr.svg"' in client.get(PAGE).content.decode()

    @pytest.mark.parametrize("rest", ["", "document.json", "qr.svg"])
    def test_no_number_no_page(self, ground, client, rest):
        assert client.get(f"/contracts/HT2025-999999/{rest}").status_code == 404
        assert client.get(f"/contracts/%00/{rest}").status_code == 404
        assert client.get(f"/contracts/{'9' * 300}/{rest}").status_code == 404

    def test_another_edition_of_our_pages_is_another_mark(self):
        assert page_mark("a" * 64) != page_mark("b" * 64)
        assert page_mark("a" * 64).startswith("a" * 40)


def test_one_statement_for_a_page_however_many_versions(ground, django_assert_num_queries, read):
    contract = ground.sign()
    read(PAGE)
    with django_assert_num_queries(1):
        Client().get(PAGE)
    ground.decide(contract)
    with django_assert_num_queries(1):
        Client().get(PAGE)
