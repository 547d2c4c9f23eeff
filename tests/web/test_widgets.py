"""Boxes and labels written straight out are what Django's own templates draw, to the letter."""

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.html import escape
from django.utils.safestring import mark_safe

from cairong.web.forms import PAGES, DayField, PageForm, WholeField, YuanField
from cairong.web.parts import Column, Empty, Paper, Row, Table
from cairong.web.templatetags.parts import table_rows
from cairong.web.widgets import DRAWN

BAD = "\"><script>alert('1')</script>&amp;"
CHOICES = [
    ("", "全部"), ("a", BAD), (BAD, "乙"), (3, "三"),
    ("一组", [("x", "甲"), ("y", mark_safe("<b>乙</b>"))]),
]  # fmt: skip


class Everything(PageForm):
    """A form of every box that is written straight out."""

    text = forms.CharField(label=BAD, max_length=100)
    free = forms.CharField(label="自由", required=False)
    amount = YuanField(label="金额")
    whole = WholeField(label="天数", min_value=1)
    day = DayField(label="日期", required=False)
    mail = forms.EmailField(label="邮箱")
    word = forms.CharField(label="密码", widget=forms.PasswordInput(attrs={"autofocus": True}))
    secret = forms.CharField(widget=forms.HiddenInput)
    number = forms.IntegerField(label="数", widget=forms.NumberInput(attrs={"step": False}))
    place = forms.URLField(label="网址", assume_scheme="https")
    pick = forms.ChoiceField(label="选", choices=CHOICES)
    unsure = forms.NullBooleanField(label="是否")
    tick = forms.BooleanField(label="勾")
    many = forms.MultipleChoiceField(label="多选", choices=CHOICES[:4])


TYPED = [
    None,
    {},
    dict.fromkeys(Everything.base_fields, BAD) | {"many": ["a", BAD]},
    {"text": "甲", "amount": "30万", "whole": "１２", "day": "2025-10-09", "pick": "3",
     "many": ["a", "3"], "unsure": "true", "place": "a.cn", "secret": "0", "number": "7"},
    {"pick": "y", "tick": "on", "day": "昨天", "number": 0},
]  # fmt: skip


@pytest.mark.parametrize("typed", TYPED)
def test_each_is_what_django_draws(typed):
    ours, theirs = Everything(typed), Everything(typed, renderer=DjangoTemplates())
    for each in (ours, theirs):
        each.is_valid()
    assert ours.renderer is PAGES
    for mine, stock in zip(ours, theirs, strict=True):
        assert str(mine) == str(stock), mine.name
        assert mine.label_tag() == stock.label_tag()
        assert mine.label_tag(attrs={"class": BAD}) == stock.label_tag(attrs={"class": BAD})
        assert mine.legend_tag() == stock.legend_tag()


def test_what_is_drawn_so_is_named_as_django_names_it():
    known = DjangoTemplates()
    assert all(known.get_template(name) for name in DRAWN)


def test_rows_of_a_list_escape_whatever_stands_in_them():
    columns = [Column("one", "甲"), Column("two", BAD, "money"), Column("three", "丙", "name")]
    cells = {"one": BAD, "two": 123_456, "three": mark_safe("<i>好</i>")}
    acts = (Paper(word=BAD, href=f"/x/?{BAD}"),)
    rows = [Row(cells=cells, href=f"/?{BAD}", acts=acts), Row(cells={})]
    drawn = table_rows(Table(caption="表", columns=columns, rows=rows, empty=Empty(text="无")))
    bad = escape(BAD)
    assert "<script" not in drawn
    assert f'<th scope="row"><a href="/?{bad}">{bad}</a></th>' in drawn
    assert f'<td class="num" data-label="{bad}"><span class="money">¥1,234.56</span></td>' in drawn
    assert '<td class="name" data-label="丙"><i>好</i></td>' in drawn
    assert f'<td class="act" data-label="操作"><a href="/x/?{bad}">{bad}</a></td>' in drawn
    assert '<th scope="row">—</th>' in drawn
