"""Money in and out: what is read, what is refused, how it is written."""

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairong.kernel.errors import Invalid
from cairong.kernel.money import (
    FEN_LIMIT,
    capitals,
    format_wan,
    format_yuan,
    parse_yuan,
    positive,
    read_yuan,
    yuan_string,
)

STRICT = [
    ("0", 0), ("411120.00", 41112000), ("411120", 41112000), ("0.1", 10), ("1.000", 100),
    (" 7.05 ", 705), (198000.01, 19800001), (685200, 68520000), (Decimal("0.07"), 7),
    (300000.0, 30000000), ("007.5", 750), ("10.", 1000), (1e3, 100000),
    ("0" * 5000 + "1", 100),
]  # fmt: skip


@pytest.mark.parametrize(("value", "fen"), STRICT)
def test_strict_yuan(value: object, fen: int) -> None:
    assert parse_yuan(value, "amount_yuan") == fen


REFUSED = [
    (-1, "money_negative"), ("-0.01", "money_negative"), ("NaN", "money"), (float("nan"), "money"),
    (float("inf"), "money"), (float("-inf"), "money_negative"), ("1e400", "money"),
    (1e300, "money_size"), ("9" * 400, "money_size"), (Decimal("1e400"), "money_size"),
    ("1.234", "money_fraction"), (0.001, "money_fraction"), ("1,000", "money"),
    ("１２", "money"), ("", "money"), ("一百", "money"), (None, "money"), (True, "money"),
    ([], "money"), ("1.2.3", "money"), ("0x10", "money"), ("1_000", "money"),
    (10**13 + 1, "money_size"), (10**400, "money_size"), (-(10**400), "money_negative"),
    (Decimal("1e999999999"), "money_size"), (Decimal("1e-999999999"), "money_fraction"),
    (Decimal("-1e-999999999"), "money_negative"), (1e-300, "money_fraction"),
]  # fmt: skip


@pytest.mark.parametrize(("value", "code"), REFUSED)
def test_what_is_no_amount_is_refused_by_field(value: object, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        parse_yuan(value, "amount_yuan")
    assert refused.value.field == "amount_yuan"
    assert refused.value.findings[0].code == f"invalid.{code}"


TYPED = [
    ("1,000.00", 100000), ("411,120", 41112000), ("12.50", 1250), ("¥411,120.00", 41112000),
    ("¥ 3", 300), ("30万", 30000000), ("30万元", 30000000), ("41.112万元", 41112000),
    ("1.5亿", 15000000000), ("3千元", 300000), ("壹佰元", 10000), ("壹佰元整", 10000),
    ("人民币肆拾壹万壹仟壹佰贰拾元整", 41112000), ("壹拾万零伍元叁角贰分", 10000532),
    ("三十万", 30000000), ("二百零五元", 20500), ("十元", 1000), ("壹亿贰仟万元整", 12000000000),
    ("伍元零陆分", 506), ("100元", 10000), ("1,234,567.89元", 123456789), (5, 500),
    ("叁仟零伍拾元正", 305000), ("两万元", 2000000),
]  # fmt: skip


@pytest.mark.parametrize(("value", "fen"), TYPED)
def test_what_people_type(value: object, fen: int) -> None:
    assert read_yuan(value, "amount") == fen


@pytest.mark.parametrize(
    "value",
    ["1,00.00", "1.000,00", "1,2", "10,00", "百万", "万", "约30万", "30万-40万", "壹佰贰", "一二三",
     "-30万", "负壹佰元", "壹佰元百", "30万5千", "0.0000001万", "", "  ", "元", "NaN", "1e400",
     "1.234", "三角", "壹万贰", "$5", "99999999999999亿", "万万", "(5)", "五五元"],
)  # fmt: skip
def test_what_could_be_misread_is_refused(value: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_yuan(value, "amount")
    assert refused.value.field == "amount"


CAPITALS = [
    (41112000, "肆拾壹万壹仟壹佰贰拾元整"), (0, "零元整"), (5, "伍分"), (50, "伍角"),
    (105, "壹元零伍分"), (10010000, "壹拾万零壹佰元整"), (100000000, "壹佰万元整"),
    (10000000000, "壹亿元整"), (10000000100, "壹亿零壹元整"), (1000500, "壹万零伍元整"),
    (12345678, "壹拾贰万叁仟肆佰伍拾陆元柒角捌分"), (-100, "负壹元整"), (1005000, "壹万零伍拾元整"),
    (100100000000, "壹拾亿零壹佰万元整"), (20000, "贰佰元整"), (101000, "壹仟零壹拾元整"),
]  # fmt: skip


@pytest.mark.parametrize("value", ["10³", "5²元", "½", "1½", "①②", "10₀"])
def test_raised_and_ringed_digits_are_no_digits(value: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_yuan(value, "金额")
    assert refused.value.findings[0].code == "invalid.money"


@pytest.mark.parametrize(("fen", "words"), CAPITALS)
def test_capitals(fen: int, words: str) -> None:
    assert capitals(fen) == words


def test_written_for_people_and_for_json() -> None:
    assert format_yuan(41112000) == "¥411,120.00"
    assert format_yuan(-5) == "-¥0.05"
    assert format_wan(41112000) == "41.11 万元"
    assert yuan_string(-12345) == "-123.45"
    assert positive(1, "x") == 1
    with pytest.raises(Invalid):
        positive(0, "x")


@given(st.integers(0, FEN_LIMIT))
def test_writing_and_reading_agree(fen: int) -> None:
    assert parse_yuan(yuan_string(fen), "x") == fen
    assert read_yuan(format_yuan(fen), "x") == fen


@given(st.integers(100, FEN_LIMIT))
def test_capitals_read_back(fen: int) -> None:
    assert read_yuan(capitals(fen), "x") == fen


@given(st.text(max_size=12))
def test_any_text_is_an_amount_or_refused(text: str) -> None:
    for read in (parse_yuan, read_yuan):
        with suppress(Invalid):
            assert 0 <= read(text, "x") <= FEN_LIMIT
