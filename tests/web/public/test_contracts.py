"""The list of what is public: search, filters, order, pages, export, bounds (abuse 29)."""

import io
import re

import pytest
from python_calamine import CalamineWorkbook

from cairong.disclosure.models import PublicContract

pytestmark = pytest.mark.django_db


def numbers(page: str) -> list[str]:
    """The numbers of a list's rows, in order."""
    return re.findall(r'<th scope="row"><a href="/contracts/([A-Z0-9-]+)/"', page)


@pytest.fixture
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
        "query", ["sort=title", "page=0", "page=x", "colour=red", "least=abc", "since=gestern",
                  "region=999999", "words=%00"]
    )  # fmt: skip
    def test_what_cannot_be_read_is_said(self, filled, read, query):
        assert "有几处需要改正" in read(f"/contracts/?{query}", 422)

    def test_a_condition_the_page_does_not_have_is_named_in_words(self, filled, read):
        page = read("/contracts/?source=sample", 422)
        assert "「本页没有的条件」" in page
        assert "「source」" not in page

    def test_nothing_found_says_what_would_be_here(self, ground, read):
        assert "采购人签订并公告的合同当天出现在这里" in read("/contracts/")


class TestBounds:
    def test_a_page_far_beyond_shows_the_last(self, filled, read):
        page = read("/contracts/?page=100000")
        assert "没有那么多页,这是最后一页" in page
        assert len(numbers(page)) == 5

    def test_a_long_query_is_refused(self, ground, read):
        assert "最多 4096 字节" in read(f"/contracts/?words={'长' * 4000}", 400)

    def test_more_than_ten_thousand_are_said_to_be_more(self, ground, read, monkeypatch):
        ground.samples(3)
        monkeypatch.setattr("cairong.disclosure.reads.COUNT_AT_MOST", 3)
        assert "符合条件的超过 2 条" in read("/contracts/")

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
