"""Abuse 8, 10, 20 at `/api/rules/`: what is no amount, no code, no JSON is refused in words."""

import json

import pytest
from django.test import Client

from support.town import found_town

pytestmark = pytest.mark.django_db
COST = {
    "principal_yuan": "300000", "rate_bp": 345, "days": 180, "day_count": 360, "fee_yuan": "0",
    "method": "bullet", "instalments": 1,
}  # fmt: skip
NO_AMOUNTS = (
    "-1", "NaN", "1e400", "1.234", "inf", "", "9" * 100_000, "٣٠٠", "30万\x00",
    True, None, [], {}, "\ud800", 10**400,
)  # fmt: skip


@pytest.fixture
def ask(db):
    found_town()

    def answered(command: str, body: object):
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        return Client().post(f"/api/rules/{command}", raw, content_type="application/json")

    return answered


@pytest.mark.parametrize("field", ["principal_yuan", "fee_yuan"])
def test_what_is_no_amount_is_refused_by_name(ask, field):
    for value in NO_AMOUNTS:
        answer = ask("cost", {**COST, field: value})
        assert answer.status_code in {400, 422}, (value, answer.status_code)
        if answer.status_code == 422:
            assert field in answer.content.decode(), value


UNDERSTOOD = [("instalments", None)]


@pytest.mark.parametrize("field", ["rate_bp", "days", "instalments", "day_count"])
@pytest.mark.parametrize("value", [-1, "x", 10**30, 1.5, None, [], "１２", "NaN", True])
def test_what_is_no_number_is_refused_by_name(ask, field, value):
    answer = ask("cost", {**COST, field: value})
    if (field, value) not in UNDERSTOOD:
        assert answer.status_code == 422, answer.content
        assert field in answer.content.decode()


@pytest.mark.parametrize(
    "code",
    [
        "9111000060003734IL",
        "91110000600037341O",
        "А1110000600037341L",
        "\ud800",
        "\x00",
        "9" * 999,
    ],
)
def test_a_wrong_code_is_an_answer(ask, code):
    answer = ask("uscc", {"code": code})
    assert answer.status_code in {200, 400, 422}
    if answer.status_code == 200:
        assert answer.json()["valid"] is False


BODIES = {
    "twice": b'{"code": "1", "code": "2"}',
    "deep": b'{"code": ' + b"[" * 5000 + b"]" * 5000 + b"}",
    "deep in a string": b'{"code": "' + b"[" * 200_000 + b'"}',
    "large": b'{"code": "' + b"9" * 300_000 + b'"}',
    "NaN": b'{"code": NaN}',
    "list": b"[]",
    "not UTF-8": b'{"code": "\xff"}',
    "nothing": b"",
    "huge number": b'{"code": ' + b"9" * 10_000 + b"}",
    "extra": b'{"code": "1", "status": "approved"}',
}


@pytest.mark.parametrize("what", BODIES)
def test_what_cannot_be_read_is_refused(ask, what):
    answer = ask("uscc", BODIES[what])
    assert answer.status_code in ({200, 400, 422} if what == "deep in a string" else {400, 422})
    if answer.status_code != 200:
        assert answer.json()["findings"]
