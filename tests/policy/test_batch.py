"""`cairong rules … --batch` on bad lines: each answered in its place, in words, with its field."""

import json

import pytest
from click.testing import CliRunner

from cairong.cli.rules import rules

GOOD = {
    "due": ({"start": "2021-09-29", "days": 3, "unit": "working"}, "due"),
    "cost": (
        {"principal_yuan": "300000", "rate_bp": 345, "days": 180, "day_count": 360}, "irr_percent",
    ),
    "size": ({"industry": "工业", "employees": 300, "revenue_wan": 2000}, "size"),
    "uscc": ({"code": "91110000600037341L"}, "valid"),
    "cnaps": ({"code": "313493080539"}, "valid"),
}  # fmt: skip
LACKING = {"due": "start", "cost": "principal_yuan", "size": "industry", "uscc": "code",
           "cnaps": "code"}  # fmt: skip


def batch(command: str, *lines: bytes | dict) -> list[dict]:
    sent = [one if isinstance(one, bytes) else json.dumps(one).encode() for one in lines]
    result = CliRunner().invoke(rules, [command, "--batch"], input=b"\n".join(sent) + b"\n")
    assert result.exit_code == 0, result.output
    assert result.stderr == ""
    return [json.loads(line) for line in result.stdout.splitlines()]


UNREADABLE = [
    b"{", b"[]", b"null", b"3", b'"x"', b"{}{}", b"{'a': 1}", b"\xff\xfe{}", b"NaN",
    b'{"a": 1e999}', b'{"a": Infinity}', b'{"a": 1, "a": 2}', b'{"\\ud800": 1}', b"[" * 5000,
    b'{"a":' * 500 + b"1" + b"}" * 500, b"\x00", b"", b"   ",
]  # fmt: skip


@pytest.mark.parametrize("command", GOOD)
def test_what_is_no_object_is_answered_in_its_place(command):
    payload, key = GOOD[command]
    lines = [line for bad in UNREADABLE for line in (bad, payload)]
    found = batch(command, *lines)
    assert len(found) == len(lines)
    for answer in found[0::2]:
        assert list(answer) == ["error"]
        assert answer["error"].endswith("。")
    assert all(key in answer for answer in found[1::2])


@pytest.mark.parametrize("command", GOOD)
def test_a_missing_and_an_unknown_field_are_named(command):
    payload, key = GOOD[command]
    lacking = {name: value for name, value in payload.items() if name != LACKING[command]}
    none = payload | {LACKING[command]: None}
    found = batch(command, lacking, none, payload | {"colour": "红"}, payload)
    assert LACKING[command] in found[0]["error"]
    assert LACKING[command] in found[1]["error"]
    assert "colour" in found[2]["error"]
    assert key in found[3]


WRONG = [
    ("due", "start", "2021-02-30"), ("due", "start", "20210929"), ("due", "start", "29/09/2021"),
    ("due", "start", 20210929), ("due", "days", "三"), ("due", "days", 1.5), ("due", "days", -1),
    ("due", "days", True), ("due", "days", "９"), ("due", "unit", "weeks"),
    ("due", "unit", ["working"]),
    ("cost", "principal_yuan", "0"), ("cost", "principal_yuan", "-1"),
    ("cost", "principal_yuan", "1.001"), ("cost", "principal_yuan", "1e5"),
    ("cost", "principal_yuan", {"yuan": 1}), ("cost", "rate_bp", "3.45"), ("cost", "rate_bp", -1),
    ("cost", "rate_bp", 100_001), ("cost", "days", 0), ("cost", "days", "180天"),
    ("cost", "day_count", 364), ("cost", "fee_yuan", "300000"), ("cost", "fee_yuan", "-0.01"),
    ("cost", "method", "等额本息"), ("cost", "method", ""), ("cost", "instalments", 0),
    ("cost", "instalments", 1201), ("size", "industry", "炼金术"), ("size", "industry", ""),
    ("size", "employees", -1), ("size", "employees", "许多"), ("size", "employees", 1.5),
    ("size", "revenue_wan", "-3"), ("size", "revenue_wan", []),
    ("uscc", "code", 91110000600037341), ("cnaps", "code", None),
]  # fmt: skip


@pytest.mark.parametrize(("command", "field", "value"), WRONG)
def test_a_value_that_cannot_be_understood_is_named(command, field, value):
    payload, key = GOOD[command]
    wrong, right = batch(command, payload | {field: value}, payload)
    if "error" not in wrong:  # codes are answered as not valid, with the reason
        assert command in ("uscc", "cnaps")
        assert (wrong["valid"], bool(wrong["reason"])) == (False, True)
        return
    assert field in wrong["error"], wrong
    assert key in right


def test_parts_are_bounded_by_the_days_and_a_fee_by_the_loan():
    loan = GOOD["cost"][0]
    parts = {"method": "equal-principal", "instalments": 181}
    many, eaten = batch("cost", loan | parts, loan | {"fee_yuan": "299999.99", "days": 1})
    assert "instalments" in many["error"]
    assert "fee_yuan" in eaten["error"]


def test_a_thousand_lines_with_every_third_bad_keep_their_places():
    lines = [
        b"?" if place % 3 == 0 else {"start": "2021-09-29", "days": place, "unit": "calendar"}
        for place in range(1000)
    ]
    found = batch("due", *lines)
    assert len(found) == 1000
    assert [list(one) == ["error"] for one in found] == [place % 3 == 0 for place in range(1000)]
