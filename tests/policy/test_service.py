"""Questions and answers as JSON: every key, every bad value named by its field."""

from contextlib import suppress
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairong.kernel.calendar import Calendar
from cairong.kernel.errors import Invalid
from cairong.kernel.json_object import read_object
from cairong.policy.catalogue import sentences
from cairong.policy.service import COMMANDS, answer

COST: dict[str, Any] = {
    "principal_yuan": 1_000_000,
    "rate_bp": 400,
    "days": 180,
    "day_count": 360,
    "fee_yuan": "5000",
    "method": "bullet",
    "instalments": 1,
}


def test_due() -> None:
    assert answer("due", {"start": "2021-09-29", "days": 3, "unit": "working"}) == {
        "due": "2021-10-09",
        "counted": ["2021-09-30", "2021-10-08", "2021-10-09"],
        "provisional": False,
    }
    found = answer("due", {"start": "2024-01-29", "days": "15", "unit": "calendar"})
    assert found["due"] == "2024-02-18"
    assert len(found["counted"]) == 20
    assert answer("due", {"start": "2027-01-04", "days": 1, "unit": "working"})["provisional"]


def test_due_by_another_calendar() -> None:
    asked = {"start": "2021-09-30", "days": 1, "unit": "working"}
    assert answer("due", asked, calendar=Calendar())["due"] == "2021-10-01"


def test_cost_speaks_in_strings() -> None:
    found = answer("cost", COST)
    assert found == {
        "interest_yuan": "20000.00",
        "simple_percent": "5.0949",
        "irr_percent": "5.1607",
        "schedule": [
            {
                "day": 180,
                "principal_yuan": "1000000.00",
                "interest_yuan": "20000.00",
                "left_yuan": "0.00",
            }
        ],
    }


def test_cost_defaults_and_number_forms() -> None:
    few = {"principal_yuan": "1000000", "rate_bp": "400", "days": "180", "day_count": "360"}
    assert answer("cost", few)["irr_percent"] == "4.0972"
    assert answer("cost", few | {"fee_yuan": Decimal("5000.00")})["irr_percent"] == "5.1607"
    assert answer("cost", few | {"method": "bullet"}) == answer("cost", few)
    free = answer("cost", few | {"rate_bp": 0})
    assert (free["simple_percent"], free["irr_percent"]) == ("0.0000", "0.0000")


@pytest.mark.parametrize("rate_bp", [400.0, Decimal("400.00"), Decimal("4E+2")])
@pytest.mark.parametrize("days", [180.0, Decimal("1.8E+2")])
def test_a_whole_number_is_one_however_json_writes_it(rate_bp: object, days: object) -> None:
    written = COST | {"rate_bp": rate_bp, "days": days, "day_count": 360.0, "instalments": 1.0}
    assert answer("cost", written) == answer("cost", COST)


@pytest.mark.parametrize("revenue", [1e5, Decimal("1E+5"), "100000", "100000.0000000"])
def test_a_figure_is_the_same_however_it_is_written(revenue: object) -> None:
    found = answer("size", {"industry": "工业", "employees": 1e3, "revenue_wan": revenue})
    assert found["size"] == "large"
    assert [fact.split()[1] for fact in found["decided_by"]] == ["1000人", "100000万元"]


SAID: list[tuple[str, dict[str, Any], str]] = [
    ("cost", COST | {"rate_bp": "400.0"}, "「rate_bp」的值「400.0」不是整数。"),
    ("cost", COST | {"rate_bp": 400.5}, "「rate_bp」的值「400.5」不是整数。"),
    ("cost", COST | {"rate_bp": "4e2"}, "「rate_bp」的值「4e2」不是整数。"),
    ("cost", COST | {"rate_bp": 10**20}, "超出范围,应在 0 到 100000 之间。"),
    ("cost", COST | {"days": "9" * 40}, "超出范围,应在 1 到 36500 之间。"),
    ("cost", COST | {"days": Decimal("1E+400")}, "超出范围,应在 1 到 36500 之间。"),
    ("size", {"employees": 1, "revenue_wan": "1.2345678"}, "「1.2345678」多于 6 位小数。"),
    ("size", {"employees": 1, "revenue_wan": Decimal("1E-9")}, "多于 6 位小数。"),
    ("size", {"employees": 1, "revenue_wan": 1e15}, "超出范围,应在 0 到 999999999999999 之间。"),
    ("size", {"employees": 1, "revenue_wan": -3}, "超出范围,应在 0 到 999999999999999 之间。"),
    ("size", {"employees": 1, "revenue_wan": "1e5"}, "看不懂,应为不小于零的数。"),
    ("size", {"employees": 1, "revenue_wan": float("inf")}, "看不懂,应为不小于零的数。"),
    ("size", {"employees": 1.5, "revenue_wan": 1}, "「employees」的值「1.5」不是整数。"),
]


@pytest.mark.parametrize(("command", "asked", "words"), SAID)
def test_a_number_that_will_not_do_is_refused_for_what_it_is(
    command: str, asked: dict[str, Any], words: str
) -> None:
    more = {"industry": "工业"} if command == "size" else {}
    with pytest.raises(Invalid) as refused:
        answer(command, more | asked)
    assert words in sentences(refused.value)[0].text


def test_size_and_codes() -> None:
    found = answer("size", {"industry": "工业", "employees": "300", "revenue_wan": 2000.5})
    assert found["size"] == "medium"
    assert any("从业人员 300人" in fact for fact in found["decided_by"])
    assert answer("uscc", {"code": "91110000600037341L"}) == {"valid": True, "reason": ""}
    assert answer("cnaps", {"code": "313493080539"})["valid"]
    wrong = answer("uscc", {"code": "9111000060003734О1"})
    assert not wrong["valid"]
    assert "U+041E" in wrong["reason"]


WRONG = [
    ("due", {"days": 3, "unit": "working"}, "start"),
    ("due", {"start": "2021-02-30", "days": 3, "unit": "working"}, "start"),
    ("due", {"start": "20210901", "days": 3, "unit": "working"}, "start"),
    ("due", {"start": 20210901, "days": 3, "unit": "working"}, "start"),
    ("due", {"start": "9999-12-31", "days": 3, "unit": "working"}, "start"),
    ("due", {"start": "２021-09-01", "days": 3, "unit": "working"}, "start"),
    ("due", {"start": "2021-09-01", "days": -1, "unit": "working"}, "days"),
    ("due", {"start": "2021-09-01", "days": 10**9, "unit": "working"}, "days"),
    ("due", {"start": "2021-09-01", "days": "1.5", "unit": "working"}, "days"),
    ("due", {"start": "2021-09-01", "days": "１", "unit": "working"}, "days"),
    ("due", {"start": "2021-09-01", "days": True, "unit": "working"}, "days"),
    ("due", {"start": "2021-09-01", "days": [1], "unit": "working"}, "days"),
    ("due", {"start": "2021-09-01", "days": None, "unit": "working"}, "days"),
    ("due", {"start": "2021-09-01", "days": 1, "unit": "weeks"}, "unit"),
    ("due", {"start": "2021-09-01", "days": 1, "unit": ["working"]}, "unit"),
    ("due", {"start": "2021-09-01", "days": 1, "unit": "working", "x": 1}, "x"),
    ("cost", COST | {"principal_yuan": -1}, "principal_yuan"),
    ("cost", COST | {"principal_yuan": 0}, "principal_yuan"),
    ("cost", COST | {"principal_yuan": "NaN"}, "principal_yuan"),
    ("cost", COST | {"principal_yuan": "1e400"}, "principal_yuan"),
    ("cost", COST | {"principal_yuan": "1.234"}, "principal_yuan"),
    ("cost", COST | {"principal_yuan": None}, "principal_yuan"),
    ("cost", COST | {"rate_bp": 3.85}, "rate_bp"),
    ("cost", COST | {"rate_bp": -1}, "rate_bp"),
    ("cost", COST | {"days": 0}, "days"),
    ("cost", COST | {"day_count": 366}, "day_count"),
    ("cost", COST | {"day_count": 362}, "day_count"),
    ("cost", COST | {"fee_yuan": 1_000_000}, "fee_yuan"),
    ("cost", COST | {"fee_yuan": -1}, "fee_yuan"),
    ("cost", COST | {"fee_yuan": "999999.99", "days": 1}, "fee_yuan"),
    ("cost", COST | {"method": "balloon"}, "method"),
    ("cost", COST | {"instalments": 0}, "instalments"),
    ("cost", COST | {"method": "equal-principal", "instalments": 181}, "instalments"),
    *[
        ("cost", COST | {"method": method, "instalments": None}, "instalments")
        for method in ("equal-principal", "equal-instalment", "interest-monthly")
    ],
    ("size", {"industry": "工业", "employees": 300}, "revenue_wan"),
    ("size", {"industry": "工业", "employees": 300.5, "revenue_wan": 1}, "employees"),
    ("size", {"industry": "工业", "employees": -1, "revenue_wan": 1}, "employees"),
    ("size", {"industry": "工业", "employees": 1, "revenue_wan": "NaN"}, "revenue_wan"),
    ("size", {"industry": "工业", "employees": 1, "revenue_wan": True}, "revenue_wan"),
    ("size", {"industry": "工业", "employees": {}, "revenue_wan": 1}, "employees"),
    ("size", {"industry": "炼金", "employees": 1}, "industry"),
    ("size", {"employees": 1}, "industry"),
    ("uscc", {}, "code"),
    ("uscc", {"code": 91110000}, "code"),
    ("rates", {}, "command"),
]


@pytest.mark.parametrize(("command", "payload", "field"), WRONG)
def test_bad_input_names_its_field(command: str, payload: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        answer(command, payload)
    assert refused.value.field == field
    if field != "command":
        assert field in sentences(refused.value)[0].text


LITTLE_LEFT: list[dict[str, Any]] = [
    {"principal_yuan": 100, "fee_yuan": 99, "days": 1},
    {"principal_yuan": 100, "fee_yuan": 99, "days": 36_500, "method": "equal-principal",
     "instalments": 2},
    {"principal_yuan": 100, "fee_yuan": 60, "days": 90, "method": "equal-principal",
     "instalments": 90},
]  # fmt: skip


@pytest.mark.parametrize("asked", LITTLE_LEFT)
def test_a_fee_that_leaves_too_little_is_refused_in_true_words(asked: dict[str, Any]) -> None:
    """No yearly cost can be stated, by one way of counting or the other; it is below the loan."""
    with pytest.raises(Invalid) as refused:
        answer("cost", COST | asked)
    assert refused.value.field == "fee_yuan"
    said = sentences(refused.value)[0].text
    assert said.startswith(f"「fee_yuan」的值「{asked['fee_yuan']}」太高:扣去费用")
    assert "不小于本金" not in said


def test_a_fee_of_the_whole_loan_is_refused_as_such() -> None:
    with pytest.raises(Invalid) as refused:
        answer("cost", COST | {"fee_yuan": 1_000_000})
    assert "「1000000」不小于本金" in sentences(refused.value)[0].text


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)


@given(st.sampled_from(sorted(COMMANDS)), st.data())
def test_anything_is_answered_or_refused(command: str, data: st.DataObject) -> None:
    keys = COMMANDS[command].keys
    payload = {key: data.draw(JSON) for key in keys}
    with suppress(Invalid):
        assert isinstance(answer(command, payload), dict)


@pytest.mark.parametrize(
    "raw",
    [b"", b"[]", b"1", b"{", b'{"a": NaN}', b'{"a": Infinity}', b'{"a": 1, "a": 2}', b"\xff{}",
     b'{"a": ' + b"[" * 200_000, b'{"a": ' + b"9" * 5000 + b"}", b"{} {}", b"null"],
)  # fmt: skip
def test_what_is_no_object_is_refused(raw: bytes) -> None:
    with pytest.raises(Invalid):
        read_object(raw)


def test_an_object_keeps_fractions_exactly() -> None:
    assert read_object(b'{"a": 198000.01, "b": 2}') == {"a": Decimal("198000.01"), "b": 2}
