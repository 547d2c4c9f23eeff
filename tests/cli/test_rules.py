"""`cairong rules` as a clerk types it: one JSON object out, exit 2 for what cannot be read."""

import json
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cairong.cli.rules import rules

CAIRONG = Path(sys.executable).parent / "cairong"


def run(*words: str, stdin: str | bytes = "") -> Result:
    return CliRunner().invoke(rules, list(words), input=stdin)


ANSWERED = [
    ("due --start 2021-09-29 --days 3 --unit working", {"due": "2021-10-09"}),
    ("due --start 2025-09-15 --days 15 --unit calendar", {"due": "2025-09-30"}),
    (
        "cost --principal-yuan 300000 --rate-bp 345 --days 180 --day-count 360 --method bullet",
        {"interest_yuan": "5175.00", "simple_percent": "3.4979", "irr_percent": "3.5289"},
    ),
    (
        (
            "cost --principal-yuan 120000 --rate-bp 425 --days 90 --day-count 365 --fee-yuan 600"
            " --method equal-principal --instalments 3"
        ),
        {"interest_yuan": "838.36", "simple_percent": "7.3468", "irr_percent": "7.5734"},
    ),
    ("size --industry 工业 --employees 300 --revenue-wan 2000", {"size": "medium"}),
    ("size --industry 建筑业 --revenue-wan 6000 --assets-wan 4999", {"size": "small"}),
    ("uscc 91110000600037341L", {"valid": True}),
    ("uscc 9141030000000000L0", {"valid": True}),
    ("uscc 91110000600037341O", {"valid": False}),
    ("cnaps 313493080539", {"valid": True}),
    ("cnaps 31349308053", {"valid": False}),
]


@pytest.mark.parametrize(("words", "expected"), ANSWERED)
def test_answers(words: str, expected: dict[str, object]) -> None:
    result = run(*words.split())
    assert result.exit_code == 0
    found = json.loads(result.stdout)
    assert {key: found[key] for key in expected} == expected
    assert result.stdout.count("\n") == 1


REFUSED = [
    ("due --start 2021-13-01 --days 3 --unit working", "start"),
    ("due --start 2021-09-29 --days -3 --unit working", "days"),
    ("due --start 2021-09-29 --days 3", "unit"),
    ("cost --principal-yuan 1e400 --rate-bp 400 --days 180 --day-count 360", "principal_yuan"),
    ("cost --principal-yuan 1.005 --rate-bp 400 --days 180 --day-count 360", "principal_yuan"),
    ("cost --principal-yuan 100 --rate-bp 4.5 --days 180 --day-count 360", "rate_bp"),
    ("size --industry 工业 --employees 3", "revenue_wan"),
    ("uscc", "code"),
]


@pytest.mark.parametrize(("words", "field"), REFUSED)
def test_bad_input_exits_2_with_one_sentence(words: str, field: str) -> None:
    result = run(*words.split())
    assert result.exit_code == 2
    assert result.stdout == ""
    assert field in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_batch_answers_every_line_in_its_place() -> None:
    lines = [
        b'{"start": "2021-09-29", "days": 3, "unit": "working"}',
        b"not json",
        b'{"start": "2021-09-29", "days": 3, "unit": "years"}',
        b'{"start": "2021-09-29", "days": 3, "days": 4, "unit": "working"}',
        b"\xff\xfe",
        b"",
        b'{"start": "2021-09-29", "days": 10000000000000000000000, "unit": "working"}',
        b'{"start": "2021-09-29", "days": 2, "unit": "working"}',
    ]
    result = run("due", "--batch", stdin=b"\n".join(lines))
    assert result.exit_code == 0
    found = [json.loads(line) for line in result.stdout.splitlines()]
    assert len(found) == len(lines)
    assert [list(one) == ["error"] for one in found] == [False] + [True] * 6 + [False]
    assert (found[0]["due"], found[-1]["due"]) == ("2021-10-09", "2021-10-08")
    assert "unit" in found[2]["error"]


@pytest.mark.parametrize("command", ["due", "cost", "size", "uscc", "cnaps"])
def test_an_empty_batch_says_nothing(command: str) -> None:
    result = run(command, "--batch")
    assert (result.exit_code, result.output) == (0, "")


def processor_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def test_the_command_needs_no_home_and_starts_at_once(tmp_path: Path) -> None:
    nowhere = tmp_path / "nowhere"
    environment = {
        "PATH": os.environ["PATH"],
        "CAIRONG_HOME": str(nowhere),
        "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none",
    }
    taken = []  # of processor time: what else the machine does is not the command's
    for _ in range(3):
        begun = processor_seconds()
        done = subprocess.run(
            [str(CAIRONG), "rules", "uscc", "91110000600037341L"],
            env=environment, capture_output=True, check=True, cwd=tmp_path,
        )  # fmt: skip
        taken.append(processor_seconds() - begun)
    assert json.loads(done.stdout) == {"valid": True, "reason": ""}
    assert min(taken) < 0.75
    assert not nowhere.exists()
