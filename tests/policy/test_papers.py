"""Rules of papers: whose they are, their numbers, how many in a day. 二(四)-2, 二(五)-2."""

import pytest

from cairong.kernel.actor import Role
from cairong.kernel.errors import Invalid
from cairong.policy.papers import (
    KEEPERS,
    KINDS,
    MEGABYTE,
    MIMES,
    PURPOSES,
    invoice_is_new,
    invoice_number,
    purposes_of,
    within_the_day,
)

RIGHT = {
    "26412000000012345678": "26412000000012345678",
    " 2641 2000 0000 1234 5678 ": "26412000000012345678",
    "041001900111 12345678"[:19]: "041001900111123456",
    "0410019001\u30001234 5678": "041001900112345678",
}
WRONG = ("", "1", "2641200000001234567", "264120000000123456789", "2641200000001234567X", "发票",
         "26412000000012345678;26412000000012345679", "-6412000000012345678")  # fmt: skip


@pytest.mark.parametrize(("typed", "number"), RIGHT.items())
def test_an_invoices_number_is_read_however_it_is_spaced(typed, number):
    assert invoice_number(typed) == number


@pytest.mark.parametrize("typed", WRONG)
def test_what_is_none_is_refused_with_the_beginning_of_what_was_typed(typed):
    with pytest.raises(Invalid) as caught:
        invoice_number(typed)
    (found,) = caught.value.findings
    assert found.code == "papers.invoice_number"
    assert found.params["value"] == "".join(typed.split())[:24]


@pytest.mark.parametrize(
    ("taken", "size", "barred"),
    [(0, 1, False), (0, 3 * MEGABYTE, False), (0, 3 * MEGABYTE + 1, True),
     (3 * MEGABYTE, 1, True), (3 * MEGABYTE - 1, 1, False), (9 * MEGABYTE, 1, True)],
)  # fmt: skip
def test_a_day_takes_its_megabytes_and_not_a_byte_more(taken, size, barred):
    found = within_the_day(taken=taken, size=size, most_mb=3)
    assert (found is not None) == barred


def test_an_invoice_on_nothing_else_is_new():
    assert invoice_is_new(number="26412000000012345678", used_on="") is None
    found = invoice_is_new(number="26412000000012345678", used_on="另一份材料")
    assert found is not None
    assert (found.code, found.params["where"]) == ("papers.invoice_used", "另一份材料")


def test_each_purpose_is_of_one_side_and_all_that_keep_have_one():
    assert purposes_of(Role.SUPPLIER) == ["invoice", "delivery"]
    officer = purposes_of(Role.PURCHASER_OFFICER)
    assert officer == purposes_of(Role.PURCHASER_APPROVER)
    assert not set(officer) & set(purposes_of(Role.SUPPLIER))
    vault = purposes_of(Role.SUPPLIER, vault=True)
    assert vault == ["licence", "mandate", "statement", "qualification"]
    assert not purposes_of(Role.PURCHASER_OFFICER, vault=True)
    kept = {key for role in KEEPERS for key in purposes_of(role)}
    assert kept | set(vault) == PURPOSES.keys()
    others = set(Role) - set(KEEPERS)
    assert [purposes_of(role) for role in others] == [[]] * len(others)


def test_each_kind_says_what_it_is():
    assert KINDS.keys() == MIMES.keys()
    assert not any("html" in mime for mime in MIMES.values())
