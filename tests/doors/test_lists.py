"""Lists: bounded pages, offered orders, known filters (abuse 29); exports that stay data (13)."""

from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest
from django import forms
from django.test import RequestFactory
from python_calamine import CalamineWorkbook

from cairong.doors.export import SheetColumn, export, neutral
from cairong.doors.lists import filters
from cairong.doors.page import public_page
from cairong.kernel.errors import Invalid
from cairong.web.lists.asking import page_asked
from support.town import at, found_town


class Filter(forms.Form):
    q = forms.CharField(label="关键词", required=False, max_length=40)
    day = forms.DateField(label="日期", required=False)


def ask(query=""):
    return RequestFactory().get(f"/list/{query}")


@pytest.mark.parametrize(("query", "number"), [("", 1), ("?page=3", 3), ("?page=999999", 999_999)])
def test_which_page_is_asked_for(query, number):
    notes = []
    assert page_asked(ask(query), notes) == number
    assert notes == []


@pytest.mark.parametrize("page", ["0", "-1", "x", "1.5", "9" * 400, "%EF%BC%91", "%00"])
def test_what_is_no_page_is_the_first_with_a_note(page):
    notes = []
    assert page_asked(ask(f"?page={page}"), notes) == 1
    assert len(notes) == 1


def test_filters_are_read_by_their_form():
    bound = filters(ask("?q=%E6%A1%8C&day=2025-10-09&page=2&sort=code"), Filter)
    assert bound.cleaned_data == {"q": "桌", "day": date(2025, 10, 9)}


@pytest.mark.parametrize("query", ["?day=yesterday", "?status=done", "?q=" + "x" * 41])
def test_filters_that_cannot_be_read_are_refused(query):
    with pytest.raises(Invalid):
        filters(ask(query), Filter)


def unreached(request, actor):
    pytest.fail("the view was reached")


@pytest.mark.django_db
def test_a_query_of_ten_kilobytes_is_400():
    found_town()
    answer = public_page(unreached)(ask("?q=" + "x" * 10_000))
    assert answer.status_code == 400


class TestExport:
    pytestmark = pytest.mark.django_db
    COLUMNS = (
        SheetColumn(key="name", word="供应商"),
        SheetColumn(key="account", word="账号"),
        SheetColumn(key="amount", word="金额", kind="yuan"),
        SheetColumn(key="rate", word="利率", kind="percent"),
        SheetColumn(key="on", word="日期", kind="day"),
        SheetColumn(key="at", word="时间", kind="moment"),
        SheetColumn(key="days", word="天数", kind="number"),
    )

    def read(self, rows, **chosen):
        response = export(
            name="合同列表",
            columns=self.COLUMNS,
            rows=rows,
            filters=chosen,
            made_at=at("2025-10-09 09:30"),
        )
        book = CalamineWorkbook.from_filelike(BytesIO(response.content))
        return book.get_sheet_by_index(0).to_python()

    def test_the_filter_and_the_units_are_named(self):
        found_town()
        head = self.read([], 关键词="课桌")
        assert head[0][0] == "合同列表(演示数据)"
        assert head[1][0] == "筛选条件:关键词:课桌"
        assert head[2][0] == "导出时间:2025-10-09 09:30(北京时间)"
        assert head[4][2:4] == ["金额(元)", "利率(%)"]

    def test_values_keep_their_kind(self):
        row = {
            "name": "洛阳𠮷星",
            "account": "6222020200012345678",
            "amount": 41_112_001,
            "rate": 345,
            "on": date(2025, 10, 9),
            "at": at("2025-10-09 23:59"),
            "days": 90,
        }
        values = self.read([row])[5]
        assert values[:4] == ["洛阳𠮷星", "6222020200012345678", 411_120.01, 3.45]
        assert values[4] == date(2025, 10, 9)
        assert values[5].isoformat() == "2025-10-09T23:59:00"
        assert values[6] == 90

    @pytest.mark.parametrize(
        "cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x")']
    )
    def test_formulas_are_text(self, cell):
        response = export(
            name="x",
            columns=self.COLUMNS[:1],
            rows=[{"name": cell}],
            filters={"关键词": cell},
            made_at=at("2025-10-09 09:30"),
        )
        assert b"<f>" not in unzipped(response.content)
        assert neutral(cell).startswith("'")

    def test_plain_text_is_left_alone(self):
        assert neutral("洛阳=甲") == "洛阳=甲"


def unzipped(content: bytes) -> bytes:
    with ZipFile(BytesIO(content)) as book:
        return book.read("xl/worksheets/sheet1.xml")
