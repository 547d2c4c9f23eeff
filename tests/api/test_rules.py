"""POST /api/rules/<command>: answers, refusals, unreadable bodies (abuse 8, 10, 20)."""

import json
from datetime import date

import pytest

from cairong.parties.models import Tally
from cairong.rulebook.models import HolidayNotice
from support.town import CITY, at

pytestmark = pytest.mark.usefixtures("town")


def ask(client, command, payload, **more):
    body = payload if isinstance(payload, bytes | str) else json.dumps(payload)
    return client.post(f"/api/rules/{command}", body, content_type="application/json", **more)


DUE = {"start": "2021-09-29", "days": 3, "unit": "working"}


def test_days_are_counted(client):
    answer = ask(client, "due", DUE)
    assert answer.status_code == 200
    assert answer.json() == {
        "due": "2021-10-09",
        "counted": ["2021-09-30", "2021-10-08", "2021-10-09"],
        "provisional": False,
    }


def test_the_citys_own_notices_count(client):
    before = ask(client, "due", {"start": "2027-03-01", "days": 1, "unit": "working"}).json()
    assert before == {"due": "2027-03-02", "counted": ["2027-03-02"], "provisional": True}
    HolidayNotice.objects.create(
        city_id=CITY,
        year=2027,
        days_off=[date(2027, 3, 2)],
        days_worked=[],
        source="国务院办公厅通知",
        recorded_at=at("2026-11-01 09:00"),
    )
    after = ask(client, "due", {"start": "2027-03-01", "days": 1, "unit": "working"}).json()
    assert after == {"due": "2027-03-03", "counted": ["2027-03-03"], "provisional": False}


def test_an_invalid_code_is_an_answer(client):
    answer = ask(client, "uscc", {"code": "91110000600037341O"})
    assert answer.status_code == 200
    assert answer.json()["valid"] is False


@pytest.mark.parametrize(
    ("command", "payload", "field"),
    [
        ("due", {**DUE, "days": -1}, "days"),
        ("due", {**DUE, "days": 1.5}, "days"),
        ("due", {**DUE, "start": "2021-02-30"}, "start"),
        ("due", {**DUE, "status": "approved"}, "status"),
        ("nothing", {}, "command"),
    ],
)
def test_what_cannot_be_understood_names_its_field(client, command, payload, field):
    answer = ask(client, command, payload)
    assert answer.status_code == 422
    assert answer.json()["error"] == "Invalid"
    assert answer.json()["findings"][0]["field"] == field
    assert "…" not in answer.json()["findings"][0]["message"]


@pytest.mark.parametrize("money", ["-1", "NaN", "1e400", "1.234", "Infinity"])
def test_money_that_is_none_is_refused(client, money):
    payload = {
        "principal_yuan": money,
        "rate_bp": 345,
        "days": 90,
        "day_count": 360,
        "method": "bullet",
    }
    answer = ask(client, "cost", payload)
    assert answer.status_code == 422
    assert answer.json()["findings"][0]["field"] == "principal_yuan"


@pytest.mark.parametrize(
    "body",
    [
        b'{"code": "a", "code": "b"}',
        b"[" * 100_000,
        b'{"a":' * 30 + b"1" + b"}" * 30,
        b'{"code": NaN}',
        b"[]",
        b"\xff\xfe",
        b"",
        b'{"code": "' + b"x" * 300_000 + b'"}',
    ],
    ids=["twice", "brackets", "nested", "nan", "list", "bytes", "empty", "large"],
)
def test_bodies_that_cannot_be_read_answer_400(client, body):
    answer = ask(client, "uscc", body)
    assert answer.status_code == 400
    assert answer.json()["findings"][0]["message"]


def test_brackets_in_text_are_only_text(client):
    assert ask(client, "uscc", {"code": "[" * 50 + '\\"{'}).status_code == 200


def test_a_body_declared_huge_is_refused_unread(client):
    answer = ask(client, "uscc", "{}", CONTENT_LENGTH=str(100 * 1024**2))
    assert answer.status_code == 400


def test_who_asks_too_often_waits(client):
    ask(client, "uscc", {"code": "1"})
    Tally.objects.update(count=120)
    answer = ask(client, "uscc", {"code": "1"})
    assert answer.status_code == 429
    assert "后再试" in answer.json()["findings"][0]["message"]


def test_only_post_answers(client):
    assert client.get("/api/rules/due").status_code == 405
