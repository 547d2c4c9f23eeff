"""The list of what is public: search, filters, order, pages, export, bounds (abuse 29)."""

import io
import re
from dataclasses import replace

import pytest
from django.test import RequestFactory
from python_calamine import CalamineWorkbook

from cairong.disclosure.models import PublicContract
from cairong.kernel.actor import public
from cairong.web.lists.asking import asking
from cairong.web.lists.views import table_of
from cairong.web.public.lists import CONTRACTS
from support.browsing import is_noted
from support.staging import staged
from support.town import CITY

pytestmark = pytest.mark.django_db


def numbers(page: str) -> list[str]:
    """The numbers of a list's rows, in order."""
    return re.findall(r'<th scope="row"><a href="/contracts/([A-Z0-9-]+)/"', page)


@staged
def filled(ground):
    ground.samples(24)
    ground.decide(ground.sign())
    return ground


class TestFilters:
    @pytest.mark.parametrize(
        ("query", "count"),
        [
            ("", 20),
            ("page=2", 5),
            ("sample=no", 1),
            ("kind=filed", 1),
            ("kind=announced", 0),
            ("region=410303", 1),
            ("region=410327", 0),
            ("region=410303&kind=announced", 0),
            ("sample=yes&page=2", 4),
            ("until=2025-09-26&least=685200&most=685200&sample=no", 1),
            ("words=HT2025-000001", 1),
            ("words=办公 运维", 1),
            ("words=%25", 0),
            ("least=80万", 20),
            ("most=700000", 1),
            ("since=2025-09-01", 1),
            ("until=2025-09-01&page=2", 4),
        ],
    )
    def test_what_each_leaves(self, filled, read, query, count):
        assert len(numbers(read(f"/contracts/?{query}"))) == count

    def test_the_filter_stands_in_the_form_again(self, filled, read):
        page = read("/contracts/?words=运维&most=700000")
        assert 'value="运维"' in page
        assert 'value="700000"' in page

    def test_orders(self, filled, read):
        assert numbers(read("/contracts/?sort=amount"))[0] == "HT2025-000001"
        assert numbers(read("/contracts/?sort=-dated_on"))[0] == "HT2025-000001"
        assert numbers(read("/contracts/?sort=dated_on&page=2"))[-1] == "HT2025-000001"

    @pytest.mark.parametrize(
        ("query", "note"),
        [
            ("sort=title", "不能按「title」排序"), ("page=0", "页码「0」不对"),
            ("page=x", "页码「x」不对"),
            ("least=abc", "筛选条件「金额不低于(元)」的值「abc」看不懂"),
            ("since=gestern", "筛选条件「日期从」的值「gestern」看不懂"),
            ("region=999999", "筛选条件「县(市、区)」的值「999999」看不懂"),
            ("words=%00", "筛选条件「编号或名称」"),
        ],
    )  # fmt: skip
    def test_what_cannot_be_read_is_said_above_the_list(self, filled, read, query, note):
        page = read(f"/contracts/?{query}")
        assert note in page
        assert len(numbers(page)) == 20

    @pytest.mark.parametrize(
        "query", ["from=timeline", "source=sample", "from=singlemessage&isappinstalled=0"]
    )
    def test_words_that_others_add_to_an_address_are_no_matter(self, filled, read, query):
        page = read(f"/contracts/?{query}")
        assert not is_noted(page)
        assert len(numbers(page)) == 20

    def test_nothing_found_says_what_would_be_here(self, ground, read):
        assert "采购人签订并公告的合同当天出现在这里" in read("/contracts/")


class TestBounds:
    def test_a_page_far_beyond_shows_the_last(self, filled, read):
        page = read("/contracts/?page=100000")
        assert "没有那么多页,这是最后一页" in page
        assert len(numbers(page)) == 5

    def test_a_long_query_is_refused(self, ground, read):
        assert "最多 4096 字节" in read(f"/contracts/?words={'长' * 4000}", 400)

    def test_more_than_ten_thousand_are_said_to_be_more(self, ground):
        ground.samples(3)
        assert CONTRACTS.most == 10_000
        few = replace(CONTRACTS, most=2)
        asked = asking(RequestFactory().get("/"), public(city=CITY), few)
        table = table_of(few, asked)
        assert table.notes == ["符合条件的超过 2 条,只能翻看和导出前 2 条。请缩小范围。"]
        assert (len(table.rows), table.pages.total) == (2, 2)

    def test_statements_do_not_grow(self, filled, read, django_assert_num_queries):
        read("/contracts/")
        with django_assert_num_queries(3):
            read("/contracts/?words=教学")


class TestExport:
    def test_the_filter_is_in_its_first_lines(self, filled, client):
        answer = client.get("/contracts/export.xlsx?sample=no")
        book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
        rows = book.get_sheet_by_index(0).to_python()
        assert "来源:本市合同" in rows[1][0]
        assert rows[4][:2] == ["平台编号", "名称"]
        assert "金额(元)" in rows[4]
        assert rows[5][0] == "HT2025-000001"
        assert rows[5][6] == 685200.0
        assert len(rows) == 6

    def test_formulas_are_harmless(self, ground, client):
        ground.samples(title="=1+1")
        answer = client.get("/contracts/export.xlsx")
        book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
        assert book.get_sheet_by_index(0).to_python()[5][1] == "'=1+1"

    def test_it_is_not_to_be_had_without_end(self, ground, client):
        answers = [client.get("/contracts/export.xlsx").status_code for _ in range(21)]
        assert answers == [200] * 20 + [429]

    def test_it_holds_what_the_list_holds(self, filled, client):
        answer = client.get("/contracts/export.xlsx")
        book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
        assert len(book.get_sheet_by_index(0).to_python()) == 5 + PublicContract.objects.count()
