"""The first page and the notice: who, how, what it costs; every clause at its anchor.

附-2 一(一)-3
"""

import hashlib
import re

import pytest
from django.utils.html import escape

from cairong.doors.register import where
from cairong.kernel.actor import Role
from cairong.policy.clauses import all_clauses, letter_hash, notice_clauses
from support.visitors import browser

pytestmark = pytest.mark.django_db


class TestHome:
    def test_an_empty_city_says_what_would_be_here(self, ground, read):
        page = read("/")
        assert "现在还没有机构上架产品" in page
        assert "还没有金融机构入驻" in page

    def test_doors_steps_channels_and_search(self, ground, read):
        page = read("/")
        for word in ("我是供应商", "我是采购人", "我是金融机构", "我来查信息", "平台不收费",
                     "河南省政府采购合同融资平台", "政府采购合同融资业务入口",
                     "是对中小微企业的承诺"):  # fmt: skip
            assert word in page
        assert re.search(r'<form method="get" action="/contracts/"', page)
        assert page.count('<li class="next"') == 5
        assert 'href="/account/sign-in/"' in page

    def test_figures_are_those_of_the_lists(self, ground, read):
        ground.samples(3)
        ground.decide(ground.sign())
        ground.product("贵贷", spread_bp=200)
        ground.product("廉贷", bank="乙银行")
        page = re.sub(r"\s+", " ", read("/"))
        assert "<dt>公开的合同</dt><dd>1<small> 份</small>" in page
        assert "<dt>其中已备案</dt><dd>1<small> 份</small>" in page
        assert "<dt>外地样本</dt><dd>3<small> 条</small>" in page
        assert "现有 2 个产品可选" in page
        assert "乙银行" in page

    def test_statements_do_not_grow(self, ground, read, django_assert_num_queries):
        ground.product()
        read("/")
        with django_assert_num_queries(5):
            read("/")
        for n in range(3):
            ground.product(bank=f"银行{n}")
        read("/")
        with django_assert_num_queries(5):
            read("/")

    def test_who_is_signed_in_finds_the_way_back(self, ground):
        page = browser(ground.town, Role.PBOC).get("/").content.decode()
        assert "回到工作台" in page


class TestPolicy:
    def test_every_clause_stands_at_its_anchor_in_its_own_words(self, ground, read):
        page = read("/policy/")
        for one in all_clauses():
            assert page.count(f'id="{one.id}"') == 1
            assert escape(one.words) in page
        assert f"共 {len(notice_clauses())} 条义务" in page

    def test_a_clause_says_where_it_lives(self, ground, read):
        page = read("/policy/")
        place = page.split('id="二(五)-7"')[1].split("</article>")[0]
        assert "policy/lending.py" in place
        assert 'href="/supermarket/"' in place

    def test_every_clause_that_is_carried_out_is_linked_to_its_page(self, ground, client, read):
        page, places = read("/policy/"), where()
        for one in notice_clauses():
            place = page.split(f'id="{one.id}"')[1].split("</article>")[0]
            linked = re.search(r'在这里看到:<a href="([^"#]+)', place)
            if linked is None:
                assert places[one.id]["open"], one.id
            else:
                assert client.get(linked[1]).status_code in {200, 302}, one.id

    @pytest.mark.parametrize(
        "role", [Role.SUPPLIER, Role.PURCHASER_OFFICER, Role.INSTITUTION_MANAGER, Role.PBOC]
    )
    def test_whoever_is_signed_in_is_led_only_where_he_may_enter(self, ground, role):
        signed = browser(ground.town, role)
        page = signed.get("/policy/").content.decode()
        assert "(登录)" not in page
        linked = set(re.findall(r'在这里看到:<a href="([^"#]+)', page))
        assert linked
        assert {one: signed.get(one).status_code for one in linked} == dict.fromkeys(linked, 200)

    def test_a_page_of_others_is_named_without_address(self, ground):
        page = browser(ground.town, Role.SUPPLIER).get("/policy/").content.decode()
        assert "在这里看到:应收账款账簿<" in page
        assert 'href="/finance/books/"' not in page

    def test_the_letter_byte_for_byte(self, ground, client, read):
        answer = client.get("/policy/letter.txt")
        assert hashlib.sha256(answer.content).hexdigest() == letter_hash()
        assert letter_hash() in read("/policy/")
        again = client.get("/policy/letter.txt", headers={"If-None-Match": answer["ETag"]})
        assert again.status_code == 304

    def test_it_asks_the_database_nothing(self, ground, read, django_assert_num_queries):
        read("/policy/")
        with django_assert_num_queries(0):
            read("/policy/")


@pytest.mark.parametrize("address", ["/", "/contracts/", "/supermarket/", "/verify/", "/policy/"])
def test_no_page_needs_a_script_or_an_inline_style(ground, read, address):
    page = read(address)
    assert not re.search(r"\sstyle=|\son[a-z]+=|<style", page)
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", page))
