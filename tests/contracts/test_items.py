"""The table of a contract's items agrees with the columns and with what acts are told. 二(二)-4"""

import pytest

from cairong.contracts.facts import Items
from cairong.contracts.models import Contract, ContractSupplier
from cairong.policy.items import BY_CODE, ITEMS, OWN, REQUIRED, TYPED, WITHHOLDABLE


def column(item):
    """The column that bears an item."""
    if item.of == "supplier":
        return ContractSupplier._meta.get_field(item.code.removeprefix("supplier_"))
    return Contract._meta.get_field(item.code)


def test_each_item_stands_once():
    assert len(BY_CODE) == len(ITEMS)
    assert len({one.word for one in ITEMS}) == len(ITEMS)


def test_the_items_of_the_notice_are_there():
    assert list(REQUIRED.values()) == [
        "采购人名称", "采购人住所", "供应商名称", "供应商住所", "标的", "数量", "质量",
        "价款或者报酬", "履行期限", "履行地点", "履行方式", "验收要求", "违约责任",
        "解决争议的方法", "回款账户", "开户行",
    ]  # fmt: skip


def test_names_and_price_are_public_always():
    assert REQUIRED.keys() - WITHHOLDABLE.keys() == {
        "purchaser_name", "supplier_name", "amount_fen"
    }  # fmt: skip


@pytest.mark.parametrize("item", ITEMS, ids=lambda one: one.code)
def test_an_item_fits_its_column(item):
    if item.kind == "text" and item.section:
        assert item.longest == column(item).max_length
    assert item.kind == {"DateField": "day", "BooleanField": "flag"}.get(
        column(item).get_internal_type(), "money" if item.code.endswith("_fen") else "text"
    )


@pytest.mark.parametrize("code", WITHHOLDABLE)
def test_only_a_text_that_is_public_can_be_withheld(code):
    assert BY_CODE[code].kind == "text"
    assert BY_CODE[code].public in {"parties", "terms", "account"}


def test_acts_are_told_what_people_type():
    assert set(Items.__dataclass_fields__) == {one.code for one in TYPED}
    assert {one.code for one in TYPED} - {one.code for one in OWN} == {"supplier_address"}
