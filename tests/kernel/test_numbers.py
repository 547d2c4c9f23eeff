"""Days, percents and points as people type them: read where they say one thing, else refused."""

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairong.kernel.errors import Invalid
from cairong.kernel.numbers import read_number
from cairong.kernel.text import half_width

WHOLE = [
    ("30", 30), ("３０", 30), (" 30 ", 30), ("1,000", 1000), ("１,０００", 1000), ("30天", 30),
    ("30 天", 30), ("007", 7), ("0", 0), ("-45", -45), ("−45", -45), ("－45", -45), ("+45", 45),
    ("30.0", 30), ("30.00", 30), ("30.", 30), ("1,234,567", 1234567), ("9" * 15, int("9" * 15)),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "number"), WHOLE)
def test_whole_numbers_are_read(typed: str, number: int) -> None:
    assert read_number(typed, "天数", places=0, unit="天") == number


@pytest.mark.parametrize(
    "typed",
    ["", "三十", "30万", "1,00", "1,0000", "10,00", "1 000", "1.000", "1.5", "1e3", "1_000", "0x1E",
     "NaN", "Infinity", "٣٠", "10³", "①", "³0", "三0", "3O", "l0", "30日", "30%", "--3", "9" * 16,
     "1,", ",1", ".", "-", "天", "30天天", "3天0", "\u202e30"],
)  # fmt: skip
def test_what_could_be_misread_is_no_whole_number(typed: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_number(typed, "天数", places=0, unit="天")
    assert refused.value.field == "天数"
    assert refused.value.findings[0].code == "invalid.integer"
    assert refused.value.findings[0].params["example"] == "30"


@pytest.mark.parametrize(
    ("typed", "number"),
    [("12.5", "12.5"), ("１２.５", "12.5"), ("１２．５", "12.5"), ("12.50", "12.5"),
     ("12.500", "12.5"), ("12.5%", "12.5"), ("１２.５％", "12.5"), ("12.5 %", "12.5"),
     ("1,250.25", "1250.25"), ("40", "40"), ("0.01", "0.01"), ("-0.5", "-0.5")],
)  # fmt: skip
def test_decimals_are_read(typed: str, number: str) -> None:
    assert read_number(typed, "比例", places=2, unit="%") == Decimal(number)


@pytest.mark.parametrize(
    ("typed", "code"),
    [("12.345", "number_places"), ("0.001", "number_places"), ("百分之四十", "number"),
     ("40‰", "number"), ("40%%", "number"), ("4,0", "number"), ("1.250,25", "number"),
     ("4e1", "number"), ("NaN", "number"), ("½", "number"), ("40-50", "number"),
     (".5", "number"), ("1" + "." + "1" * 11, "number")],
)  # fmt: skip
def test_what_could_be_misread_is_no_decimal(typed: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_number(typed, "比例", places=2, unit="%")
    assert refused.value.findings[0].code == f"invalid.{code}"


def test_without_a_unit_none_is_taken_off() -> None:
    with pytest.raises(Invalid):
        read_number("30天", "期数", places=0)


@given(st.integers(-(10**15) + 1, 10**15 - 1))
def test_a_whole_number_reads_back_however_it_is_grouped_or_widened(number: int) -> None:
    wide = str(number).translate({0x30 + n: 0xFF10 + n for n in range(10)})
    for written in (str(number), f"{number:,}", wide, f" {number}.00 "):
        assert read_number(written, "x", places=0) == number


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2, allow_nan=False))
def test_a_decimal_reads_back(number: Decimal) -> None:
    assert read_number(f"{number:,.2f}%", "x", places=2, unit="%") == number


@given(st.text(max_size=14))
def test_any_text_is_the_number_it_says_or_refused(text: str) -> None:
    """What is read has the digits that were typed, in their order, and no others."""
    with suppress(Invalid):
        read = read_number(text, "x", places=3)
        typed = "".join(one for one in half_width(text) if one in "0123456789")
        said = f"{abs(read):f}".replace(".", "")
        assert said.strip("0") == typed.strip("0")


@given(st.text())
def test_half_width_changes_only_what_is_wide(text: str) -> None:
    narrow = half_width(text)
    assert len(narrow) == len(text)
    for before, after in zip(text, narrow, strict=True):
        wide = 0xFF01 <= ord(before) <= 0xFF5E or before == "\u3000"
        assert (after != before) == wide
        if wide:
            assert after.isascii()
    assert half_width(narrow) == narrow
