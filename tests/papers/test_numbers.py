"""Numbers of persons in texts: which are found, which are none, and what is shown of them.

Worked by hand: the check digit of a resident's number by GB 11643-1999. 二(四)-2
"""

import pytest

from cairong.papers.looking.numbers import MOST, masked, numbers_in

FOUND = {
    "alone": ("41030319900101108X", ["resident"]),
    "small letter": ("41030319900101108x", ["resident"]),
    "in a sentence": ("法定代表人身份证号41030319900101108X,住洛阳市", ["resident"]),
    "in brackets": ("(身份证:41030319900101108X)", ["resident"]),
    "spaced": ("410303 19900101 108X", ["resident"]),
    "wide spaces": ("410303\u300019900101\u3000108X", ["resident"]),
    "of digits alone": ("11010519491231002X 与 440524198801010011", ["resident", "resident"]),
    "a telephone": ("联系人电话13800138000", ["mobile"]),
    "telephone with lines": ("138-0013-8000", ["mobile"]),
    "telephone with spaces": ("138 0013 8000", ["mobile"]),
    "of a new operator": ("19912345678、16612345678", ["mobile", "mobile"]),
    "both": ("41030319900101108X 13800138000", ["resident", "mobile"]),
    "the same twice": ("13800138000,13800138000", ["mobile"]),
    "the same written twice": ("138 0013 8000 / 13800138000", ["mobile"]),
    "over a line": ("电话:\n13800138000\n", ["mobile"]),
}
NONE = {
    "check digit": "410303199001011080",
    "a month 13": "41030319901301108X",
    "a longer number": "9941030319900101108X",
    "within a longer one": "410303199001011080123",
    "a credit code": "91410300MA44TQ0C4H",
    "an account": "6228480402564890018",
    "an amount": "金额 68520000123 元",
    "a telephone of an office": "0379-63938888",
    "of ten digits": "1380013800",
    "of twelve digits": "138001380001",
    "begins with 12": "12800138000",
    "letters about it": "A13800138000B",
    "an invoice": "26412000000012345678",
    "a date and a number": "2025-10-09 第 138 号",
    "nothing": "",
}


def sorts(text: str) -> list[str]:
    return [each.sort for each in numbers_in(text, page=1)]


@pytest.mark.parametrize(("text", "expected"), FOUND.values(), ids=FOUND)
def test_a_number_is_found_however_it_is_written(text, expected):
    assert sorts(text) == expected


@pytest.mark.parametrize("text", NONE.values(), ids=NONE)
def test_what_is_no_persons_number_is_not_taken_for_one(text):
    assert sorts(text) == []


def test_its_page_is_said_and_no_more_of_it_than_tells_its_owner_which():
    (found,) = numbers_in("41030319900101108X", page=7)
    assert (found.page, found.shown) == (7, "410*************8X")
    (found,) = numbers_in("138 0013 8000", page=1)
    assert found.shown == "138******00"


@pytest.mark.parametrize("number", ["41030319900101108X", "13800138000"])
def test_a_mask_keeps_the_length_and_at_most_five_digits(number):
    shown = masked(number)
    assert len(shown) == len(number)
    assert sum(each != "*" for each in shown) == 5


def test_a_register_of_persons_is_found_whole():
    text = "\n".join(f"1380013{number:04}" for number in range(MOST * 3))
    assert len(list(numbers_in(text, page=1))) == MOST * 3
