"""Codes (GB32100) and typed text: what is valid, what is not and why, what is kept exactly."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairong.kernel.errors import Invalid
from cairong.kernel.identifiers import (
    USCC_ALPHABET,
    bank_named_by,
    bank_of,
    bank_stem,
    check_account,
    check_cnaps,
    check_serial,
    check_uscc,
    cnaps_reason,
    mask_account,
    uscc_check,
    uscc_reason,
)
from cairong.kernel.text import clean_text

SHARED = Path(__file__).parents[3] / "shared/data/ids"

VALID = [
    "91110000600037341L", "9141030000000000L0", "91100000100003962T", "911000001000013428",
    "9111000071093465XC", "9131000013221158XC", "91350100M000100Y43", "91410300171075680N",
]  # fmt: skip


@pytest.mark.parametrize("code", VALID)
def test_valid_uscc(code: str) -> None:
    assert uscc_reason(code) == ""
    assert check_uscc(f" {code} ", "uscc") == code


@pytest.mark.parametrize("code", VALID[:3])
def test_any_single_change_fails(code: str) -> None:
    for place, sign in enumerate(code):
        for other in set(USCC_ALPHABET) - {sign}:
            assert uscc_reason(code[:place] + other + code[place + 1 :]), (place, other)


WRONG = [
    ("", "应为18位"), ("91110000600037341", "应为18位"), ("91110000600037341LL", "应为18位"),
    ("91110000600037341I", "不使用字母"), ("9111000060003734OL", "不使用字母"),
    ("91110000600037341S", "不使用字母"), ("91110000600037341V", "不使用字母"),
    ("91110000600037341Z", "不使用字母"), ("91110000600037341l", "小写"),
    ("9111000O600037341L", "不使用字母"), ("91110000600037341Т", "U+0422"),
    ("91110000600037341Χ", "U+03A7"), ("９1110000600037341L", "U+FF19"),
    ("91350100M000100Y4Z", "不使用字母"), ("91100000100003962A", "末位应为T"),
    ("911100A0600037341L", "行政区划"), ("91110000600037341\x00", "U+0000"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "reason"), WRONG)
def test_invalid_uscc_says_why(code: str, reason: str) -> None:
    assert reason in uscc_reason(code)
    with pytest.raises(Invalid) as refused:
        check_uscc(code, "supplier_uscc")
    assert refused.value.field == "supplier_uscc"


@pytest.mark.skipif(not SHARED.exists(), reason="no ../shared beside this clone")
def test_shared_examples() -> None:
    with (SHARED / "uscc_examples.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            assert (uscc_reason(row["code"]) == "") == (row["uscc_check"] == "pass"), row
    with (SHARED / "cnaps.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            assert cnaps_reason(row["code"]) == "", row


@given(st.text(alphabet=USCC_ALPHABET, min_size=9, max_size=9), st.integers(100000, 999999))
def test_made_codes_are_valid(organisation: str, region: int) -> None:
    body = f"91{region}{organisation}"
    assert uscc_reason(body + uscc_check(body)) == ""


@pytest.mark.parametrize(
    ("code", "reason"),
    [("313493080539", ""), ("102100099996", ""), ("31349308053", "12位"), ("999493080539", "银行"),
     ("31349308053X", "半角数字"), ("３13493080539", "半角数字"), ("", "12位")],
)  # fmt: skip
def test_cnaps(code: str, reason: str) -> None:
    found = cnaps_reason(code)
    assert (found == "") == (reason == "")
    assert reason in found


def test_banks_and_accounts() -> None:
    assert check_cnaps("313493080539 ", "cnaps") == "313493080539"
    assert bank_of("313493080539") == "城市商业银行"
    assert bank_of("000") == ""
    assert check_account("6222 0200 1234 5678", "account") == "6222020012345678"
    assert mask_account("6222020012345678") == "****5678"
    for wrong in ("", "1234567", "12345678a", "６222020012345678", "1" * 33, "1234--5678"):
        with pytest.raises(Invalid):
            check_account(wrong, "account")
    with pytest.raises(Invalid):
        check_cnaps("1", "cnaps")


def test_serials_of_receipts() -> None:
    assert check_serial(" hn２０２５ 1117-001 ", "serial") == "HN20251117-001"
    for wrong in ("", "12345", "9" * 41, "模拟GK000001", "ABC_1234", "12345\x00"):
        with pytest.raises(Invalid):
            check_serial(wrong, "serial")


@pytest.mark.parametrize(
    "text", ["𠮷野家", "镕𬭚", "〇一二", "Café 公司", "ก็", "洛阳·第一", "👨‍👩‍👧", "𬭚"],
)  # fmt: skip
def test_rare_characters_are_kept_exactly(text: str) -> None:
    assert clean_text(text, "name") == text


@pytest.mark.parametrize(
    ("text", "code"),
    [("a\x00b", "text_character"), ("洛\u202e阳", "text_character"), ("a\u2066b", "text_character"),
     ("e" + "\u0301" * 10_000, "text_length"), ("e" + "\u0301" * 9, "text_marks"),
     ("a\nb", "text_character"), ("\ud800", "text_character"), ("x" * 201, "text_length"),
     ("", "missing"), ("  ", "missing"), (None, "type"), (5, "type"), ("a\x1bb", "text_character")],
)  # fmt: skip
def test_text_that_breaks_pages_is_refused(text: object, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        clean_text(text, "title", least=1)
    assert refused.value.findings[0].code == f"invalid.{code}"
    assert refused.value.field == "title"


def test_text_is_trimmed_composed_and_may_have_lines() -> None:
    assert clean_text("  Cafe\u0301 ", "name") == "Café"
    assert clean_text("一\r\n二", "reason", lines=True) == "一\n二"
    assert clean_text("", "note") == ""


@pytest.mark.parametrize(
    ("name", "house"),
    [
        ("甲银行洛阳支行", "甲银行"),
        ("甲银行", "甲银行"),
        ("中国工商银行股份有限公司洛阳凯旋西路支行", "工商银行"),
        ("工商银行洛阳分行", "工商银行"),
        ("中国银行洛阳分行", "中国银行"),
        ("中国农业发展银行洛阳市分行", "农业发展银行"),
        ("中国邮政储蓄银行洛阳市分行", "邮政储蓄银行"),
        ("洛阳农商银行开元支行", "洛阳农村商业银行"),
        ("洛阳农村商业银行股份有限公司", "洛阳农村商业银行"),
        ("宜阳县农村信用合作联社营业部", "宜阳县农村信用合作联社"),
        (" 甲 银行(洛阳)", "甲银行"),
        ("某小额贷款公司", "某小额贷款公司"),
        ("", ""),
    ],
)
def test_the_bank_a_branch_is_of(name: str, house: str) -> None:
    assert bank_stem(name) == house


@pytest.mark.parametrize(
    ("cnaps", "bank"),
    [("102493000011", "中国工商银行"), ("403493000011", "中国邮政储蓄银行"), ("313493000011", ""),
     ("314493000011", ""), ("402493000011", ""), ("999493000011", ""), ("", "")],
)  # fmt: skip
def test_a_code_many_banks_share_names_none(cnaps: str, bank: str) -> None:
    assert bank_named_by(cnaps) == bank
