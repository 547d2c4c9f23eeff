"""The papers a product wants: on its form and pages, and how each stands on an application."""

import re

import pytest

from cairong.lending.models import Inquiry
from cairong.products.models import ProductVersion
from support.browsing import problems, read, send
from support.staging import staged

WANTED = "合同文本:核对付款条款\n营业执照:核对经营主体\n中标通知书:核对项目和金额"


@staged
def asked(bank):
    bank.case.publish(wanted=WANTED)
    return bank.case.application(bank.case.intend())


def place(application) -> str:
    return f"/institution/applications/{application.pk}/"


def test_each_stands_with_its_reason(bank, asked):
    page = read(bank.officer, place(asked))
    shown = re.search(r'id="wanted".*?</section>', page, re.DOTALL)[0]
    for words in ("中标记录", "还缺", "为什么需要:核对经营主体", "供应商材料库", "已有"):
        assert words in shown, words
    assert "为什么需要:核对付款条款" in read(bank.approver, place(asked))


def test_what_is_missing_is_filled_into_the_list_of_defects(bank, asked):
    page = read(bank.officer, place(asked))
    box = re.search(r'<textarea name="defects".*?>(.*?)</textarea>', page, re.DOTALL)[1]
    assert box.split() == ["合同文本:核对付款条款", "营业执照:核对经营主体"]


def test_what_the_platform_has_is_answered_on_the_page(bank, asked):
    send(bank.officer, f"{place(asked)}defects/", {"defects": "中标通知书:核对项目和金额"})
    assert Inquiry.objects.get().state == "held"
    page = read(bank.officer, place(asked))
    for words in ("平台已有,不用答复", "平台已有,不用供应商答复", "中标记录"):
        assert words in page, words


def test_the_products_pages_name_each(bank, asked):
    product = bank.case.bank().products.get()
    for address in (f"/institution/products/{product.pk}/", f"/supermarket/{product.pk}/"):
        page = read(bank.officer, address)
        for words in ("合同文本(合同的材料):核对付款条款", "营业执照(供应商材料库):核对经营主体"):
            assert words in page, (address, words)


@pytest.mark.parametrize(("typed", "said"), [
    ("营业执照", "没有写明为什么需要"), ("营业执照:核对主体\n营业执照副本:再看一次", "同一种材料"),
])  # fmt: skip
def test_the_form_says_which_line_is_wrong(bank, asked, typed, said):
    product = bank.case.bank().products.get()
    facts = {
        "name": product.name, "lpr": "1Y", "spread_bp": "45", "cap_percent": "70",
        "day_count": "360", "methods": ["bullet"], "max_days": "360", "sizes": ["micro"],
        "regions": ProductVersion.objects.get().regions,
    }  # fmt: skip
    address = f"/institution/products/{product.pk}/version/"
    page = send(bank.officer, address, {**facts, "wanted": typed}, 422)
    assert said in "".join(problems(page))
    assert send(bank.officer, address, {**facts, "wanted": WANTED}).startswith("/proposals/")
