"""Forms: labels, hints, sources, errors beside and on top, amounts in yuan."""

from typing import ClassVar

import pytest
from django import forms
from django.template import Context, Template

from cairong.web.forms import DayField, PageForm, YuanField


class Intent(PageForm):
    title = forms.CharField(label="用途", help_text="一句话。")
    amount = YuanField(label="金额")
    until = DayField(label="最晚到账", required=False)
    method = forms.ChoiceField(label="还款方式", choices=(("a", "甲"),), widget=forms.RadioSelect)
    secret = forms.CharField(widget=forms.HiddenInput, required=False)


def draw(form: forms.Form, words: str = '"提交" "等待审批。" draft="intent"') -> str:
    source = "{% load parts %}{% form one " + words + " %}"
    return Template(source).render(Context({"one": form, "csrf_token": "t0ken"}))


def test_blank_form():
    drawn = draw(Intent(sources={"amount": "中标公告"}, initial={"amount": 41_112_000}))
    assert '<label for="id_title">' in drawn
    assert 'aria-describedby="id_title_helptext"' in drawn
    assert 'id="id_title_helptext">一句话。' in drawn
    assert 'value="411120.00"' in drawn
    assert "来自中标公告" in drawn
    assert "可不填" in drawn
    assert "<legend>" in drawn
    assert 'data-draft="intent"' in drawn
    assert "提交后:等待审批。" in drawn
    assert 'name="csrfmiddlewaretoken" value="t0ken"' in drawn
    assert 'type="hidden" name="secret"' in drawn
    assert drawn.count("button-main") == 1


class Asked(PageForm):
    """Something asked of some alone, and more ticks than stand in one column."""

    optional: ClassVar = {"other": "两项填一项"}
    other = forms.CharField(label="另一项", required=False)
    places = forms.MultipleChoiceField(
        label="区域", choices=[(str(n), f"第{n}区") for n in range(7)],
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip


def test_what_some_need_not_fill_in_says_when_it_must_be():
    drawn = draw(Asked())
    assert "两项填一项" in drawn
    assert "可不填" not in drawn


def test_many_choices_of_few_words_stand_in_columns():
    assert 'class="field field-many"' in draw(Asked())
    assert "field-many" not in draw(Intent())


def test_errors_stand_beside_and_on_top():
    form = Intent({"amount": "1,00", "until": "十月", "method": "a"})
    drawn = draw(form)
    assert "有 3 处需要改正" in drawn
    assert '<a href="#id_title">没有填写「用途」。请补上。</a>' in drawn
    assert "可能有几种读法" in drawn
    assert "「最晚到账」的值「十月」不是日期" in drawn
    assert 'aria-invalid="true"' in drawn
    assert 'id="id_title_error"' in drawn
    assert 'aria-describedby="id_title_helptext id_title_error"' in drawn
    assert "data-focus" in drawn
    assert 'value="1,00"' in drawn


def test_label_leads_where_the_sentence_does_not_name_it():
    class Short(PageForm):
        code = forms.SlugField(label="编号", max_length=2)

    assert ">编号:" in draw(Short({"code": "甲"}))
    drawn = draw(Short({"code": "abc"}))
    assert "「编号」" in drawn
    assert ">编号:" not in drawn


@pytest.mark.parametrize(
    ("typed", "fen"),
    [("411120.00", 41_112_000), ("41.112万", 41_112_000), ("壹佰元整", 10_000), ("1,000", 100_000)],
)
def test_amounts_are_read_as_people_write_them(typed, fen):
    form = Intent({"title": "x", "amount": typed, "method": "a"})
    assert form.is_valid()
    assert form.cleaned_data["amount"] == fen


def test_amount_may_be_left_out():
    class Loose(PageForm):
        amount = YuanField(label="金额", required=False)

    form = Loose({"amount": ""})
    assert form.is_valid()
    assert form.cleaned_data["amount"] is None


def test_files_and_ways_back():
    class Upload(PageForm):
        file = forms.FileField(label="附件")

    drawn = draw(Upload(), '"上传" action="/u/" cancel_href="/back/" name="go"')
    assert 'enctype="multipart/form-data"' in drawn
    assert 'action="/u/"' in drawn
    assert '<a class="button" href="/back/">返回</a>' in drawn
    assert 'type="submit" name="go"' in drawn
    assert "data-draft" not in drawn


def test_errors_of_the_whole_form():
    class Whole(PageForm):
        def clean(self):
            raise forms.ValidationError("两处不一致。")

    assert "<li>两处不一致。</li>" in draw(Whole({"x": 1}))
