"""One question, three ways to ask it — typed, in a batch, over HTTP — and the same answer."""

import json
from typing import Any

import pytest
from click.testing import CliRunner

from cairong.cli.rules import rules
from cairong.policy.service import COMMANDS

pytestmark = pytest.mark.usefixtures("town")
DUE = {"start": "2026-09-30", "days": "10", "unit": "working"}
COST = {"principal_yuan": "300000", "rate_bp": "345", "days": "180", "day_count": "360"}
SIZE = {"industry": "工业", "employees": "300", "revenue_wan": "2000"}
WHOLE = {"due": DUE, "cost": COST, "size": SIZE}
ANSWERED: list[tuple[str, dict[str, str]]] = [
    ("due", DUE),
    ("due", {**DUE, "unit": "calendar"}),
    ("due", {**DUE, "days": "0"}),
    ("due", {**DUE, "days": "36500"}),
    ("due", {**DUE, "days": " 3 "}),
    ("due", {**DUE, "start": "1949-01-01"}),
    ("due", {**DUE, "start": "2199-12-31"}),
    ("due", {**DUE, "start": "2028-02-29"}),
    ("due", {**DUE, "start": "2027-02-05", "days": "7"}),
    ("cost", COST),
    ("cost", {**COST, "principal_yuan": "0.01"}),
    ("cost", {**COST, "rate_bp": "0"}),
    ("cost", {**COST, "day_count": "365", "fee_yuan": "600"}),
    ("cost", {**COST, "method": "interest-monthly", "instalments": "6"}),
    ("cost", {**COST, "method": "equal-principal", "instalments": "6"}),
    ("cost", {**COST, "method": "equal-instalment", "instalments": "6"}),
    ("size", SIZE),
    ("size", {**SIZE, "employees": "1000", "revenue_wan": "40000"}),
    ("size", {**SIZE, "industry": "建筑业", "assets_wan": "80000.5"}),
    ("uscc", {"code": "91110000600037341L"}),
    ("uscc", {"code": "91110000600037341O"}),
    ("uscc", {"code": "x" * 300}),
    ("cnaps", {"code": "313493080539"}),
    ("cnaps", {"code": "31349308053"}),
]
REFUSED: list[tuple[str, dict[str, str], str]] = [
    *[("due", {key: one for key, one in DUE.items() if key != field}, field) for field in DUE],
    ("due", {**DUE, "start": "2021-02-29"}, "start"),
    ("due", {**DUE, "start": "30-09-2026"}, "start"),
    ("due", {**DUE, "start": "1948-12-31"}, "start"),
    ("due", {**DUE, "days": "-1"}, "days"),
    ("due", {**DUE, "days": "36501"}, "days"),
    ("due", {**DUE, "days": "1e3"}, "days"),
    ("due", {**DUE, "days": "9" * 400}, "days"),
    ("due", {**DUE, "unit": "weeks"}, "unit"),
    *[("cost", {key: one for key, one in COST.items() if key != field}, field) for field in COST],
    ("cost", {**COST, "principal_yuan": "0"}, "principal_yuan"),
    ("cost", {**COST, "principal_yuan": "-5"}, "principal_yuan"),
    ("cost", {**COST, "principal_yuan": "NaN"}, "principal_yuan"),
    ("cost", {**COST, "principal_yuan": "1e400"}, "principal_yuan"),
    ("cost", {**COST, "principal_yuan": "1.005"}, "principal_yuan"),
    ("cost", {**COST, "rate_bp": "3.45"}, "rate_bp"),
    ("cost", {**COST, "rate_bp": "100001"}, "rate_bp"),
    ("cost", {**COST, "days": "0"}, "days"),
    ("cost", {**COST, "day_count": "364"}, "day_count"),
    ("cost", {**COST, "fee_yuan": "300000"}, "fee_yuan"),
    ("cost", {**COST, "fee_yuan": "-1"}, "fee_yuan"),
    ("cost", {**COST, "fee_yuan": "299999.99", "days": "1"}, "fee_yuan"),
    (
        "cost",
        {**COST, "fee_yuan": "299999", "method": "equal-principal", "instalments": "6"},
        "fee_yuan",
    ),
    ("cost", {**COST, "method": "balloon"}, "method"),
    ("cost", {**COST, "method": "equal-principal", "instalments": "181"}, "instalments"),
    ("cost", {**COST, "instalments": "0"}, "instalments"),
    ("cost", {**COST, "method": "equal-principal"}, "instalments"),
    ("cost", {**COST, "method": "equal-instalment"}, "instalments"),
    ("cost", {**COST, "method": "interest-monthly"}, "instalments"),
    ("size", {"employees": "3"}, "industry"),
    ("size", {**SIZE, "industry": "占卜业"}, "industry"),
    ("size", {**SIZE, "employees": "3.5"}, "employees"),
    ("size", {**SIZE, "employees": "-3"}, "employees"),
    ("size", {**SIZE, "revenue_wan": "两千"}, "revenue_wan"),
    ("size", {"industry": "工业", "employees": "3"}, "revenue_wan"),
    ("uscc", {}, "code"),
    ("cnaps", {}, "code"),
]


def typed_at_the_line(command: str, payload: dict[str, str]) -> tuple[int, str, str]:
    words = [command]
    for key, value in payload.items():
        words += ["--", value] if key == "code" else [f"--{key.replace('_', '-')}={value}"]
    done = CliRunner().invoke(rules, words)
    return done.exit_code, done.stdout, done.stderr


def in_a_batch(command: str, payload: dict[str, Any]) -> dict[str, Any]:
    line = json.dumps(payload, ensure_ascii=False).encode() + b"\n"
    done = CliRunner().invoke(rules, [command, "--batch"], input=line * 2)
    assert done.exit_code == 0
    first, second = done.stdout.splitlines()
    assert first == second
    return json.loads(first)


def over_http(client, command: str, payload: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    body = json.dumps(payload, ensure_ascii=False)
    answer = client.post(f"/api/rules/{command}", body, content_type="application/json")
    return answer.status_code, answer.json()


@pytest.mark.parametrize(("command", "payload"), ANSWERED)
def test_the_answer_is_the_same_however_it_is_asked_for(client, command, payload):
    code, said, errors = typed_at_the_line(command, payload)
    assert (code, errors, said.count("\n")) == (0, "", 1)
    assert in_a_batch(command, payload) == json.loads(said)
    assert over_http(client, command, payload) == (200, json.loads(said))


@pytest.mark.parametrize(("command", "payload", "field"), REFUSED)
def test_the_refusal_is_the_same_sentence_and_names_the_field(client, command, payload, field):
    code, said, errors = typed_at_the_line(command, payload)
    assert (code, said, errors.count("\n")) == (2, "", 1)
    assert field in errors
    assert "Traceback" not in errors
    assert len(errors) < 400
    assert in_a_batch(command, payload) == {"error": errors.rstrip("\n")}
    status, answer = over_http(client, command, payload)
    assert (status, answer["error"]) == (422, "Invalid")
    assert [one["field"] for one in answer["findings"]] == [field]
    assert " ".join(one["message"] for one in answer["findings"]) == errors.rstrip("\n")


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("value", [True, [], {}, 1.5, "\x00", "\u202e", "\U0001d7d8"], ids=ascii)
def test_values_of_a_wrong_kind_are_the_same_refusal_in_a_batch_and_over_http(
    client, command, value
):
    """Each field of each question in turn holds something that is no such value."""
    whole = WHOLE.get(command, {"code": "x"})
    for field in whole:
        payload = {**whole, field: value}
        batch, (status, answer) = in_a_batch(command, payload), over_http(client, command, payload)
        if field == "code" and isinstance(value, str):
            assert (status, answer["valid"]) == (200, False)
            assert batch == answer
        elif (field, value) == ("principal_yuan", 1.5) or (field, value) == ("revenue_wan", 1.5):
            assert (status, batch) == (200, answer)
        else:
            assert status == 422, (field, answer)
            assert answer["findings"][0]["field"] == field
            assert batch == {"error": " ".join(one["message"] for one in answer["findings"])}


@pytest.mark.parametrize("command", COMMANDS)
def test_a_field_nobody_asked_for_is_refused_by_name_each_way(client, command):
    payload = {**WHOLE.get(command, {"code": "x"}), "status": "approved"}
    assert "status" in in_a_batch(command, payload)["error"]
    status, answer = over_http(client, command, payload)
    assert (status, answer["findings"][0]["field"]) == (422, "status")


def test_a_batch_of_many_lines_is_answered_line_by_line():
    lines = [json.dumps({**DUE, "days": str(days)}) for days in range(500)]
    done = CliRunner().invoke(rules, ["due", "--batch"], input="\n".join(lines))
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [len(one["counted"]) for one in found] == list(range(500))
    assert found == sorted(found, key=lambda one: one["due"])


@pytest.mark.parametrize("between", ["\n", "\r\n"], ids=ascii)
@pytest.mark.parametrize("last", ["", "\n", "\r\n"], ids=ascii)
def test_a_batch_reads_lines_however_they_end(between, last):
    text = between.join([json.dumps({"code": "313493080539"})] * 3) + last
    done = CliRunner().invoke(rules, ["cnaps", "--batch"], input=text)
    assert [json.loads(line)["valid"] for line in done.stdout.splitlines()] == [True] * 3
