"""Lists: heads that sort, rows, pages, export, and what an empty one says."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django import forms
from django.template import Context, Template
from django.test import RequestFactory

from cairong.kernel.states import State
from cairong.web.forms import PageForm
from cairong.web.parts import Column, Deadline, Empty, Pages, Paper, Row, Table

TODAY = date(2025, 10, 20)
COLUMNS = (
    Column(key="name", word="对象", sort="name"),
    Column(key="fen", word="金额", kind="money", sort="fen"),
    Column(key="count", word="笔数", kind="number"),
    Column(key="on", word="登记日", kind="date"),
    Column(key="at", word="时间", kind="moment"),
    Column(key="state", word="状态", kind="status"),
    Column(key="due", word="期限", kind="deadline"),
    Column(key="link", word="合同"),
)
ROW = Row(
    href="/c/1/",
    acts=(Paper(word="核对", href="/c/1/check/"),),
    cells={
        "name": "课桌椅<采购>",
        "fen": 41_112_000,
        "count": 1_234,
        "on": TODAY,
        "at": datetime(2025, 10, 20, 1, 0, tzinfo=UTC),
        "state": State(word="审批中", shape="work"),
        "due": Deadline(due=TODAY, today=TODAY, days_left=0),
        "link": Paper(word="HT-1", href="/h/1/"),
    },
)
FULL = Table(
    caption="意向",
    columns=COLUMNS,
    rows=(ROW,),
    empty=Empty(text="没有意向。"),
    sort="fen",
    pages=Pages(number=5, last=12, total=236),
    export_href="/c/export/",
    total={"fen": 41_112_000},
)


def draw(table: Table, query: str = "") -> str:
    request = RequestFactory().get(f"/c/{query}")
    return Template("{% load parts %}{% table one %}").render(
        Context({"one": table, "request": request})
    )


def test_every_kind_of_cell():
    drawn = draw(FULL)
    assert '<a href="/c/1/">课桌椅&lt;采购&gt;</a>' in drawn
    assert '<td class="num" data-label="金额"><span class="money">¥411,120.00</span></td>' in drawn
    assert "1,234" in drawn
    assert '<time datetime="2025-10-20">2025年10月20日</time>' in drawn
    assert "2025年10月20日 09:00" in drawn
    assert "status-work" in drawn
    assert "今天到期" in drawn
    assert '<a href="/h/1/">HT-1</a>' in drawn
    assert '<a href="/c/1/check/">核对</a>' in drawn


@pytest.mark.parametrize("kind", ["text", "name", "short"])
def test_words_of_every_kind_may_lead_somewhere(kind):
    columns = (COLUMNS[0], Column(key="link", word="合同", kind=kind))
    drawn = draw(replace(FULL, columns=columns))
    assert '<a href="/h/1/">HT-1</a>' in drawn
    assert (f'<td class="{kind}"' in drawn) == (kind != "text")


def test_what_is_missing_is_a_dash():
    bare = replace(FULL, rows=(Row(cells={"name": "甲"}),))
    assert draw(bare).count("—") == len(COLUMNS) - 1


def test_heads_sort_and_turn_round():
    drawn = draw(FULL, "?q=%E7%94%B2&page=5")
    assert 'aria-sort="ascending"' in drawn
    assert 'href="?q=%E7%94%B2&amp;sort=-fen"' in drawn
    assert 'href="?q=%E7%94%B2&amp;sort=name"' in drawn
    turned = draw(replace(FULL, sort="-fen"))
    assert 'aria-sort="descending"' in turned
    assert 'href="?sort=fen"' in turned


def test_pages_keep_filter_and_order():
    drawn = draw(FULL, "?q=a&sort=fen")
    assert "第 5 页,共 12 页" in drawn
    assert "共 236 条" in drawn
    assert 'href="?q=a&amp;sort=fen&amp;page=4" rel="prev"' in drawn
    assert 'href="?q=a&amp;sort=fen&amp;page=6" rel="next"' in drawn
    assert '<span aria-current="page">5</span>' in drawn


@pytest.mark.parametrize(
    ("number", "last", "shown"),
    [
        (1, 1, [1]),
        (1, 3, [1, 2, 3]),
        (5, 12, [1, None, 3, 4, 5, 6, 7, None, 12]),
        (12, 12, [1, None, 10, 11, 12]),
    ],
)
def test_page_numbers(number, last, shown):
    assert Pages(number=number, last=last).numbers == shown


def test_first_and_last_page_have_one_way_only():
    first = draw(replace(FULL, pages=Pages(number=1, last=2, total=40)))
    assert 'rel="next"' in first
    assert 'rel="prev"' not in first
    last = draw(replace(FULL, pages=Pages(number=2, last=2, total=40)))
    assert 'rel="prev"' in last
    assert 'rel="next"' not in last


def test_export_takes_the_filter_along():
    assert 'href="/c/export/?q=a"' in draw(FULL, "?q=a&page=5")


def test_total_row():
    foot = draw(FULL).split("<tfoot>")[1]
    assert "合计" in foot
    assert "¥411,120.00" in foot


def test_empty_list_says_how_to_begin():
    begin = Empty(text="还没有意向。", begin_word="登记意向", begin_href="/new/")
    drawn = draw(replace(FULL, rows=(), empty=begin, pages=None))
    assert "还没有意向。" in drawn
    assert '<a class="button" href="/new/">登记意向</a>' in drawn
    assert "<table" not in drawn
    assert "导出" not in drawn


class Filter(PageForm):
    q = forms.CharField(label="名称", required=False)
    on = forms.DateField(label="日期", required=False)


def test_filter_row_keeps_the_order_and_says_errors():
    drawn = draw(replace(FULL, filters=Filter({"q": "甲", "on": "x"})))
    assert 'value="甲"' in drawn
    assert '<input type="hidden" name="sort" value="fen"' in drawn
    assert "查询" in drawn
    assert 'href="/c/">重置</a>' in drawn
    assert "field-error" in drawn


def test_many_columns_turn_into_cards_sooner():
    assert "table-wide" in draw(FULL)
    few = replace(FULL, columns=COLUMNS[:2], rows=(Row(cells=ROW.cells),))
    assert "table-wide" not in draw(few)
    assert not few.acts


def test_every_cell_of_a_card_has_its_label():
    body = draw(FULL).split("<tbody>")[1].split("</tbody>")[0]
    cells = re.findall(r"<td[^>]*>", body)
    assert cells
    assert all("data-label=" in cell for cell in cells)
