"""The shelf: priced for a wish, cheapest first, side by side, each product on its own page."""

import io
import re
from uuid import uuid4

import pytest
from python_calamine import CalamineWorkbook

from cairong.kernel.actor import Role
from cairong.parties.models import InstitutionProfile
from cairong.products.actions.publish_product import Preference
from support.browsing import is_noted
from support.staging import staged
from support.visitors import account_in, signed_in

pytestmark = pytest.mark.django_db


@staged
def shelf(ground):
    """Three products of two institutions: the dearest published first."""
    ground.product("丙贷", spread_bp=200, fee_fen=10_000)
    ground.product("乙贷", spread_bp=80, bank="乙银行", methods=["bullet", "equal-instalment"])
    ground.product("甲贷", spread_bp=35, max_days=120)
    return ground


def order(page: str) -> list[str]:
    """The products in the order of the page."""
    return re.findall(r'<a href="/supermarket/[0-9a-f-]{36}/[^"]*">(\S+) ', page)


class TestShelf:
    def test_cheapest_first_and_what_does_not_fit_last_with_its_reason(self, shelf, read):
        page = read("/supermarket/")
        assert order(page) == ["乙贷", "丙贷", "甲贷"]
        assert "不适用:期限最长 120 天" in page

    def test_the_wish_decides(self, shelf, read):
        page = read("/supermarket/?days=90&amount=50万")
        assert order(page) == ["甲贷", "乙贷", "丙贷"]
        assert '现在按借 <span class="money">¥500,000.00</span>、90 天算' in page

    def test_both_yearly_costs_stand_there(self, shelf, read):
        page = read("/supermarket/?days=360&method=equal-instalment&instalments=12")
        assert "年化成本" in page
        assert "单利年化" in page
        assert len(re.findall(r"<strong>\d\.\d{4}%</strong>", page)) == 1
        assert "公告2021-3" in page

    def test_the_seed_of_equals_is_public(self, shelf, read):
        assert re.search(r"410300-\d{4}-\d\d-\d\d", read("/supermarket/"))

    def test_way_and_contact(self, shelf, read):
        InstitutionProfile.objects.update(connected_on="2022-01-01")
        assert "已对接,线上办理" in read("/supermarket/")
        InstitutionProfile.objects.update(connected_on=None)
        page = read("/supermarket/")
        assert "未对接,线下办理、平台登记" in page
        assert "机构未登记" in page

    @pytest.mark.parametrize(
        ("sort", "first"),
        [("-irr", "丙贷"), ("fee", "乙贷"), ("-rate", "丙贷"), ("-interest", "丙贷")],
    )
    def test_other_orders_leave_the_unfit_last(self, shelf, read, sort, first):
        found = order(read(f"/supermarket/?sort={sort}"))
        assert (found[0], found[-1]) == (first, "甲贷")

    def test_search_by_name(self, shelf, read):
        assert order(read("/supermarket/?words=乙银行")) == ["乙贷"]
        assert "没有符合条件的产品" in read("/supermarket/?words=没有")

    @pytest.mark.parametrize(
        ("query", "said"),
        [
            ("amount=-5", "负数"),
            ("amount=0", "大于零"),
            ("amount=一堆", "不是金额"),
            ("days=0", "借多少天"),
            ("days=99999", "3660"),
            ("method=magic", "magic"),
        ],
    )
    def test_what_is_typed_wrong_stays_and_is_named(self, shelf, read, query, said):
        page = read(f"/supermarket/?{query}&words=贷")
        assert "看不懂,没有按它筛选" in page
        assert 'value="贷"' in page
        assert said in page
        assert order(page) == order(read("/supermarket/?words=贷"))

    def test_unknown_keys_are_no_matter_and_orders_are_said(self, shelf, read):
        whole = order(read("/supermarket/"))
        for query, note in (
            ("from=timeline", ""),
            ("sort=colour", "不能按「colour」排序"),
            ("page=0", "页码「0」不对"),
        ):
            page = read(f"/supermarket/?{query}")
            assert note in page
            assert is_noted(page) is bool(note)
            assert order(page) == whole

    def test_statements_do_not_grow(self, shelf, read, django_assert_num_queries):
        read("/supermarket/")
        with django_assert_num_queries(3):
            read("/supermarket/")
        for n in range(4):
            shelf.product(f"又一贷{n}")
        read("/supermarket/")
        with django_assert_num_queries(3):
            read("/supermarket/")

    def test_export(self, shelf, client):
        answer = client.get("/supermarket/export.xlsx?amount=200000")
        book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
        rows = book.get_sheet_by_index(0).to_python()
        assert "借多少(元):200000" in rows[1][0]
        assert [row[1] for row in rows[5:]] == ["乙贷", "丙贷", "甲贷"]
        assert rows[7][-1] == "期限最长 120 天"


class TestCompare:
    def test_side_by_side(self, shelf, read):
        chosen = [shelf.product(f"并列{n}").pk for n in range(2)]
        query = "&".join(f"products={one}" for one in chosen)
        page = read(f"/supermarket/compare/?{query}&amount=200000")
        assert "甲银行 · 并列0" in page
        assert "甲银行 · 并列1" in page
        for word in ("年化成本(内部收益率)", "年化成本(单利)", "担保抵押", "还款方式"):
            assert word in page
        assert "¥200,000.00" in page
        assert "table-named" in page

    @pytest.mark.parametrize("count", [0, 1, 5])
    def test_two_to_four(self, shelf, read, count):
        query = "&".join(f"products={uuid4()}" for _ in range(count))
        page = read(f"/supermarket/compare/?{query}&from=timeline")
        assert "一次可以比较 2 到 4 个产品" in page
        assert 'href="/supermarket/?' in page

    def test_what_is_not_there(self, shelf, read):
        read(f"/supermarket/compare/?products={uuid4()}&products={uuid4()}", 404)
        assert "看不懂" in read("/supermarket/compare/?products=x&products=y")


class TestProduct:
    def test_terms_cost_and_versions(self, ground, read):
        product = ground.product(
            methods=["bullet", "equal-principal"],
            collateral="法定代表人连带责任保证",
            collateral_ground="单笔超过五百万元的例外安排,已向主管部门说明",
            preferences=[Preference(grade="A", less_bp=10)],
            max_fen=500_000_000,
        )
        page = read(f"/supermarket/{product.pk}/?method=equal-principal&instalments=3")
        for said in ("第 60 天", "例外理由", "履约评级 A:利率少 10 基点", "最高 ¥5,000,000.00",
                     "不超过合同尚未支付金额的 70%", "第 1 版", "等额本金"):  # fmt: skip
            assert said in page

    def test_what_does_not_fit_says_why(self, ground, read):
        product = ground.product(max_days=30)
        assert "期限最长 30 天" in read(f"/supermarket/{product.pk}/")

    def test_an_institution_reads_the_others_too(self, ground):
        product = ground.product(bank="乙银行")
        account = account_in(ground.town, Role.INSTITUTION_OFFICER)
        assert signed_in(account).get(f"/supermarket/{product.pk}/").status_code == 200

    def test_a_wish_that_cannot_be_read_is_said(self, ground, read):
        product = ground.product()
        page = read(f"/supermarket/{product.pk}/?amount=一堆&from=timeline")
        assert "筛选条件「借多少(元)」的值「一堆」看不懂" in page
        assert "¥300,000.00" in page

    def test_none_such(self, ground, read):
        read(f"/supermarket/{uuid4()}/", 404)

    def test_statements_are_bounded(self, ground, read, django_assert_max_num_queries):
        product = ground.product()
        read("/supermarket/")
        with django_assert_max_num_queries(10):
            read(f"/supermarket/{product.pk}/")
